"""One connector package in memory: the bytes of its files, the digest over them, and what the source refused."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


INSIDE = "!/"
"""What stands in a path between an archive and what is in it."""


class Form(StrEnum):
    """How the package reached us; it decides which files may be expected."""

    FOLDER = "folder"
    ARCHIVE = "archive"
    FILE = "file"


class Reason(StrEnum):
    """Why a source would not take an entry (or a whole archive) into the package."""

    HIDDEN = "hidden"
    SYMLINK = "symlink"
    DEVICE = "device"
    OUTSIDE = "outside"
    NAME = "name"
    UNREADABLE = "unreadable"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    BROKEN_ARCHIVE = "broken-archive"
    AMBIGUOUS_ARCHIVE = "ambiguous-archive"
    ENCRYPTED = "encrypted"
    BOMB = "bomb"
    DUPLICATE = "duplicate"
    COLLISION = "collision"
    JUNK = "junk"


class Refusal(Struct, frozen=True):
    """An entry that was left out. `path` is its name as found ("" for the whole archive); `detail` is one sentence."""

    path: str
    reason: Reason
    detail: str


class Package(Struct, frozen=True, dict=True):
    """The files of one connector, by their path inside the package ("/" between parts).

    What an archive inside it holds is there as well: `package.zip!/PkgAssets/Stock.zip!/solution.xml`. `path` is how the user reached it, `name` its folder's or archive's name.
    `place` is the same path from the root of the file system, where it is on disk: it tells the folders above that `path` leaves out.
    """

    path: str
    name: str
    files: Mapping[str, bytes]
    refusals: tuple[Refusal, ...] = ()
    form: Form = Form.FOLDER
    place: str = ""

    @cached_property
    def listing(self) -> tuple[FileEntry, ...]:
        """Every file, in path order."""
        return tuple(
            FileEntry(path, len(self.files[path]), hashlib.sha256(self.files[path]).hexdigest())
            for path in sorted(self.files)
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the listing of all files."""
        return listing_digest(self.listing)


class FileEntry(Struct, frozen=True):
    """One line of a package's listing: path, size in bytes, and SHA-256 in hexadecimal digits."""

    path: str
    size: int
    sha256: str


def listing_digest(listing: Iterable[FileEntry]) -> str:
    """SHA-256 over a listing in path order: length-prefixed paths, sizes and digests. Raises ValueError for no digest."""
    digest = hashlib.sha256(b"certify/package/1\0")
    for entry in listing:
        name = entry.path.encode("utf-8", "surrogatepass")
        digest.update(len(name).to_bytes(8, "big") + name)
        digest.update(entry.size.to_bytes(8, "big") + bytes.fromhex(entry.sha256))
    return f"sha256:{digest.hexdigest()}"
