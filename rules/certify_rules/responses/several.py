"""Several responses with schemas, of which the designer uses one."""

from __future__ import annotations

from certify.api import (
    OFF,
    WARNING,
    Annotated,
    Fix,
    Has,
    Operation,
    Problem,
    Problems,
    Related,
    Response,
    rule,
    unsafe,
    validator,
)
from certify_rules.responses.declared import has_reference, place_of
from certify_rules.words import enumerated

_MOST_CODES = 5


@rule(WARNING, validator("OperationHasManyResponsesWithSchema"), custom=OFF, fix="unsafe")
def resp_one_schema(operation: Annotated[Operation, Has("responses")]) -> Problems:
    """Only the response for success has a schema.

    Microsoft's validator: "The operation has more than one response with specified schema, only one schema will be used
    in the designer." Those of failures are never shown; say in their descriptions what went wrong. A quarter of the
    certified and a tenth of the independent connectors break this.

    Bad:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"409": {description: Another was faster., schema: {type: string}}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"409": {description: Another was faster.}}}}}}
    """
    described = _described(operation)
    extra = [response for response in described if not response.is_success]
    if len(described) < 2 or not extra:
        return
    if len(extra) == len(described):
        extra = extra[1:]
    codes = [response.code for response in extra]
    if len(codes) > _MOST_CODES:
        first = ", ".join(f"`{code}`" for code in codes[: _MOST_CODES - 1])
        which = f"those of {first} and {len(codes) - _MOST_CODES + 1} others are"
    else:
        which = f"that of {enumerated(codes)} is" if len(codes) == 1 else f"those of {enumerated(codes)} are"
    yield Problem(
        f"The designer uses one schema of {operation.label}; {which} never shown, and can be left out.",
        place_of(operation, extra[0], "schema"),
        fix=_without_schemas(operation, extra),
    )


def _described(operation: Operation) -> list[Response]:
    """The responses with a schema that says something; `default` has rules of its own."""
    return [
        response
        for response in operation.responses
        if response.has("schema")
        and not response.is_default
        and response.schema is not None
        and not response.schema.is_empty
    ]


def _without_schemas(operation: Operation, responses: list[Response]) -> Fix | None:
    """The schemas removed, where nothing else is left behind: no shared response, and no definition without a use."""
    if any(
        response.owner is not operation or has_reference(response.get("schema")) for response in responses
    ):
        return None
    return unsafe(*(response.at("schema").remove() for response in responses))


@rule(WARNING, validator("OperationHasManyResponsesWithSchema"), custom=OFF)
def resp_one_2xx_schema(operation: Annotated[Operation, Has("responses")]) -> Problems:
    """Responses for success do not have different schemas.

    The designer uses that of 200, else of 201, else of the first; what the others return cannot be used. Two published
    connectors in a hundred break this.

    Bad:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"202": {description: The change is waiting., schema: {type: string}}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"202": {description: The change is waiting., schema: {$ref: "#/definitions/Item"}}}}}}}
    """
    used = operation.success
    if used is None or not used.has("schema"):
        return
    for response in _described(operation):
        if (
            response.is_success
            and response.code != used.code
            and response.get("schema") != used.get("schema")
        ):
            yield Problem(
                f"The designer uses the schema of `{used.code}`; what `{response.code}` returns cannot be used. Leave that schema out, or describe both in one.",
                place_of(operation, response, "schema"),
                related=(Related("the schema that is used", place_of(operation, used, "schema")),),
            )
