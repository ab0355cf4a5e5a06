"""Packages in folders on disk."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from certify.core.package import Form, Package
from certify.sources.names import shown
from certify.sources.regular_file import check_kind, read_regular, unreadable
from certify.sources.tree import find_packages, read_package, too_many

if TYPE_CHECKING:
    from collections.abc import Iterator


class DirectoryOrigin(Struct, frozen=True):
    """The package in a folder. Links are followed in the folder's own path only."""

    folder: str

    @property
    def path(self) -> str:
        return shown(os.path.normpath(self.folder))

    def load(self) -> Package:
        # Not resolve(): the name is the one that the user knows, not that of what a link leads to.
        place = Path(os.path.abspath(self.folder))  # noqa: PTH100 - see above
        files, refusals = read_package(_Root(self.folder))
        return Package(self.path, shown(place.name), files, refusals, Form.FOLDER, shown(str(place)))


def find_folders(root: str) -> Iterator[DirectoryOrigin]:
    """The packages in a folder that the user named, and below it at any depth."""
    for path in find_packages(_Root(root)):
        yield DirectoryOrigin(str(Path(root, path)))


class _Root(Struct, frozen=True):
    """The folder that the walk starts from."""

    path: str
    name: str = ""
    is_folder: bool = True

    def children(self, limit: int | None) -> list[_Entry]:
        entries = _children(self.path, limit)
        if any(entry.name == ".git" for entry in entries):
            # The root of a checkout: git's own entries are the repository's, never part of what is submitted.
            return [entry for entry in entries if not entry.name.startswith(".git")]
        return entries

    def read(self, limit: int) -> bytes:
        return read_regular(self.path, limit)


class _Entry:
    """What a listing of a folder says; the system is asked as little as possible beyond it."""

    __slots__ = ("_entry", "is_folder", "name")

    def __init__(self, entry: os.DirEntry[str]) -> None:
        self._entry = entry
        self.name = entry.name
        try:
            self.is_folder = entry.is_dir(follow_symlinks=False)
        except OSError:
            self.is_folder = False

    def children(self, limit: int | None) -> list[_Entry]:
        return _children(self._entry.path, limit)

    def read(self, limit: int) -> bytes:
        try:
            if not self._entry.is_file(follow_symlinks=False):
                check_kind(self._entry.stat(follow_symlinks=False).st_mode)
        except OSError as error:
            raise unreadable(error) from None
        return read_regular(self._entry.path, limit)


def _children(folder: str, limit: int | None) -> list[_Entry]:
    try:
        with os.scandir(folder) as found:
            entries = [_Entry(entry) for entry in islice(found, None if limit is None else limit + 1)]
    except (OSError, ValueError) as error:
        raise unreadable(error) from None
    if limit is not None and len(entries) > limit:
        raise too_many()
    entries.sort(key=lambda entry: entry.name)
    return entries
