"""Which packages of a checkout have changed since a revision."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from certify.sources.archive import ArchiveOrigin
from certify.sources.directory import DirectoryOrigin
from certify.sources.discovery import find_origins
from certify.sources.file import FileOrigin
from certify.sources.git_objects import checkout_of
from certify.sources.limits import MAX_ARCHIVE_BYTES
from certify.sources.refused import Refused
from certify.sources.regular_file import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.sources.git_objects import Checkout

_LINK = b"120000"
_SUBMODULE = b"160000"


def changed_since(path: str, revision: str) -> frozenset[str]:
    """The `path` of every origin at this path of which a file has changed since a revision.

    Committed, staged, unstaged and untracked changes count, and deleted files. Ignored files do not, nor does a
    change of line ends alone, which git makes itself on some systems. Raises SourceError when there is no
    checkout, no such revision, or nothing to check at the path.
    """
    checkout, inner = checkout_of(path)
    commit = checkout.commit(revision)
    by_place: dict[str, set[str]] = {}
    for origin in find_origins(path):
        match origin:
            case DirectoryOrigin(place) | FileOrigin(place) | ArchiveOrigin(place):
                home, below = checkout_of(place)
                by_place.setdefault(str(Path(home.root, below)), set()).add(origin.path)
            case _:
                continue
    found: set[str] = set()
    where = (f":(top,literal){inner}",) if inner else ()
    for file in _changed_in_git(checkout, commit, where):
        found |= _owners(Path(checkout.root, file), by_place)
    for file, mode, sha in _tracked(checkout, where):
        tracked = Path(checkout.root, file)
        owners = _owners(tracked, by_place)
        if not owners <= found and not _is_as_tracked(tracked, mode, sha):
            found |= owners
    return frozenset(found)


def _owners(file: Path, by_place: dict[str, set[str]]) -> set[str]:
    """What the nearest package that a file lies in is called; nothing when it lies in none."""
    folders = map(str, (file, *file.parents))
    return next((by_place[folder] for folder in folders if folder in by_place), set[str]())


def _changed_in_git(checkout: Checkout, commit: str, where: tuple[str, ...]) -> Iterator[str]:
    """The files that differ between the commit and the index, and those that git does not know yet."""
    staged = checkout.run("diff-index", "--cached", "--name-only", "--no-renames", "-z", commit, "--", *where)
    untracked = checkout.run("ls-files", "--others", "--exclude-standard", "-z", "--", *where)
    yield from map(os.fsdecode, filter(None, (staged + untracked).split(b"\0")))


def _tracked(checkout: Checkout, where: tuple[str, ...]) -> Iterator[tuple[str, bytes, bytes]]:
    """The files in the index with their modes and ids."""
    for line in filter(None, checkout.run("ls-files", "--stage", "-z", "--", *where).split(b"\0")):
        mode, sha, rest = line.split(b" ", 2)
        yield os.fsdecode(rest.partition(b"\t")[2]), mode, sha


def _is_as_tracked(file: Path, mode: bytes, sha: bytes) -> bool:
    """Whether the working tree has the content of the index.

    Git itself is not asked, because it would run the checkout's own filters to find out.
    """
    if mode == _SUBMODULE:
        return True
    try:
        data = os.fsencode(file.readlink()) if mode == _LINK else read_regular(str(file), MAX_ARCHIVE_BYTES)
    except (OSError, Refused):
        return False
    return sha in {_id(data), _id(data.replace(b"\r\n", b"\n"))}


def _id(data: bytes) -> bytes:
    # Git's name for a blob, not a safeguard.
    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest().encode()
