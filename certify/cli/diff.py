"""Compare two versions of a connector and say what the new one does to the flows that exist.

  certify diff ./published ./connector       two folders, zips or single files
  certify diff main -- connectors/Contoso    a git revision, and the package as it is now
  certify diff v1..v2 -- connectors/Contoso  two git revisions
  certify diff ./upstream ./connector        the published version: of many packages, the one of the same name or title

exit status: 0 no change that breaks flows; 1 some; 2 wrong usage; 3 inconclusive
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from certify import __version__
from certify.core.finding import Severity
from certify.core.report import Run, Totals
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.engine.profile import profile_of
from certify.settings import Waivers

if TYPE_CHECKING:
    import argparse

FAMILY = "changes"
INCONCLUSIVE = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify diff`."""
    from certify.formats import FORMATS

    parser.add_argument(
        "old", metavar="OLD", help="the version before: a folder, zip or file, or a git revision"
    )
    parser.add_argument("new", metavar="NEW", help="the new version")
    parser.add_argument(
        "--profile", choices=[str(profile) for profile in Profile], help="the kind of connector"
    )
    parser.add_argument("--fail-on", choices=["error", "warning", "note", "never"], default="error")
    parser.add_argument("--waivers", metavar="FILE", help="accepted changes, as `certify waive` writes them")
    parser.add_argument(
        "--format", action="append", default=[], metavar="NAME[=FILE]", help=f"one of {', '.join(FORMATS)}"
    )
    parser.add_argument("-q", "--quiet", action="count", default=0)
    parser.add_argument("-v", "--verbose", action="count", default=0, help="also what is safe")
    parser.add_argument("--color", choices=["auto", "always", "never"], default="auto")
    parser.set_defaults(statistics=False, outcomes=False, show="note")


def run(options: argparse.Namespace) -> int:
    """Compare, and print the changes."""
    from datetime import UTC, datetime

    from certify.cli.comparable import check_common, unreadable_in
    from certify.cli.versions import both_packages
    from certify.engine.run import run as examine
    from certify.formats.inert import inert
    from certify.plugins import load_rules
    from certify.settings import read_waivers
    from certify.sinks import open_outputs

    old, new = both_packages(options.old, options.new)
    unreadable = [line for package in (old, new) for line in unreadable_in(package)]
    if unreadable:
        sys.stderr.writelines(f"certify: {inert(line)}\n" for line in unreadable)
        return INCONCLUSIVE
    check_common(old, new)
    book = load_rules()
    profile = Profile(options.profile) if options.profile else profile_of(new)[0]
    wants_all = options.verbose or any(name.partition("=")[0] == "json" for name in options.format)
    ruleset = book.choose(profile, Choice(select=(FAMILY,), ignore=() if wants_all else ("bc-safe",)))
    report = examine(new, ruleset, against=old)
    if options.waivers:
        waivers = read_waivers(Path(options.waivers), datetime.now(UTC).date(), book)
    else:
        waivers = Waivers()
    report, _ = waivers.apply(report)
    threshold = None if options.fail_on == "never" else Severity(options.fail_on)
    shared = Run(__version__, book, lambda: ruleset.digest, threshold)
    totals = Totals()
    totals.add(report, threshold)
    options.format = [_own_json(given) for given in options.format]
    with open_outputs(options) as outputs:
        for output in outputs:
            output.write(output.format.begin(shared))
            output.write(output.format.package(report))
            output.write(output.format.end(shared, totals))
    return totals.exit_status


def _own_json(given: str) -> str:
    name, equals, file = given.partition("=")
    return f"diff-json{equals}{file}" if name == "json" else given
