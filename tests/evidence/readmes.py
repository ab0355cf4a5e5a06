"""What the made readmes of real packages break, and whether refreshing one changes it again.

Usage: python tests/evidence/readmes.py [--every N] [SHARED_FOLDER]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from certify.core.rule import Profile
from certify.documents.documents import Documents
from certify.documents.files import Role
from certify.engine.profile import profile_of
from certify.engine.run import run
from certify.plugins import load_rules
from certify.readme import ReadmeError, with_readme
from certify.sources import find_origins

if TYPE_CHECKING:
    from certify.core.package import Package

BOOK = load_rules()


def without_readme(package: Package) -> Package:
    files = Documents(package, Profile.VERIFIED).files
    kept = {path: data for path, data in package.files.items() if files[path].role is not Role.README}
    return replace(package, files=kept)


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(__file__).resolve().parents[2].parent / "shared"
    )
    parser.add_argument("--every", type=int, default=1, help="only every Nth package")
    options = parser.parse_args()
    counts: Counter[str] = Counter()
    made_breaks: Counter[str] = Counter()
    kept_breaks: Counter[str] = Counter()
    had: Counter[str] = Counter()
    for origin in list(find_origins(str(options.folder / "corpus")))[:: options.every]:
        package = origin.load()
        natural = profile_of(package)[0]
        for profile in (Profile.VERIFIED, Profile.INDEPENDENT):
            rules = BOOK.choose(profile)
            try:
                made, _ = with_readme(without_readme(package), profile)
            except ReadmeError:
                counts["without a definition that can be read"] += 1
                continue
            counts["made"] += 1
            counts["made anew differs"] += with_readme(made, profile)[0].files != made.files
            broken = {f.rule for f in run(made, rules).findings if f.location.path == "readme.md"}
            made_breaks.update(broken)
            counts["made ones that break nothing"] += not broken
            if profile is not natural:
                continue
            try:
                kept, _ = with_readme(package, profile)
            except ReadmeError as error:
                counts[f"refused: {str(error)[:60]}"] += 1
                continue
            counts["refreshed"] += 1
            counts["refreshed anew differs"] += with_readme(kept, profile)[0].files != kept.files
            before = {f.rule for f in run(package, rules).findings if f.location.path.lower().endswith(".md")}
            after = {f.rule for f in run(kept, rules).findings if f.location.path.lower().endswith(".md")}
            had.update(before)
            kept_breaks.update(after)
            for rule in after - before:
                counts[f"refreshing brings {rule}"] += 1
                sys.stdout.write(f"{origin.path}: {rule}\n")
    sys.stdout.write(
        f"{dict(counts)}\nthe made ones break: {made_breaks.most_common()}\n"
        f"real ones broke: {had.most_common()}\nafter refreshing: {kept_breaks.most_common()}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
