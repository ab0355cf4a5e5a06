"""One connector package in memory: the bytes of its files, what the source refused, and the digest over both."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


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


@dataclass(frozen=True, slots=True)
class Refusal:
    """An entry that was left out. `path` is its name as found ("" for the whole archive); `detail` is one sentence."""

    path: str
    reason: Reason
    detail: str


@dataclass(frozen=True)
class Package:
    """The files of one connector, by their path inside the package ("/" between parts).

    What an archive inside it holds is there as well: `package.zip!/PkgAssets/Stock.zip!/solution.xml`. `path` is how the user reached it, `name` its folder's or archive's name.
    """

    path: str
    name: str
    files: Mapping[str, bytes]
    refusals: tuple[Refusal, ...] = ()
    form: Form = Form.FOLDER

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the listing of all files: length-prefixed paths, sizes and digests, in path order."""
        listing = hashlib.sha256(b"certify/package/1\0")
        for path in sorted(self.files):
            name = path.encode("utf-8", "surrogatepass")
            data = self.files[path]
            listing.update(len(name).to_bytes(8, "big") + name)
            listing.update(len(data).to_bytes(8, "big") + hashlib.sha256(data).digest())
        return f"sha256:{listing.hexdigest()}"
