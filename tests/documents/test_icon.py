"""The icon is read by hand: Pillow judges the pixels, and every kind of damage is told for what it is."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from certify.documents.icon import Icon
from certify.documents.png import PngFaultKind

if TYPE_CHECKING:
    from collections.abc import Iterable

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KIND = PngFaultKind


def chunk(name: bytes, content: bytes, *, crc: int | None = None) -> bytes:
    checksum = zlib.crc32(name + content) if crc is None else crc
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)


def header(width: int = 4, height: int = 4, depth: int = 8, colour: int = 2, interlace: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlace))


def png(*chunks: bytes, end: bytes = chunk(b"IEND", b"")) -> bytes:
    return SIGNATURE + b"".join(chunks) + end


PIXELS = chunk(b"IDAT", zlib.compress((b"\0" + b"\x1f\x6f\x8b" * 4) * 4))
SOUND = png(header(), PIXELS)


def saved(image: Image.Image, **options: object) -> bytes:
    stream = io.BytesIO()
    image.save(stream, "PNG", **options)
    return stream.getvalue()


def painted(mode: str, size: tuple[int, int] = (37, 23)) -> Image.Image:
    image = Image.new("RGBA", size)
    image.putdata(
        [
            ((x * 7 + y) % 256, (y * 11) % 256, (x * y) % 256, (x * 5 + y * 9) % 256)
            for y in range(size[1])
            for x in range(size[0])
        ]
    )
    if mode == "1":
        return image.convert("L").point(lambda value: 255 * (value > 100)).convert("1")
    return image.convert(mode)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_pixels_are_those_that_pillow_sees(mode: str) -> None:
    image = Image.frombytes("I;16", (3, 2), bytes(range(12))) if mode == "I;16" else painted(mode)
    artwork = Icon("icon.png", saved(image)).artwork
    assert artwork is not None
    if mode == "I;16":
        assert [row[::4] for row in artwork.rows] == [bytes([1, 3, 5]), bytes([7, 9, 11])]
    else:
        assert b"".join(artwork.rows) == image.convert("RGBA").tobytes()


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_small_palettes_and_clear_entries_are_decoded(bits: int) -> None:
    image = painted("RGB").quantize(2**bits)
    data = saved(image, bits=bits, transparency=bytes([0, 128]))
    artwork = Icon("icon.png", data).artwork
    assert artwork is not None
    assert b"".join(artwork.rows) == Image.open(io.BytesIO(data)).convert("RGBA").tobytes()


@pytest.mark.parametrize(("mode", "key"), [("L", 7), ("RGB", (7, 0, 0))])
def test_the_one_clear_colour_is_clear(mode: str, key: object) -> None:
    data = saved(painted(mode), transparency=key)
    artwork = Icon("icon.png", data).artwork
    assert artwork is not None
    assert b"".join(artwork.rows) == Image.open(io.BytesIO(data)).convert("RGBA").tobytes()


@pytest.mark.parametrize("kind", range(5))
def test_each_filter_is_undone(kind: int) -> None:
    rows, previous = [], bytes(12)
    for number in range(4):
        row = bytes((number * 31 + index * 17) % 256 for index in range(12))
        rows.append(bytes([kind]) + filtered(kind, row, previous))
        previous = row
    data = png(header(), chunk(b"IDAT", zlib.compress(b"".join(rows))))
    artwork = Icon("icon.png", data).artwork
    assert artwork is not None
    assert b"".join(artwork.rows) == Image.open(io.BytesIO(data)).convert("RGBA").tobytes()


def filtered(kind: int, row: bytes, above: bytes) -> bytes:
    left, corner = bytes(3) + row, bytes(3) + above
    predictions: dict[int, Iterable[int]] = {
        0: bytes(12),
        1: left[:12],
        2: above,
        3: [(a + b) >> 1 for a, b in zip(left[:12], above, strict=True)],
        4: [nearest(a, b, c) for a, b, c in zip(left[:12], above, corner[:12], strict=True)],
    }
    return bytes((value - guess) & 255 for value, guess in zip(row, predictions[kind], strict=True))


def nearest(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    return min((left, up, corner), key=lambda value: abs(estimate - value))


def faults(data: bytes) -> list[tuple[PngFaultKind, str]]:
    return [(fault.kind, fault.detail) for fault in Icon("icon.png", data).faults]


def test_sound_icon_has_no_fault() -> None:
    icon = Icon("icon.png", SOUND)
    assert icon.faults == ()
    assert icon.header is not None
    assert (icon.header.width, icon.header.height) == (4, 4)


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "empty"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"GIF89a", "GIF"),
        (b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><svg onload="x()"/>', "SVG"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0", "LFS"),
        (b"<!DOCTYPE html><html>", "HTML"),
        (b"PK\x03\x04", "zip"),
        (b"nothing", "no image"),
    ],
)
def test_other_formats_are_named(data: bytes, named: str) -> None:
    (fault,) = faults(data)
    assert fault[0] is KIND.NOT_PNG
    assert named in fault[1]


BROKEN = {
    "cut off": SOUND[:-20],
    "no end": png(header(), PIXELS, end=b""),
    "wrong checksum": png(header(), chunk(b"IDAT", b"x", crc=1)),
    "length of 4 GiB": png(header(), b"\xff\xff\xff\xffIDAT"),
    "no header": png(PIXELS),
    "two headers": png(header(), header(), PIXELS),
    "no pixels": png(header()),
    "no palette": png(header(colour=3), PIXELS),
    "width of 0": png(header(width=0), PIXELS),
    "width of 2^32-1": png(header(width=2**32 - 1), PIXELS),
    "unknown colour type": png(header(colour=5), PIXELS),
    "private first part of Apple": png(chunk(b"CgBI", b"1234"), header(), PIXELS),
    "too few pixels": png(header(height=5), PIXELS),
    "unknown filter": png(header(), chunk(b"IDAT", zlib.compress((b"\x09" + bytes(12)) * 4))),
    "no zlib": png(header(), chunk(b"IDAT", b"nonsense")),
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN.keys())
def test_damage_is_told_and_nothing_is_shown(data: bytes) -> None:
    assert {kind for kind, _ in faults(data)} == {KIND.BROKEN}
    assert Icon("icon.png", data).artwork is None


def test_split_pixels_are_joined() -> None:
    packed = zlib.compress((b"\0" + b"\x1f\x6f\x8b" * 4) * 4)
    assert faults(png(header(), chunk(b"IDAT", packed[:3]), chunk(b"IDAT", packed[3:]))) == []


def test_animation_and_trailing_data_are_told() -> None:
    assert faults(png(header(), chunk(b"acTL", bytes(8)), PIXELS))[0][0] is KIND.ANIMATED
    assert faults(SOUND + b"PK\x03\x04") == [(KIND.TRAILING, "is followed by 4 more bytes")]


@pytest.mark.timeout(60)
def test_bombs_are_refused_without_unpacking_them() -> None:
    flood = zlib.compress(bytes(50_000_000))
    tracemalloc.start()
    assert faults(png(header(), chunk(b"IDAT", flood)))[0][0] is KIND.BOMB
    assert faults(png(header(50_000, 50_000, 1, 0), PIXELS))[0][0] is KIND.TOO_LARGE
    assert faults(png(header(), chunk(b"zTXt", b"a\0\0" + flood), PIXELS)) == []
    assert faults(png(header(), *[chunk(b"teSt", b"")] * 60_000, PIXELS))[0][0] is KIND.BOMB
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_interlaced_icon_is_sound_but_not_shown() -> None:
    icon = Icon("icon.png", png(header(interlace=1), PIXELS))
    assert icon.faults == ()
    assert icon.artwork is None


def test_every_cut_and_every_changed_byte_is_survived() -> None:
    for position in range(len(SOUND)):
        Icon("icon.png", SOUND[:position]).faults  # noqa: B018 - the question is whether it raises
        changed = SOUND[:position] + bytes([SOUND[position] ^ 0x41]) + SOUND[position + 1 :]
        icon = Icon("icon.png", changed)
        assert icon.faults or icon.artwork is not None


def brand(size: tuple[int, int] = (100, 100), mode: str = "RGB") -> Image.Image:
    return Image.new(mode, size, (31, 111, 139))


def test_background_and_logo_are_found() -> None:
    image = brand()
    image.paste((255, 255, 255), (20, 30, 75, 60))
    artwork = Icon("icon.png", saved(image)).artwork
    assert artwork is not None
    assert artwork.background is not None
    assert (artwork.background.color, artwork.background.share) == ("#1f6f8b", 1.0)
    assert artwork.logo is not None
    assert (artwork.logo.left, artwork.logo.top, artwork.logo.right, artwork.logo.bottom) == (20, 30, 75, 60)
    assert (artwork.logo.width, artwork.logo.height) == (55, 30)


def test_noise_near_the_background_is_no_logo() -> None:
    image = brand()
    image.putpixel((50, 50), (40, 120, 150))
    artwork = Icon("icon.png", saved(image)).artwork
    assert artwork is not None
    assert artwork.logo is None


def test_border_of_two_colours_has_its_share() -> None:
    image = brand()
    image.paste((255, 255, 255), (0, 70, 100, 100))
    artwork = Icon("icon.png", saved(image)).artwork
    assert artwork is not None
    assert artwork.background is not None
    assert 0.5 < artwork.background.share < 0.8


def test_rounded_corner_is_seen_as_clear() -> None:
    image = brand(mode="RGBA")
    image.putpixel((99, 0), (0, 0, 0, 0))
    artwork = Icon("icon.png", saved(image)).artwork
    assert artwork is not None
    assert artwork.lowest_opacity == 0
    assert artwork.has_clear_corner


def test_wholly_clear_icon_has_no_background() -> None:
    artwork = Icon("icon.png", saved(Image.new("RGBA", (3, 1)))).artwork
    assert artwork is not None
    assert artwork.background is None
    assert artwork.logo is None
