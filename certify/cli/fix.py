"""Fix what can be fixed without a human: minimal edits of the original text.

Safe fixes keep what the package means; `--unsafe` adds those that guess, such as a title made from a name.

`certify fix readme PATH` makes the readme, or refreshes the parts of it that are made from the package, and leaves
what somebody wrote alone. A folder that is called readme is named ./readme.

exit status: as that of `certify check`, on what is left
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from certify.core.finding import Severity
from certify.core.report import Totals
from certify.core.rule import Profile
from certify.errors import UsageError
from certify.formats.inert import inert

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from certify.core.finding import Finding
    from certify.core.mask import Mask
    from certify.core.package import Package
    from certify.fixes import Fixed


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify fix`."""
    parser.add_argument(
        "paths",
        nargs="*",
        default=["."],
        metavar="PATH",
        help="package folders, or folders of many; `readme` first: only make or refresh their readmes",
    )
    parser.add_argument("--unsafe", action="store_true", help="also fixes that guess")
    parser.add_argument(
        "--against",
        metavar="OLD",
        help="the published version, or a git revision: also mend what changed since then",
    )
    parser.add_argument("--diff", action="store_true", help="show what would change, and write nothing")
    parser.add_argument("-i", "--interactive", action="store_true", help="ask before each fix")
    parser.add_argument("--select", action="append", default=[], metavar="RULES", help="fix only these")
    parser.add_argument("--ignore", action="append", default=[], metavar="RULES", help="fix all but these")
    parser.add_argument("--profile", choices=[str(profile) for profile in Profile])
    parser.add_argument("--config", metavar="FILE")
    parser.add_argument("--no-config", action="store_true")


def run(options: argparse.Namespace) -> int:
    """Fix, write, and report what is left."""
    if options.paths[0] == "readme":
        from certify.cli import fix_readme

        return fix_readme.run(options, options.paths[1:])
    from certify.checking import Checker
    from certify.cli.check import settings_of
    from certify.cli.versions import earlier_package
    from certify.core.ruleset import Choice
    from certify.fixes import fix_package
    from certify.fixes.write import write_package
    from certify.settings.settings import check_names
    from certify.sources import DirectoryOrigin, find_origins

    settings, settings_file = settings_of(options)
    checker = Checker(settings=settings, profile=Profile(options.profile) if options.profile else None)
    chosen = Choice(select=_names(options.select), ignore=_names(options.ignore))
    check_names(settings, checker.book, settings_file)
    names = {active.rule.name for active in checker.book.choose(Profile.VERIFIED, chosen).rules} | {
        active.rule.name for active in checker.book.choose(Profile.INDEPENDENT, chosen).rules
    }
    totals = Totals()
    for path in options.paths:
        for origin in find_origins(path):
            if not isinstance(origin, DirectoryOrigin):
                raise UsageError(f"{path} is no folder; unpack it, or name the package's folder")
            package = origin.load()
            ruleset, _ = checker.ruleset_for(package)

            def is_wanted(finding: Finding) -> bool:
                return finding.rule in names and (not options.interactive or _agrees(finding))

            against = earlier_package(options.against, origin.path) if options.against else None
            fixed = fix_package(
                package, ruleset, with_unsafe=options.unsafe, is_wanted=is_wanted, against=against
            )
            if options.diff:
                sys.stdout.writelines(diff(package, fixed.package, fixed.mask))
            else:
                write_package(Path(origin.path), package, fixed.package)
            _tell(fixed, is_dry=options.diff)
            totals.add(fixed.report, Severity.ERROR)
    return totals.exit_status


def _names(given: list[str]) -> tuple[str, ...]:
    return tuple(name.strip() for names in given for name in names.split(",") if name.strip())


def _agrees(finding: Finding) -> bool:
    place = f"{finding.location.path}:{finding.location.start.line}"
    sys.stderr.write(f"{inert(place)} {finding.rule}: {inert(finding.message)}\nfix it? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in {"y", "yes"}


def diff(before: Package, after: Package, mask: Mask) -> Iterator[str]:
    """A unified diff of two packages, for people: nothing in it acts on a terminal, and secrets are hidden."""
    for path in sorted({*before.files, *after.files}):
        old, new = before.files.get(path), after.files.get(path)
        if old == new:
            continue
        lines = difflib.unified_diff(_lines(old), _lines(new), f"a/{path}", f"b/{path}")
        for line in lines:
            yield inert(mask.text(line.rstrip("\r\n"))) + "\n"


def _lines(data: bytes | None) -> list[str]:
    return (data or b"").decode("utf-8", "replace").splitlines(keepends=True)


def _tell(fixed: Fixed, *, is_dry: bool) -> None:
    counts = fixed.report.counts
    verb = "would be fixed" if is_dry else "fixed"
    name = inert(fixed.report.path)
    sys.stderr.write(
        f"{name}: {len(fixed.fixed)} {verb}; left: {counts[Severity.ERROR]} errors, "
        f"{counts[Severity.WARNING]} warnings, {counts[Severity.NOTE]} notes\n"
    )
    for fault in fixed.faults:
        sys.stderr.write(f"{name}: {inert(fault)}\n")
