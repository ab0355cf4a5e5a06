"""The records of a zip archive as they are written: its end, its central directory, its local headers."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from certify.core.package import Reason
from certify.sources.refused import Refused

if TYPE_CHECKING:
    from certify.sources.budget import Budget

_END: Final = struct.Struct("<4s4H2LH")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
_LOCATOR64: Final = struct.Struct("<4sLQL")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_EXTRA: Final = struct.Struct("<2H")
_MAX_COMMENT: Final = 0xFFFF
_IN_ZIP64: Final = 0xFFFFFFFF
_IN_ZIP64_SHORT: Final = 0xFFFF
_ZIP64_EXTRA: Final = 0x0001


class Record(Struct, frozen=True):
    """What a central or a local header says about an entry. `end` is where the header ends in the archive.

    `attributes` (external attributes) and `offset` (of the local header) are 0 in a local header.
    """

    raw_name: bytes
    flags: int
    method: int
    crc: int
    packed: int
    size: int
    attributes: int
    offset: int
    extra: dict[int, bytes]
    end: int


def printable(raw_name: bytes) -> str:
    """A name for messages, whatever its bytes are."""
    return raw_name.decode("utf-8", "backslashreplace")


def broken(detail: str, path: str = "") -> Refused:
    """The refusal of an archive that no reader can read in full."""
    return Refused(Reason.BROKEN_ARCHIVE, f"{detail}; create the archive again.", path)


def ambiguous(detail: str, path: str = "") -> Refused:
    """The refusal of an archive in which two readers may see different files."""
    return Refused(
        Reason.AMBIGUOUS_ARCHIVE, f"{detail}; create the archive again with an ordinary zip program.", path
    )


def central_directory(data: bytes, budget: Budget) -> tuple[list[Record], int]:
    """The central headers in their order, and where the central directory starts.

    Raises Refused when it is not exactly one complete archive, or has more entries than the budget has left.
    """
    end, count, size, offset = _end(data)
    if offset + size > end:
        raise broken("The central directory lies outside the archive")
    if offset + size < end:
        raise ambiguous("There are bytes before the archive or between its directory and its end")
    budget.spend_entries(count)
    records: list[Record] = []
    position = offset
    for _ in range(count):
        record = _central(data, position, end)
        records.append(record)
        position = record.end
    if position != end:
        raise ambiguous(f"The archive says that it has {count} entries, but its directory is longer")
    return records, offset


def _end(data: bytes) -> tuple[int, int, int, int]:
    """Where the central directory ends, its number of entries, its size and its offset."""
    position = data.rfind(b"PK\5\6", max(0, len(data) - _END.size - _MAX_COMMENT))
    if position < 0 or position + _END.size > len(data):
        if not data:
            raise broken("The archive is empty")
        if data.startswith(b"PK"):
            raise broken("The end of the archive is missing, so it was cut off")
        raise broken("This is not a zip archive")
    _, disk, start_disk, here, count, size, offset, comment = _END.unpack_from(data, position)
    if position + _END.size + comment != len(data):
        raise ambiguous("There are bytes after the end of the archive, or its comment hides a second end")
    said = (disk, start_disk, here, count, size, offset)
    if position >= _LOCATOR64.size and data.startswith(b"PK\6\7", position - _LOCATOR64.size):
        return _end64(data, position - _LOCATOR64.size, said)
    _check_disks(disk, start_disk, here, count)
    return position, count, size, offset


def _end64(data: bytes, locator: int, said: tuple[int, ...]) -> tuple[int, int, int, int]:
    _, disk, position, disks = _LOCATOR64.unpack_from(data, locator)
    if disk or disks > 1 or position + _END64.size != locator or not data.startswith(b"PK\6\6", position):
        raise ambiguous("The ZIP64 end of the archive is not where it is said to be")
    _, size_of_rest, _, _, *real = _END64.unpack_from(data, position)
    if size_of_rest != _END64.size - 12:
        raise ambiguous("The ZIP64 end of the archive has a wrong length")
    limits = (_IN_ZIP64_SHORT,) * 4 + (_IN_ZIP64,) * 2
    if any(short not in {long, limit} for short, long, limit in zip(said, real, limits, strict=True)):
        raise ambiguous("The two ends of the archive contradict each other")
    disk, start_disk, here, count, size, offset = real
    _check_disks(disk, start_disk, here, count)
    return position, count, size, offset


def _check_disks(disk: int, start_disk: int, here: int, count: int) -> None:
    if disk or start_disk:
        raise broken("The archive is one part of several")
    if here != count:
        raise ambiguous("The archive gives two different numbers of entries")


def _central(data: bytes, position: int, end: int) -> Record:
    if position + _CENTRAL.size > end or not data.startswith(b"PK\1\2", position):
        raise ambiguous("The directory has fewer entries than the archive says, or is damaged")
    fields = _CENTRAL.unpack_from(data, position)
    _, _, _, flags, method, _, _, crc, packed, size, name, extra, comment, disk, _, attributes, offset = (
        fields
    )
    name_end = position + _CENTRAL.size + name
    extra_end = name_end + extra
    if extra_end + comment > end:
        raise broken("An entry of the directory is cut off")
    raw_name = data[name_end - name : name_end]
    if disk:
        raise broken("The archive is one part of several", printable(raw_name))
    extras = _extras(data[name_end:extra_end], raw_name)
    size, packed, offset = _with_zip64((size, packed, offset), extras, raw_name)
    return Record(raw_name, flags, method, crc, packed, size, attributes, offset, extras, extra_end + comment)


def local_header(data: bytes, central: Record, limit: int) -> Record:
    """The local header of an entry, which must lie before `limit`; raises Refused when there is none."""
    position = central.offset
    shown = printable(central.raw_name)
    if position + _LOCAL.size > limit or not data.startswith(b"PK\3\4", position):
        raise broken("The entry is not where the directory says", shown)
    _, _, flags, method, _, _, crc, packed, size, name, extra = _LOCAL.unpack_from(data, position)
    name_end = position + _LOCAL.size + name
    end = name_end + extra
    if end > limit:
        raise broken("The entry runs into the directory of the archive", shown)
    extras = _extras(data[name_end:end], central.raw_name)
    # The sizes are known only afterwards when the archive was written as a stream: then both are zero here.
    unknown = flags & 0x8 and extras.get(_ZIP64_EXTRA) == bytes(16)
    size, packed = (0, 0) if unknown else _with_zip64((size, packed), extras, central.raw_name)
    return Record(data[name_end - name : name_end], flags, method, crc, packed, size, 0, 0, extras, end)


def _extras(extra: bytes, raw_name: bytes) -> dict[int, bytes]:
    """The extra fields by their id."""
    fields: dict[int, bytes] = {}
    position = 0
    while position < len(extra):
        if position + _EXTRA.size > len(extra):
            raise broken("The extra fields of the entry are damaged", printable(raw_name))
        kind, size = _EXTRA.unpack_from(extra, position)
        position += _EXTRA.size
        if kind in fields or position + size > len(extra):
            raise broken("The extra fields of the entry are damaged", printable(raw_name))
        fields[kind] = extra[position : position + size]
        position += size
    return fields


def _with_zip64(said: tuple[int, ...], extras: dict[int, bytes], raw_name: bytes) -> tuple[int, ...]:
    """The numbers of a header, those that are too large for it taken from its ZIP64 field.

    Some writers give the field without need; then it must repeat what the header says.
    """
    field = extras.get(_ZIP64_EXTRA)
    if field is None:
        return said
    if len(field) % 8:
        raise ambiguous("The ZIP64 sizes of the entry are damaged", printable(raw_name))
    values = struct.unpack(f"<{len(field) // 8}Q", field)
    wanted = [index for index, number in enumerate(said) if number == _IN_ZIP64]
    if not wanted and values == said[: len(values)]:
        return said
    if len(values) != len(wanted):
        raise ambiguous("The ZIP64 sizes of the entry contradict its header", printable(raw_name))
    numbers = list(said)
    for index, value in zip(wanted, values, strict=True):
        numbers[index] = value
    return tuple(numbers)
