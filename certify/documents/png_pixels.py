"""From a PNG's filtered rows to pixels of four bytes: red, green, blue, opacity."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.png import Header, Png


def rows_of(raw: bytes, png: Png, header: Header) -> Iterator[bytes]:
    """Each row of the image as RGBA, from top to bottom.

    `raw` has exactly the size that the header tells. Raises ValueError for an unknown filter.
    """
    distance = max(1, header.sample_count * header.bit_depth // 8)
    previous = bytes(header.row_size)
    size = header.row_size + 1
    to_rgba = _Colours(png, header)
    for start in range(0, size * header.height, size):
        previous = _unfiltered(raw[start], raw[start + 1 : start + size], previous, distance)
        yield to_rgba.row(previous)


def _unfiltered(kind: int, row: bytes, above: bytes, distance: int) -> bytes:
    if kind == 0:
        return row
    if kind == 2:
        return bytes([(value + up) & 255 for value, up in zip(row, above, strict=True)])
    if kind not in (1, 3, 4):
        raise ValueError(f"there is no filter {kind}")
    padded = bytearray(distance) + row
    corner = bytes(distance) + above
    end = len(padded)
    if kind == 1:
        for index in range(distance, end):
            padded[index] = (padded[index] + padded[index - distance]) & 255
    elif kind == 3:
        for index in range(distance, end):
            padded[index] = (padded[index] + ((padded[index - distance] + corner[index]) >> 1)) & 255
    else:
        for index in range(distance, end):
            left, up, up_left = padded[index - distance], corner[index], corner[index - distance]
            by_left, by_up, by_corner = (
                abs(up - up_left),
                abs(left - up_left),
                abs(left + up - up_left - up_left),
            )
            if by_left <= by_up and by_left <= by_corner:
                nearest = left
            else:
                nearest = up if by_up <= by_corner else up_left
            padded[index] = (padded[index] + nearest) & 255
    return bytes(padded[distance:])


class _Colours:
    """Turns a row of samples into RGBA."""

    def __init__(self, png: Png, header: Header) -> None:
        self._header = header
        self._key = self._colour_key(png, header)
        self._palette = self._colours(png) if header.colour_type == 3 else []

    def row(self, packed: bytes) -> bytes:
        header = self._header
        samples = self._samples(packed)
        if header.colour_type == 3:
            known = len(self._palette)
            return b"".join([self._palette[index] if index < known else b"\0\0\0\xff" for index in samples])
        step = header.sample_count
        row = bytearray(b"\xff" * (4 * header.width))
        for channel in range(3):
            row[channel::4] = samples[channel::step] if step > 2 else samples[::step]
        if step in (2, 4):
            row[3::4] = samples[step - 1 :: step]
        elif self._key is not None:
            self._clear(row, packed, samples)
        return bytes(row)

    def _samples(self, packed: bytes) -> bytes:
        """One byte a sample, spread over 0 to 255 unless it is an index."""
        header = self._header
        depth = header.bit_depth
        if depth == 8:
            return packed
        if depth == 16:
            return packed[::2]
        most = (1 << depth) - 1
        scale = 1 if header.colour_type == 3 else 255 // most
        shifts = range(8 - depth, -1, -depth)
        spread = bytes([(byte >> shift & most) * scale for byte in packed for shift in shifts])
        return spread[: header.width]

    def _clear(self, row: bytearray, packed: bytes, samples: bytes) -> None:
        """Make the one colour transparent that tRNS names."""
        header = self._header
        units = packed if header.bit_depth == 16 else samples
        size = header.sample_count * (2 if header.bit_depth == 16 else 1)
        for pixel in range(header.width):
            if units[pixel * size : (pixel + 1) * size] == self._key:
                row[4 * pixel + 3] = 0

    @staticmethod
    def _colour_key(png: Png, header: Header) -> bytes | None:
        if png.transparency is None or header.colour_type not in (0, 2):
            return None
        key = png.transparency[: 2 * header.sample_count]
        if header.bit_depth == 16:
            return key
        scale = 255 // ((1 << header.bit_depth) - 1)
        return bytes([(value * scale) & 255 for value in key[1::2]])

    @staticmethod
    def _colours(png: Png) -> list[bytes]:
        opacity = png.transparency or b""
        triples = [png.palette[start : start + 3] for start in range(0, len(png.palette) - 2, 3)]
        return [triple + (opacity[index : index + 1] or b"\xff") for index, triple in enumerate(triples)]
