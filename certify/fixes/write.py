"""Write a fixed package back to its folder: each file whole or not at all, with its mode, and never outside."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from certify.errors import SourceError

if TYPE_CHECKING:
    from certify.core.package import Package


def write_package(folder: Path, before: Package, after: Package) -> tuple[str, ...]:
    """Write what differs, and return the paths of the files that changed, appeared or went.

    Raises SourceError when a file would lie outside the folder or is a link.
    """
    changed = [path for path, data in after.files.items() if before.files.get(path) != data]
    gone = [path for path in before.files if path not in after.files]
    for path in changed:
        _write(_inside(folder, path), after.files[path])
    for path in gone:
        _inside(folder, path).unlink()
    return (*changed, *gone)


def _inside(folder: Path, path: str) -> Path:
    root = folder.resolve()
    target = root / path
    if target.is_symlink() or target.parent.resolve() != target.parent or not target.is_relative_to(root):
        raise SourceError(
            f"{path} would be written through a link or outside {folder}; nothing of it was written"
        )
    return target


def _write(target: Path, data: bytes) -> None:
    """The old or the new content is there at any moment, also after a power cut."""
    mode = target.stat().st_mode & 0o7777 if target.exists() else 0o644
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".certify-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
