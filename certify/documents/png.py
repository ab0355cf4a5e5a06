"""PNG read by hand: what is wrong with the file, its header, and its pixels within bounds, never by an image library."""

from __future__ import annotations

import struct
import zlib
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator

SIGNATURE = b"\x89PNG\r\n\x1a\n"
MOST_PIXELS = 1_048_576
_MOST_CHUNKS = 10_000
_LONGEST_SIDE = 2**31 - 1

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}

_OTHER_FORMATS = (
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"BM", "a BMP image"),
    (b"\x00\x00\x01\x00", "a Windows icon"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"PK\x03\x04", "a zip archive"),
    (b"%PDF", "a PDF document"),
    (b"MZ", "a Windows program"),
    (b"version https://git-lfs", "a Git LFS pointer instead of the image"),
)


class PngFaultKind(StrEnum):
    """What is wrong with a file that should be a PNG."""

    NOT_PNG = "not-png"
    BROKEN = "broken"
    TOO_LARGE = "too-large"
    BOMB = "bomb"
    ANIMATED = "animated"
    TRAILING = "trailing"


class PngFault(Struct, frozen=True):
    """`detail` completes the sentence "The icon …"; `offset` counts bytes of the file."""

    kind: PngFaultKind
    detail: str
    offset: int = 0


class Header(Struct, frozen=True):
    """The image header; sizes in pixels, `colour_type` as the format numbers it, `bit_depth` of one sample."""

    width: int
    height: int
    bit_depth: int
    colour_type: int
    is_interlaced: bool

    @property
    def sample_count(self) -> int:
        """Samples of one pixel."""
        return _CHANNELS[self.colour_type]

    @property
    def row_size(self) -> int:
        """Bytes of one row without its filter byte."""
        return (self.width * self.sample_count * self.bit_depth + 7) // 8


class Png(Struct, frozen=True):
    """What was found in the file. `header` is None when it is no PNG or its first chunk cannot be believed.

    `palette` and `transparency` are the raw contents of PLTE and tRNS, `image` the compressed pixels.
    """

    faults: tuple[PngFault, ...]
    header: Header | None = None
    palette: bytes = b""
    transparency: bytes | None = None
    image: bytes = b""


def read_png(data: bytes) -> Png:
    """Walk the chunks and check their bounds, order and checksums. Nothing is decompressed."""
    if not data.startswith(SIGNATURE):
        return Png((PngFault(PngFaultKind.NOT_PNG, _what_it_is(data)),))
    faults: list[PngFault] = []
    chunks = list(_chunks(data, faults))
    header = _header(chunks, faults)
    palette, transparency = b"", None
    image: list[bytes] = []
    for name, content, offset in chunks:
        if name == b"PLTE":
            palette = content
        elif name == b"tRNS":
            transparency = content
        elif name == b"IDAT":
            image.append(content)
        elif name == b"acTL":
            faults.append(PngFault(PngFaultKind.ANIMATED, "is animated", offset))
        elif name == b"IHDR" and offset > len(SIGNATURE):
            faults.append(_broken("has a second header", offset))
    if header is not None and not any(fault.kind is PngFaultKind.BROKEN for fault in faults):
        if not image:
            faults.append(_broken("has no pixels", len(data)))
        if header.colour_type == 3 and (not palette or len(palette) % 3):
            faults.append(_broken("has no complete palette", len(SIGNATURE)))
    return Png(tuple(faults), header, palette, transparency, b"".join(image))


def unpack(png: Png) -> tuple[bytes, PngFault | None]:
    """The filtered rows of a PNG that has a header of at most `MOST_PIXELS`; empty bytes beside a fault."""
    header = png.header
    if header is None or header.is_interlaced or header.width * header.height > MOST_PIXELS:
        return b"", _broken("is stored in a way that is not decoded here")
    size = (header.row_size + 1) * header.height
    stream = zlib.decompressobj()
    try:
        raw = stream.decompress(png.image, size + 1)
    except zlib.error:
        return b"", _broken("has pixels that cannot be decompressed")
    if len(raw) > size:
        return b"", PngFault(PngFaultKind.BOMB, "holds more data than its size needs")
    if len(raw) < size:
        return b"", _broken("has fewer pixels than its size needs")
    return raw, None


def _chunks(data: bytes, faults: list[PngFault]) -> Iterator[tuple[bytes, bytes, int]]:
    """Name, content and offset of each chunk, as far as they can be believed."""
    offset = len(SIGNATURE)
    for _ in range(_MOST_CHUNKS):
        if offset + 12 > len(data):
            faults.append(_broken("is cut off", offset))
            return
        length, name = struct.unpack_from(">I4s", data, offset)
        end = offset + 12 + length
        if end > len(data) or not name.isalpha():
            faults.append(_broken("is cut off or damaged", offset))
            return
        content = data[offset + 8 : end - 4]
        if zlib.crc32(name + content) != int.from_bytes(data[end - 4 : end], "big"):
            faults.append(_broken(f"is damaged: the checksum of its part `{name.decode()}` is wrong", offset))
            return
        if name == b"IEND":
            if end < len(data):
                faults.append(
                    PngFault(PngFaultKind.TRAILING, f"is followed by {len(data) - end} more bytes", end)
                )
            return
        yield name, content, offset
        offset = end
    faults.append(PngFault(PngFaultKind.BOMB, f"consists of more than {_MOST_CHUNKS} parts", offset))


def _header(chunks: list[tuple[bytes, bytes, int]], faults: list[PngFault]) -> Header | None:
    if not chunks or chunks[0][0] != b"IHDR" or len(chunks[0][1]) != 13:
        if not faults:
            faults.append(_broken("does not start with a header", len(SIGNATURE)))
        return None
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(">IIBBBBB", chunks[0][1])
    is_known = depth in _DEPTHS.get(colour, ()) and not compression and not filtering and interlace < 2
    if not is_known or not 0 < width <= _LONGEST_SIDE or not 0 < height <= _LONGEST_SIDE:
        faults.append(_broken("has a header that says nothing sensible", len(SIGNATURE)))
        return None
    if width * height > MOST_PIXELS:
        faults.append(PngFault(PngFaultKind.TOO_LARGE, f"is {width} by {height} pixels", len(SIGNATURE)))
    return Header(width, height, depth, colour, bool(interlace))


def _broken(detail: str, offset: int = 0) -> PngFault:
    return PngFault(PngFaultKind.BROKEN, detail, offset)


def _what_it_is(data: bytes) -> str:
    if not data:
        return "is an empty file"
    for start, name in _OTHER_FORMATS:
        if data.startswith(start):
            return f"is {name}"
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return "is a WebP image"
    if data[4:12] in (b"ftypavif", b"ftypheic"):
        return "is an AVIF or HEIC image"
    head = data[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if b"<svg" in head:
        return "is an SVG drawing"
    if head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script")):
        return "is an HTML page"
    if head.startswith((b"{", b"[")):
        return "is JSON"
    return "is no image of a known format"
