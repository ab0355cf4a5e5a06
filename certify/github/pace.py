"""The pace of writing that GitHub asks for: one write after the other, whichever thread or process makes it."""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable


class Pace(Protocol):
    """Writes of one installation or user, so far apart as GitHub asks for."""

    def wait(self) -> None:
        """Return when it is this write's turn."""
        ...


Paces: TypeAlias = "Callable[[str], Pace]"
"""The pace of whoever writes, by a name such as `installation 5`. The same name has to mean the same pace everywhere."""


class OwnPace:
    """The pace of one process: writes so many seconds apart. Safe for several threads."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._lock = Lock()
        self._next = 0.0

    def wait(self) -> None:
        """Return when it is this write's turn."""
        with self._lock:
            now = time.monotonic()
            turn = max(now, self._next)
            self._next = turn + self._seconds
        if turn > now:
            time.sleep(turn - now)


def own_paces(seconds: float) -> Paces:
    """Paces of this process alone."""
    paces: dict[str, OwnPace] = {}
    return lambda name: paces.setdefault(name, OwnPace(seconds))
