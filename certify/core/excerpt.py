"""The source line of a finding, cut to what a person can read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from certify.core.location import Position

LONGEST = 240
_BEFORE = 80
_LINE_ENDS = "\n\r"


class Excerpt(Struct, frozen=True):
    """Characters of one line, of which the first stands in column `column`; `goes_on` where the line is longer."""

    text: str
    column: int
    goes_on: bool = False


def excerpt(text: str, at: Position) -> Excerpt:
    """The line at the position, or the part of it around the position when it is long."""
    first = at.offset - (at.column - 1)
    if at.column > _BEFORE:
        window = text[at.offset : at.offset + LONGEST]
        is_short = not any(end in window for end in _LINE_ENDS)
        if is_short or at.column > LONGEST:
            first = at.offset - _BEFORE
    window = text[first : first + LONGEST]
    for end in _LINE_ENDS:
        window = window.partition(end)[0]
    after = text[first + LONGEST : first + LONGEST + 1]
    goes_on = len(window) == LONGEST and after != "" and after not in _LINE_ENDS
    return Excerpt(window, first - (at.offset - at.column), goes_on)
