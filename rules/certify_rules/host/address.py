"""Base path, schemes, and paths that repeat what stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Definition,
    Has,
    Operation,
    PathItem,
    Problem,
    Problems,
    Properties,
    advice,
    policy,
    repository,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.host.replaced import is_on_premises
from certify_rules.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

_SUPPORTED = ("https", "http")
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


@rule(
    ERROR,
    validator("SchemesArrayEmpty"),
    validator("SchemeNotValid"),
    validator("SchemeNotSupported"),
    fix="safe",
)
def schemes_valid(
    node: Annotated[Definition, Has("schemes")] | Annotated[Operation, Has("schemes")],
) -> Problems:
    """`schemes` names at least one scheme, and only `https` and `http`, in small letters.

    WebSockets (`ws`, `wss`) are part of OpenAPI, and the platform does not support them. An operation may have schemes of
    its own, which are held to the same.

    Bad (empty):
        definition: {schemes: []}
    Bad (WebSockets):
        definition: {schemes: [https, wss]}
    Bad (capital letters):
        definition: {schemes: [HTTPS]}
    Bad (of an operation):
        definition: {paths: {/items: {post: {schemes: [ftp]}}}}
    Good:
        definition: {schemes: [https]}
    """
    if node.get("schemes") == []:
        yield Problem("`schemes` is empty; write `https`.", node.at("schemes"), fix=safe(_only_https(node)))
    for index, scheme in _strings(node):
        if scheme in _SUPPORTED:
            continue
        at = node.at("schemes", index)
        lower = scheme.strip().lower()
        fix = safe(at.replace(lower)) if lower in _SUPPORTED else None
        yield Problem(
            f"`{shown(scheme)}` is no scheme that the platform supports; write `https`.", at, fix=fix
        )


@rule(ERROR, policy("5000.3.1.6"), advice(), custom=OFF, fix="unsafe")
def schemes_https(definition: Definition, properties: Properties | None) -> Problems:
    """`schemes` contains `https`.

    Whatever users send, keys and passwords among it, crosses the network unprotected otherwise; the certification
    demands TLS 1.2. Connectors for the on-premises data gateway are exempt. 9 of 996 published connectors offer `http`
    alone.

    Bad:
        definition: {schemes: [http]}
    Bad (no schemes):
        definition: {schemes: null}
    Good:
        definition: {schemes: [https]}
    """
    if properties is not None and is_on_premises(properties):
        return
    if not definition.has("schemes"):
        yield Problem(
            "The definition has no `schemes`; add `https`.",
            definition,
            fix=unsafe(definition.place.add("schemes", ["https"])),
        )
    elif definition.schemes and all(scheme == "http" for scheme in definition.schemes):
        yield Problem(
            "The API is called without encryption; offer `https`.",
            definition.at("schemes"),
            fix=unsafe(_only_https(definition)),
        )


@rule(WARNING, policy("5000.3.1.6"), custom=OFF, fix="safe")
def schemes_https_only(
    definition: Annotated[Definition, Has("schemes")], properties: Properties | None
) -> Problems:
    """`schemes` contains nothing but `https`.

    The validator lets `http` pass beside it, the policy demands TLS 1.2. The platform takes `https` where both are
    offered. 2% of the published connectors offer `http`.

    Bad:
        definition: {schemes: [https, http]}
    Good:
        definition: {schemes: [https]}
    """
    if "https" not in definition.schemes or (properties is not None and is_on_premises(properties)):
        return
    for index, scheme in _strings(definition):
        if scheme == "http":
            at = definition.at("schemes", index)
            yield Problem("`http` is offered beside `https`; leave it out.", at, fix=safe(at.remove()))


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


def _strings(node: Definition | Operation) -> Iterator[tuple[int, str]]:
    value: Any
    for index, value in enumerate(node.items("schemes")):
        if isinstance(value, str):
            yield index, value


def _only_https(node: Definition | Operation) -> Any:
    return node.at("schemes").replace(["https"])
