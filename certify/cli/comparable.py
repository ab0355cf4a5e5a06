"""Whether two versions can be compared at all: what to say of one that cannot be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.documents.documents import Documents
from certify.engine.profile import profile_of
from certify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.package import Package

_NOTHING = "holds no readable apiDefinition.swagger.json or apiProperties.json"


def documents_of(package: Package) -> Documents:
    """The documents of a package, under the profile that it has by itself."""
    return Documents(package, profile_of(package)[0])


def unreadable_in(package: Package) -> Iterator[str]:
    """A sentence for each document of a package that is there and cannot be read, so that nothing can be said of it."""
    for _, file in documents_of(package).unreadable:
        yield f"{package.path}: {file.name} cannot be read to its end as a JSON object; mend it first, nothing was compared"
    for refusal in package.refusals:
        if not package.files:
            yield f"{package.path}: {refusal.detail} Nothing was compared"


def check_readable(package: Package) -> None:
    """Raises UsageError where nothing can be compared with the package, because something or all of it cannot be read."""
    for line in unreadable_in(package):
        raise UsageError(line)
    documents = documents_of(package)
    if documents.definition is None and documents.properties is None:
        raise UsageError(f"{package.path} {_NOTHING} to compare with")


def check_common(old: Package, new: Package) -> None:
    """Raises UsageError where the versions have no document in common that could be compared."""
    earlier, later = documents_of(old), documents_of(new)
    for before, after in (
        (earlier.definition, later.definition),
        (earlier.properties, later.properties),
    ):
        if before is not None and after is not None:
            return
    lacking = old if earlier.definition is None and earlier.properties is None else new
    raise UsageError(f"{lacking.path} {_NOTHING} that the other version has as well")
