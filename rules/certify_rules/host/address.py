"""The base path, and paths that repeat what stands there."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Definition,
    Has,
    PathItem,
    Problem,
    Problems,
    advice,
    repository,
    rule,
    safe,
    specification,
    unsafe,
    validator,
)
from certify_rules.words import shown

_URL = re.compile(r"(?i)/*[a-z][a-z0-9+.-]{0,20}:/{1,2}|//")


@rule(ERROR, validator("BasePathNotValid"), fix="safe")
def basepath_slash(definition: Annotated[Definition, Has("basePath")]) -> Problems:
    """`basePath` begins with a slash.

    It is put between the host and each path as it is. No published connector breaks this.

    Bad:
        definition: {basePath: v1}
    Bad (empty):
        definition: {basePath: ""}
    Good:
        definition: {basePath: /v1}
    """
    base = definition.base_path
    if base is not None and not base.startswith("/") and "environmentVariables" not in base:
        at = definition.at("basePath")
        yield Problem(
            f"The basePath `{shown(base)}` does not begin with a slash; add it."
            if base
            else "`basePath` is empty; write `/`.",
            at,
            fix=safe(at.replace("/" + base.lstrip())) if "://" not in base else None,
        )


_NO_PLAIN_PATH = re.compile(r"[{}<>?#\s\\]|//")


@rule(WARNING, specification("swaggerObject"))
def basepath_plain(definition: Annotated[Definition, Has("basePath")]) -> Problems:
    """`basePath` is a plain path: no variables, no query, no blanks.

    OpenAPI: "The basePath does not support path templating." What varies belongs into `paths`, where it can be a
    parameter, or into a policy. One published connector breaks this, with a placeholder that a policy replaces.

    Bad (a variable):
        definition: {basePath: "/v1/{tenant}"}
    Bad (a query):
        definition: {basePath: "/v1?format=json"}
    Good:
        definition: {basePath: /v1}
    """
    base = definition.base_path
    if base is None or "environmentVariables" in base or "://" in base:
        return
    found = _NO_PLAIN_PATH.search(base)
    if found is not None:
        yield Problem(
            f"The basePath `{shown(base)}` holds `{found[0]}`; a base path has no variables, query or blanks.",
            definition.at("basePath"),
        )


@rule(NOTE, repository("templates/certified-connectors/apiDefinition.swagger.json"), fix="safe")
def basepath_present(definition: Definition) -> Problems:
    """The definition says the base path, even when it is `/`.

    Then nobody needs to wonder whether it was forgotten. 6% of the certified connectors leave it out, which means `/`.

    Bad:
        definition: {basePath: null}
    Good:
        definition: {basePath: /v1}
    """
    if not definition.has("basePath"):
        yield Problem(
            "The definition has no `basePath`; add `/`.",
            definition,
            fix=safe(definition.place.add("basePath", "/")),
        )


@rule(NOTE, advice(), fix="unsafe")
def basepath_trailing(definition: Annotated[Definition, Has("basePath")]) -> Problems:
    """`basePath` has no slash at its end.

    The paths begin with one, so that the address gets two: `/v1/` and `/items` make `/v1//items`. Many servers pass over
    that, some answer "not found". 9% of the certified connectors have such a slash.

    Bad:
        definition: {basePath: /v1/}
    Good:
        definition: {basePath: /v1}
    """
    base = definition.base_path
    if base is not None and len(base) > 1 and base.endswith("/") and base.startswith("/"):
        at = definition.at("basePath")
        yield Problem(
            f"The basePath `{shown(base)}` ends in a slash, and every path begins with one; leave out the last.",
            at,
            # The server sees another address afterwards, and only its owner knows whether it is the same to it.
            fix=unsafe(at.replace(base.rstrip("/") or "/")),
        )


@rule(ERROR, advice(), fix="unsafe")
def path_not_url(path_item: PathItem) -> Problems:
    """A path is relative: it does not begin with a scheme or a host.

    Host and base path are put before it, so that `https://api.tidewater.com/items` becomes a part of itself.

    Bad:
        definition: {paths: {"/api.tidewaterstock.com/pallets": {get: {operationId: ListPallets, summary: List pallets, description: Returns all pallets of the account., responses: {"200": {description: The pallets., schema: {$ref: "#/definitions/ItemPage"}}, "401": {description: The sign-in has expired.}}}}}}
    Good:
        definition: {}
    """
    path = path_item.path
    host = path_item.definition.host
    if _URL.match(path):
        what = "a scheme" if ":" in path[:30] else "two slashes"
    elif host and "." in host and path.lstrip("/").lower().startswith(f"{host.lower()}/"):
        what = "the host"
    else:
        return
    # An entry without operations is reported as such, whatever it is called.
    if not path_item.operations:
        return
    meant = _after_base(path, path_item.definition.base_path or "/")
    is_free = meant not in path_item.definition.mapping("paths")
    yield Problem(
        f"The path `{shown(path)}` begins with {what}; write what follows the base path.",
        path_item,
        fix=unsafe(path_item.place.rename(meant)) if is_free else None,
    )


def _after_base(path: str, base: str) -> str:
    """What follows the host and the base path."""
    _, _, rest = re.sub(r"(?i)^/*(?:[a-z][a-z0-9+.-]{0,20}:)?/*", "", path).partition("/")
    rest = f"/{rest}"
    trimmed = base.rstrip("/")
    return rest[len(trimmed) :] if trimmed and rest.startswith(f"{trimmed}/") else rest


@rule(WARNING, advice())
def path_without_basepath(path_item: PathItem) -> Problems:
    """A path does not repeat the base path.

    `basePath` is put before every path: `/v1` and `/v1/items` make `/v1/v1/items`. 3 of 996 published connectors have
    such a path; where the server really has it, mute this rule for it.

    Bad:
        definition: {paths: {"/v1/pallets": {get: {operationId: ListPallets, summary: List pallets, description: Returns all pallets of the account., responses: {"200": {description: The pallets., schema: {$ref: "#/definitions/ItemPage"}}, "401": {description: The sign-in has expired.}}}}}}
    Good:
        definition: {}
    """
    base = (path_item.definition.base_path or "").rstrip("/")
    if (
        len(base) > 1
        and path_item.operations
        and (path_item.path == base or path_item.path.startswith(f"{base}/"))
    ):
        yield Problem(
            f"The path `{shown(path_item.path)}` begins with the basePath `{shown(base)}`, which is put before it anyway; leave it out here.",
            path_item,
        )
