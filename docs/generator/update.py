"""Two versions of the example package, and the lines in which they differ: the worked example of an update."""

from __future__ import annotations

import difflib
import shutil
from typing import TYPE_CHECKING

from certify.core.package import Package
from certify.examples import parse_patch, patched
from generator.markdown import fenced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DEFINITION = "apiDefinition.swagger.json"


def written_versions(root: Path, folder: Path) -> tuple[Path, Path]:
    """Write the two versions into the folder.

    The first is the example package without its stray comma, the second what `update.yaml` makes of it.
    """
    source = root / "examples" / "harbor-weather"
    old, new = folder / "harbor-weather-1.0", folder / "harbor-weather-1.1"
    shutil.copytree(source, old)
    text = (source / _DEFINITION).read_text("utf-8")
    (old / _DEFINITION).write_text(text.replace("},\n        }", "}\n        }"), "utf-8")
    package = Package(
        path=old.name,
        name=old.name,
        files={file.name: file.read_bytes() for file in old.iterdir()},
    )
    patch = parse_patch((root / "docs" / "examples" / "update.yaml").read_text("utf-8"))
    new.mkdir()
    for path, data in patched(package, patch).files.items():
        (new / path).write_bytes(data)
    return old, new


def difference(old: Path, new: Path) -> Iterator[tuple[str, str]]:
    """Path and text of the lines that differ."""
    before, after = ((folder / _DEFINITION).read_text("utf-8").splitlines() for folder in (old, new))
    lines = difflib.unified_diff(
        before, after, f"{old.name}/{_DEFINITION}", f"{new.name}/{_DEFINITION}", n=2, lineterm=""
    )
    yield "made/update.md", fenced("\n".join(lines), "diff") + "\n"
