"""Whether a zip archive says the same to every reader: its headers agree, and every byte belongs to one of them."""

from __future__ import annotations

import stat
import struct
import zlib
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from certify.core.package import Reason
from certify.sources.names import Spellings, fall_together, is_git_folder, judge
from certify.sources.refused import Refused
from certify.sources.zip_records import Record, ambiguous, broken, central_directory, local_header, printable

if TYPE_CHECKING:
    from certify.sources.budget import Budget

STORED: Final = 0
DEFLATED: Final = 8
_ENCRYPTED: Final = 0x2041
_SIZES_FOLLOW: Final = 0x0008
_UTF8: Final = 0x0800
_KNOWN_FLAGS: Final = 0x0006 | _SIZES_FOLLOW | _UTF8
_UNICODE_PATH: Final = 0x7075
_UNICODE_PATH_HEAD: Final = struct.Struct("<BL")
_MAX_RATIO: Final = 200
_RATIO_FREE: Final = 1 << 20


class Entry(Struct, frozen=True):
    """One file of an archive whose structure is sound. `start` is where its packed bytes start."""

    name: str
    method: int
    crc: int
    packed: int
    size: int
    start: int


def file_entries(data: bytes, budget: Budget) -> list[Entry]:
    """The files of the archive in the order of its directory; nothing is unpacked.

    Raises Refused, naming the entry, for the first thing that is wrong.
    """
    budget.check_level()
    records, directory = central_directory(data, budget)
    names = [_name(record) for record in records]
    for record, name in zip(records, names, strict=True):
        _check_record(record, name)
    _check_names(names)
    budget.spend_bytes(sum(record.size for record in records))
    if all(name.endswith("/") for name in names):
        raise broken("The archive holds no files")
    starts = _check_bytes(data, records, directory)
    return [
        Entry(name, record.method, record.crc, record.packed, record.size, start)
        for record, name, start in zip(records, names, starts, strict=True)
        if not name.endswith("/")
    ]


def _name(record: Record) -> str:
    raw = record.raw_name
    field = record.extra.get(_UNICODE_PATH)
    unicode_name = None if field is None else _unicode_path(field, raw)
    if raw.isascii():
        name = raw.decode()
    elif record.flags & _UTF8:
        try:
            name = raw.decode()
        except UnicodeDecodeError:
            raise Refused(
                Reason.NAME, "The name is not valid UTF-8; rename the file and zip it again.", printable(raw)
            ) from None
    elif unicode_name is not None:
        return unicode_name
    else:
        raise Refused(
            Reason.AMBIGUOUS_ARCHIVE,
            "The name is not marked as UTF-8, so it reads differently elsewhere; rename the file with ASCII letters.",
            printable(raw),
        )
    if unicode_name not in {None, name}:
        raise ambiguous("The entry has two different names", printable(raw))
    return name


def _unicode_path(field: bytes, raw: bytes) -> str | None:
    """The name that an Info-ZIP Unicode field gives, or None where the field is for an earlier name."""
    try:
        version, crc = _UNICODE_PATH_HEAD.unpack_from(field)
        name = field[_UNICODE_PATH_HEAD.size :].decode()
    except (struct.error, UnicodeDecodeError):
        raise broken("The Unicode name of the entry is damaged", printable(raw)) from None
    return name if version == 1 and crc == zlib.crc32(raw) else None


def _check_record(record: Record, name: str) -> None:
    if problem := judge(name.removesuffix("/")):
        raise Refused(*problem, name)
    if any(map(is_git_folder, name.split("/"))):
        raise Refused(Reason.HIDDEN, "The archive holds git's own folder; export the files without it.", name)
    if record.flags & _ENCRYPTED:
        raise Refused(Reason.ENCRYPTED, "The entry is encrypted; zip it again without a password.", name)
    if record.flags & ~_KNOWN_FLAGS:
        raise broken("The entry uses a feature that not every zip program knows", name)
    if record.method not in {STORED, DEFLATED}:
        raise broken("The entry is packed by a method other than store and deflate", name)
    _check_kind(record, name)
    if record.method == STORED and record.packed != record.size:
        raise ambiguous("The entry gives two different sizes", name)
    if record.size > max(_RATIO_FREE, record.packed * _MAX_RATIO):
        raise Refused(
            Reason.BOMB, f"The entry unpacks to more than {_MAX_RATIO} times its size; leave it out.", name
        )


