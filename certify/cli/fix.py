"""Fix what can be fixed without a human: minimal edits of the original text.

Safe fixes keep what the package means; `--unsafe` adds those that guess, such as a title made from a name.

`certify fix readme PATH` makes the readme, or refreshes the parts of it that are made from the package, and leaves
what somebody wrote alone. A folder that is called readme is named ./readme.

exit status: as that of `certify check`, on what is left
"""

from __future__ import annotations

import sys
from collections import Counter
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from certify.core.finding import Severity
from certify.core.report import Totals
from certify.core.rule import Profile
from certify.errors import UsageError
from certify.formats.diff import diff
from certify.formats.inert import inert

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from certify.core.package import Package
    from certify.fixes import Fixed, Offer
    from certify.sources import Origin


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify fix`."""
    parser.add_argument(
        "paths",
        nargs="*",
        default=["."],
        metavar="PATH",
        help="package folders, folders of many, or single files; - reads a definition and prints it fixed; "
        "`readme` first: only make or refresh their readmes",
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
    from certify.settings.settings import check_names, unknown_rule
    from certify.sources import find_origins

    settings, settings_file = settings_of(options)
    checker = Checker(settings=settings, profile=Profile(options.profile) if options.profile else None)
    chosen = Choice(select=_names(options.select), ignore=_names(options.ignore))
    check_names(settings, checker.book, settings_file)
    for name in (*chosen.select, *chosen.ignore):
        if not checker.book.find(name):
            raise UsageError(unknown_rule(name, checker.book))
    names = {active.rule.name for profile in Profile for active in checker.book.choose(profile, chosen).rules}
    if options.interactive and "-" in options.paths:
        raise UsageError(
            "--interactive reads its answers from standard input, so the definition cannot come from there"
        )
    agrees = Asking() if options.interactive else None

    def is_wanted(offer: Offer) -> bool:
        return offer.finding.rule in names and (agrees is None or agrees(offer))

    totals = Totals()
    for path in options.paths:
        for origin in find_origins(path):
            write = writer_of(origin, path)
            package = origin.load()
            ruleset, _ = checker.ruleset_for(package)
            against = earlier_package(options.against, origin.path) if options.against else None
            fixed = fix_package(
                package, ruleset, with_unsafe=options.unsafe, is_wanted=is_wanted, against=against
            )
            if options.diff:
                sys.stdout.writelines(diff(package, fixed.package, fixed.mask))
            else:
                write(package, fixed.package)
            _tell(fixed, is_dry=options.diff, with_unsafe=options.unsafe)
            totals.add(fixed.report, Severity.ERROR)
    return totals.exit_status


def writer_of(origin: Origin, path: str) -> Callable[[Package, Package], object]:
    """What writes a package back to where it comes from, given it before and after.

    Raises UsageError for an archive.
    """
    from certify.fixes.write import write_package
    from certify.sources import DirectoryOrigin, FileOrigin, StandardInputOrigin

    if isinstance(origin, DirectoryOrigin):
        return partial(write_package, Path(origin.folder))
    if isinstance(origin, FileOrigin):
        return partial(write_package, Path(origin.file).parent)
    if isinstance(origin, StandardInputOrigin):
        return _print_files
    raise UsageError(f"{path} is an archive, and none is written to; fix the folder that it is made of")


def _print_files(_: Package, after: Package) -> None:
    sys.stdout.flush()
    for data in after.files.values():
        sys.stdout.buffer.write(data)
    sys.stdout.buffer.flush()


def _names(given: list[str]) -> tuple[str, ...]:
    return tuple(name.strip() for names in given for name in names.split(",") if name.strip())


class Asking:
    """Asks on a terminal about each fix, showing what it changes, until the answer is for all."""

    def __init__(self) -> None:
        self._for_all: bool | None = None

    def __call__(self, offer: Offer) -> bool:
        if self._for_all is not None:
            return self._for_all
        finding = offer.finding
        place = f"{finding.location.path}:{finding.location.start.line}"
        guess = "" if finding.fix_kind == "safe" else " (a guess)"
        sys.stderr.write(f"\n{inert(place)} {finding.rule}: {inert(finding.message)}\n")
        lines = list(diff(offer.before, offer.after, offer.mask))
        sys.stderr.writelines(lines[2:] if lines and lines[0].startswith("--- ") else lines)
        sys.stderr.write(f"fix it{guess}? [y]es, [N]o, [a]ll from here, [q]uit asking: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        answer = line.strip().lower()
        if answer in {"a", "all", "q", "quit"} or not line:
            self._for_all = answer in {"a", "all"}
        return answer in {"y", "yes", "a", "all"}


def _tell(fixed: Fixed, *, is_dry: bool, with_unsafe: bool) -> None:
    """On standard error: what was fixed, what is left, and what would mend more of it."""
    counts = [(kind, fixed.report.counts[kind]) for kind in (Severity.ERROR, Severity.WARNING, Severity.NOTE)]
    verb = "would be fixed" if is_dry else "fixed"
    name = inert(fixed.report.path)
    left = ", ".join(f"{count} {kind}{'' if count == 1 else 's'}" for kind, count in counts)
    lines = [f"{name}: {len(fixed.fixed) or 'nothing'} {verb}; left: {left}"]
    rules = Counter(finding.rule for finding in fixed.fixed).most_common()
    lines += [f"  {rule}{f' ({count} times)' if count > 1 else ''}" for rule, count in rules]
    guesses = 0 if with_unsafe else sum(finding.fix_kind == "unsafe" for finding in fixed.report.findings)
    if guesses:
        lines.append(
            f"  --unsafe would fix {guesses} more by guesses; see what they are with --unsafe --diff"
        )
    lines += [f"{name}: {inert(fault)}" for fault in fixed.faults]
    sys.stderr.write("".join(f"{line}\n" for line in lines))
