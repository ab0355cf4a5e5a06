"""Git's objects never change, so what was read once need not be asked for again when a job is tried again.

Without it a job that needs many calls would begin from nothing at each attempt, and end at none while GitHub limits the rate.
"""

from __future__ import annotations

import hashlib
import sys
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias, cast

from certify.github.port import Tree

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.github.port import GitHub

_READS = frozenset({"blob", "tree", "subtree", "commit"})
_ENTRY_SIZE = 300
"""About so many bytes of memory does an entry of a tree take."""

_Key: TypeAlias = "tuple[str, str, str, str]"


class Objects:
    """What was read lately, by who may read it, within so many bytes. Safe for several threads."""

    def __init__(self, most: int = 64 << 20) -> None:
        self._room = most
        self._largest = most // 4
        self._held: OrderedDict[_Key, tuple[Any, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, key: _Key, ask: Callable[[], Any]) -> Any:
        """What is held under the key, or what GitHub answers."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
                return self._held[key][0]
        found = ask()
        self._keep(key, found, _size(found))
        return found

    def _keep(self, key: _Key, found: Any, size: int) -> None:
        if size > self._largest:
            return
        with self._lock:
            if key not in self._held:
                self._held[key] = found, size
                self._room -= size
            while self._room < 0:
                _, (_, freed) = self._held.popitem(last=False)
                self._room += freed


class _Remembering:
    def __init__(self, github: GitHub, objects: Objects, reader: str) -> None:
        self._github, self._objects, self._reader = github, objects, reader

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._github, name)
        if name not in _READS:
            return value

        def ask(repository: str, sha: str) -> Any:
            return self._objects.get((self._reader, name, repository, sha), lambda: value(repository, sha))

        return ask

    def create_blob(self, repository: str, data: bytes) -> str:
        """The same bytes are the same blob, which GitHub keeps for longer than a process runs on with a job."""
        key = (self._reader, "created", repository, hashlib.sha256(data).hexdigest())
        return str(self._objects.get(key, lambda: self._github.create_blob(repository, data)))


def remembering(github: GitHub, objects: Objects, reader: str) -> GitHub:
    """The same GitHub for a reader, such as `installation 5`; nobody is told what only another may read."""
    return cast("GitHub", _Remembering(github, objects, reader))


def _size(found: Any) -> int:
    if isinstance(found, Tree):
        return _ENTRY_SIZE * (1 + len(found.entries))
    return sys.getsizeof(found) + _ENTRY_SIZE
