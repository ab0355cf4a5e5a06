"""Operations compared: gone, renamed, moved, hidden; their parameters, responses and notifications."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from certify.changes.change import Change
from certify.changes.schemas import SchemaComparison, choices, is_rename, letters, type_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.definition import Definition, Operation, Parameter, Response, Schema


def compare_operations(old: Definition, new: Definition) -> Iterator[Change]:
    """Every change of the operations, in the order of the old document, then what is new."""
    old_by_id, new_by_id = old.operations_by_id, new.operations_by_id
    renamed = _renamed(old_by_id, new_by_id)
    for name, operation in old_by_id.items():
        where = f"operation/{name}"
        if name in new_by_id:
            yield from compare_operation(operation, _counterpart(operation, new))
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
            yield from compare_operation(operation, other)
        else:
            yield Change("operation-removed", where, name, operation.place, new.at("paths"), name, None)
    taken = set(renamed.values())
    for name, operation in new_by_id.items():
        if name not in old_by_id and name not in taken:
            yield Change(
                "operation-added", f"operation/{name}", name, old.at("paths"), operation.place, None, name
            )


def _counterpart(operation: Operation, new: Definition) -> Operation:
    """The new operation of the same id; where a faulty document has several, the one on the same route."""
    same_id = [other for other in new.operations if other.operation_id == operation.operation_id]
    return next((o for o in same_id if (o.method, o.path) == (operation.method, operation.path)), same_id[0])


def _renamed(old: dict[str, Operation], new: dict[str, Operation]) -> dict[str, str]:
    """Old id to new id, where method and path stayed, or else the id but for its case and punctuation."""
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    by_route = {(new[name].method, new[name].path): name for name in come}
    found = {
        name: by_route[old[name].method, old[name].path]
        for name in gone
        if (old[name].method, old[name].path) in by_route
    }
    by_letters: dict[str, list[str]] = defaultdict(list)
    for name in come:
        if name not in found.values():
            by_letters[letters(name)].append(name)
    for name in gone:
        likes = by_letters.get(letters(name), [])
        if name not in found and len(likes) == 1 and likes[0] not in found.values():
            found[name] = likes[0]
    return found


def compare_operation(old: Operation, new: Operation) -> Iterator[Change]:
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
        yield Change(
            "operation-path", where, name, old.path_item.place, new.path_item.place, old.path, new.path
        )
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
    if sorted(old.consumes) != sorted(new.consumes) and (old.body is not None or new.body is not None):
        yield member("operation-consumes", "consumes")
    yield from _parameters(old, new, where, name)
    yield from _responses(old, new, where, name)


def _parameters(old: Operation, new: Operation, where: str, operation: str) -> Iterator[Change]:
    old_named, new_named = _by_name(old.parameters), _by_name(new.parameters)
    gone = [key for key in old_named if key not in new_named]
    come = [key for key in new_named if key not in old_named]
    renamed: dict[str, str] = {}
    for key in gone:
        before = old_named[key]
        likes = [
            other
            for other in come
            if new_named[other].location == before.location
            and before.location != "path"
            and is_rename(key, other, before, new_named[other])
        ]
        if len(likes) == 1 and likes[0] not in renamed.values():
            renamed[key] = likes[0]
    # The names of path parameters are no part of a call: only their number and place in the path matter, and a
    # flow stores inputs by name, so a new name is a rename wherever the template kept its shape.
    renamed |= _renamed_in_path(old, new, gone, come)
    for key, parameter in old_named.items():
        there = f"{where}/parameter/{key}"
        if key in new_named:
            yield from _parameter(parameter, new_named[key], there, operation)
        elif key in renamed:
            other = new_named[renamed[key]]
            yield Change(
                "input-renamed",
                f"{where}/parameter/{renamed[key]}",
                operation,
                parameter.place,
                other.place,
                key,
                renamed[key],
            )
        else:
            yield Change("input-removed", there, operation, parameter.place, new.place, key, None)
    taken = set(renamed.values())
    for key in come:
        if key not in taken:
            parameter = new_named[key]
            kind = "parameter-optional-added"
            if parameter.is_required:
                kind = (
                    "parameter-required-default-added"
                    if parameter.has("default")
                    else "parameter-required-added"
                )
            yield Change(
                kind,
                f"{where}/parameter/{key}",
                operation,
                old.place,
                parameter.place,
                None,
                parameter.get("default"),
            )


def _renamed_in_path(old: Operation, new: Operation, gone: list[str], come: list[str]) -> dict[str, str]:
    old_parts, new_parts = old.path.split("/"), new.path.split("/")
    if len(old_parts) != len(new_parts):
        return {}
    pairs = zip(old_parts, new_parts, strict=True)
    named = {
        before[1:-1]: after[1:-1]
        for before, after in pairs
        if before.startswith("{") and after.startswith("{") and before.endswith("}") and after.endswith("}")
    }
    return {before: after for before, after in named.items() if before in gone and after in come}


def _by_name(parameters: tuple[Parameter, ...]) -> dict[str, Parameter]:
    """By name, as flows store inputs; where two share one, the later by name and location."""
    found: dict[str, Parameter] = {}
    for parameter in parameters:
        taken = parameter.name in found
        found[f"{parameter.name} in {parameter.location}" if taken else parameter.name] = parameter
    return found


def _parameter(old: Parameter, new: Parameter, where: str, operation: str) -> Iterator[Change]:
    def tell(kind: str, _: Any, member: str, before: Any, after: Any) -> Change:
        return Change(
            kind,
            f"{where}/{member}",
            operation,
            old.at(member) if old.has(member) else old.place,
            new.at(member) if new.has(member) else new.place,
            before,
            after,
        )

    if old.location != new.location:
        yield Change(
            "input-location", where, operation, old.at("in"), new.at("in"), old.location, new.location
        )
    if new.is_required and not old.is_required:
        yield tell("input-now-required", where, "required", False, True)  # noqa: FBT003 - values, not flags
    if old.is_required and not new.is_required:
        yield tell("input-now-optional", where, "required", True, False)  # noqa: FBT003 - values, not flags
    if new.is_internal and not old.is_internal:
        yield tell("input-internal", where, "x-ms-visibility", None, "internal")
    old_type, new_type = type_of(old), type_of(new)
    if not (old.is_body or new.is_body):
        if old_type != new_type and old_type is not None and new_type is not None:
            yield tell("input-type", where, "type", old_type, new_type)
        elif old.format != new.format:
            yield tell("input-format", where, "format", old.format, new.format)
        yield from choices("input", old.get("enum"), new.get("enum"), where, tell)
        if old.get("default") != new.get("default"):
            yield tell("input-default", where, "default", old.get("default"), new.get("default"))
        if old.get("collectionFormat") != new.get("collectionFormat"):
            yield tell(
                "input-encoding",
                where,
                "collectionFormat",
                old.get("collectionFormat"),
                new.get("collectionFormat"),
            )
    if old.schema is not None and new.schema is not None:
        yield from SchemaComparison(operation, "input").compare(old.schema, new.schema, f"{where}/schema")


def _responses(old: Operation, new: Operation, where: str, operation: str) -> Iterator[Change]:
    news = {response.code: response for response in new.responses}
    for response in old.responses:
        there = f"{where}/responses/{response.code}"
        other = news.get(response.code)
        if other is None and (response.is_success or response.is_default) and response.schema is not None:
            other = _successor(old, new, response)
            if other is None:
                yield Change(
                    "output-removed",
                    f"{there}/schema",
                    operation,
                    response.place,
                    new.at("responses"),
                    response.code,
                    None,
                )
        if other is not None and (response.is_success or response.is_default):
            yield from _output(
                response.schema, other.schema, response.place, other.place, f"{there}/schema", operation
            )
    old_content, new_content = old.path_item.notification_content, new.path_item.notification_content
    if old.is_trigger and new.is_trigger:
        yield from _output(
            old_content,
            new_content,
            old.path_item.place,
            new.path_item.place,
            f"{where}/responses/x-ms-notification-content/schema",
            operation,
        )


def _successor(old: Operation, new: Operation, response: Response) -> Response | None:
    """The response that took over: makers see one schema, so the one that is shown now is compared with it."""
    shown = new.success
    return (
        shown
        if old.success is not None and old.success.code == response.code and shown and shown.schema
        else None
    )


def _output(
    old: Schema | None, new: Schema | None, old_place: Any, new_place: Any, where: str, operation: str
) -> Iterator[Change]:
    if old is not None and new is not None:
        yield from SchemaComparison(operation, "output").compare(old, new, where)
    elif old is not None and old.value:
        yield Change("output-removed", where, operation, old_place, new_place, "schema", None)
    elif new is not None and new.value:
        yield Change("output-added", where, operation, old_place, new_place, None, "schema")
