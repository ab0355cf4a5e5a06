"""Which files of a fixed package are old ones under a new name."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certify.core.package import Package


def former_names(before: Package, after: Package) -> dict[str, str]:
    """The old name of each file that was renamed: one that has gone, and was called so but for case or had this content."""
    gone = [path for path in before.files if path not in after.files]
    former: dict[str, str] = {}
    for path, data in after.files.items():
        if path in before.files:
            continue
        alike = [one for one in gone if one.casefold() == path.casefold()]
        same = [one for one in gone if before.files[one] == data]
        found = next((one for one in (*alike, *same) if one not in former.values()), None)
        if found is not None:
            former[path] = found
    return former
