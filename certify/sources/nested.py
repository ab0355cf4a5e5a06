"""Archives inside an archive: their files join those of the outer one, under paths that name each archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from certify.core.package import INSIDE, Reason, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.sources.budget import Budget

    Read = Callable[[bytes, Budget], tuple[dict[str, bytes], tuple[Refusal, ...]]]


def open_nested(
    files: dict[str, bytes], budget: Budget, read: Read
) -> tuple[dict[str, bytes], tuple[Refusal, ...]]:
    """What the zips among these files hold, at any depth: `package.zip!/PkgAssets/Stock.zip!/solution.xml`.

    `budget` is that of the archive that the files are from. What cannot be opened stays a file, and is refused.
    """
    found: dict[str, bytes] = {}
    refusals: list[Refusal] = []
    for path, data in files.items():
        if not path.lower().endswith(".zip"):
            continue
        top = f"{path}{INSIDE}"
        if any(other.startswith(top) for other in files):
            refusals.append(_confusable(path))
            continue
        inner = budget.inner()
        members, refused = read(data, inner)
        deeper, refused_deeper = open_nested(members, inner, read)
        found |= {f"{top}{name}": content for name, content in (members | deeper).items()}
        refusals += [
            replace(refusal, path=f"{top}{refusal.path}" if refusal.path else path)
            for refusal in (*refused, *refused_deeper)
        ]
    return found, tuple(refusals)


def _confusable(path: str) -> Refusal:
    return Refusal(
        path,
        Reason.COLLISION,
        f"A folder is called {path.rpartition('/')[2]!r} with an exclamation mark, so that its files pass for those of this archive; rename it.",
    )
