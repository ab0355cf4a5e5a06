"""Members that belong to OpenAPI 3, which the platform does not read."""

from __future__ import annotations

from certify.api import ERROR, Definition, Fix, Mismatch, Problem, Problems, policy, rule, safe, validator

_INSTEAD = {
    "components": "Use `definitions`, `parameters`, `responses` and `securityDefinitions`.",
    "servers": "Use `host`, `basePath` and `schemes`.",
    "requestBody": "Use a parameter with `in: body`, or with `in: formData`.",
    "content": "Use `schema`, and name the MIME types in `consumes` or `produces`.",
    "callbacks": "Describe a webhook with `x-ms-notification-content` on its path.",
    "nullable": "Use `x-nullable`.",
    "oneOf": "Describe one schema that holds all cases, or one without `properties`.",
    "anyOf": "Describe one schema that holds all cases, or one without `properties`.",
    "const": "Use `enum` with one value.",
    "writeOnly": "Leave the property out of the schema of the response.",
    "examples": "Use `example` in a schema, or `examples` of a response.",
    "style": "Use `collectionFormat`.",
    "explode": "Use `collectionFormat`.",
    "deprecated": "Only operations have it; say it in the description.",
}


@rule(ERROR, validator("SwaggerKeywordNotSupported"), policy("5000.2.6.3"), fix="safe")
def swagger_openapi3_keyword(definition: Definition) -> Problems:
    """The definition has no members that only OpenAPI 3 knows.

    Microsoft's validator: "The keyword is not supported." The platform reads OpenAPI 2.0, so such a member is at best
    without effect, and with `requestBody` or `components` nothing of what it says arrives. 0.5% of the published
    connectors have one, mostly `oneOf` or `nullable`.

    Bad:
        definition: {definitions: {Item: {properties: {name: {nullable: true}}}}}
    Bad (a request body):
        definition: {paths: {/items: {post: {requestBody: {content: {}}}}}}
    Bad (a choice of schemas):
        definition: {definitions: {Item: {properties: {name: {oneOf: [{type: string}, {type: integer}]}}}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {x-nullable: true}}}}}
    """
    for mismatch in definition.mismatches:
        if not mismatch.is_openapi_3 or (mismatch.name == "openapi" and not definition.has("swagger")):
            continue
        instead = _INSTEAD.get(mismatch.name, "Remove it.")
        yield Problem(
            f"`{mismatch.name}` belongs to OpenAPI 3, and the platform reads OpenAPI 2.0. {instead}",
            mismatch.place,
            fix=_as_extension(mismatch),
        )


def _as_extension(mismatch: Mismatch) -> Fix | None:
    if mismatch.name == "nullable" and isinstance(mismatch.value, bool):
        return safe(mismatch.place.rename("x-nullable"))
    return None
