"""The files of nested archives as a tree: what lies directly in each archive and folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from certify.core.package import INSIDE
from certify.core.place import Place

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from certify.documents.files import File

JUNK_FOLDER = "__MACOSX"


class Level(Struct, frozen=True):
    """What lies directly in an archive or folder; `prefix` is what the paths in it start with.

    `junk` are the folders of an operating system that were left out here, by name.
    """

    prefix: str
    files: tuple[File, ...] = ()
    folders: tuple[str, ...] = ()
    junk: tuple[str, ...] = ()

    @property
    def archives(self) -> tuple[File, ...]:
        return tuple(file for file in self.files if file.name.lower().endswith(".zip"))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is known of it, as of an archive that could not be opened."""
        return not self.files and not self.folders

    def named(self, *names: str) -> File | None:
        """The file of one of these names, in capitals or not."""
        return next((file for file in self.files if file.name.lower() in names), None)

    def folder(self, name: str) -> str | None:
        """The folder's name as it is written here."""
        return next((folder for folder in self.folders if folder.lower() == name.lower()), None)

    def place(self, name: str) -> Place:
        """The place of something in it by name."""
        return Place(self.prefix + name)


class Tree:
    """Finds levels by their prefix: `""`, `package.zip!/`, `package.zip!/PkgAssets/`."""

    def __init__(self, files: Mapping[str, File], left_out: Iterable[str] = ()) -> None:
        self._files: dict[str, list[File]] = {}
        self._folders: dict[str, dict[str, None]] = {}
        self._junk: dict[str, list[str]] = {}
        self._archives = {f"{path}{INSIDE}" for path in files if path.lower().endswith(".zip")}
        for path, file in files.items():
            prefix = path[: len(path) - len(file.name)]
            self._files.setdefault(prefix, []).append(file)
            self._enter(prefix)
        for path in left_out:
            prefix, _, name = path.rpartition("/")
            if name == JUNK_FOLDER:
                self._junk.setdefault(prefix + "/" if prefix else "", []).append(name)

    def _enter(self, prefix: str) -> None:
        """Note the folders that lead there, up to the archive that holds them."""
        while prefix and prefix not in self._archives:
            above = prefix[: prefix.rstrip("/").rfind("/") + 1]
            self._folders.setdefault(above, {})[prefix[len(above) : -1]] = None
            prefix = above

    def level(self, prefix: str) -> Level:
        return Level(
            prefix,
            tuple(self._files.get(prefix, ())),
            tuple(self._folders.get(prefix, ())),
            tuple(self._junk.get(prefix, ())),
        )

    def inside(self, archive: File) -> Level:
        """What is in an archive; empty when it could not be opened."""
        return self.level(f"{archive.path}{INSIDE}")

    def below(self, prefix: str) -> list[File]:
        """All files whose path starts so, in nested archives too."""
        return [file for start, files in self._files.items() if start.startswith(prefix) for file in files]
