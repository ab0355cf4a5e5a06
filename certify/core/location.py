"""Where a place is in the text: lines, columns and offsets."""

from __future__ import annotations

from msgspec import Struct


class Position(Struct, frozen=True):
    """Line and column start at 1, the offset at 0; all count Unicode characters."""

    line: int
    column: int
    offset: int


START = Position(1, 1, 0)


class Location(Struct, frozen=True):
    """A resolved place: `path` in the package, RFC 6901 `pointer`, and the characters from start to end."""

    path: str
    pointer: str
    start: Position
    end: Position


class RelatedLocation(Struct, frozen=True):
    message: str
    location: Location
