"""`certify fix readme`: make the readme, or refresh the parts of it that are made from the package."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from certify.core.finding import Severity
from certify.core.report import Totals
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.errors import UsageError
from certify.formats.diff import diff
from certify.formats.inert import inert

if TYPE_CHECKING:
    import argparse

    from certify.readme import Refreshed


def run(options: argparse.Namespace, paths: list[str]) -> int:
    """Make, write or show, and report which rules on readmes are still broken."""
    from certify.checking import Checker
    from certify.cli.check import settings_of
    from certify.engine.run import run as examine
    from certify.fixes.write import write_package
    from certify.readme import with_readme
    from certify.sources import DirectoryOrigin, find_origins

    if not paths and Path("readme").is_dir():
        raise UsageError(
            "there is a folder `readme` here: `certify fix ./readme` fixes it, "
            "and `certify fix readme .` makes the readme of this folder"
        )
    if options.unsafe or options.interactive or options.select or options.ignore:
        raise UsageError(
            "`certify fix readme` applies no rule's fix; it takes --diff, --profile and --config"
        )
    settings, _ = settings_of(options)
    checker = Checker(
        settings=settings,
        profile=Profile(options.profile) if options.profile else None,
        choice=Choice(select=("readme",)),
    )
    totals = Totals()
    for path in paths or ["."]:
        for origin in find_origins(path):
            if not isinstance(origin, DirectoryOrigin):
                raise UsageError(f"{path} is no folder; unpack it, or name the package's folder")
            package = origin.load()
            ruleset, _ = checker.ruleset_for(package)
            after, made = with_readme(package, ruleset.profile)
            report = examine(after, ruleset)
            if options.diff:
                sys.stdout.writelines(diff(package, after, report.mask))
            else:
                write_package(Path(origin.path), package, after)
            left = sum(report.counts.values())
            sys.stderr.write(f"{inert(origin.path)}: {_told(made, left, is_changed=after is not package)}\n")
            totals.add(report, Severity.ERROR)
    return totals.exit_status


def _told(made: Refreshed, left: int, *, is_changed: bool) -> str:
    parts = f"made from the package: {', '.join(made.parts)}{'' if is_changed else ' (as it was)'}"
    if not made.parts:
        parts = "every part is written by hand, and stays as it is"
    found = "1 finding is left on it" if left == 1 else f"{left or 'no'} findings are left on it"
    waiting = f"; {made.to_complete} to complete by hand, marked so" if made.to_complete else ""
    return f"{parts}; {found}{waiting}"
