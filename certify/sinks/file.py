"""A file that is there in full or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from certify.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from typing import TextIO

    from certify.sinks.sink import Write


@contextmanager
def to_file(path: Path) -> Generator[Write, None, None]:
    """Write beside the file, and take its place at the end; after an exception the file is as it was.

    What is no regular file, as `/dev/stderr`, is written to directly. Raises UsageError when the file cannot be
    written; the folder must be there.
    """
    # A link stays a link: what it points to is replaced.
    target = Path(os.path.realpath(path))
    with _saying(path):
        is_special = _is_special(target)
        draft = target if is_special else target.with_name(f".{target.name[:200]}.{secrets.token_hex(4)}.tmp")
        stream = draft.open(
            "w" if is_special else "x", encoding="utf-8", errors="backslashreplace", newline="\n"
        )
    try:
        yield _writer(path, stream)
        with _saying(path):
            stream.close()
        if not is_special:
            with _saying(path):
                draft.replace(target)
    except BaseException:
        # What cannot be written was told already; closing tries it once more.
        with suppress(OSError):
            stream.close()
        if not is_special:
            draft.unlink(missing_ok=True)
        raise


def _writer(path: Path, stream: TextIO) -> Write:
    def write(pieces: Iterable[str]) -> None:
        with _saying(path):
            stream.writelines(pieces)

    return write


@contextmanager
def _saying(path: Path) -> Generator[None, None, None]:
    """Turn the system's errors into a sentence that names the file."""
    try:
        yield
    except FileNotFoundError:
        raise UsageError(f"cannot write {path}: there is no folder {path.parent}") from None
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def _is_special(path: Path) -> bool:
    """Whether a device, pipe or folder is there; opening a folder then gives the clear error."""
    return path.exists() and not stat.S_ISREG(path.stat().st_mode)
