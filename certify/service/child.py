"""The worker process that `certify serve` keeps beside itself, so that no review ever slows the intake down.

The pipe to its standard input wakes it, and ends it when this process dies however suddenly.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from certify.service.logs import log

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WORKER_COMMAND = (sys.executable, "-m", "certify", "worker", "--until-eof")
_LONGEST_PAUSE = 30.0
_WELL_AFTER = 60.0
_NICE = 5
"""A review may take a second longer; GitHub waits ten for an answer."""


@dataclass
class WorkerProcess:
    """One child that works; started anew when it ends by itself, each time after a longer pause."""

    command: Sequence[str]
    grace_seconds: float
    _stopping: threading.Event = field(default_factory=threading.Event)
    _child: subprocess.Popen[bytes] | None = None
    _thread: threading.Thread | None = None

    def start(self) -> None:
        self._thread = threading.Thread(target=self._keep, name="worker-process", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There may be something due."""
        child = self._child
        if child is not None and child.stdin is not None:
            # It may just have ended; its successor looks by itself.
            with suppress(OSError, ValueError):
                child.stdin.write(b"\n")
                child.stdin.flush()

    def stop(self) -> None:
        """Tell it to end, and wait until it has put down its work."""
        self._stopping.set()
        child = self._child
        if child is not None:
            child.terminate()
            try:
                child.wait(timeout=self.grace_seconds + 20)
            except subprocess.TimeoutExpired:
                log.error("the worker process did not end, and is killed")
                child.kill()
                child.wait()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _keep(self) -> None:
        pause = 0.5
        while not self._stopping.is_set():
            started = time.monotonic()
            with subprocess.Popen(self.command, stdin=subprocess.PIPE) as child:  # noqa: S603 - our own command
                self._child = child
                # A stop in the moment before could not see this child.
                if self._stopping.is_set():
                    child.terminate()
                status = child.wait()
            if self._stopping.is_set():
                return
            log.error("the worker process ended, and is started again", status=status, pause=pause)
            self._stopping.wait(pause)
            is_well = time.monotonic() - started > _WELL_AFTER
            pause = 0.5 if is_well else min(pause * 2, _LONGEST_PAUSE)


def watch_parent(on_wake: Callable[[], None], on_end: Callable[[], None]) -> None:
    """In the child: react to the pipe from the parent, in a thread of its own, and let the parent go first."""
    if hasattr(os, "nice"):
        os.nice(_NICE)

    def watch() -> None:
        # Not through sys.stdin: a thread that waits in its buffer makes the interpreter abort when it ends.
        while os.read(sys.stdin.fileno(), 4096):
            on_wake()
        on_end()

    threading.Thread(target=watch, name="parent", daemon=True).start()
