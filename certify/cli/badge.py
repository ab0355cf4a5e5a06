"""Write a badge of a package's verdict, as SVG: "certify | ready".

  certify badge ./connector --output badge.svg
  certify badge report.json --output badge.svg     what a report (of certify check or certify report) says

A badge says what certify said. It never means that Microsoft has certified anything.

exit status: 0 a badge was written, whatever it says; 2 wrong usage
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from certify.core.report import Verdict
from certify.core.rule import Profile
from certify.errors import UsageError

if TYPE_CHECKING:
    import argparse

_LARGEST = 200_000_000
_WORST_FIRST = (Verdict.INCONCLUSIVE, Verdict.CHANGES_REQUIRED, Verdict.READY)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify badge`."""
    parser.add_argument("path", metavar="PATH", help="a package, or a report in JSON")
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write (default: standard output)")
    parser.add_argument(
        "--profile", choices=[str(profile) for profile in Profile], help="the kind of connector"
    )
    parser.add_argument("--config", metavar="FILE", help="the settings file")
    parser.add_argument("--no-config", action="store_true", help="use no settings file")
    parser.set_defaults(
        select=[],
        ignore=[],
        baseline=None,
        against=None,
        since=None,
        rev=None,
        fail_on=None,
        profile_rules=False,
    )


def run(options: argparse.Namespace) -> int:
    """Write the badge of the worst verdict. Returns 0."""
    from certify.report.badge import badge
    from certify.sinks.file import to_file
    from certify.sinks.terminal import to_stream

    path = Path(options.path)
    if path.is_file() and path.suffix.lower() not in {".json", ".zip"}:
        raise UsageError(
            f"{path} is no package and no report in JSON; a badge of a lone file would say too much"
        )
    verdicts = _told(path) or _examined(options)
    worst = next(verdict for verdict in _WORST_FIRST if verdict in verdicts)
    output = None if options.output in {None, "-"} else Path(options.output)
    with to_stream(sys.stdout) if output is None else to_file(output) as write:
        write([badge(worst)])
    return 0


def _examined(options: argparse.Namespace) -> set[Verdict]:
    from certify.checking import check_all
    from certify.cli.check import prepared, processes_for, tasks_of

    options.paths = [options.path]
    checker, _ = prepared(options)
    tasks = tasks_of(options)
    return {checked.report.verdict for checked in check_all(checker, tasks, processes_for(tasks, 0))}


def _told(path: Path) -> set[Verdict]:
    """The verdicts in a report; none when the path is no report."""
    import orjson

    if not path.is_file() or path.suffix.lower() != ".json" or path.stat().st_size > _LARGEST:
        return set()
    try:
        content: Any = orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError:
        return set()
    kind = content.get("format") if isinstance(content, dict) else None
    if not isinstance(kind, str) or not kind.startswith("certify"):
        return set()
    try:
        if kind == "certify-report/1":
            return {Verdict(content["judgement"]["verdict"])}
        if kind in {"certify/1", "certify-report-index/1"}:
            verdicts = {Verdict(package["verdict"]) for package in content["packages"]}
            if verdicts:
                return verdicts
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError(
            f"{path} says that it is a report, and has no verdict where one belongs: {error}"
        ) from error
    raise UsageError(
        f"{path} holds no verdict of a package; name a report of certify check or certify report"
    )
