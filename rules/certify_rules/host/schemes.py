"""The schemes that the API is called with, of the definition and of single operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certify.api import (
    ERROR,
    OFF,
    WARNING,
    Annotated,
    Definition,
    Has,
    Operation,
    Problem,
    Problems,
    Properties,
    advice,
    policy,
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
def schemes_https(
    node: Definition | Annotated[Operation, Has("schemes")], properties: Properties | None
) -> Problems:
    """`schemes` contains `https`.

    Whatever users send, keys and passwords among it, crosses the network unprotected otherwise; the certification
    demands TLS 1.2. Connectors for the on-premises data gateway are exempt. 9 of 996 published connectors offer `http`
    alone.

    Bad:
        definition: {schemes: [http]}
    Bad (no schemes):
        definition: {schemes: null}
    Bad (of an operation):
        definition: {paths: {/items: {post: {schemes: [http]}}}}
    Good:
        definition: {schemes: [https]}
    """
    if properties is not None and is_on_premises(properties):
        return
    if not node.has("schemes"):
        yield Problem(
            "The definition has no `schemes`; add `https`.",
            node,
            fix=unsafe(node.place.add("schemes", ["https"])),
        )
        return
    schemes = [scheme for _, scheme in _strings(node)]
    if schemes and all(scheme == "http" for scheme in schemes):
        yield Problem(
            "The API is called without encryption; offer `https`.",
            node.at("schemes"),
            fix=unsafe(_only_https(node)),
        )


@rule(WARNING, policy("5000.3.1.6"), custom=OFF, fix="safe")
def schemes_https_only(
    node: Annotated[Definition, Has("schemes")] | Annotated[Operation, Has("schemes")],
    properties: Properties | None,
) -> Problems:
    """`schemes` contains nothing but `https`.

    The validator lets `http` pass beside it, the policy demands TLS 1.2. The platform takes `https` where both are
    offered. 2% of the published connectors offer `http`.

    Bad:
        definition: {schemes: [https, http]}
    Bad (of an operation):
        definition: {paths: {/items: {post: {schemes: [https, http]}}}}
    Good:
        definition: {schemes: [https]}
    """
    schemes = list(_strings(node))
    if not any(scheme == "https" for _, scheme in schemes) or (
        properties is not None and is_on_premises(properties)
    ):
        return
    for index, scheme in schemes:
        if scheme == "http":
            at = node.at("schemes", index)
            yield Problem("`http` is offered beside `https`; leave it out.", at, fix=safe(at.remove()))


def _strings(node: Definition | Operation) -> Iterator[tuple[int, str]]:
    value: Any
    for index, value in enumerate(node.items("schemes")):
        if isinstance(value, str):
            yield index, value


def _only_https(node: Definition | Operation) -> Any:
    return node.at("schemes").replace(["https"])
