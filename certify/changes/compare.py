"""Compare two versions of a package, document by document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.changes.change import Change, member_change
from certify.changes.connection import compare_connections, compare_schemes
from certify.changes.operations import address, compare_operations
from certify.changes.passing import compare_passing, compare_scripts
from certify.core.place import Place
from certify.core.update import Update
from certify.documents.files import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.definition import Definition
    from certify.documents.documents import Documents


def compare(old: Documents, new: Documents, update: Update | None) -> Iterator[Change]:
    """Every change from the old version to the new one; a document that only one version has is not compared.

    `update` is its class, as `update_of` says it.
    """
    yield from _unreadable(old, new)
    lost = {role for version in (old, new) for role, _ in version.unreadable}
    if old.definition is not None and new.definition is not None and Role.DEFINITION not in lost:
        yield from _definition(old.definition, new.definition)
        before, after = old.definition.info, new.definition.info
        # An update that goes by the number of the version before it; what is the same is no update.
        if before.version == after.version and update is not Update.NONE:
            yield member_change("version-unchanged", "info/version", before, after, "version")
    if old.properties is not None and new.properties is not None and Role.PROPERTIES not in lost:
        yield from compare_connections(old.properties, new.properties)
        yield from compare_passing(old.properties, new.properties)
        yield from compare_scripts(old, new)
    if update is Update.MAJOR:
        yield from _intro(old, new)


def _intro(old: Documents, new: Documents) -> Iterator[Change]:
    """The public page, where it says the same of a version that does something else."""
    before, after = old.file_of(Role.INTRO), new.file_of(Role.INTRO)
    if before is not None and after is not None and before.text.split() == after.text.split():
        yield Change("intro-unchanged", "intro", None, Place(old.prefix + before.path), Place(after.path))


def _unreadable(old: Documents, new: Documents) -> Iterator[Change]:
    """The documents of the old version of which nothing can be said, because they cannot be read."""
    now = {Role.DEFINITION: new.definition, Role.PROPERTIES: new.properties}
    for role, file in old.unreadable:
        after = now[role]
        if after is not None:
            yield Change("unreadable", role, None, Place(old.prefix + file.path), after.place)


def _definition(old: Definition, new: Definition) -> Iterator[Change]:
    yield from compare_operations(old, new)
    if old.get("host") != new.get("host"):
        yield member_change("host", "host", old, new, "host")
    if (old.get("basePath") or "/") != (new.get("basePath") or "/") and not _keeps_addresses(old, new):
        yield member_change("host", "basePath", old, new, "basePath")
    if _used_scheme(old) not in (new.strings("schemes") or ["https"]):
        yield member_change("host", "schemes", old, new, "schemes")
    if old.info.title != new.info.title:
        yield member_change("title", "info/title", old.info, new.info, "title")
    yield from compare_schemes(old, new)


def _used_scheme(definition: Definition) -> str:
    """What calls go by: the safer one where both are offered, so that it matters to nobody when the other goes."""
    schemes = definition.strings("schemes") or ["https"]
    return "https" if "https" in schemes else schemes[0]


def _keeps_addresses(old: Definition, new: Definition) -> bool:
    """Whether what went from the base path came into the paths, so that every call goes where it went."""
    both = [
        (operation, new.operations_by_id[name])
        for name, operation in old.operations_by_id.items()
        if name in new.operations_by_id
    ]
    return bool(both) and all(address(before) == address(after) for before, after in both)
