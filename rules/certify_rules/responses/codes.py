"""The status codes of an operation: one for success, real codes instead of `default`, and those of failures."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Definition,
    Has,
    Operation,
    Problem,
    Problems,
    documented,
    reviewer,
    rule,
    unsafe,
    validator,
)
from certify_rules.responses.declared import codes_of, has_success
from certify_rules.words import shown

_STATUS = re.compile(r"[1-5][0-9][0-9]")


@rule(
    ERROR,
    validator("OperationShouldHaveSuccessfulResponse"),
    documented("coding-standards"),
    established=WARNING,
    custom=OFF,
)
def resp_success(operation: Annotated[Operation, Has("responses")]) -> Problems:
    """Every operation has a response for success: a code of 2xx.

    Microsoft's validator: "The operation should have at least one successful response definition." An operation that
    has only failures returns nothing to the next step. One certified connector in 200 has such an operation; where
    `default` stands for success, resp-default-only speaks.

    Bad:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"204": null}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"204": null, "202": {description: The item will be removed.}}}}}}
    """
    codes = codes_of(operation)
    if codes and "default" not in codes and not has_success(operation):
        yield Problem(
            f"The operation {operation.label} has no response for success; add the one of `200` or of another 2xx code.",
            operation.at("responses"),
        )


@rule(
    WARNING,
    documented("coding-standards"),
    reviewer(502),
    reviewer(1425),
    custom=OFF,
    aliases=("R.DefaultResponse",),
    fix="unsafe",
)
def resp_default_only(operation: Annotated[Operation, Has("responses")]) -> Problems:
    """The response for success has its code, and is not called `default`.

    Microsoft's wizard calls it so. Reviewers ask in dozens of pull requests to replace it by the code that the service
    answers with, mostly `200`, and to describe what it returns. One certified connector in ten still has one. A
    `default` with a schema is reported for that (resp-default-no-schema, resp-default-schema-empty).

    Bad:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"204": null, default: {description: The item was removed.}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {default: {description: What else may happen.}}}}}}
        $profile: custom
    """
    if "default" not in operation.mapping("responses") or has_success(operation):
        return
    response = next((one for one in operation.responses if one.is_default), None)
    if response is not None and response.schema is not None:
        return
    place = operation.key("responses", "default")
    code = "204" if operation.method == "delete" else "200"
    returns = "" if code == "204" or operation.is_called_back else ", and a schema of what it returns"
    yield Problem(
        f"The only response for success of {operation.label} is `default`; "
        f"give it the code that the service answers with{returns}.",
        place,
        fix=None if response is None else unsafe(place.rename(code)),
    )


@rule(NOTE, reviewer(502), reviewer(1425), custom=OFF, aliases=("R.DefaultResponse",), fix="unsafe")
def resp_default_beside(operation: Annotated[Operation, Has("responses")]) -> Problems:
    """Responses beside the one for success have codes of their own instead of `default`.

    The designer shows nothing of a `default`. Reviewers ask for the codes that can occur, such as `400` and `404`. One
    certified connector in ten has a `default` beside a response for success.

    Bad:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {default: {description: What else may happen.}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"409": {description: The item is still in use.}}}}}}
    """
    if "default" not in operation.mapping("responses") or not has_success(operation):
        return
    response = next((one for one in operation.responses if one.is_default), None)
    if response is not None and response.has("schema"):
        return  # a finding of the rules on the schema of `default`
    place = operation.key("responses", "default")
    yield Problem(
        f"Replace `default` of {operation.label} by the codes that the service answers with.",
        place,
        fix=unsafe(operation.at("responses", "default").remove()),
    )


@rule(ERROR, validator("ResponseMustBeDefaultOrHttpStatusCode"))
def resp_code(operation: Annotated[Operation, Has("responses")]) -> Problems:
    """A response is named by an HTTP status code, or `default`.

    Microsoft's validator: "The response must be a valid HTTP status code, or the string 'default'." OpenAPI 3's `2XX`
    is none. No published connector breaks this.

    Bad:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"204": null, 2XX: {description: The item was removed.}}}}}}
    Bad (no code):
        definition: {paths: {"/items/{itemId}": {delete: {responses: {error: {description: The item was not removed.}}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"409": {description: The item is still in use.}}}}}}
    """
    for code in codes_of(operation):
        if code != "default" and not _STATUS.fullmatch(code):
            yield Problem(
                f"`{shown(code)}` is no HTTP status code; name the response `200`, `404` or the like.",
                operation.key("responses", code),
            )


@rule(NOTE, documented("coding-standards"), custom=OFF)
def resp_error_codes(definition: Definition) -> Problems:
    """Every operation describes the failures that are known: its 4xx and 5xx responses.

    Flows show the description when a step fails. Microsoft's coding standards ask for it; seven certified connectors in
    ten have operations without, so this is advice, and said once for the whole definition.

    Bad:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"401": null, "404": null}}}}}
    Good:
        definition: {paths: {"/items/{itemId}": {delete: {responses: {"401": null}}}}}
    """
    lacking = [operation for operation in definition.operations if _is_carefree(operation)]
    if lacking:
        first = lacking[0]
        all_operations = definition.operations
        who = (
            f"The operation {first.label} describes"
            if len(all_operations) == 1
            else f"{len(lacking)} of {len(all_operations)} operations, {first.label} first, describe"
        )
        yield Problem(
            f"{who} no failure; say what `400` or `404` means.",
            first.key("responses"),
        )


def _is_carefree(operation: Operation) -> bool:
    codes = codes_of(operation)
    return has_success(operation) and not any(code[0] in "45d" for code in codes if code)
