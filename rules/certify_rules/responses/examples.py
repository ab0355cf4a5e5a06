"""Examples and headers of a response."""

from __future__ import annotations

from certify.api import (
    ERROR,
    Annotated,
    Has,
    Operation,
    Place,
    Problem,
    Problems,
    Related,
    Response,
    rule,
    validator,
)
from certify_rules.responses.declared import place_of
from certify_rules.words import shown


@rule(ERROR, validator("ResponseExampleMustBeProducedByOperation"))
def resp_example_mime(operation: Annotated[Operation, Has("responses")]) -> Problems:
    """The examples of a response are named by MIME types that the operation produces.

    Microsoft's validator: "The response example is not produced by the operation." A pull request was stopped by an
    example that had a name of its own instead of `application/json`. Where neither the operation nor the definition says
    `produces`, it is `application/json`.

    Bad:
        definition: {paths: {"/items/{itemId}": {get: {responses: {"200": {examples: {OBJECT_LIST: {id: "1001"}}}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {get: {produces: [application/json, text/xml], responses: {"200": {examples: {text/xml: "<item/>"}}}}}}}
    """
    for response in operation.responses:
        for name in response.mapping("examples"):
            if not name.startswith("x-") and _plain(name) not in _produced(operation):
                yield Problem(
                    f"The example `{shown(name)}` is not named by a MIME type that {operation.label} produces.",
                    _key_of(operation, response, "examples", name),
                )


def _produced(operation: Operation) -> set[str]:
    return {_plain(kind) for kind in operation.produces} or {"application/json"}


def _plain(kind: str) -> str:
    """The MIME type without its parameters."""
    return kind.partition(";")[0].strip().lower()


def _key_of(operation: Operation, response: Response, *members: str) -> Place:
    if response.owner is operation:
        return response.key(*members)
    return place_of(operation, response)


@rule(ERROR, validator("ResponseHeadersAreNotUnique"))
def resp_headers_unique(response: Annotated[Response, Has("headers")]) -> Problems:
    """No two headers of a response have the same name.

    Header names differ by more than capitals. Microsoft's validator: "The response headers are not unique." No published
    connector breaks this.

    Bad:
        definition: {paths: {/subscriptions: {post: {responses: {"201": {headers: {location: {type: string}}}}}}}}
    Good:
        definition: {paths: {/subscriptions: {post: {responses: {"201": {headers: {Retry-After: {type: integer}}}}}}}}
    """
    first: dict[str, str] = {}
    for name in response.mapping("headers"):
        other = first.setdefault(name.lower(), name)
        if other != name:
            yield Problem(
                f"The headers `{shown(name)}` and `{shown(other)}` are the same.",
                response.key("headers", name),
                related=(Related("the first one", response.key("headers", other)),),
            )
