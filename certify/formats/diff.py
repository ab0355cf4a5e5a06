"""What a fix changes in a package, as a unified diff for people."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from certify.fixes.renames import former_names
from certify.formats.inert import inert

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.mask import Mask
    from certify.core.package import Package


def diff(before: Package, after: Package, mask: Mask) -> Iterator[str]:
    """A unified diff of two packages, for people: nothing in it acts on a terminal, and secrets are hidden."""
    former = former_names(before, after)
    for path in sorted({*before.files, *after.files} - {*former.values()}):
        source = former.get(path, path)
        old, new = before.files.get(source), after.files.get(path)
        if path in former:
            yield f"rename from {inert(source)}\n"
            yield f"rename to {inert(path)}\n"
        if old == new:
            continue
        lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{source}", f"b/{path}")
        for line in lines:
            yield inert(mask.text(line.rstrip("\r\n"))) + "\n"


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode("utf-8", "replace").splitlines(keepends=True)
