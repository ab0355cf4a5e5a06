"""The two versions that a person names on the command line: paths, git revisions, or one of many published packages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from certify.core.profile import profile_of
from certify.documents.documents import Documents
from certify.documents.files import Role
from certify.errors import SourceError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.package import Package


def both_packages(old: str, new: str) -> tuple[Package, Package]:
    """The earlier and the new version. `old` may be `REV..REV`, which has both at `new`.

    Raises UsageError where one of them is not one package, SourceError where there is nothing.
    """
    earlier, dots, later = old.partition("..")
    if dots and not Path(old).exists() and earlier and later:
        return _at_revision(new, earlier), _at_revision(new, later)
    if old == new == "-":
        raise UsageError("standard input can be one of the two versions, not both")
    return earlier_package(old, new), _one(new)


def earlier_package(old: str, new: str) -> Package:
    """The version that the package at `new` is compared with: a path, one of the same folder's name below it, or a revision."""
    if old != "-" and not Path(old).exists():
        try:
            return _at_revision(new, old)
        except SourceError as error:
            raise SourceError(f"{old} is no path, and as a git revision: {error}") from None
    from certify.sources import find_origins

    origins = list(find_origins(old))
    if len(origins) > 1:
        wanted = _folder_name(new)
        origins = [origin for origin in origins if _folder_name(origin.path).casefold() == wanted.casefold()]
        if len(origins) != 1:
            count = "several" if origins else "no"
            raise UsageError(
                f"{old} holds many packages, and {count} one called {wanted}; name the one to compare with"
            )
    return origins[0].load()


def _folder_name(path: str) -> str:
    """The package's folder; of a single file, the folder that it lies in."""
    whole = Path(path).resolve()
    return whole.parent.name if whole.suffix.lower() == ".json" else whole.name.removesuffix(".zip")


def _at_revision(path: str, revision: str) -> Package:
    from certify.sources.revision import packages_at

    origins = list(packages_at(path, revision))
    if len(origins) != 1:
        raise UsageError(f"{path} holds {len(origins)} packages at {revision}; name one of them")
    return origins[0].load()


def _one(path: str) -> Package:
    from certify.sources import find_origins

    origins = list(find_origins(path))
    if len(origins) != 1:
        raise UsageError(f"{path} holds {len(origins)} packages; name one of them")
    return origins[0].load()


def unreadable_in(package: Package) -> Iterator[str]:
    """A sentence for each document of a package that is there and cannot be read, so that nothing can be said of it."""
    documents = Documents(package, profile_of(package)[0])
    for role, document in ((Role.DEFINITION, documents.definition), (Role.PROPERTIES, documents.properties)):
        file = documents.file_of(role)
        if file is not None and document is None:
            yield f"{package.path}: {file.name} cannot be read as a JSON object; mend it first, nothing was compared"
    for refusal in package.refusals:
        if not package.files:
            yield f"{package.path}: {refusal.detail} Nothing was compared"


def check_common(old: Package, new: Package) -> None:
    """Raises UsageError where the versions have no document in common that could be compared."""
    earlier, later = (Documents(package, profile_of(package)[0]) for package in (old, new))
    for before, after in (
        (earlier.definition, later.definition),
        (earlier.properties, later.properties),
    ):
        if before is not None and after is not None:
            return
    lacking = old if earlier.definition is None and earlier.properties is None else new
    raise UsageError(
        f"{lacking.path} holds no readable apiDefinition.swagger.json or apiProperties.json that the other version has as well"
    )
