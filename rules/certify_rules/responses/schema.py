"""The schema of a response: that there is one, and that it says what the response holds."""

from __future__ import annotations

from certify.api import (
    OFF,
    WARNING,
    Annotated,
    Has,
    Operation,
    PathItem,
    Problem,
    Problems,
    Response,
    Schema,
    documented,
    policy,
    repository,
    reviewer,
    rule,
    safe,
    validator,
)
from certify_rules.responses.declared import codes_of

_CONTENT = "x-ms-notification-content"
_MEMBERS = ("properties", "allOf", "x-ms-dynamic-schema", "x-ms-dynamic-properties")


@rule(
    WARNING,
    validator("SchemaDefinitionSetIncorrectly"),
    policy("5000.2.4.4"),
    policy("5000.2.4.1"),
    repository(".github/pull_request_template.md"),
    custom=OFF,
)
def resp_schema_present(operation: Annotated[Operation, Has("responses")]) -> Problems:
    """A response 200 or 201 has a schema.

    Microsoft's validator: "The operation should define an output schema on the 200 or 201 response code or in
    'x-ms-notification-content' extension for a webhook to be visible in the designer." Without one the next step can use
    nothing of what comes back. An operation that returns nothing answers with 204, or 202. One certified connector in
    five has an operation without. Operations that makers do not see and DELETE, which mostly returns nothing, are left out.

    Bad:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"200": {schema: null}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"200": null, "204": {description: The item was changed.}}}}}}
    """
    if operation.is_internal or operation.method in {"delete", "head", "options"}:
        return
    if operation.is_called_back:
        return  # what it delivers is in x-ms-notification-content, on which there are rules
    if any(code in {"202", "204"} for code in codes_of(operation)):
        return
    found = [response for response in operation.responses if response.code in {"200", "201"}]
    if found and not any(response.has("schema") for response in found):
        code = found[0].code
        yield Problem(
            f"The response `{code}` of {operation.label} has no schema; describe what it returns, "
            "or answer with `204` when it returns nothing.",
            operation.at("responses", code),
        )


@rule(
    WARNING,
    documented("certification-submission"),
    policy("5000.2.4.4"),
    reviewer(1303),
    reviewer(1337),
    reviewer(1745),
    custom=OFF,
    aliases=("R.EmptyResponseSchema", "empty-response-schema"),
    fix="safe",
)
def resp_schema_not_empty(response: Annotated[Response, Has("schema")]) -> Problems:
    """The schema of a response is not empty.

    Reviewers refuse `"schema": {}` wherever it stands. Describe what is returned, with a dynamic schema if it
    differs from call to call; a response that returns nothing has no schema at all. One certified connector in nine has
    an empty one.

    Bad:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"204": {schema: {}}}}}}}
    Bad (of a response with content):
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"200": {schema: {$ref: null}}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"200": {schema: {$ref: null, type: string}}}}}}}
    """
    schema = response.schema
    if response.is_default or schema is None or not schema.is_empty:
        return
    at = response.at("schema")
    has_content = response.operation is None or response.code in {"200", "201"}
    # Without a schema, `200` of an action is reported by resp-schema-present.
    is_wanted = response.operation is not None and has_content and not response.operation.is_called_back
    otherwise = "answer with `204` when it returns nothing" if is_wanted else "remove the schema"
    yield Problem(
        f"The schema of the response `{response.code}` is empty; describe what it returns, or {otherwise}.",
        at,
        fix=None if has_content or "$ref" in response.mapping("schema") else safe(at.remove()),
    )


@rule(
    WARNING,
    documented("certification-submission"),
    policy("5000.2.4.6"),
    policy("5000.2.4.4"),
    custom=OFF,
    aliases=("R.EmptyResponseSchema", "empty-response-schema"),
)
def resp_schema_properties(
    subject: Annotated[Response, Has("schema")] | Annotated[PathItem, Has(_CONTENT)],
) -> Problems:
    """An object that an operation returns, or a webhook delivers, has properties.

    Of `"type": "object"` alone the next step can use nothing, nor of an array of such objects. Name the properties, say by
    `additionalProperties` what the values of a map are, or use a dynamic schema. One certified connector in ten has such a
    response. Left out are operations that makers do not see, which may return the schema of something, and responses of
    failures.

    Bad:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"200": {schema: {$ref: null, type: object}}}}}}}
    Bad (a list):
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"200": {schema: {$ref: null, type: array, items: {type: object}}}}}}}}
    Bad (what a webhook delivers):
        definition: {paths: {/subscriptions: {x-ms-notification-content: {schema: {$ref: null, type: object}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {patch: {responses: {"200": {schema: {$ref: null, type: object, additionalProperties: {type: string}}}}}}}}
    """
    if isinstance(subject, PathItem):
        if any(operation.is_trigger for operation in subject.operations) and _says_nothing(
            subject.notification_content
        ):
            yield Problem(
                "What the webhook delivers is an object without properties; name what it tells.",
                subject.at(_CONTENT, "schema"),
            )
        return
    operation = subject.operation
    if operation is None or operation.is_internal or not subject.is_success:
        return
    if operation.is_trigger and operation.path_item.has(_CONTENT):
        return
    schema = subject.schema
    if _says_nothing(schema):
        yield Problem(
            f"The schema of the response `{subject.code}` is an object without properties; name what it returns.",
            subject.at("schema"),
        )
    elif schema is not None and schema.type == "array" and _says_nothing(schema.item):
        yield Problem(
            f"The response `{subject.code}` is a list of objects without properties; name what each of them has.",
            subject.at("schema"),
        )


def _says_nothing(schema: Schema | None) -> bool:
    """Whether it is an object of which neither properties nor values are told."""
    if schema is None or schema.type != "object" or schema.has("additionalProperties"):
        return False
    return not any(schema.get(member) for member in _MEMBERS)
