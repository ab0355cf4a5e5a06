"""The elements of arrays."""

from __future__ import annotations

from certify.api import (
    ERROR,
    WARNING,
    Annotated,
    Has,
    Problem,
    Problems,
    Schema,
    advice,
    rule,
    validator,
)
from certify_rules.parameters.where import is_parameter_item


@rule(ERROR, validator("ArrayHasNoItems"))
def schema_array_items(schema: Annotated[Schema, Has("type")]) -> Problems:
    """An array says what its elements are: it has `items`.

    Microsoft's validator: "The array should have items specified." The designer makes a loop over the elements, and their
    properties are what the next steps use. Two certified connectors in a thousand break this.

    Bad:
        definition: {definitions: {ItemInput: {properties: {barcodes: {items: null}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {barcodes: {items: {type: integer}}}}}}
    """
    if schema.value.get("type") == "array" and "items" not in schema.value and not is_parameter_item(schema):
        yield Problem("The array does not say what its elements are: it has no `items`.", schema)


@rule(WARNING, advice())
def schema_items_not_empty(schema: Annotated[Schema, Has("items")]) -> Problems:
    """The `items` of an array say something.

    Of `"items": {}` the designer knows that there are elements, and nothing of what is in them. One connector in
    eight has such an array.

    Bad:
        definition: {definitions: {ItemInput: {properties: {barcodes: {items: {type: null}}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {barcodes: {items: {type: integer}}}}}}
    """
    items = schema.value.get("items")
    if isinstance(items, dict) and "type" not in items and "$ref" not in items:
        item = schema.item
        if item is not None and item.is_empty and not is_parameter_item(item):
            yield Problem(
                "The `items` of the array say nothing; give them a type, or properties.", schema.at("items")
            )
