"""Which folders are packages, told by the names of the files in them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certify.sources.names import topmost_left_out

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Set as AbstractSet

# Odd spellings count too: a package must not escape the rules that report its spelling.
_MARK = re.compile(
    r"(?!\.)(?:.*\.swagger\.json|swagger\.json|api[-_ ]?(?:defin|propert)\w*(?:\.swagger)?\.json|.*openapidefinition\.json)",
    re.IGNORECASE | re.DOTALL,
)


def is_package(names: Iterable[str]) -> bool:
    """Whether a folder with files of these names is a package."""
    return any(map(_MARK.fullmatch, names)) or is_solution(names)


def is_solution(names: Iterable[str]) -> bool:
    """Whether the folder is an unpacked solution, whose folders all belong to it whatever they hold."""
    return any(name.lower() == "solution.xml" for name in names)


def package_folders(paths: Iterable[str]) -> frozenset[str]:
    """The folders among these paths of files that are packages; "" is the root."""
    names: dict[str, list[str]] = {}
    for path in paths:
        if topmost_left_out(path) is None:
            folder, _, name = path.rpartition("/")
            names.setdefault(folder, []).append(name)
    solutions = {folder for folder in names if is_solution(names[folder])}
    return frozenset(
        folder for folder in names if is_package(names[folder]) and owner(folder, solutions) is None
    )


def owner(path: str, folders: AbstractSet[str]) -> str | None:
    """The nearest of the folders that the path lies in, or None."""
    folder = path
    while folder:
        folder = folder.rpartition("/")[0]
        if folder in folders:
            return folder
    return None


def inside(path: str, folder: str) -> str:
    """The path as seen from the folder, when it lies in there."""
    return path.removeprefix(f"{folder}/") if folder else path
