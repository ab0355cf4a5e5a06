"""Writes zip archives byte by byte, so that every number in them can lie."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field, replace

DEFINITION = b'{"swagger": "2.0"}'
UTF8 = 0x800
STREAMED = 0x8
FILE_MODE = 0o100644 << 16


@dataclass(frozen=True)
class Member:
    """An entry; whatever is None is written truthfully."""

    name: bytes = b"apiDefinition.swagger.json"
    data: bytes = DEFINITION
    method: int = 8
    flags: int = 0
    attributes: int = FILE_MODE
    size: int | None = None
    crc: int | None = None
    packed: bytes | None = None
    packed_size: int | None = None
    offset: int | None = None
    extra: bytes = b""
    local_extra: bytes = b""
    local_name: bytes | None = None
    local_flags: int | None = None
    local_sizes: tuple[int, int, int] | None = None
    behind: bytes = b""
    in_directory: bool = True


@dataclass(frozen=True)
class Archive:
    members: tuple[Member, ...] = (Member(),)
    prefix: bytes = b""
    before_directory: bytes = b""
    before_end: bytes = b""
    suffix: bytes = b""
    comment: bytes = b""
    counts: tuple[int, int] | None = None
    directory_size: int | None = None
    directory_offset: int | None = None
    shift: int = field(default=0)

    def build(self) -> bytes:
        out = bytearray(self.prefix)
        directory = bytearray()
        for member in self.members:
            deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
            deflated = deflate.compress(member.data) + deflate.flush()
            packed = (
                member.packed
                if member.packed is not None
                else deflated
                if member.method == 8
                else member.data
            )
            crc = zlib.crc32(member.data) if member.crc is None else member.crc
            size = len(member.data) if member.size is None else member.size
            packed_size = len(packed) if member.packed_size is None else member.packed_size
            offset = len(out) + self.shift if member.offset is None else member.offset
            local_name = member.name if member.local_name is None else member.local_name
            local_flags = member.flags if member.local_flags is None else member.local_flags
            sizes = (crc, packed_size, size) if member.local_sizes is None else member.local_sizes
            out += struct.pack(
                "<4s5H3L2H",
                b"PK\3\4",
                20,
                local_flags,
                member.method,
                0,
                33,
                *sizes,
                len(local_name),
                len(member.local_extra),
            )
            out += local_name + member.local_extra + packed + member.behind
            if member.in_directory:
                lengths = (len(member.name), len(member.extra), 0)
                directory += struct.pack(
                    "<4s6H3L5H2L", b"PK\1\2", 0x031E, 20, member.flags, member.method, 0, 33,
                    crc, packed_size, size, *lengths, 0, 0, member.attributes, offset,
                )  # fmt: skip
                directory += member.name + member.extra
        out += self.before_directory
        start = len(out) + self.shift if self.directory_offset is None else self.directory_offset
        listed = sum(member.in_directory for member in self.members)
        here, total = self.counts or (listed, listed)
        size = len(directory) if self.directory_size is None else self.directory_size
        out += directory + self.before_end
        out += struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, here, total, size, start, len(self.comment))
        return bytes(out + self.comment + self.suffix)


def zip_of(*members: Member) -> bytes:
    return Archive(members).build()


def one(**changes: object) -> bytes:
    """An archive of one definition that is truthful but for the changes."""
    return zip_of(replace(Member(), **changes))  # type: ignore[arg-type]


def zip64_end(count: int, size: int, offset: int, position: int, *, record_size: int = 44) -> bytes:
    """The ZIP64 end record and its locator, which says that the record is at `position`."""
    record = struct.pack("<4sQ2H2L4Q", b"PK\6\6", record_size, 45, 45, 0, 0, count, count, size, offset)
    return record + struct.pack("<4sLQL", b"PK\6\7", 0, position, 1)


def unicode_path(raw: bytes, name: str, *, crc: int | None = None) -> bytes:
    """Info-ZIP's extra field with the name in UTF-8."""
    content = struct.pack("<BL", 1, zlib.crc32(raw) if crc is None else crc) + name.encode()
    return struct.pack("<2H", 0x7075, len(content)) + content


def zip64_extra(*numbers: int) -> bytes:
    return struct.pack(f"<2H{len(numbers)}Q", 1, 8 * len(numbers), *numbers)


def deflated_zeros(size: int) -> tuple[bytes, int]:
    """So many zero bytes deflated, and their checksum, in bounded memory."""
    deflate = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = bytes(1 << 20)
    crc = 0
    packed = bytearray()
    for _ in range(size >> 20):
        packed += deflate.compress(block)
        crc = zlib.crc32(block, crc)
    return bytes(packed + deflate.flush()), crc
