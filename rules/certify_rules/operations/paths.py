"""The form of the paths that operations answer at."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    PathItem,
    Problem,
    Problems,
    advice,
    rule,
    safe,
    specification,
    unsafe,
    validator,
)
from certify_rules.words import shown

_VARIABLE = re.compile(r"\{[^{}/]*\}")


@rule(ERROR, validator("OperationPathMustStartWithSlash"), fix="safe")
def path_slash(item: PathItem) -> Problems:
    """A path starts with a slash.

    It is joined to `basePath` as it stands. No published connector breaks this.

    Bad:
        definition:
          paths: {stock: {get: {operationId: GetStock, summary: Get the stock, description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    Good:
        definition:
          paths: {/stock: {get: {operationId: GetStock, summary: Get the stock, description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    """
    if not item.path.startswith("/"):
        better = f"/{item.path}"
        is_free = better not in item.definition.mapping("paths")
        yield Problem(
            f"The path `{shown(item.path)}` does not start with a slash; add it.",
            item.key(),
            fix=safe(item.place.rename(better)) if is_free else None,
        )


@rule(
    ERROR,
    validator("OperationPathMayNotContainQueryOrFragment"),
    by_hand="Whether makers may change the value, and what it is called then, is the author's to say.",
)
def path_no_query(item: PathItem) -> Problems:
    """A path holds no query and no fragment.

    Declare what follows the `?` as query parameters, with a default and internal visibility where it is constant.

    Bad:
        definition:
          paths: {"/stock?all=1": {get: {operationId: GetStock, summary: Get the stock,
            description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    Good:
        definition:
          paths: {/stock: {get: {operationId: GetStock, summary: Get the stock, description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    """
    for sign in "?#":
        start = item.path.find(sign)
        if start >= 0:
            yield Problem(
                f"The path has the character `{sign}`; declare a query as parameters, and encode the character elsewhere.",
                item.key().within(start, start + 1),
            )


@rule(ERROR, validator("OperationPathContainsUnsupportedCharacters"))
def path_no_wildcard(item: PathItem) -> Problems:
    """A path has no wildcard `*`.

    The platform cannot route one; use a path parameter.

    Bad:
        definition:
          paths: {"/stock/*": {get: {operationId: GetStock, summary: Get the stock,
            description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    Good:
        definition:
          paths: {/stock: {get: {operationId: GetStock, summary: Get the stock, description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    """
    start = item.path.find("*")
    if start >= 0:
        yield Problem(
            "The path has the wildcard `*`; use a path parameter.", item.key().within(start, start + 1)
        )


@rule(ERROR, validator("OperationPathTemplateNotValid"), validator("OperationPathVariablesContainDefaults"))
def path_template(item: PathItem) -> Problems:
    """The variables of a path are `{name}`, each within one segment, without a default.

    Braces that belong to no variable must be URL encoded.

    Bad:
        definition:
          paths: {"/stock/{code": {get: {operationId: GetStock, summary: Get the stock,
            description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    Bad (a default):
        definition:
          paths: {"/stock/{code=1}": {get: {operationId: GetStock, summary: Get the stock,
            description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    Good:
        definition:
          paths: {/stock: {get: {operationId: GetStock, summary: Get the stock, description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    """
    path = item.path
    if "{" not in path and "}" not in path:
        return
    rest = _VARIABLE.sub("", path)
    if "{" in rest or "}" in rest:
        yield Problem(
            f"The braces of the path `{shown(path)}` do not enclose one name each within a segment.",
            item.key(),
        )
        return
    for found in _VARIABLE.finditer(path):
        name = found[0][1:-1]
        if not name.strip():
            yield Problem(
                "A variable of the path has no name.", item.key().within(found.start(), found.end())
            )
        elif "=" in name:
            yield Problem(
                f"The path variable `{shown(name)}` sets a default; give it to the parameter instead.",
                item.key().within(found.start(), found.end()),
            )


@rule(NOTE, advice())
def path_trailing_slash(item: PathItem) -> Problems:
    """A path has no slash at its end, and no two in a row.

    Services may answer with a redirect, which the platform does not follow with the body. One certified connector in
    ten has such a path, usually because its service wants it so.

    Bad:
        definition:
          paths: {/stock/: {get: {operationId: GetStock, summary: Get the stock, description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    Good:
        definition:
          paths: {/stock: {get: {operationId: GetStock, summary: Get the stock, description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    """
    path = item.path
    double = path.find("//")
    if not item.operations:
        return  # such a path is to go as a whole (op-empty-pathitem)
    if double >= 0:
        yield Problem("The path has two slashes in a row; remove one.", item.key().within(double, double + 2))
    elif len(path) > 1 and path.endswith("/"):
        yield Problem(
            "The path ends with a slash; leave it out unless the service needs it.",
            item.key().within(len(path) - 1, len(path)),
        )


_NOT_IN_ADDRESSES = re.compile(r"[\s<>\"\\^`|]")


@rule(WARNING, specification("pathsObject"), advice(), fix="unsafe")
def path_characters(item: PathItem) -> Problems:
    """A path has only characters that an address can have.

    A blank at its end, a backslash, or a name in angle brackets is sent as it stands or encoded, and the service knows no
    such address. The names of variables are free. No published connector breaks this.

    Bad (a blank):
        definition:
          paths: {"/stock ": {get: {operationId: GetStock, summary: Get the stock, description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    Bad (angle brackets):
        definition:
          paths: {"/stock/<kind>": {get: {operationId: GetStock, summary: Get the stock, description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    Good:
        definition:
          paths: {/stock: {get: {operationId: GetStock, summary: Get the stock, description: Returns the whole stock.,
            responses: {"200": {description: The stock., schema: {$ref: "#/definitions/ItemPage"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    """
    found = _NOT_IN_ADDRESSES.search(_VARIABLE.sub("", item.path))
    if found is None:
        return
    trimmed = item.path.strip()
    is_free = trimmed not in item.definition.mapping("paths")
    is_blank_around = trimmed != item.path and _NOT_IN_ADDRESSES.search(_VARIABLE.sub("", trimmed)) is None
    what = "a blank" if found[0].isspace() else f"`{shown(found[0])}`"
    yield Problem(
        f"The path `{shown(item.path)}` has {what}, which no address can have.",
        item.key(),
        fix=unsafe(item.place.rename(trimmed)) if is_blank_around and is_free else None,
    )
