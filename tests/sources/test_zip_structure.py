"""Zip archives as bytes: what must be accepted, what must be refused, and what no bytes may do."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from typing import TYPE_CHECKING

import hostile_zip
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from zip_writer import (
    DEFINITION,
    FILE_MODE,
    STREAMED,
    UTF8,
    Archive,
    Member,
    one,
    unicode_path,
    zip64_end,
    zip64_extra,
    zip_of,
)

from certify.sources import Budget, read_archive

if TYPE_CHECKING:
    from certify.core.package import Reason, Refusal

NAME = "apiDefinition.swagger.json"


def the_refusal(data: bytes) -> Refusal:
    files, refusals = read_archive(data, Budget())
    assert files == {}
    (refusal,) = refusals
    return refusal


@pytest.mark.parametrize(
    ("data", "reason"), [pytest.param(data, reason, id=name) for name, data, reason in hostile_zip.cases()]
)
def test_a_hostile_archive_is_refused_with_one_reason(data: bytes, reason: Reason) -> None:
    tracemalloc.start()
    started = time.process_time()
    refusal = the_refusal(data)
    spent = time.process_time() - started
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert refusal.reason is reason, refusal
    assert refusal.detail.endswith(".")
    refusal.path.encode()
    assert spent < 5
    assert peak < 150 << 20


def test_the_refusal_names_the_entry() -> None:
    assert the_refusal(zip_of(Member(), Member(name=b"../x.json"))).path == "../x.json"


def python_zip(**options: object) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", **options) as archive:  # type: ignore[call-overload]
        archive.writestr(NAME, DEFINITION)
        archive.writestr("Brønnøysund.md", "text")
        archive.mkdir("images")
    return buffer.getvalue()


class Pipe(io.RawIOBase):
    """Like a pipe: what is written cannot be gone back to."""

    def __init__(self) -> None:
        super().__init__()
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.data += data
        return len(data)


def python_stream() -> bytes:
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:  # type: ignore[call-overload]
        archive.writestr(NAME, DEFINITION)
    return bytes(pipe.data)


def python_zip64(target: io.BytesIO | Pipe) -> bytes:
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,  # type: ignore[call-overload]
        archive.open(NAME, "w", force_zip64=True) as entry,
    ):
        entry.write(DEFINITION)
    return bytes(target.data) if isinstance(target, Pipe) else target.getvalue()


def streamed(*, signature: bool, long: bool = False, known: tuple[int, int, int] = (0, 0, 0)) -> bytes:
    packed = zlib.compress(DEFINITION, wbits=-15)
    behind = struct.pack("<LQQ" if long else "<3L", zlib.crc32(DEFINITION), len(packed), len(DEFINITION))
    behind = b"PK\7\x08" * signature + behind
    return one(flags=STREAMED | UTF8, local_sizes=known, packed=packed, behind=behind)


ACCEPTED = {
    "Python stored": python_zip(),
    "Python deflated": python_zip(compression=zipfile.ZIP_DEFLATED),
    "Python to a pipe": python_stream(),
    "Python ZIP64": python_zip64(io.BytesIO()),
    "Python ZIP64 to a pipe": python_zip64(Pipe()),
    "streamed with signature (Java, .NET, JSZip, yazl, macOS)": streamed(signature=True),
    "streamed without signature": streamed(signature=False),
    "streamed with long sizes": streamed(signature=True, long=True),
    "streamed with known size (Info-ZIP)": streamed(signature=True, known=(0, 0, len(DEFINITION))),
    "7z: DOS attributes only": one(attributes=0x20),
    "7z: its Unix extension": one(attributes=FILE_MODE | 0x8000),
    "extra fields that differ (Info-ZIP, bsdtar)": one(
        extra=struct.pack("<2HBL", 0x5455, 5, 3, 0), local_extra=struct.pack("<2HBLL", 0x5455, 9, 3, 0, 0)
    ),
    "comment": Archive(comment=b"made by hand").build(),
    "ZIP64 field that only repeats": one(extra=zip64_extra(len(DEFINITION))),
    "deflated folder (Java)": zip_of(
        Member(name=b"images/", data=b"", packed=b"\3\0", attributes=0x10), Member()
    ),
    "largest ratio that is free": zip_of(Member(), Member(name=b"zeros.md", data=bytes(1 << 20))),
}  # fmt: skip


@pytest.mark.parametrize("data", ACCEPTED.values(), ids=ACCEPTED)
def test_what_ordinary_programs_write_is_accepted(data: bytes) -> None:
    files, refusals = read_archive(data, Budget())
    assert refusals == ()
    assert files[NAME] == DEFINITION


def test_unicode_names_are_read() -> None:
    assert "Brønnøysund.md" in read_archive(python_zip(), Budget())[0]


def test_the_unicode_field_of_info_zip_gives_the_name() -> None:
    field = unicode_path(b"caf\x82.json", "café.json")
    data = zip_of(Member(name=b"caf\x82.json", extra=field, local_extra=field))
    assert list(read_archive(data, Budget())[0]) == ["café.json"]


@pytest.mark.parametrize("count", [1, 3])
def test_a_zip64_end_that_tells_the_truth_is_accepted(count: int) -> None:
    members = tuple(Member(name=b"%d.json" % number) for number in range(count))
    plain = Archive(members).build()
    size, offset = struct.unpack("<2L", plain[-10:-2])
    end = zip64_end(count, size, offset, offset + size)
    data = Archive(
        members,
        before_end=end,
        counts=(0xFFFF, 0xFFFF),
        directory_size=0xFFFFFFFF,
        directory_offset=0xFFFFFFFF,
    ).build()
    assert len(read_archive(data, Budget())[0]) == count


SEEDS = [
    zip_of(
        Member(), Member(name="ø.md".encode(), flags=UTF8, data=b"x" * 2_000), Member(name=b"a.bin", method=0)
    ),
    streamed(signature=True),
    python_zip64(io.BytesIO()),
    Archive(comment=b"comment").build(),
]


@settings(max_examples=300)
@given(
    st.sampled_from(SEEDS),
    st.lists(st.tuples(st.integers(0, 1 << 12), st.binary(min_size=1, max_size=8)), max_size=4),
    st.integers(0, 40),
)
def test_no_mutation_makes_the_reader_fail(seed: bytes, changes: list[tuple[int, bytes]], cut: int) -> None:
    data = bytearray(seed)
    for position, replacement in changes:
        start = position % len(data)
        data[start : start + len(replacement)] = replacement
    files, refusals = read_archive(bytes(data[: len(data) - cut] if cut < 5 else data), Budget())
    assert bool(files) or bool(refusals)
    assert sum(map(len, files.values())) <= 100 << 20


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_no_bytes_at_all_make_the_reader_fail(data: bytes) -> None:
    files, refusals = read_archive(data, Budget())
    assert files or refusals
    files, refusals = read_archive(one()[:40] + data + one()[40:], Budget())
    assert files or refusals
