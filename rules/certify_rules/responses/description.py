"""What the `description` of a response says."""

from __future__ import annotations

from http import HTTPStatus

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    Annotated,
    Fix,
    Has,
    Problem,
    Problems,
    Response,
    documented,
    reviewer,
    rule,
    unsafe,
    validator,
)
from certify_rules.words import shown

_PHRASES = {str(status.value): status.phrase for status in HTTPStatus}
_SAYS_NOTHING = frozenset(
    {
        "default",
        "string",
        "response",
        "response body",
        "description",
        "default response",
        "a response",
        "body",
    }
    | {"test", "null", "none", "undefined", "n/a"}
)


@rule(
    ERROR,
    validator("RequiredPropertyMissing"),
    aliases=("RequiredPropertyMissing.response.description", "response-description"),
    fix="unsafe",
)
def resp_description(response: Response) -> Problems:
    """Every response has a `description`.

    OpenAPI 2.0 requires it. Microsoft's validator: "The 'description' property is required." Flows show it when a step
    fails. One certified connector in a hundred lacks one.

    Bad:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"204": {description: null}}}}}}
    Bad (empty):
        definition: {responses: {NotFound: {description: ""}}}
    Good:
        definition: {responses: {NotFound: {description: There is no such item.}}}
    """
    if not response.has("description"):
        phrase = _PHRASES.get(response.code)
        yield Problem(
            f"The response `{shown(response.code)}` has no `description`.",
            response,
            fix=None if phrase is None else unsafe(response.place.add("description", phrase)),
        )
    elif response.description is not None and not response.description.strip():
        yield Problem(
            f"The description of the response `{shown(response.code)}` is empty.",
            response.at("description"),
            fix=_with_phrase(response),
        )


@rule(
    NOTE,
    documented("coding-standards"),
    reviewer(942),
    reviewer(1425),
    reviewer(2433),
    custom=OFF,
    aliases=("response-description", "response-description-default"),
    fix="unsafe",
)
def resp_description_useful(response: Annotated[Response, Has("description")]) -> Problems:
    """A response's `description` says what it means, and is not "default" or its code.

    Microsoft's wizard writes `default`. Reviewers ask for a proper description, but a third of the certified and two
    thirds of the independent connectors were published with such words. The `default` response itself is to be replaced
    (resp-default-only, resp-default-beside), and its description with it.

    Bad:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"204": {description: default}}}}}}
    Bad (the code):
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"204": {description: "204"}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"204": {description: The item is gone.}}}}}}
    """
    description = response.description
    if not description or len(description) > 40 or response.is_default:
        return
    said = description.strip().rstrip(".").lower()
    is_word = any(character.isalnum() for character in said)
    if said in _SAYS_NOTHING or said == response.code.lower() or (description.strip() and not is_word):
        yield Problem(
            f"The description `{shown(description)}` says nothing; tell what this response means.",
            response.at("description"),
            fix=_with_phrase(response),
        )


def _with_phrase(response: Response) -> Fix | None:
    phrase = _PHRASES.get(response.code)
    return None if phrase is None else unsafe(response.at("description").replace(phrase))
