"""Packages in zip archives, read in memory and never unpacked to disk."""

from __future__ import annotations

import os
import zlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from certify.core.package import Form, Package, Refusal
from certify.sources.budget import Budget
from certify.sources.layout import inside, owner, package_folders
from certify.sources.limits import MAX_ARCHIVE_BYTES, max_bytes
from certify.sources.names import leave_out, shown, topmost_left_out
from certify.sources.nested import open_nested
from certify.sources.refused import Refused
from certify.sources.regular_file import read_regular, too_large, unreadable
from certify.sources.zip_records import broken
from certify.sources.zip_structure import DEFLATED, Entry, file_entries

if TYPE_CHECKING:
    from collections.abc import Iterable

_Refusals = tuple[Refusal, ...]


def read_archive(data: bytes, budget: Budget) -> tuple[dict[str, bytes], _Refusals]:
    """The files of an archive by name, and what was refused.

    An archive that is unsafe or ambiguous gives no files and one refusal that names the entry. For an archive
    inside another one, pass `budget.inner()` of the outer one's budget.
    """
    try:
        return _unpack(data, file_entries(data, budget))
    except Refused as refused:
        return {}, (refused.refusal,)


def _unpack(data: bytes, entries: Iterable[Entry]) -> tuple[dict[str, bytes], _Refusals]:
    files: dict[str, bytes] = {}
    refusals: dict[str, Refusal] = {}
    view = memoryview(data)
    for entry in entries:
        limit = max_bytes(entry.name)
        if top := topmost_left_out(entry.name):
            refusals.setdefault(top[0], leave_out(*top))
        elif entry.size > limit:
            refusals[entry.name] = replace(too_large(limit).refusal, path=entry.name)
        else:
            files[entry.name] = _content(view[entry.start : entry.start + entry.packed], entry)
    return files, tuple(refusals.values())


def _content(packed: memoryview, entry: Entry) -> bytes:
    if entry.method == DEFLATED:
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = stream.decompress(packed, entry.size + 1)
        except zlib.error:
            raise broken("The packed bytes of the entry are damaged", entry.name) from None
        if len(content) != entry.size or not stream.eof or stream.unused_data:
            raise broken("The entry does not have the size that it says", entry.name)
    else:
        content = bytes(packed)
    if zlib.crc32(content) != entry.crc:
        raise broken("The checksum of the entry is wrong", entry.name)
    return content


class ArchiveOrigin(Struct, frozen=True):
    """The package in `folder` of a zip archive ("" is its root); `is_whole` when the archive holds nothing else."""

    file: str
    folder: str = ""
    is_whole: bool = True

    @property
    def path(self) -> str:
        path = shown(os.path.normpath(self.file))
        return path if self.is_whole or not self.folder else f"{path}!/{self.folder}"

    def load(self) -> Package:
        try:
            contents = _open(self.file)
            entries = contents.entries if self.is_whole else contents.packages.get(self.folder, [])
            files, refusals = _unpack(contents.data, entries)
            nested, refused_inside = open_nested(files, contents.budget.fork(), read_archive)
            files, refusals = files | nested, refusals + refused_inside
        except Refused as refused:
            files, refusals = {}, (refused.refusal,)
        name = self.folder.rpartition("/")[2] or shown(Path(self.file).stem)
        return Package(
            self.path,
            name,
            {inside(path, self.folder): content for path, content in files.items()},
            tuple(replace(refusal, path=inside(refusal.path, self.folder)) for refusal in refusals),
            Form.ARCHIVE,
        )


def find_in_archive(file: str) -> list[ArchiveOrigin]:
    """The packages in an archive; its root alone when it holds no package folder or cannot be read."""
    try:
        contents = _open(file)
    except Refused:
        return [ArchiveOrigin(file)]
    if not contents.packages:
        return [ArchiveOrigin(file)]
    is_whole = len(contents.packages) == 1 and not contents.has_strays
    return [ArchiveOrigin(file, folder, is_whole) for folder in sorted(contents.packages)]


class _Contents(Struct, frozen=True):
    """An archive with a sound structure: its entries, and which of them belong to which package folder, or to none.

    `budget` is what reading it has left.
    """

    data: bytes
    entries: list[Entry]
    packages: dict[str, list[Entry]]
    has_strays: bool
    budget: Budget


def _open(file: str) -> _Contents:
    try:
        info = Path(file).stat()
    except (OSError, ValueError) as error:
        raise unreadable(error) from None
    return _contents(file, (info.st_ino, info.st_size, info.st_mtime_ns))


# One archive may hold hundreds of packages, which are loaded one after the other.
@lru_cache(maxsize=1)
def _contents(file: str, version: tuple[int, int, int]) -> _Contents:  # noqa: ARG001 - it is part of the key
    data = read_regular(file, MAX_ARCHIVE_BYTES, follow=True)
    budget = Budget()
    entries = file_entries(data, budget)
    folders = package_folders(entry.name for entry in entries)
    packages: dict[str, list[Entry]] = {folder: [] for folder in folders}
    has_strays = False
    for entry in entries:
        folder = owner(entry.name, folders)
        if folder is not None:
            packages[folder].append(entry)
        elif topmost_left_out(entry.name) is None:
            has_strays = True
    return _Contents(data, entries, packages, has_strays, budget)
