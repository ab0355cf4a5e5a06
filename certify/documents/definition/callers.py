"""Which operations use what a shared schema, parameter or response says, however many references lie between."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, cast

from certify.core.place import escape
from certify.documents.definition.parameter import Parameter
from certify.documents.definition.response import Response
from certify.documents.definition.schema import Schema

if TYPE_CHECKING:
    from certify.documents.definition.definition import Definition
    from certify.documents.definition.operation import Operation
    from certify.documents.node import Node

_SECTIONS = ("definitions", "parameters", "responses")
MOST_STEPS = 300_000
"""References that are followed back for one definition; beyond that no caller is known."""


class Callers:
    """The operations behind each reference, once for what they take and once for what they return."""

    def __init__(self, definition: Definition) -> None:
        self._takers: dict[str, list[Operation]] = defaultdict(list)
        self._givers: dict[str, list[Operation]] = defaultdict(list)
        self._holders: dict[str, list[str]] = defaultdict(list)
        self._known: dict[tuple[str, bool], tuple[Operation, ...]] = {}
        self._left = MOST_STEPS
        for section in _SECTIONS:
            for name, value in definition.children(section):
                entry = f"#{escape((section, name))}"
                for target in _references(value):
                    self._holders[target].append(entry)
        for item in definition.path_items:
            shared = _references(item.get("parameters"))
            notified = _references(item.get("x-ms-notification-content"))
            for operation in item.operations:
                for target in {**shared, **_references(operation.get("parameters"))}:
                    self._takers[target].append(operation)
                for target in {**notified, **_references(operation.get("responses"))}:
                    self._givers[target].append(operation)

    def of(self, node: Node | None, *, returning: bool) -> tuple[Operation, ...]:
        """The operations that take the node; with `returning` also those that return it.

        Empty when nothing uses it, or when nobody can tell.
        """
        while isinstance(node, Schema) and isinstance(node.owner, Schema):
            node = node.owner
        if isinstance(node, Schema):
            if len(node.steps) == 2 and node.steps[0] == "definitions":
                return self._behind(f"#{escape(node.steps)}", returning)
            node = node.owner
        if isinstance(node, Parameter):
            return node.operations
        if not returning:
            return ()
        if isinstance(node, Response):
            return (
                (node.operation,)
                if node.operation is not None
                else self._behind(f"#{escape(node.pointer)}", returning)
            )
        operations: tuple[Operation, ...] = getattr(node, "operations", ())
        return operations

    def _behind(self, entry: str, returning: bool) -> tuple[Operation, ...]:
        known = self._known.get((entry, returning))
        if known is None:
            known = self._known[entry, returning] = self._find(entry, returning)
        return known

    def _find(self, entry: str, returning: bool) -> tuple[Operation, ...]:
        found: dict[int, Operation] = {}
        seen = {entry}
        pending = [entry]
        while pending:
            target = pending.pop()
            users = [*self._takers.get(target, ()), *(self._givers.get(target, ()) if returning else ())]
            found.update((id(operation.value), operation) for operation in users)
            holders = self._holders.get(target, ())
            self._left -= 1 + len(users) + len(holders)
            if self._left < 0:
                return ()
            new = [holder for holder in holders if holder not in seen]
            seen.update(new)
            pending += new
        return tuple(found.values())


def _references(value: Any) -> dict[str, None]:
    """The local references at any depth, each once, in the order of the document."""
    found: dict[str, None] = {}
    pending: list[Any] = [value]
    while pending:
        here = pending.pop()
        if isinstance(here, dict):
            members = cast("dict[str, Any]", here)
            target = members.get("$ref")
            if isinstance(target, str) and target.startswith("#/"):
                found[target] = None
            pending.extend(members.values())
        elif isinstance(here, list):
            pending += here
    return found
