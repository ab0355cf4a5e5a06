"""How much of a package is read: the largest real packages fit many times over, and a hostile one costs little."""

from __future__ import annotations

_MIB = 1 << 20

MAX_FILES = 500
MAX_ENTRIES = 2_000
MAX_PACKAGE_BYTES = 50 * _MIB
MAX_ARCHIVE_BYTES = 100 * _MIB
MAX_PATH_BYTES = 255
MAX_PATH_PARTS = 16

MAX_DEFINITION_BYTES = 8 * _MIB
_MAX_OTHER_BYTES = 16 * _MIB
_MAX_BYTES = {
    ".json": MAX_DEFINITION_BYTES,
    ".md": 2 * _MIB,
    ".csx": 2 * _MIB,
    # A submission nests its solutions, so an inner archive may be as large as a package.
    ".zip": MAX_PACKAGE_BYTES,
}


def max_bytes(name: str) -> int:
    """How many bytes of a file are read, by the ending of its name."""
    dot = name.rfind(".")
    return _MAX_BYTES.get(name[dot:].lower(), _MAX_OTHER_BYTES) if dot >= 0 else _MAX_OTHER_BYTES


def in_mib(size: int) -> str:
    """A limit as people say it."""
    return f"{size // _MIB} MiB"
