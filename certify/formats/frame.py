"""A source line with a marker under the place, aligned whatever characters the line holds."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from certify.formats.inert import inert, shown

if TYPE_CHECKING:
    from certify.core.excerpt import Excerpt
    from certify.core.location import Location

_CONTEXT = 20


def frame(excerpt: Excerpt, location: Location, width: int) -> tuple[str, str]:
    """The line as shown, and under it blanks and carets, both within `width` columns of the terminal."""
    plain = excerpt.text.replace("\t", " ")
    is_plain = inert(plain) == plain
    cells = list(plain) if is_plain else list(shown(plain))
    widths = [1] * len(cells) if is_plain and plain.isascii() else [columns(cell) for cell in cells]
    start = min(max(location.start.column - excerpt.column, 0), len(cells))
    ends_here = location.end.line == location.start.line
    end = min(location.end.column - excerpt.column, len(cells)) if ends_here else len(cells)
    first = _first_shown(widths, start, width)
    last = first
    used = 0
    while last < len(cells) and used + widths[last] <= width:
        used += widths[last]
        last += 1
    before = sum(widths[first:start])
    marked = sum(widths[start : min(max(end, start), last)])
    return "".join(cells[first:last]).rstrip(), " " * before + "^" * max(marked, 1)


def columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _first_shown(widths: list[int], start: int, width: int) -> int:
    """The first character to show so that the place is within the width, with something before it."""
    if sum(widths[:start]) + _CONTEXT <= width:
        return 0
    first = start
    used = 0
    while first > 0 and used + widths[first - 1] <= min(_CONTEXT, width // 2):
        first -= 1
        used += widths[first]
    return first
