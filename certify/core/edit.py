"""How a finding is mended: a fix by places, and its edits as characters of the text."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from certify.core.location import Position
    from certify.core.place import Edit


class Fix(Struct, frozen=True):
    """The edits that mend one problem. A safe fix keeps the meaning; an unsafe one guesses."""

    edits: tuple[Edit, ...]
    is_safe: bool


class TextEdit(Struct, frozen=True, order=True):
    """Put `text` where the characters from `start` up to `end` are."""

    start: int
    end: int
    text: str

    def overlaps(self, other: TextEdit) -> bool:
        """Whether both touch the same characters, or insert at the same spot."""
        if self.start == other.start:
            return True
        return self.start < other.end and other.start < self.end


class Replacement(Struct, frozen=True):
    """A text edit of one file of the package, with lines and columns."""

    path: str
    start: Position
    end: Position
    text: str

    @property
    def edit(self) -> TextEdit:
        return TextEdit(self.start.offset, self.end.offset, self.text)


class ChosenEdits:
    """Edits of texts that can all be made together: what would meet one that was taken before is not taken."""

    def __init__(self) -> None:
        self.by_path: dict[str, list[TextEdit]] = {}

    def take(self, wanted: tuple[Replacement, ...], *, may_share: bool) -> bool:
        """Take all edits of a fix, or none; with `may_share` what an earlier one removes already is no conflict."""
        added: list[Replacement] = []
        for made in wanted:
            known = self.by_path.get(made.path, [])
            if may_share and not made.text and any(_holds(other, made.edit) for other in known):
                continue
            if _overlaps(made.edit, known):
                return False
            added.append(made)
        for made in added:
            insort(self.by_path.setdefault(made.path, []), made.edit)
        return bool(wanted)


def _holds(removal: TextEdit, other: TextEdit) -> bool:
    """Whether a removal takes away what the other would."""
    return not removal.text and removal.start <= other.start < other.end <= removal.end


def _overlaps(edit: TextEdit, others: list[TextEdit]) -> bool:
    """Whether it meets one of the others, which are sorted and meet none of their own."""
    index = bisect_left(others, edit)
    return any(edit.overlaps(other) for other in others[max(0, index - 1) : index + 1])


def safe(*edits: Edit) -> Fix:
    """A fix that keeps what the package means."""
    return Fix(edits, is_safe=True)


def unsafe(*edits: Edit) -> Fix:
    """A fix that guesses, and is applied only when asked for."""
    return Fix(edits, is_safe=False)
