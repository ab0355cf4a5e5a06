"""Reading one regular file from disk without following links, waiting, or taking more than the limit."""

from __future__ import annotations

import os
import stat
from typing import Final

from certify.core.package import Reason
from certify.sources.limits import in_mib
from certify.sources.refused import Refused

_CHUNK: Final = 1 << 16
# Windows lacks some of these flags and has O_BINARY instead.
_FLAGS: Final = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_NONBLOCK", 0)
)
_NO_FOLLOW: Final[int] = getattr(os, "O_NOFOLLOW", 0)


def read_regular(file: str, limit: int, *, follow: bool = False) -> bytes:
    """The bytes of a regular file.

    `follow` is for a path that the user named; a link found inside a package is never followed.
    Raises Refused when it is something else, cannot be read, or has more than `limit` bytes.
    """
    try:
        descriptor = os.open(file, _FLAGS if follow else _FLAGS | _NO_FOLLOW)
    except (OSError, ValueError) as error:
        raise unreadable(error) from None
    try:
        info = os.fstat(descriptor)
        check_kind(info.st_mode)
        size = info.st_size
        if size > limit:
            raise too_large(limit)
        data = os.read(descriptor, size + 1)
        # The file may have grown since its size was asked for.
        while len(data) <= limit and (chunk := os.read(descriptor, _CHUNK)):
            data += chunk
    except OSError as error:
        raise unreadable(error) from None
    finally:
        os.close(descriptor)
    if len(data) > limit:
        raise too_large(limit)
    return data


def check_kind(mode: int) -> None:
    """Raises Refused when the mode is not of a regular file."""
    if stat.S_ISLNK(mode):
        raise Refused(Reason.SYMLINK, "A symbolic link is not followed; put the file itself here.")
    if not stat.S_ISREG(mode):
        raise Refused(Reason.DEVICE, "This is a pipe, socket or device; put a regular file here.")


def unreadable(error: Exception) -> Refused:
    """The refusal of something that the operating system does not let us read."""
    why = error.strerror if isinstance(error, OSError) else None
    return Refused(Reason.UNREADABLE, f"It cannot be read ({why or 'invalid name'}); check its permissions.")


def too_large(limit: int) -> Refused:
    """The refusal of a file with more bytes than are read."""
    return Refused(Reason.TOO_LARGE, f"The file is larger than {in_mib(limit)}; make it smaller.")
