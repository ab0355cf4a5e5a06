"""The hostile zip archives that must be refused, each with the reason."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from zip_writer import (
    DEFINITION,
    STREAMED,
    UTF8,
    Archive,
    Member,
    deflated_zeros,
    one,
    unicode_path,
    zip64_end,
    zip64_extra,
    zip_of,
)

from certify.core.package import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTSIDE_NAMES = [
    "../x.json", "a/../../x.json", "a/..", "..", "/etc/passwd", "//host/share/x", "C:/x.json", "C:\\x.json", "c:x.json",
    "\\\\host\\share\\x", "..\\x.json", "a\\..\\..\\x", "\\x.json", "．．/x.json", "a／b.json", "‥/x.json",
]  # fmt: skip
BAD_NAMES = [
    "", "./x.json", "a//x.json", "a/./x.json", "a\\x.json", "x\0.json", "x\n.json", "x\r\n.json", "x\x1b[2J.json",
    "x\x7f.json", "x\x9b.json", "x\u202ejson.exe", "x\u200b.json", "x\ufeff.json", "x\u2028.json", "x.json:hidden",
    "/".join("d" * 40), "n" * 300, "d/" * 14 + "n" * 240, "x?.json", "a*.json", "<x>.json", 'a".json', "a|b.json",
    "aux.json", "COM1", "com¹", "nul", "CONIN$", "a/LPT9.txt", "con .json", "x.json.", "x.json ", "a./x.json",
    "git~1/config", "GIT~1", ".g\u200cit/config",
]  # fmt: skip
GIT_NAMES = [".git/config", ".GIT/config", "a/.Git/hooks/x", ".git", "．git/config"]


def cases() -> Iterator[tuple[str, bytes, Reason]]:
    """Every hostile archive with a name and the reason for which it must be refused as a whole."""
    for name in OUTSIDE_NAMES:
        yield f"outside {name!a}", one(name=name.encode(), flags=UTF8), Reason.OUTSIDE
    for name in BAD_NAMES:
        yield f"name {name!a:.60}", one(name=name.encode(), flags=UTF8), Reason.NAME
    for name in GIT_NAMES:
        yield f"git {name!a}", one(name=name.encode(), flags=UTF8), Reason.HIDDEN
    yield from _twins()
    yield from _kinds()
    yield from _lies()
    yield from _bombs()
    yield from _damage()


def _twins() -> Iterator[tuple[str, bytes, Reason]]:
    def twins(first: str, second: str) -> bytes:
        return zip_of(*(Member(name=name.encode(), flags=UTF8) for name in (first, second)))

    yield "same name twice", twins("a.json", "a.json"), Reason.DUPLICATE
    yield "case", twins("a.json", "A.json"), Reason.COLLISION
    yield "case of folder", twins("a/x.json", "A/X.json"), Reason.COLLISION
    yield "NFC and NFD", twins("\u00e9.json", "e\u0301.json"), Reason.COLLISION
    yield "sharp s", twins("stra\u00dfe.json", "STRASSE.json"), Reason.COLLISION
    yield "file and folder", twins("a", "A/b.json"), Reason.COLLISION
    yield "folder and file", twins("a/b.json", "a"), Reason.COLLISION
    folder = Member(name=b"a/", data=b"", method=0, attributes=0o040755 << 16)
    yield "folder entry and file", zip_of(folder, Member(name=b"a")), Reason.COLLISION


def _kinds() -> Iterator[tuple[str, bytes, Reason]]:
    for kind, mode in (
        ("fifo", 0o010644),
        ("character device", 0o020644),
        ("block device", 0o060644),
        ("socket", 0o140644),
    ):
        yield kind, one(attributes=mode << 16), Reason.DEVICE
    yield "symlink", one(attributes=0o120777 << 16, data=b"/etc/passwd"), Reason.SYMLINK
    yield "folder without slash", one(attributes=0o040755 << 16), Reason.AMBIGUOUS_ARCHIVE
    yield "file with slash", one(name=b"a/", data=b""), Reason.AMBIGUOUS_ARCHIVE
    yield "folder with content", one(name=b"a/", attributes=0o040755 << 16), Reason.AMBIGUOUS_ARCHIVE
    yield "encrypted", one(flags=0x1), Reason.ENCRYPTED
    yield "strongly encrypted", one(flags=0x41), Reason.ENCRYPTED
    yield "patch data", one(flags=0x20), Reason.BROKEN_ARCHIVE
    for method in (1, 9, 12, 14, 93, 99):
        yield f"method {method}", one(method=method), Reason.BROKEN_ARCHIVE


def _lies() -> Iterator[tuple[str, bytes, Reason]]:
    good = one()
    tail = good[-22:]
    for name, data in {
        "local name differs": one(local_name=b"apiDefinition.swagger.jsoX"),
        "local flags differ": one(local_flags=UTF8),
        "local size differs": one(local_sizes=(zlib.crc32(DEFINITION), 5, 5)),
        "offset beyond the end": one(offset=1 << 20),
        "prefix": b"MZ" + good,
        "PNG in front": b"\x89PNG\r\n\x1a\n" + bytes(100) + good,
        "PNG in front with corrected offsets": Archive(prefix=b"\x89PNG\r\n\x1a\n" + bytes(100)).build(),
        "suffix": good + b"more",
        "suffix of NULs": good + bytes(512),
        "concatenated": good + one(name=b"other.json"),
        "concatenated with corrected offsets": good + Archive(shift=len(good)).build(),
        "end in the comment": Archive(comment=tail).build(),
        "hidden entry between": zip_of(Member(), Member(name=b"hidden.json", in_directory=False), Member(name=b"z.json")),
        "hidden entry last": zip_of(Member(), Member(name=b"hidden.json", in_directory=False)),
        "gap before the directory": Archive(before_directory=b"gap").build(),
        "gap before the end": Archive(before_end=b"gap").build(),
        "count too low": Archive((Member(), Member(name=b"b.json")), counts=(1, 1)).build(),
        "count too high": Archive(counts=(2, 2)).build(),
        "two counts": Archive(counts=(1, 2)).build(),
        "stored with two sizes": one(method=0, size=3),
        "hidden bytes behind": one(behind=b"hidden"),
        "descriptor lies": one(flags=STREAMED, local_sizes=(0, 0, 0), behind=struct.pack("<3L", 1, 2, 3)),
        "not marked as UTF-8": one(name="Brønnøysund.json".encode()),
        "cp437": one(name="café.json".encode("cp437")),
        "Unicode name contradicts ASCII name": one(extra=unicode_path(Member.name, "other.json")),
        "Unicode name in the local header only": one(local_extra=unicode_path(Member.name, "other.json")),
        "ZIP64 sizes contradict": one(extra=zip64_extra(1, 2)),
        "ZIP64 end is elsewhere": Archive(before_end=zip64_end(1, 72, 60, 3)).build(),
    }.items():  # fmt: skip
        yield name, data, Reason.AMBIGUOUS_ARCHIVE
    start = len(good) - 22
    for name, record in {
        "ZIP64 end contradicts": zip64_end(2, 72, 60, start),
        "ZIP64 end of another length": zip64_end(1, 72, 60, start, record_size=100),
        "ZIP64 of 2^63 entries": zip64_end(1 << 63, 1 << 63, 1 << 63, start),
    }.items():
        yield name, Archive(before_end=record).build(), Reason.AMBIGUOUS_ARCHIVE
    yield "name that is not UTF-8", one(name=b"\xff\xfe.json", flags=UTF8), Reason.NAME
    yield "damaged Unicode name", one(extra=struct.pack("<2H", 0x7075, 2) + b"xx"), Reason.BROKEN_ARCHIVE
    yield "damaged extra field", one(extra=struct.pack("<2H", 0x7075, 200)), Reason.BROKEN_ARCHIVE
    yield "half an extra field", one(extra=b"x"), Reason.BROKEN_ARCHIVE


def _bombs() -> Iterator[tuple[str, bytes, Reason]]:
    packed, crc = deflated_zeros(1 << 30)
    flat = Member(packed=packed, size=1 << 30, crc=crc)
    yield "1 GiB of zeros", zip_of(flat), Reason.BOMB
    packed, crc = deflated_zeros(2 << 20)
    small = Member(packed=packed, size=2 << 20, crc=crc)
    yield "ratio", zip_of(small), Reason.BOMB
    stored = [Member(name=b"%d.bin" % number, data=bytes(10 << 20), method=0) for number in range(11)]
    yield "many large files", zip_of(*stored), Reason.BOMB
    kernel = bytes(1 << 20)
    overlapping = [Member(name=b"%d.bin" % n, data=kernel, method=8, offset=0) for n in range(120)]
    yield (
        "full overlap",
        zip_of(overlapping[0], *(replace(m, packed=b"", packed_size=1034) for m in overlapping[1:])),
        Reason.BOMB,
    )
    yield (
        "two entries in one place",
        zip_of(Member(), Member(name=b"b.json", offset=0)),
        Reason.AMBIGUOUS_ARCHIVE,
    )
    yield (
        "entry reaches over the next",
        zip_of(Member(packed_size=60, size=60, method=0), Member(name=b"b.json")),
        Reason.AMBIGUOUS_ARCHIVE,
    )
    many = [Member(name=b"%d" % number, data=b"", method=0) for number in range(20_000)]
    yield "20,000 entries", zip_of(*many), Reason.TOO_MANY
    yield "2,001 entries", zip_of(*many[:2_001]), Reason.TOO_MANY
    yield "ZIP64 size without field", one(size=0xFFFFFFFF, method=0, packed_size=0xFFFFFFFF), Reason.BOMB
    yield "ZIP64 size of 2^63", one(size=0xFFFFFFFF, extra=zip64_extra(1 << 63)), Reason.BOMB


def _damage() -> Iterator[tuple[str, bytes, Reason]]:
    good = one()
    for name, data in {
        "size too small": one(size=3),
        "size too large": one(size=1_000),
        "wrong checksum": one(crc=1),
        "wrong checksum of a stored file": one(crc=1, method=0),
        "damaged deflate": one(packed=b"\xff\xff\xff\xff"),
        "bytes behind deflate": one(packed=zlib.compress(DEFINITION, wbits=-15) + b"hidden"),
        "directory beyond the end": Archive(directory_offset=1 << 20).build(),
        "cut off": good[:-30],
        "cut off in the end": good[:-5],
        "nothing at all": b"",
        "no entries": Archive(()).build(),
        "bytes and no entry": Archive((), before_directory=b"gap").build(),
        "folders only": zip_of(Member(name=b"a/", data=b"", method=0, attributes=0o040755 << 16)),
        "HTML": b"<!doctype html><title>404</title>",
        "only a signature": b"PK\5\6",
    }.items():  # fmt: skip
        yield name, data, Reason.BROKEN_ARCHIVE
