"""Compare two versions of a package, document by document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certify.changes.change import Change
from certify.changes.operations import compare_operations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.definition import Definition
    from certify.documents.documents import Documents
    from certify.documents.node import Node
    from certify.documents.properties import ConnectionParameter, Properties


def compare(old: Documents, new: Documents) -> Iterator[Change]:
    """Every change from the old version to the new one; a document that only one version has is not compared."""
    if old.definition is not None and new.definition is not None:
        yield from _definition(old.definition, new.definition)
    if old.properties is not None and new.properties is not None:
        yield from _properties(old.properties, new.properties)


def _definition(old: Definition, new: Definition) -> Iterator[Change]:
    yield from compare_operations(old, new)
    for key in ("host", "basePath"):
        if old.get(key) != new.get(key):
            yield _member("host", key, old, new, key)
    if old.info.title != new.info.title:
        yield _member("title", "info/title", old.info, new.info, "title")
    if old.info.version == new.info.version:
        yield _member("version-unchanged", "info/version", old.info, new.info, "version")
    old_kinds = {scheme.type for scheme in old.security_schemes.values()}
    new_kinds = {scheme.type for scheme in new.security_schemes.values()}
    if old_kinds and not old_kinds <= new_kinds:
        before, after = sorted(map(str, old_kinds)), sorted(map(str, new_kinds))
        key = "securityDefinitions"
        yield Change(
            "auth-type", key, None, old.at(key), new.at(key) if new.has(key) else new.place, before, after
        )


def _member(kind: str, where: str, old: Node, new: Node, key: str) -> Change:
    return Change(
        kind,
        where,
        None,
        old.at(key) if old.has(key) else old.place,
        new.at(key) if new.has(key) else new.place,
        old.get(key),
        new.get(key),
    )


def _properties(old: Properties, new: Properties) -> Iterator[Change]:
    yield from _connection_parameters(old, new)
    yield from _list_of_operations(old, new)
    yield from _policies(old, new)


def _connection_parameters(old: Properties, new: Properties) -> Iterator[Change]:
    news = {parameter.name: parameter for parameter in new.connection_parameters}
    olds = {parameter.name: parameter for parameter in old.connection_parameters}
    section = ("properties", "connectionParameters")
    for name, parameter in olds.items():
        where = f"connectionParameters/{name}"
        if name not in news:
            yield Change("connection-removed", where, None, parameter.place, new.at(*section), name, None)
        elif parameter.type != news[name].type:
            yield _member("connection-type", f"{where}/type", parameter, news[name], "type")
        elif _is_required(news[name]) and not _is_required(parameter):
            yield Change(
                "connection-now-required",
                where,
                None,
                parameter.place,
                news[name].place,
                before=False,
                after=True,
            )
    for name, parameter in news.items():
        if name not in olds:
            kind = "connection-required-added" if _is_required(parameter) else "connection-added"
            yield Change(
                kind, f"connectionParameters/{name}", None, old.at(*section), parameter.place, None, name
            )


def _is_required(parameter: ConnectionParameter) -> bool:
    return str(parameter.constraints.get("required", "")).lower() == "true"


def _list_of_operations(old: Properties, new: Properties) -> Iterator[Change]:
    before, after = sorted(old.script_operations), sorted(new.script_operations)
    if before != after:
        key = ("properties", "scriptOperations")
        yield Change("script-operations", "scriptOperations", None, old.at(*key), new.at(*key), before, after)


def _policies(old: Properties, new: Properties) -> Iterator[Change]:
    before = [policy.value for policy in old.policies]
    after = [policy.value for policy in new.policies]
    section = ("properties", "policyTemplateInstances")
    for policy in old.policies:
        if policy.value not in after:
            yield Change(
                "policy-removed",
                _policy(policy.value),
                None,
                policy.place,
                new.at(*section),
                policy.template,
                None,
            )
    for policy in new.policies:
        if policy.value not in before:
            yield Change(
                "policy-added",
                _policy(policy.value),
                None,
                old.at(*section),
                policy.place,
                None,
                policy.template,
            )


def _policy(value: dict[str, Any]) -> str:
    return f"policyTemplateInstances/{value.get('templateId')}:{value.get('title')}"
