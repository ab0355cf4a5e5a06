"""A JSON file that was read: its value, what is wrong with it, and where everything is."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from certify.documents.json.decoding import decode
from certify.documents.json.faults import FaultKind
from certify.documents.json.positions import Spans, locate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.place import Pointer
    from certify.documents.json.faults import Fault
    from certify.documents.json.tree import Json, Node


class JsonText:
    """`value` is what the file says, mended where it is faulty; None when nothing could be read (`is_readable`)."""

    def __init__(
        self,
        data: bytes,
        value: Json = None,
        *,
        is_readable: bool = False,
        faults: tuple[Fault, ...] = (),
        text: str | None = None,
        tree: Node | None = None,
    ) -> None:
        self.data = data
        self.value = value
        self.is_readable = is_readable
        self.faults = faults
        self._text = text
        self._tree = tree

    @property
    def text(self) -> str:
        """The characters behind the byte-order mark, if there is one."""
        if self._text is None:
            self._text, _ = decode(self.data)
        return self._text

    @cached_property
    def breaks_off_at(self) -> Pointer | None:
        """Where the text stops before what it opened is closed: the innermost value that may have gone on.

        All that it lies in may have gone on, too. None for a text that was read to its end.
        """
        for fault in reversed(self.faults):  # a string that is not closed is told before what it is in
            rest = self.text[fault.end :]
            if fault.kind is FaultKind.UNCLOSED and not rest.strip(" \t\r\n,:"):
                return self._cut(fault, rest)
        return None

    @cached_property
    def is_cut_off(self) -> bool:
        """Whether more is missing than the last bracket: something below the root breaks off, or a comma says that more came."""
        at = self.breaks_off_at
        return bool(at) or (at is not None and self.text.rstrip().endswith(","))

    def _cut(self, fault: Fault, rest: str) -> Pointer:
        """The last member or element of the container that the fault is of, unless that is complete for sure."""
        value: Any = self.value
        for depth, token in enumerate(fault.pointer):
            try:
                value = value[token]
            except (KeyError, IndexError, TypeError):
                return fault.pointer[:depth]  # what stands where no value can, is none of it
        if not value or not isinstance(value, dict | list) or "," in rest or self.text[fault.end - 1] in "}]":
            return fault.pointer
        last = next(reversed(value)) if isinstance(value, dict) else len(value) - 1
        return (*fault.pointer, last)

    def locate(self, pointers: Iterable[Pointer]) -> dict[Pointer, Spans]:
        """Where values and their names are; a pointer that leads nowhere is absent from the result."""
        if not self.is_readable:
            return {}
        if self._tree is not None:
            return self._tree.locate(pointers)
        # A text that has two members of one name was read with a tree.
        return locate(self.text, pointers, has_unique_keys=True)
