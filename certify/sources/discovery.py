"""From a path that the user names to the packages that are meant."""

from __future__ import annotations

import stat
from pathlib import Path
from typing import TYPE_CHECKING

from certify.documents.files import files_by_path
from certify.errors import SourceError
from certify.sources.archive import find_in_archive
from certify.sources.directory import find_folders
from certify.sources.file import FileOrigin
from certify.sources.names import shown
from certify.sources.standard_input import read_standard_input

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.sources.origin import Origin


def find_origins(path: str) -> Iterator[Origin]:
    """The packages at a path, in a fixed order: "-" for a definition on standard input, a folder, a zip, a file.

    Raises SourceError when the path does not exist, is no file or folder, or holds nothing to check.
    """
    if not path:
        raise SourceError("a path is empty; name a package folder, a zip or a file.")
    if path == "-":
        yield read_standard_input()
        return
    try:
        mode = Path(path).stat().st_mode
    except FileNotFoundError:
        raise SourceError(f"{shown(path)} does not exist; name a package folder, a zip or a file.") from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "the name is invalid"
        raise SourceError(
            f"{shown(path)} cannot be read ({why}); name a package folder, a zip or a file."
        ) from None
    if stat.S_ISDIR(mode):
        yield from _in_folder(path)
    elif not stat.S_ISREG(mode):
        raise SourceError(f"{shown(path)} is a pipe, socket or device; use '-' to read standard input.")
    elif path.lower().endswith(".zip"):
        yield from find_in_archive(path)
    else:
        yield _single(path)


def _single(path: str) -> FileOrigin:
    origin = FileOrigin(path)
    package = origin.load()
    # A file that nothing looks at would be ready.
    if package.files and all(file.role is None for file in files_by_path(package).values()):
        raise SourceError(
            f"{shown(path)} is none of a connector's files; name its definition, properties, readme, script, icon or "
            "settings, a package folder or a zip."
        )
    return origin


def _in_folder(path: str) -> Iterator[Origin]:
    found = False
    for origin in find_folders(path):
        found = True
        yield origin
    if not found:
        raise SourceError(
            f"{shown(path)} holds no connector package; name a folder with apiDefinition.swagger.json in it or below."
        )
