"""The two versions that a person names on the command line: paths, git revisions, or one of many published packages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from certify.errors import SourceError, UsageError

if TYPE_CHECKING:
    from certify.core.package import Package
    from certify.sources import Origin


def both_packages(old: str, new: str) -> tuple[Package, Package]:
    """The earlier and the new version. `old` may be `REV..REV`, which has both at `new`.

    Raises UsageError where one of them is not one package, SourceError where there is nothing.
    """
    earlier, dots, later = old.partition("..")
    if dots and not Path(old).exists() and earlier and later:
        return _at_revision(new, earlier), _at_revision(new, later)
    if old == new == "-":
        raise UsageError("standard input can be one of the two versions, not both")
    return earlier_package(old, new), _origin(new).load()


def earlier_package(old: str, new: str) -> Package:
    """The version that the package at `new` is compared with: a path, the one below it that it is a version of, or a revision."""
    if old != "-" and not Path(old).exists():
        try:
            return _at_revision(new, old)
        except SourceError as error:
            raise SourceError(f"{old} is no path, and as a git revision: {error}") from None
    from certify.cli.published import PublishedPackages, folder_name
    from certify.sources import find_origins

    origins = tuple(find_origins(old))
    if len(origins) == 1:
        return origins[0].load()
    match = PublishedPackages(old, origins).match(_origin(new))
    if match is None:
        raise UsageError(
            f"{old} holds many packages, and no one called {folder_name(new)}, or of its title, or of its host and operations; "
            "name the one to compare with"
        )
    return match.origin.load()


def _at_revision(path: str, revision: str) -> Package:
    from certify.sources.revision import packages_at

    origins = list(packages_at(path, revision))
    if len(origins) != 1:
        raise UsageError(f"{path} holds {len(origins)} packages at {revision}; name one of them")
    return origins[0].load()


def _origin(path: str) -> Origin:
    from certify.sources import find_origins

    origins = list(find_origins(path))
    if len(origins) != 1:
        raise UsageError(f"{path} holds {len(origins)} packages; name one of them")
    return origins[0]
