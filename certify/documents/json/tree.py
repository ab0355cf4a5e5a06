"""Where every value of a text is, for texts whose positions cannot be found by walking valid JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from certify.documents.json.positions import Spans

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.place import Pointer

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


class Node(Struct):
    """Where one value is, and the values in it. There may be half a million of them, so that it is kept small."""

    key_start: int
    key_end: int
    """Zero where the value has no name: a name never ends before the second character."""
    start: int
    end: int
    children: dict[str | int, Node] | None = None

    def locate(self, pointers: Iterable[Pointer]) -> dict[Pointer, Spans]:
        """Spans of the values that the pointers name from here; unknown pointers are absent."""
        found: dict[Pointer, Spans] = {}
        for pointer in pointers:
            node: Node | None = self
            for token in pointer:
                node = node.children.get(token) if node and node.children else None
            if node:
                key = (node.key_start, node.key_end) if node.key_end else None
                found[pointer] = Spans(key, (node.start, node.end))
        return found
