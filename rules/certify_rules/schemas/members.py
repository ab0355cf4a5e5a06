"""Which members a schema can have."""

from __future__ import annotations

from certify.api import ERROR, Definition, Mismatch, Problem, Problems, rule, validator
from certify_rules.words import shown


@rule(ERROR, validator("AdditionalPropertyNotAllowed"), validator("ExtensionNameNotValid"))
def schema_known_keys(definition: Definition) -> Problems:
    """A schema has only members of OpenAPI 2.0, or such whose name starts with `x-`.

    Microsoft's validator: "The property is not valid. If this property is an extension, its name must begin with
    x-." Pull requests were stopped by it where a property of the object stood beside `type` and not inside
    `properties`. No published connector has one.

    Bad (a property beside `properties`):
        definition: {definitions: {Item: {Id: {type: string}}}}
    Bad (another spelling):
        definition: {definitions: {Item: {properties: {name: {MaxLength: 80}}}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {maxLength: 80}}}}}
    """
    for mismatch in definition.mismatches:
        if mismatch.is_unknown_member("schema"):
            yield Problem(
                f"`{shown(mismatch.name)}` is no member of a schema. {_advice(mismatch)}", mismatch.place
            )


def _advice(mismatch: Mismatch) -> str:
    if isinstance(mismatch.value, dict):
        return "If it is a property of the object, it belongs in `properties`."
    similar = mismatch.similar
    return f"Is `{similar}` meant?" if similar else "Remove it, or let its name start with `x-`."
