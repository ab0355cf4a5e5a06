"""From offsets to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate

from certify.core.location import Position

_LINE_END = re.compile(r"\r\n|\n|\r")
_with_its_end = (1).__add__


class LineMap:
    """Lines and columns of a text; a line ends at LF, CR LF or a lone CR."""

    __slots__ = ("_starts",)

    def __init__(self, text: str) -> None:
        if "\r" in text:
            self._starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
        else:
            self._starts = [0, *accumulate(map(_with_its_end, map(len, text.split("\n"))))]
            self._starts.pop()

    def position(self, offset: int) -> Position:
        """The position of a character, or of the end of the text; `offset` must not be negative."""
        line = bisect_right(self._starts, offset)
        return Position(line, offset - self._starts[line - 1] + 1, offset)
