"""Draws the PNG of an example: a plain background with a rectangle for the logo."""

from __future__ import annotations

import struct
import zlib
from typing import Any

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def draw_png(
    *,
    width: int = 200,
    height: int = 200,
    color: str = "#1f6f8b",
    logo: float = 0.5,
    alpha: bool = False,
    frames: int = 0,
    extra: int = 0,
    band: float = 0.0,
) -> bytes:
    """The bytes of an image whose white logo covers the given share of width and height.

    With `alpha` the corner is transparent; with `frames` the image says that it is animated; `extra` is the size in
    bytes of a private part that holds nothing; `band` is the share of rows at the bottom that are white throughout.
    """
    background, ink = bytes.fromhex(color[1:]), b"\xff\xff\xff"
    if alpha:
        background, ink = background + b"\xff", ink + b"\xff"
    inner_width, inner_height = round(width * logo), round(height * logo)
    left, top = (width - inner_width) // 2, (height - inner_height) // 2
    empty = b"\0" + background * width
    marked = b"\0" + background * left + ink * inner_width + background * (width - left - inner_width)
    rows = [marked if top <= number < top + inner_height else empty for number in range(height)]
    if alpha:
        rows[0] = b"\0" + bytes(4) + background * (width - 1)
    for number in range(height - round(height * band), height):
        rows[number] = b"\0" + ink * width
    chunks = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6 if alpha else 2, 0, 0, 0))]
    if frames:
        chunks.append((b"acTL", struct.pack(">II", frames, 0)))
    if extra:
        chunks.append((b"noNe", bytes(extra)))
    chunks += [(b"IDAT", zlib.compress(b"".join(rows), 9)), (b"IEND", b"")]
    return _SIGNATURE + b"".join(_chunk(name, content) for name, content in chunks)


def png_of(options: dict[str, Any]) -> bytes:
    """The image that an example asks for; `tail` bytes follow it. Raises TypeError for an unknown option."""
    wanted = dict(options)
    tail = int(wanted.pop("tail", 0))
    return draw_png(**wanted) + bytes(tail)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
