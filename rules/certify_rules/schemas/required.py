"""Required properties: that they exist, and that one nobody can give has a default."""

from __future__ import annotations

from certify.api import (
    ERROR,
    WARNING,
    Annotated,
    Has,
    Problem,
    Problems,
    Schema,
    documented,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.schemas.composition import composition
from certify_rules.words import shown

_DYNAMIC = ("x-ms-dynamic-schema", "x-ms-dynamic-properties")


@rule(ERROR, validator("RequiredPropertyDefinitionMissing"), fix="unsafe")
def schema_required_defined(schema: Annotated[Schema, Has("required")]) -> Problems:
    """What a schema requires is among its properties.

    Microsoft's validator: "The required property is not defined in the object schema." Usually the property was renamed
    or removed, or the name is misspelt. No published connector breaks this.

    Bad:
        definition: {definitions: {Dimensions: {required: [depth]}}}
    Good:
        definition: {definitions: {Dimensions: {required: [width]}}}
    """
    names = schema.required_names
    own = schema.mapping("properties")
    missing = [name for name in names if name not in own]
    if not missing or not _is_object(schema):
        return
    known = _known_properties(schema)
    if known is None:
        return
    for index, name in enumerate(schema.items("required")):
        if isinstance(name, str) and name in missing and name not in known:
            at = schema.at("required", index)
            is_last = len(names) == 1
            yield Problem(
                f"`{shown(name)}` is required, and there is no such property.",
                at,
                fix=unsafe(schema.at("required").remove() if is_last else at.remove()),
                lacks=schema,
            )


def _is_object(schema: Schema) -> bool:
    return schema.type in ("object", None)


def _known_properties(schema: Schema) -> set[str] | None:
    """The properties of what the schema is composed of, and is a part of; None when they cannot be told."""
    top = schema
    while top.steps[:1] == ("allOf",) and isinstance(top.owner, Schema):
        top = top.owner
    parts = composition(top)
    if parts is None or any(part.has(member) for part in parts for member in _DYNAMIC):
        return None
    return {name for part in parts for name in part.mapping("properties")}


@rule(ERROR, validator("RequiredPropertyArrayEmpty"), fix="safe")
def schema_required_empty(schema: Annotated[Schema, Has("required")]) -> Problems:
    """A `required` list is not empty.

    Microsoft's validator: "The 'required' array requires at least one value. If no properties are required in the schema,
    remove the 'required' property." No published connector breaks this.

    Bad:
        definition: {definitions: {Dimensions: {required: []}}}
    Good:
        definition: {definitions: {Dimensions: {required: [width]}}}
    """
    if schema.value["required"] == []:
        at = schema.at("required")
        yield Problem("The `required` list is empty; remove it.", at, fix=safe(at.remove()))


@rule(WARNING, validator("RequiredPropertyNotOnObject"), fix="safe")
def schema_required_object(schema: Annotated[Schema, Has("required")]) -> Problems:
    """Only objects have a `required` list.

    Microsoft's validator: "The property 'required' is applicable to schemas with 'object' type only and should be
    removed." What an array's elements require belongs into its `items`. One certified connector in a hundred breaks this,
    none since 2024.

    Bad:
        definition: {definitions: {Item: {properties: {name: {required: [text]}}}}}
    Good:
        definition: {definitions: {Dimensions: {required: [width]}}}
    """
    if schema.items("required") and not _is_object(schema):
        at = schema.at("required")
        yield Problem(
            f"A schema of type `{shown(schema.type or '')}` cannot require properties; remove `required`.",
            schema.key("required"),
            fix=safe(at.remove()),
        )


@rule(ERROR, documented("openapi-extensions"), validator("PropertyMustBeRequired"), established=WARNING)
def schema_internal_required_default(schema: Annotated[Schema, Has("x-ms-visibility")]) -> Problems:
    """An internal property of the body that is required has a `default`.

    Makers cannot give a value, and the request needs one. The URL that the platform gives to a webhook needs none, and an
    object has the defaults of its properties. Three certified connectors in a thousand break this.

    Bad:
        definition: {definitions: {SubscriptionInput: {properties: {event: {default: null}}}}}
    Good:
        definition: {definitions: {SubscriptionInput: {properties: {event: {default: item.removed}}}}}
    """
    if not (schema.is_internal and schema.is_required and schema.is_input) or schema.has("default"):
        return
    owner = schema.owner
    if not isinstance(owner, Schema) or not owner.is_visible:
        return
    if schema.has("x-ms-notification-url") or schema.has("properties") or schema.has("allOf"):
        return
    if schema.is_true("readOnly"):
        return  # a finding of the rule on read-only properties
    yield Problem(
        f"The property `{shown(schema.name or '')}` is internal and required, and has no `default`; nobody can give its value.",
        schema,
    )
