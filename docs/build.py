"""Build the documentation: make the pages of what is installed, run Sphinx strictly, and check every link.

Usage: python docs/build.py [FOLDER]

The pages go to the folder (default: site), which is made anew.
"""
# ruff: noqa: INP001 - a script

from __future__ import annotations

import argparse
import gc
import shutil
import sys
import tempfile
from pathlib import Path

from check_links import faults
from generator.rules import family_pages, parity_page, rule_pages
from generator.samples import commands_page, samples
from generator.settings import settings_tables
from generator.update import difference, written_versions
from sphinx.cmd.build import main as sphinx_build

from certify.plugins import load_rules

_DOCS = Path(__file__).resolve().parent
_ROOT = _DOCS.parent
_PACK = _ROOT / "tests" / "packs" / "example_pack"


def main() -> int:
    """Build, and return the exit status: 1 when Sphinx warns or a link leads nowhere."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=_ROOT / "site")
    # Sphinx keeps what it has read, so that frequent collections look at ever more and find nothing.
    gc.set_threshold(200_000, 50, 100)
    folder: Path = parser.parse_args().folder.resolve()
    if folder.exists():
        shutil.rmtree(folder)
    with tempfile.TemporaryDirectory() as temporary:
        source = Path(temporary) / "source"
        shutil.copytree(_DOCS, source, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(_PACK, source / "examples" / "pack", ignore=shutil.ignore_patterns("__pycache__"))
        _write_pages(source, Path(temporary))
        doctrees = str(Path(temporary) / "doctrees")
        strict = ["-W", "--keep-going", "-q", "-j", "auto", "-b", "html", "-d", doctrees]
        if sphinx_build([*strict, str(source), str(folder)]):
            return 1
    found = list(faults(folder))
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


def _write_pages(source: Path, temporary: Path) -> None:
    book = load_rules()
    update = written_versions(_ROOT, temporary)
    pages = (
        *rule_pages(book),
        *family_pages(book),
        parity_page(book),
        *settings_tables(),
        *samples(_ROOT, update),
        *difference(*update),
        commands_page(),
    )
    for path, text in pages:
        (source / path).parent.mkdir(exist_ok=True)
        (source / path).write_text(text, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
