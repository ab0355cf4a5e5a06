"""The `type` of a schema: that there is one, that it is one of OpenAPI 2.0, and where a file can be."""

from __future__ import annotations

from certify.api import (
    ERROR,
    WARNING,
    Annotated,
    Fix,
    Has,
    Problem,
    Problems,
    Response,
    Schema,
    advice,
    rule,
    safe,
    specification,
    unsafe,
    validator,
)
from certify_rules.parameters.where import is_parameter_item
from certify_rules.words import shown

_TYPES = ("string", "number", "integer", "boolean", "array", "object")
_MEANT = {
    "int": "integer",
    "int32": "integer",
    "int64": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
    "decimal": "number",
    "bool": "boolean",
    "str": "string",
    "text": "string",
    "list": "array",
    "dict": "object",
}
_OF_FORMAT = {
    "int32": "integer",
    "int64": "integer",
    "float": "number",
    "double": "number",
    "byte": "string",
    "date": "string",
    "date-time": "string",
    "uri": "string",
    "uuid": "string",
}
_INSTEAD = ("allOf", "x-ms-dynamic-schema", "x-ms-dynamic-properties", "discriminator")
# What OpenAPI 3 has instead of a type is another rule's finding.
_COMPOSED = ("oneOf", "anyOf", "not", "const")


@rule(
    ERROR,
    validator("JsonTypeIncorrect"),
    validator("JsonValueNotInEnum"),
    specification("schema-object"),
    fix="safe",
)
def schema_type(schema: Annotated[Schema, Has("type")]) -> Problems:
    """The `type` of a schema is string, number, integer, boolean, array or object.

    One published connector breaks this, with `null`. A date is a string with a `format`; a value that may be absent has the type that
    it has when it is there.

    Bad:
        definition: {definitions: {Item: {properties: {quantity: {type: int, format: null}}}}}
    Bad (a date):
        definition: {definitions: {Item: {properties: {changedAt: {type: datetime, format: null}}}}}
    Good:
        definition: {definitions: {Item: {properties: {quantity: {type: number, format: double}}}}}
    """
    kind = schema.value["type"]
    if kind in _TYPES or not isinstance(kind, str) or kind == "file" or is_parameter_item(schema):
        return
    plain = kind.strip().lower()
    right = plain if plain in _TYPES else _MEANT.get(plain)
    at = schema.at("type")
    yield Problem(
        f"`{shown(kind)}` is no type of a schema; it is one of {', '.join(_TYPES)}.",
        at,
        fix=None if right is None else safe(at.replace(right)),
    )


@rule(WARNING, advice(), fix="unsafe")
def schema_type_present(schema: Schema) -> Problems:
    """Every property has a `type`.

    Without one the designer takes the value as anything, and offers it nowhere that needs a text, a number or a list.
    Properties of which nothing can be said are left out. Nine certified connectors in a hundred have some without.

    Bad:
        definition: {definitions: {Item: {properties: {quantity: {type: null}}}}}
    Bad (nothing is said at all):
        definition: {definitions: {Item: {properties: {name: {type: null}}}}}
    Good:
        definition: {definitions: {Item: {properties: {quantity: {format: int64}}}}}
    """
    if not schema.is_property or "type" in schema.value:
        return
    value = schema.value
    if any(member in value for member in _INSTEAD) or any(member in value for member in _COMPOSED):
        return
    yield Problem(
        f"The property `{shown(schema.name or '')}` has no `type`; say what it is, such as `string`.",
        schema,
        fix=_inferred(schema),
    )


def _inferred(schema: Schema) -> Fix | None:
    kind = _OF_FORMAT.get(schema.format or "")
    if schema.has("properties") or schema.has("additionalProperties"):
        kind = "object"
    elif schema.has("items"):
        kind = "array"
    elif schema.items("enum") and len(schema.strings("enum")) == len(schema.items("enum")):
        kind = "string"
    return None if kind is None else unsafe(schema.place.add("type", kind))


@rule(ERROR, validator("SchemaTypeFileNotValid"), fix="safe")
def schema_file_root(schema: Annotated[Schema, Has("type")]) -> Problems:
    """A schema of type `file` is the whole of a response.

    Microsoft's validator: "The schema type 'file' is not valid. Only parameters in 'formData' and the root response schema
    may be of type 'file'." A file inside an object is a string of format `byte`, and one that is the whole body of a
    request a string of format `binary`. No published connector breaks this.

    Bad:
        definition: {definitions: {Item: {properties: {photo: {type: file, format: null}}}}}
    Bad (what a webhook delivers):
        definition: {paths: {/subscriptions: {x-ms-notification-content: {schema: {$ref: null, type: file}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"200": {schema: {$ref: null, type: file}}}}}}}
    """
    if schema.value["type"] != "file" or is_parameter_item(schema):
        return
    if isinstance(schema.owner, Response):
        return
    is_definition = len(schema.steps) == 2 and schema.steps[0] == "definitions"
    if is_definition and not schema.is_input:
        return
    at = schema.at("type")
    is_whole_body = is_definition or schema.steps[-1:] == ("schema",)
    yield Problem(
        "Only the whole of a response can be of type `file`; use a string of format "
        f"`{'binary' if is_whole_body else 'byte'}` here.",
        at,
        fix=None
        if schema.has("format") or is_whole_body
        else safe(at.replace("string"), schema.place.add("format", "byte")),
    )
