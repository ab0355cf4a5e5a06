"""Operations compared: gone, renamed, moved, hidden; their parameters, responses and notifications."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from certify.changes.change import Change
from certify.changes.names import letters
from certify.changes.parameters import compare_parameters
from certify.changes.responses import compare_responses
from certify.changes.schemas import Known

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.definition import Definition, Operation

_TRANSFERS = ("x-ms-pageable", "x-ms-chunk-transfer")


def compare_operations(old: Definition, new: Definition) -> Iterator[Change]:
    """Every change of the operations, in the order of the old document, then what is new."""
    old_by_id, new_by_id = old.operations_by_id, new.operations_by_id
    renamed = _renamed(old_by_id, new_by_id)
    known = Known()
    # A faulty document may have several operations of one id; then the one on the same route is meant.
    on_route = {(other.operation_id, other.method, other.path): other for other in new.operations}
    for name, operation in old_by_id.items():
        where = f"operation/{name}"
        if name in new_by_id:
            same = on_route.get((name, operation.method, operation.path), new_by_id[name])
            yield from compare_operation(operation, same, known)
        elif name in renamed:
            other = new_by_id[renamed[name]]
            yield Change(
                "operation-renamed",
                where,
                name,
                operation.at("operationId"),
                other.at("operationId"),
                name,
                renamed[name],
            )
            yield from compare_operation(operation, other, known)
        else:
            lost = operation.path_item.value
            yield Change("operation-removed", where, name, operation.place, new.at("paths"), name, lost=lost)
    taken = set(renamed.values())
    for name, operation in new_by_id.items():
        if name not in old_by_id and name not in taken:
            yield Change(
                "operation-added", f"operation/{name}", name, old.at("paths"), operation.place, None, name
            )


def _renamed(old: dict[str, Operation], new: dict[str, Operation]) -> dict[str, str]:
    """Old id to new id, where method and path stayed, or else the id but for its case and punctuation."""
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    routes = Counter((new[name].method, address(new[name])) for name in come)
    by_route = {
        (new[name].method, address(new[name])): name
        for name in come
        if routes[new[name].method, address(new[name])] == 1
    }
    found: dict[str, str] = {}
    for name in gone:
        other = by_route.pop((old[name].method, address(old[name])), None)
        if other is not None:
            found[name] = other
    by_letters: dict[str, list[str]] = defaultdict(list)
    for name in come:
        if name not in found.values():
            by_letters[letters(name)].append(name)
    for name in gone:
        likes = by_letters.get(letters(name), [])
        if name not in found and len(likes) == 1 and likes[0] not in found.values():
            found[name] = likes[0]
    return found


def _sent_as(operation: Operation) -> set[str]:
    """The MIME types of a body, which is sent as JSON where nothing is said."""
    return {kind.strip().lower() for kind in operation.consumes} or {"application/json"}


def address(operation: Operation) -> str:
    """The path that calls go to, whichever part of it is said by `basePath`; how parameters are called in it is left out."""
    base = operation.definition.text("basePath") or ""
    whole = f"{base.rstrip('/')}/{operation.path.lstrip('/')}"
    return re.sub(r"\{[^{}]*\}", "{}", whole)


def compare_operation(old: Operation, new: Operation, known: Known) -> Iterator[Change]:
    """Every change of one operation that both versions have; it is told of by its old id, which flows have stored."""
    name = old.operation_id or ""
    where = f"operation/{name}"

    def member(kind: str, key: str) -> Change:
        return Change(
            kind,
            f"{where}/{key}",
            name,
            old.at(key) if old.has(key) else old.place,
            new.at(key) if new.has(key) else new.place,
            old.get(key),
            new.get(key),
        )

    if old.path != new.path:
        kind = "operation-path-rewritten" if address(old) == address(new) else "operation-path"
        yield Change(kind, where, name, old.path_item.place, new.path_item.place, old.path, new.path)
    if old.method != new.method:
        yield Change("operation-method", where, name, old.place, new.place, old.method, new.method)
    if new.is_internal and not old.is_internal:
        yield member("operation-hidden", "x-ms-visibility")
    if old.is_internal and not new.is_internal:
        yield member("operation-shown", "x-ms-visibility")
    if old.get("x-ms-trigger") != new.get("x-ms-trigger"):
        yield member("trigger-kind", "x-ms-trigger")
    if new.is_deprecated and not old.is_deprecated:
        yield member("operation-deprecated", "deprecated")
    if _sent_as(old) != _sent_as(new) and (old.body is not None or new.body is not None):
        yield member("operation-consumes", "consumes")
    for key in _TRANSFERS:
        if old.get(key) and not new.get(key):
            yield member("operation-transfer", key)
    yield from compare_parameters(old, new, where, name, known)
    yield from compare_responses(old, new, where, name, known)
