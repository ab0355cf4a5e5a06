"""How a connection is made, compared: the ways to authenticate, and what a maker gives for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certify.changes.change import Change, member_change

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.definition import Definition, SecurityScheme
    from certify.documents.properties import ConnectionParameter, Properties

_SCHEME_MEMBERS = ("in", "name", "flow", "authorizationUrl", "tokenUrl")
_SECTION = ("properties", "connectionParameters")
_SETS = ("properties", "connectionParameterSets")


def compare_schemes(old: Definition, new: Definition) -> Iterator[Change]:
    """The changes of `securityDefinitions`. What a scheme is called is of no account: its kind is."""
    olds, news = list(old.security_schemes.values()), list(new.security_schemes.values())
    old_kinds, new_kinds = {str(scheme.type) for scheme in olds}, {str(scheme.type) for scheme in news}
    key = "securityDefinitions"
    if not old_kinds <= new_kinds:
        place = new.at(key) if new.has(key) else new.place
        yield Change("auth-type", key, None, old.at(key), place, sorted(old_kinds), sorted(new_kinds))
    for scheme in olds:
        other = _counterpart(scheme, olds, news)
        if other is not None:
            yield from _scheme(scheme, other)


def _counterpart(
    scheme: SecurityScheme, olds: list[SecurityScheme], news: list[SecurityScheme]
) -> SecurityScheme | None:
    """The scheme of the same kind and name, or the only one of the kind."""
    same = [other for other in news if other.type == scheme.type]
    named = [other for other in same if other.name == scheme.name]
    if named:
        return named[0]
    is_only = len(same) == 1 and sum(other.type == scheme.type for other in olds) == 1
    return same[0] if is_only else None


def _scheme(old: SecurityScheme, new: SecurityScheme) -> Iterator[Change]:
    where = f"securityDefinitions/{new.name}"
    for member in _SCHEME_MEMBERS:
        if old.get(member) != new.get(member):
            yield member_change("auth-setting", f"{where}/{member}", old, new, member)
    before, after = sorted(old.mapping("scopes")), sorted(new.mapping("scopes"))
    if set(after) - set(before):
        yield _scopes(where, old, new, before, after)


def _scopes(where: str, old: Any, new: Any, before: list[str], after: list[str]) -> Change:
    place = old.at("scopes") if old.has("scopes") else old.place
    return Change("auth-setting", f"{where}/scopes", None, place, new.at("scopes"), before, after)


def compare_connections(old: Properties, new: Properties) -> Iterator[Change]:
    """The changes of the connection parameters, and of the sets of them that a maker chooses from."""
    names = {one.name for one in new.connection_sets}
    for one in old.connection_sets:
        if one.name not in names:
            place = new.at(*_SETS) if "connectionParameterSets" in new.body else new.at("properties")
            where = f"connectionParameterSets/{one.name}"
            yield Change("connection-set-removed", where, None, one.place, place, one.name, None)
    kept = {one.name for one in old.connection_sets} & names
    olds, news = _by_name(old), _by_name(new)
    in_sets = {name: parameter for (_, name), parameter in news.items()}
    for (group, name), parameter in olds.items():
        # A connector that begins to offer several ways keeps the first one's parameters in one of the sets.
        other = news.get((group, name)) or (in_sets.get(name) if group is None else None)
        where = _where(group, name)
        if other is not None:
            yield from _parameter(parameter, other, where)
        elif group is None or group in kept:
            place = new.at(*_SECTION) if "connectionParameters" in new.body else new.at("properties")
            yield Change("connection-removed", where, None, parameter.place, place, name, None)
    for one in new.connection_sets:
        if one.name not in kept:
            where = f"connectionParameterSets/{one.name}"
            yield Change("connection-set-added", where, None, old.at("properties"), one.place, None, one.name)
    for (group, name), parameter in news.items():
        if (group, name) not in olds and (group is None or group in kept):
            kind = "connection-required-added" if _is_required(parameter) else "connection-added"
            place = old.at(*_SECTION) if "connectionParameters" in old.body else old.at("properties")
            yield Change(kind, _where(group, name), None, place, parameter.place, None, name)


def _by_name(properties: Properties) -> dict[tuple[str | None, str], ConnectionParameter]:
    """By the set's name (None outside of sets) and their own."""
    return {
        (parameter.set_name, parameter.name): parameter for parameter in properties.all_connection_parameters
    }


def _where(group: str | None, name: str) -> str:
    return f"connectionParameters/{name}" if group is None else f"connectionParameterSets/{group}/{name}"


def _parameter(old: ConnectionParameter, new: ConnectionParameter, where: str) -> Iterator[Change]:
    if old.type != new.type:
        yield member_change("connection-type", f"{where}/type", old, new, "type")
        return
    if _is_required(new) != _is_required(old):
        kind = "connection-now-required" if _is_required(new) else "connection-now-optional"
        yield Change(kind, where, None, old.place, new.place, _is_required(old), _is_required(new))
    if old.oauth is None or new.oauth is None:
        return
    there = f"{where}/oAuthSettings"
    if old.oauth.identity_provider != new.oauth.identity_provider:
        member = "identityProvider"
        yield member_change("auth-setting", f"{there}/{member}", old.oauth, new.oauth, member)
    before, after = sorted(old.oauth.strings("scopes")), sorted(new.oauth.strings("scopes"))
    if set(after) - set(before):
        yield _scopes(there, old.oauth, new.oauth, before, after)


def _is_required(parameter: ConnectionParameter) -> bool:
    return str(parameter.constraints.get("required", "")).lower() == "true"
