"""What is to be seen on an icon: whether it is opaque, its background, and where the logo stands."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from msgspec import Struct

from certify.core.place import Place

_TOLERANCE = 24
"""By how much each of red, green and blue may differ from the background before a pixel belongs to the logo."""


class Background(Struct, frozen=True):
    """The colour that most of the outermost pixels have, as `#rrggbb`, and their share from 0 to 1.

    Pixels within the tolerance of the colour count; transparent ones have no colour.
    """

    color: str
    share: float


class Box(Struct, frozen=True):
    """Part of the icon in pixels, from the upper left corner; `right` and `bottom` are the first ones outside."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top


class Artwork:
    """The pixels of the icon, row by row; each has four bytes: red, green, blue, opacity."""

    def __init__(self, path: str, rows: tuple[bytes, ...]) -> None:
        self.path = path
        self.rows = rows
        self.width = len(rows[0]) // 4
        self.height = len(rows)

    @property
    def place(self) -> Place:
        return Place(self.path)

    @cached_property
    def lowest_opacity(self) -> int:
        """0 to 255; 255 when every pixel is opaque."""
        return min(min(row[3::4]) for row in self.rows)

    @property
    def has_clear_corner(self) -> bool:
        """Whether a corner is transparent, as rounded ones are."""
        return any(row[index] <= _TOLERANCE for row in (self.rows[0], self.rows[-1]) for index in (3, -1))

    @cached_property
    def background(self) -> Background | None:
        """None when the outermost pixels are transparent."""
        ring = self._ring
        colours = Counter(pixel[:3] for pixel in ring if pixel[3] > 255 - _TOLERANCE)
        if not colours:
            return None
        colour = max(colours.items(), key=lambda item: (item[1], item[0]))[0]
        near = sum(count for other, count in colours.items() if _is_near(other, colour))
        return Background(f"#{colour.hex()}", near / len(ring))

    @cached_property
    def logo(self) -> Box | None:
        """The smallest box around everything that is not background; None without a background or a logo."""
        if self.background is None:
            return None
        plain = bytes.fromhex(self.background.color[1:])
        width = self.width
        empty_row = (plain + b"\xff") * width
        left, right, top, bottom = width, 0, -1, 0
        for number, row in enumerate(self.rows):
            first = None if row == empty_row else _first_other(row, range(width), plain)
            if first is None:
                continue
            top = number if top < 0 else top
            bottom = number + 1
            left = min(left, first)
            last = _first_other(row, range(width - 1, max(right - 1, first), -1), plain)
            right = max(right, (first if last is None else last) + 1)
        return None if top < 0 else Box(left, top, right, bottom)

    @cached_property
    def _ring(self) -> list[bytes]:
        """The outermost pixels, each once."""
        edges = self.rows[:1] if self.height == 1 else (self.rows[0], self.rows[-1])
        ring = [row[4 * column : 4 * column + 4] for row in edges for column in range(self.width)]
        for row in self.rows[1:-1]:
            ring.append(row[:4])
            if self.width > 1:
                ring.append(row[-4:])
        return ring


def _is_near(one: bytes, other: bytes) -> bool:
    return all(abs(a - b) <= _TOLERANCE for a, b in zip(one, other, strict=True))


def _first_other(row: bytes, columns: range, plain: bytes) -> int | None:
    """The first of the columns whose pixel is neither transparent nor near the plain colour."""
    red, green, blue = plain
    for column in columns:
        start = 4 * column
        if row[start + 3] > _TOLERANCE and (
            abs(row[start] - red) > _TOLERANCE
            or abs(row[start + 1] - green) > _TOLERANCE
            or abs(row[start + 2] - blue) > _TOLERANCE
        ):
            return column
    return None
