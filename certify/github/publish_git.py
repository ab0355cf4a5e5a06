"""A package as git stores it: the names of its blobs and of its tree, worked out here, so that GitHub's can be compared."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE, _FOLDER = b"100644", b"40000"


def blob_name(data: bytes) -> str:
    """Git's name of a file's content, as 40 hexadecimal digits."""
    return _name(b"blob", data)


def tree_name(files: Mapping[str, bytes]) -> str:
    """Git's name of the folder that holds exactly these files, none of them executable. Paths have "/" between parts."""
    entries: dict[bytes, tuple[bytes, str]] = {}
    folders: dict[str, dict[str, bytes]] = {}
    for path, data in files.items():
        first, slash, rest = path.partition("/")
        if slash:
            folders.setdefault(first, {})[rest] = data
        else:
            entries[first.encode()] = (_FILE, blob_name(data))
    for name, below in folders.items():
        entries[name.encode()] = (_FOLDER, tree_name(below))
    # Git sorts folders as if their names ended in a slash.
    order = sorted(entries, key=lambda name: name + b"/" if entries[name][0] == _FOLDER else name)
    return _name(
        b"tree",
        b"".join(b"%s %s\0" % (entries[name][0], name) + bytes.fromhex(entries[name][1]) for name in order),
    )


def _name(kind: bytes, data: bytes) -> str:
    # Git's own choice of hash; a collision would need the certified files to be one half of it.
    return hashlib.sha1(b"%s %d\0" % (kind, len(data)) + data, usedforsecurity=False).hexdigest()
