"""The schema of a `default` response."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Fix,
    Has,
    Operation,
    Problem,
    Problems,
    Response,
    policy,
    reviewer,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.responses.declared import has_reference, has_success, place_of


@rule(
    ERROR,
    validator("DefaultResponseHasSchema"),
    policy("5000.2.4.2"),
    reviewer(3810),
    reviewer(4181),
    established=WARNING,
    custom=NOTE,
    aliases=("R.DefaultResponse",),
    fix="unsafe",
)
def resp_default_no_schema(operation: Annotated[Operation, Has("responses")]) -> Problems:
    """A `default` response has no schema.

    Microsoft's validator: "The 'default' response should not have schema definition. Schemas should be defined on
    expected responses only." It has been an error since 2025. Where `default` is the only response for success, give it
    its code, `200`; otherwise remove the schema. One certified connector in 70 has one that says anything.

    Bad:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"200": null, default: {description: The item after the change., schema: {$ref: "#/definitions/Item"}}}}}}}
    Bad (beside a response for success):
        definition: {paths: {"/items/{itemId}": {patch: {responses: {default: {description: What went wrong., schema: {type: string}}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"409": {description: The item was changed by another.}}}}}}
    """
    response = _with_schema(operation)
    if response is None:
        return
    schema = response.schema
    if schema is None or schema.is_empty:
        return
    if has_success(operation):
        message = "The `default` response has a schema; move it to the code that it belongs to, or remove it."
    else:
        message = "The `default` response has a schema; it is the response for success, so call it `200`."
    yield Problem(message, place_of(operation, response, "schema"), fix=_fix(operation, response))


def _fix(operation: Operation, response: Response) -> Fix | None:
    if not has_success(operation):
        # An empty schema stays: whether something is returned, the publisher knows.
        return unsafe(operation.key("responses", "default").rename("200"))
    if response.owner is operation and not has_reference(response.get("schema")):
        return unsafe(response.at("schema").remove())
    return None


@rule(
    WARNING,
    validator("DefaultResponseHasSchema"),
    policy("5000.2.4.2"),
    reviewer(1799),
    custom=OFF,
    aliases=("R.DefaultResponse",),
    fix="unsafe",
)
def resp_default_schema_empty(operation: Annotated[Operation, Has("responses")]) -> Problems:
    """A `default` response has no empty schema.

    `"schema": {}` is what Microsoft's wizard leaves. It says nothing, and the validator asks for no schema in `default`.
    Where `default` is the only response for success, give it its code and describe what it returns; otherwise remove the
    schema. One certified connector in ten has one.

    Bad:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {default: {description: What went wrong., schema: {}}}}}}}
    Bad (instead of a response for success):
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"204": null, default: {description: The item was removed., schema: {}}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"409": {description: The item was changed by another.}}}}}}
    """
    response = _with_schema(operation)
    schema = None if response is None else response.schema
    if response is None or schema is None or not schema.is_empty:
        return
    if has_success(operation):
        is_free = not has_reference(response.get("schema"))
        message = "The `default` response has an empty schema; remove the schema."
        fix = safe(response.at("schema").remove()) if is_free else None
    else:
        message = (
            "The `default` response has an empty schema; it is the response for success, so call it `200` "
            "and describe what it returns."
        )
        fix = _fix(operation, response)
    yield Problem(message, place_of(operation, response, "schema"), fix=fix)


def _with_schema(operation: Operation) -> Response | None:
    if "default" not in operation.mapping("responses"):
        return None
    return next((one for one in operation.responses if one.is_default and one.has("schema")), None)
