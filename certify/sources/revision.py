"""Packages as they were at another revision of the checkout that they lie in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from certify.core.package import Form, Package, Reason, Refusal
from certify.errors import SourceError
from certify.sources.directory import DirectoryOrigin
from certify.sources.file import FileOrigin
from certify.sources.git_objects import checkout_of
from certify.sources.limits import max_bytes
from certify.sources.names import shown
from certify.sources.refused import Refused
from certify.sources.tree import find_packages, read_package

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.sources.git_objects import Checkout, GitNode
    from certify.sources.origin import Origin

# A commit can name a folder any number of times at no cost, so the search in it must end.
_MAX_SEARCHED = 200_000


class RevisionOrigin(Struct, frozen=True):
    """A package folder, or a single file, at a commit. `folder` is where it lies in the checkout at `root`."""

    path: str
    root: str
    commit: str
    folder: str

    def load(self) -> Package:
        name = shown(self.folder.rpartition("/")[2] or Path(self.root).name)
        checkout, _ = checkout_of(self.root)
        is_file = False
        try:
            node = checkout.root_of(self.commit).descend(self.folder)
            is_file = node is not None and not node.is_folder
            files, refusals = _read(node, name)
        except Refused as refused:
            found = refused.refusal
            files, refusals = {}, (Refusal(name if is_file else "", found.reason, found.detail),)
        return Package(self.path, name, files, refusals, Form.FILE if is_file else Form.FOLDER)


def _read(node: GitNode | None, name: str) -> tuple[dict[str, bytes], tuple[Refusal, ...]]:
    if node is None:
        raise Refused(Reason.UNREADABLE, "It is not at this revision any more; name another one.")
    return read_package(node) if node.is_folder else ({name: node.read(max_bytes(name))}, ())


def packages_at(path: str, revision: str) -> Iterator[RevisionOrigin]:
    """The packages at a path as they were at a revision; the path need not exist any more.

    Raises SourceError when there is no checkout, no such revision, or nothing to check at the path then.
    """
    checkout, inner = checkout_of(path)
    commit = checkout.commit(revision)
    try:
        node = checkout.root_of(commit).descend(inner)
        folders = () if node is None else find_packages(node, _MAX_SEARCHED) if node.is_folder else ("",)
        found = False
        for folder in folders:
            found = True
            yield _origin(checkout, commit, revision, "/".join(filter(None, (inner, folder))))
    except Refused as refused:
        raise SourceError(f"{shown(path)} cannot be read at {revision!r}: {refused.refusal.detail}") from None
    if not found:
        raise SourceError(
            f"{shown(path)} holds no connector package at {revision!r}; name another path or revision."
        )


def baseline_origin(origin: Origin, revision: str) -> RevisionOrigin | None:
    """The same package folder or file at a revision, or None when it was not there.

    Archives and standard input have no baseline. Raises SourceError as `packages_at` does.
    """
    match origin:
        case DirectoryOrigin(place) | FileOrigin(place):
            pass
        case RevisionOrigin():
            place = str(Path(origin.root, origin.folder))
        case _:
            return None
    checkout, inner = checkout_of(place)
    commit = checkout.commit(revision)
    try:
        node = checkout.root_of(commit).descend(inner)
    except Refused as refused:
        raise SourceError(f"{origin.path} cannot be read at {revision!r}: {refused.refusal.detail}") from None
    if node is None or node.is_file != isinstance(origin, FileOrigin):
        return None
    return _origin(checkout, commit, revision, inner)


def _origin(checkout: Checkout, commit: str, revision: str, folder: str) -> RevisionOrigin:
    return RevisionOrigin(shown(f"{revision}:{folder or '.'}"), checkout.root, commit, folder)
