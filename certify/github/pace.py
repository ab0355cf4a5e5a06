"""The pace of writing that GitHub asks for: one write after the other, whichever thread makes it."""

from __future__ import annotations

import time
from threading import Lock


class Pace:
    """Writes of one installation or user, so many seconds apart. Safe for several threads."""

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
