"""Write a fixed package back to its folder: each file whole or not at all, with its mode, and never outside."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from certify.errors import SourceError
from certify.fixes.renames import former_names

if TYPE_CHECKING:
    from certify.core.package import Package


_PREFIX = ".certify-"
_STALE = 3_600
"""Seconds after which a file that was being written belongs to nobody any more: its writer was killed."""


def write_package(folder: Path, before: Package, after: Package) -> tuple[str, ...]:
    """Write what differs, and return the paths of the files that changed, appeared or went.

    Raises SourceError, before anything is written, when a file would lie outside the folder, is a link, or is no longer
    what was read.
    """
    changed = [path for path, data in after.files.items() if before.files.get(path) != data]
    gone = [path for path in before.files if path not in after.files]
    targets = {path: _inside(folder, path) for path in (*changed, *gone)}
    renamed = former_names(before, after)
    for path, target in targets.items():
        known = before.files.get(path)
        former = targets.get(renamed.get(path, ""))
        is_other = target.exists() and not (former is not None and target.samefile(former))
        if is_other and (known is None or target.read_bytes() != known):
            raise SourceError(f"{path} is not what was read before; nothing was written. Run it again")
    for path in changed:
        _write(targets[path], after.files[path], like=targets.get(renamed.get(path, path), targets[path]))
    for path in gone:
        _remove(targets[path], [targets[one] for one, former in renamed.items() if former == path])
    return (*changed, *gone)


def _remove(target: Path, renamed: list[Path]) -> None:
    """Away with it; but where the system takes its new name for the old one, it is there to stay."""
    for other in renamed:
        if other.samefile(target):
            target.rename(other)
            return
    target.unlink()


def _inside(folder: Path, path: str) -> Path:
    root = folder.resolve()
    target = root / path
    if target.is_symlink() or target.parent.resolve() != target.parent or not target.is_relative_to(root):
        raise SourceError(f"{path} would be written through a link or outside {folder}; nothing was written")
    if target.exists() and target.stat().st_nlink > 1:
        # Its other name may be outside the package, and would keep the old content without a word.
        raise SourceError(
            f"{path} has a second name (a hard link); nothing was written. Make it a file of its own"
        )
    return target


def _write(target: Path, data: bytes, *, like: Path) -> None:
    """The old or the new content is there at any moment, also after a power cut; with the mode that `like` has."""
    mode = like.stat().st_mode & 0o7777 if like.exists() else 0o666 & ~_umask()
    _remove_stale(target.parent)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=_PREFIX)
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


def _remove_stale(folder: Path) -> None:
    for left in folder.glob(f"{_PREFIX}*"):
        if not left.is_symlink() and time.time() - left.stat().st_mtime > _STALE:
            left.unlink(missing_ok=True)


def _umask() -> int:
    """The mask for new files; the system tells it only to who sets it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
