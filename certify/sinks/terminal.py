"""Standard output, which may be a terminal, a file or a pipe."""

from __future__ import annotations

import io
import shutil
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from certify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping
    from typing import TextIO

    from certify.sinks.sink import Write

_WIDTH_OF_NO_TERMINAL = 120


@contextmanager
def to_stream(stream: TextIO) -> Generator[Write, None, None]:
    """Write to standard output. When its reader went away that is a BrokenPipeError, on which the command line ends.

    Raises UsageError where it cannot be written otherwise, as on a full disk.
    """
    # A report is UTF-8 whatever the locale; a terminal's own encoding stays, and what it lacks is escaped.
    if isinstance(stream, io.TextIOWrapper):
        stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")

    def write(pieces: Iterable[str]) -> None:
        with _saying():
            stream.writelines(pieces)

    yield write
    with _saying():
        stream.flush()


@contextmanager
def _saying() -> Generator[None, None, None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise UsageError(f"cannot write to standard output: {error.strerror or error}") from error


def has_color(
    when: Literal["auto", "always", "never"], stream: TextIO, environment: Mapping[str, str]
) -> bool:
    """Whether to write colours: as asked, else as NO_COLOR or FORCE_COLOR say, else on a terminal that has them."""
    if when != "auto":
        return when == "always"
    if environment.get("NO_COLOR"):
        return False
    if environment.get("FORCE_COLOR"):
        return environment["FORCE_COLOR"] != "0"
    return stream.isatty() and environment.get("TERM") != "dumb"


def width_of(stream: TextIO) -> int:
    """The columns of the terminal, or what suits a build log."""
    if not stream.isatty():
        return _WIDTH_OF_NO_TERMINAL
    return shutil.get_terminal_size((_WIDTH_OF_NO_TERMINAL, 24)).columns
