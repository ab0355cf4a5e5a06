"""Which of many published packages a new version is one of: by its folder's name, else by what it says of itself."""

from __future__ import annotations

import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from certify.cli.comparable import check_readable, documents_of
from certify.errors import SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.checking.checker import Task
    from certify.documents.definition import Definition
    from certify.sources import Origin


class Match(Struct, frozen=True):
    """A published package, and what it has in common with the new version: its `name`, `title`, or `host and operations`."""

    origin: Origin
    by: str


class PublishedPackages(Struct, frozen=True, dict=True):
    """Many published packages, among which new versions are looked up."""

    path: str
    origins: tuple[Origin, ...]

    def match(self, new: Origin) -> Match | None:
        """The package of the same folder name; where no folder has it, the only one of the same title, or host and operations.

        Raises UsageError where several folders have the name, and none of them in a folder called as the new one's is.
        """
        path = Path(new.path).resolve()
        name, shelf = folder_name(new.path).casefold(), path.parent.name
        named = [origin for origin in self.origins if folder_name(origin.path).casefold() == name]
        if len(named) > 1:
            # A connector may be published twice: once certified, and once by an independent publisher.
            beside = [origin for origin in named if Path(origin.path).resolve().parent.name == shelf]
            if len(beside) != 1:
                raise UsageError(
                    f"{self.path} holds many packages, and several called {folder_name(new.path)}; name the one to compare with"
                )
            named = beside
        return Match(named[0], "name") if named else self._alike(documents_of(new.load()).definition)

    def _alike(self, new: Definition | None) -> Match | None:
        if new is None:
            return None
        title, host, ids = _plain(new.info.title), _plain(new.text("host")), new.operations_by_id.keys()
        titled = [origin for origin, old in self._looks if title and old.title == title]
        if titled:
            return Match(titled[0], "title") if len(titled) == 1 else None
        # Publishers have several connectors on a host; only a version of this one has most of its operations as well.
        hosted = [
            origin
            for origin, old in self._looks
            if host and old.host == host and old.ids and 2 * len(ids & old.ids) >= len(old.ids)
        ]
        return Match(hosted[0], "host and operations") if len(hosted) == 1 else None

    @cached_property
    def _looks(self) -> list[tuple[Origin, Looks]]:
        """What each package is known by; read only when a folder's name is not found."""
        return [(origin, _looks_of(documents_of(origin.load()).definition)) for origin in self.origins]


class Looks(Struct, frozen=True):
    """What a package is known by when its folder has another name."""

    title: str = ""
    host: str = ""
    ids: frozenset[str] = frozenset()


def _looks_of(definition: Definition | None) -> Looks:
    if definition is None:
        return Looks()
    ids = frozenset(definition.operations_by_id)
    return Looks(_plain(definition.info.title), _plain(definition.text("host")), ids)


def _plain(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def folder_name(path: str) -> str:
    """The package's folder; of a single file, the folder that it lies in."""
    whole = Path(path).resolve()
    return whole.parent.name if whole.suffix.lower() == ".json" else whole.name.removesuffix(".zip")


def with_earlier_versions(tasks: list[Task], path: str, say: Callable[[str], object]) -> list[Task]:
    """Give each task the package at the path, or the one that it is a version of where the path holds several.

    A full commit id, or what is no path, names a git revision: each task gets its own package as it was then.
    Raises UsageError where there is nothing at the path, or the only package there cannot be read, and SourceError where
    it is no git revision either.
    """
    from certify.sources import find_origins

    if path.startswith(("/", "./", "../")) and not Path(path).exists():
        raise UsageError(f"there is nothing at {path} to compare with; name a package or a git revision")
    # A package from a stranger may hold a file whose name is the id of the commit that it is compared with.
    if re.fullmatch(r"[0-9a-f]{40}", path) or not Path(path).exists():
        from certify.sources.revision import baseline_origin

        try:
            return [replace(task, against=baseline_origin(task.origin, path)) for task in tasks]
        except SourceError as error:
            raise SourceError(f"{path} is no path, and as a git revision: {error}") from None
    origins = tuple(find_origins(path))
    if len(origins) == 1 and len(tasks) == 1:
        check_readable(origins[0].load())
        return [replace(tasks[0], against=origins[0])]
    published = PublishedPackages(path, origins)
    return [_with_published(task, published, say) for task in tasks]


def _with_published(task: Task, published: PublishedPackages, say: Callable[[str], object]) -> Task:
    found = published.match(task.origin)
    if found is None:
        return task
    if found.by != "name":
        say(f"{task.origin.path} is compared with {found.origin.path}, which has its {found.by}")
    return replace(task, against=found.origin)
