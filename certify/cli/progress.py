"""A progress bar on standard error, where that is a terminal."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T = TypeVar("T")


def progress(results: Iterable[T], total: int, *, is_wanted: bool) -> Iterator[T]:
    """Hand the results on; show how many of them there were."""
    if not is_wanted or not sys.stderr.isatty():
        yield from results
        return
    from rich.console import Console
    from rich.progress import track

    yield from track(results, "Checking packages", total, console=Console(stderr=True), transient=True)