def _check_kind(record: Record, name: str) -> None:
    kind = stat.S_IFMT(record.attributes >> 16)
    is_folder = name.endswith("/")
    if kind == stat.S_IFLNK:
        raise Refused(
            Reason.SYMLINK, "The entry is a symbolic link; put the file itself into the archive.", name
        )
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise Refused(Reason.DEVICE, "The entry is a pipe, socket or device; leave it out.", name)
    # Deflated nothing is two bytes; more would be a place to hide something.
    has_content = record.size > 0 or record.packed > 2
    contradicts = (kind == stat.S_IFREG or has_content) if is_folder else kind == stat.S_IFDIR
    if contradicts:
        raise ambiguous("The entry is a folder and a file at once", name)


def _check_names(names: list[str]) -> None:
    seen: set[str] = set()
    spellings = Spellings()
    for name in names:
        other = name if name in seen else spellings.add(name.removesuffix("/"), is_folder=name.endswith("/"))
        if other:
            twin = fall_together(name, other)
            raise Refused(twin.reason, twin.detail, name)
        seen.add(name)


def _check_bytes(data: bytes, records: list[Record], directory: int) -> list[int]:
    """Where the packed bytes of each entry start, when the entries follow one another without gap or overlap."""
    starts: dict[int, int] = {}
    order = sorted(records, key=lambda record: record.offset)
    expected = 0
    for record, following in zip(order, [*(record.offset for record in order[1:]), directory], strict=True):
        shown = printable(record.raw_name)
        if record.offset != expected:
            what = "before the first entry" if expected == 0 else "that belong to no entry or to two"
            raise ambiguous(f"The archive has bytes {what}", shown)
        local = local_header(data, record, directory)
        _check_agreement(record, local, shown)
        end = local.end + record.packed
        if not local.end <= end <= following:
            raise ambiguous("The entry overlaps another one", shown)
        tail = data[end:following]
        if tail not in (_descriptors(record) if record.flags & _SIZES_FOLLOW else (b"",)):
            raise ambiguous("The archive has hidden bytes behind the entry", shown)
        starts[record.offset] = local.end
        expected = following
    return [starts[record.offset] for record in records]


def _check_agreement(central: Record, local: Record, shown: str) -> None:
    if local.raw_name != central.raw_name:
        raise ambiguous(f"The entry is called {printable(local.raw_name)!r} in its own header", shown)
    if (local.flags, local.method) != (central.flags, central.method):
        raise ambiguous("The header of the entry contradicts the directory", shown)
    field = local.extra.get(_UNICODE_PATH)
    if field is not None and field != central.extra.get(_UNICODE_PATH):
        raise ambiguous("The entry has two different names", shown)
    pairs = ((local.crc, central.crc), (local.packed, central.packed), (local.size, central.size))
    later = {0} if central.flags & _SIZES_FOLLOW else set[int]()
    if any(here not in later | {there} for here, there in pairs):
        raise ambiguous(
            "The header of the entry gives other sizes or another checksum than the directory", shown
        )


def _descriptors(record: Record) -> tuple[bytes, ...]:
    """The four ways to write the sizes behind an entry: with or without signature, with short or long sizes."""
    forms: list[bytes] = []
    for layout in ("<LLL", "<LQQ"):
        try:
            plain = struct.pack(layout, record.crc, record.packed, record.size)
        except struct.error:
            continue
        forms += [plain, b"PK\7\x08" + plain]
    return tuple(forms)
