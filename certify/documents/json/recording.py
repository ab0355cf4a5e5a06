"""Keeps the faults of one tolerant reading: where they are, how many there were, and which of them are told."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from certify.documents.json.faults import Fault, FaultKind
from certify.documents.json.lines import LineMap

if TYPE_CHECKING:
    from certify.core.place import Pointer, Span
    from certify.documents.json.tree import Json, Node

_MAX_TOLD = 20
_MAX_DEFECTS = 50_000
"""A text with more is not read to its end; that bounds the time."""
_NOT_SYNTAX = {
    FaultKind.DUPLICATE_KEY,
    FaultKind.KEY_TOO_LONG,
    FaultKind.LONE_SURROGATE,
    FaultKind.NOT_FINITE,
    FaultKind.NUMBER_OVERFLOW,
    FaultKind.NUMBER_TOO_LONG,
    FaultKind.TOO_DEEP,
    FaultKind.TOO_MANY_NODES,
}


class Abandoned(Exception):  # noqa: N818  # a way out of the reading, and no error of the program
    """The text is not read any further."""


class Container:
    """An object or array that was not closed yet."""

    __slots__ = ("comma", "follows_value", "indent", "key", "node", "token", "value")

    def __init__(self, value: dict[str, Json] | list[Json], node: Node, indent: int) -> None:
        self.value = value
        self.node = node
        self.indent = indent
        self.token: str | int | None = None
        """What is being read in it; None for a value that has no name."""
        self.key: Span | None = None
        self.comma = -1
        self.follows_value = False

    @property
    def is_object(self) -> bool:
        return isinstance(self.value, dict)

    @property
    def opening(self) -> str:
        return "{" if self.is_object else "["

    @property
    def closing(self) -> str:
        return "}" if self.is_object else "]"


class Recording:
    """The faults so far, and the open containers, which say what a fault is in."""

    def __init__(self, text: str) -> None:
        self.faults: list[Fault] = []
        self.defects = 0
        self.is_unbalanced = False
        self.containers: list[Container] = []
        self._text = text
        self._told: Counter[FaultKind] = Counter()

    @cached_property
    def _lines(self) -> LineMap:
        return LineMap(self._text)

    def line(self, offset: int) -> int:
        """The line of a character, from 1."""
        return self._lines.position(offset).line

    def report(self, kind: FaultKind, message: str, start: int, end: int) -> None:
        """Keep the fault, unless there are enough of its sort. Raises Abandoned when there are too many."""
        self._keep(kind, message, (start, end), len(self.containers))

    def report_brackets(self, kind: FaultKind, message: str, start: int, end: int) -> None:
        """Keep a fault of the innermost container itself, which another guess about the brackets might not find."""
        self.is_unbalanced = True
        self._keep(kind, message, (start, end), len(self.containers) - 1)

    def _keep(self, kind: FaultKind, message: str, span: Span, depth: int) -> None:
        sort = kind if kind in _NOT_SYNTAX else FaultKind.SYNTAX
        self.defects += 1
        self._told[sort] += 1
        if self._told[sort] <= _MAX_TOLD:
            self.faults.append(Fault(kind, message, *span, self._pointer(depth)))
        if self.defects > _MAX_DEFECTS:
            raise Abandoned

    def _pointer(self, depth: int) -> Pointer:
        """What is being read in so many of the containers."""
        tokens = [container.token for container in self.containers[: max(depth, 0)]]
        return tuple(token for token in tokens if token is not None)
