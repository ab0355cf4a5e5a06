"""The values that a schema names: its enumeration, and defaults where nothing is filled in."""

from __future__ import annotations

import json

from certify.api import (
    NOTE,
    WARNING,
    Annotated,
    Has,
    Problem,
    Problems,
    Schema,
    advice,
    rule,
    safe,
    validator,
)
from certify_rules.parameters.values import coerced, fits, instead, type_name, written
from certify_rules.parameters.where import is_parameter_item


@rule(
    WARNING,
    validator("InvalidEnumValue"),
    validator("EnumMustContainAtLeastOneElement"),
    validator("ArrayDuplicateValue"),
    fix="safe",
)
def schema_enum(schema: Annotated[Schema, Has("enum")]) -> Problems:
    """The `enum` of a property has values, each once, each of the property's type.

    Microsoft's validator: "The type of the enum value is 'Integer' but it should be 'String' as specified in the schema."
    Two certified connectors in a hundred have values of another type. A parameter's enumeration is param-enum's matter.

    Bad:
        definition: {definitions: {Item: {properties: {quantity: {enum: ["1", 10, 100]}}}}}
    Bad (twice the same):
        definition: {definitions: {Item: {properties: {status: {enum: [active, discontinued, active]}}}}}
    Bad (empty):
        definition: {definitions: {Item: {properties: {status: {enum: []}}}}}
    Good:
        definition: {definitions: {Item: {properties: {quantity: {enum: [1, 10, 100]}}}}}
    """
    values = schema.value["enum"]
    if not isinstance(values, list) or is_parameter_item(schema):
        return
    at = schema.at("enum")
    if not values:
        yield Problem("The enumeration is empty; name its values, or leave it out.", at)
        return
    kind = schema.type
    # Another list names the same values one by one, and would have to change with this one.
    is_free = not schema.has("x-ms-enum-values") and not schema.has("default")
    seen: set[str] = set()
    for index, value in enumerate(schema.items("enum")):
        key = json.dumps(value, sort_keys=True)
        here = at.at(index)
        if key in seen:
            yield Problem(
                f"The value {written(value)} is in the enumeration twice.", here, fix=safe(here.remove())
            )
        elif kind is not None and kind != "array" and not fits(value, kind):
            better = coerced(value, kind) if is_free else None
            yield Problem(
                f"The value {written(value)} is of type {type_name(value)}, and the type is {kind}{instead(value, kind)}.",
                here,
                fix=None if better is None or better in values else safe(here.replace(better)),
            )
        seen.add(key)


@rule(NOTE, advice(), fix="safe")
def schema_no_default_in_response(schema: Annotated[Schema, Has("default")]) -> Problems:
    """A schema of which nothing is filled in has no `default`.

    A default says what is sent when a maker gives no value. In what a response returns it has no effect, and readers take
    it for a promise.

    Bad:
        definition: {definitions: {Item: {properties: {quantity: {default: 0}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {quantity: {default: 10}}}}}
    """
    kind = schema.type
    if kind is not None and not fits(schema.get("default"), kind):
        return  # a finding of the rule on its type
    if schema.is_output and not schema.is_input:
        at = schema.at("default")
        yield Problem(
            "The default has no effect in a response; remove it.",
            schema.key("default"),
            fix=safe(at.remove()),
        )
