"""Check connector packages and say what keeps them from certification.

A path may be a package folder, a folder of many packages at any depth, a zip, or a single file of a package;
`-` reads a definition from standard input.

exit status:
  0  nothing at or above the failing severity
  1  something is
  2  wrong usage or settings, or nothing to check there
  3  inconclusive: something could not be looked at
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from certify import __version__
from certify.checking import Checker, check_all
from certify.checking.checker import Task
from certify.core.finding import Severity
from certify.core.report import Run, Totals
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.errors import UsageError
from certify.settings import load_settings, read_baseline, read_waivers, settings_for
from certify.settings.settings import Settings, check_names

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from certify.checking import Checked
    from certify.sinks import Output

SHORT_RUN = 20
"""Up to so many packages need no progress bar."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify check`."""
    from certify.formats import FORMATS

    parser.add_argument(
        "paths", nargs="*", default=["."], metavar="PATH", help="what to check (default: this folder)"
    )
    rules = parser.add_argument_group("which rules")
    rules.add_argument(
        "--profile", choices=[str(profile) for profile in Profile], help="the kind of connector"
    )
    rules.add_argument(
        "--select",
        action="append",
        default=[],
        metavar="RULES",
        help="only these: names, aliases, families, `op-*`; comma-separated",
    )
    rules.add_argument("--ignore", action="append", default=[], metavar="RULES", help="all but these")
    rules.add_argument(
        "--config",
        metavar="FILE",
        help="the settings file (default: the nearest certify.toml above the path)",
    )
    rules.add_argument("--no-config", action="store_true", help="use no settings file")
    rules.add_argument(
        "--fail-on",
        choices=["error", "warning", "note", "never"],
        help="the severity that fails (default: error)",
    )
    rules.add_argument(
        "--second-opinion",
        action="store_true",
        help="also ask openapi-spec-validator; where it contradicts, the verdict is inconclusive",
    )
    compared = parser.add_argument_group("compared with before")
    compared.add_argument(
        "--baseline", metavar="REPORT", help="a report in JSON; only findings that it lacks decide"
    )
    compared.add_argument(
        "--since",
        metavar="REV",
        help="only packages changed since the git revision; only new findings decide",
    )
    compared.add_argument("--rev", metavar="REV", help="check the packages as they are at the git revision")
    compared.add_argument(
        "--against",
        metavar="OLD",
        help="the published version, a path or a git revision: also tell what the new one changes for existing "
        "flows; or, for a submission, the folder that it should hold",
    )
    output = parser.add_argument_group("output")
    output.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="NAME[=FILE]",
        help=f"one of {', '.join(FORMATS)}; several times for several",
    )
    output.add_argument("--statistics", action="store_true", help="count the findings of each rule")
    output.add_argument(
        "--outcomes", action="store_true", help="with json and junit: what became of every rule"
    )
    output.add_argument("--profile-rules", action="store_true", help="print what each rule costs")
    output.add_argument(
        "--show",
        choices=["error", "warning", "note"],
        default="note",
        help="the least severity that text and markdown show (default: note); all are counted",
    )
    output.add_argument("-q", "--quiet", action="count", default=0, help="a line per finding")
    output.add_argument(
        "-v",
        "--verbose",
        action="count",
        default=0,
        help="also what is clean, waived or known; every warning and note",
    )
    output.add_argument("--color", choices=["auto", "always", "never"], default="auto", help="default: auto")
    output.add_argument("--no-progress", action="store_true", help="no progress bar")
    add_jobs(parser)


def add_jobs(parser: argparse.ArgumentParser) -> None:
    """The option `--jobs`; 0 where it is not given."""
    parser.add_argument(
        "-j",
        "--jobs",
        type=_at_least_one,
        default=0,
        metavar="N",
        help="processes (default: one per processor)",
    )


def _at_least_one(text: str) -> int:
    import argparse

    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"takes a number from 1 on, not {text!r}")
    return int(text)


def run(options: argparse.Namespace) -> int:
    """Check what the command line names. Returns the exit status."""
    from certify.cli.progress import progress
    from certify.sinks import open_outputs

    checker, shared = prepared(options)
    if options.second_opinion:
        from certify.second_opinion import opinion_on

        checker = replace(checker, second_opinion=opinion_on)
    tasks = tasks_of(options)
    results = progress(
        check_all(checker, tasks, processes_for(tasks, options.jobs)),
        len(tasks),
        is_wanted=not options.no_progress and len(tasks) > SHORT_RUN,
    )
    with open_outputs(options) as outputs:
        totals, used_waivers = _write_all(outputs, shared, results)
    for complaint in checker.waivers.complaints(used_waivers):
        _say(complaint)
    if options.profile_rules:
        _print_costs(totals.costs)
    return totals.exit_status


def prepared(options: argparse.Namespace) -> tuple[Checker, Run]:
    """The checker that the options and the settings ask for, and what its packages share."""
    settings, settings_file = settings_of(options)
    checker = Checker(
        settings=settings,
        profile=Profile(options.profile) if options.profile else None,
        choice=_choice(options),
        baseline=read_baseline(Path(options.baseline)) if options.baseline else None,
        measure=options.profile_rules,
    )
    book = checker.book
    check_names(settings, book, settings_file)
    check_names(Settings(choice=checker.choice), book, None)
    if settings.waivers is not None:
        from datetime import UTC, datetime

        waivers = read_waivers(settings.waivers, datetime.now(UTC).date(), book)
        checker = replace(checker, waivers=waivers)
    threshold = _threshold(options, settings)
    return checker, Run(__version__, book, lambda: checker.ruleset_digest, threshold)


def tasks_of(options: argparse.Namespace) -> list[Task]:
    """The packages that the options name, each with the version that it is compared with."""
    tasks = list(_tasks(options))
    if not options.against:
        return tasks
    from certify.cli.published import with_earlier_versions

    return with_earlier_versions(tasks, options.against, _say)


def processes_for(tasks: list[Task], asked: int) -> int:
    """How many processes share the tasks; as many as there are processors when none is asked for."""
    return min(asked if asked > 0 else _processors(), len(tasks))


def _write_all(outputs: list[Output], shared: Run, results: Iterable[Checked]) -> tuple[Totals, Counter[int]]:
    """Hand each report to every output as it comes; the counts over all, and how often each waiver was used."""
    totals = Totals()
    used_waivers: Counter[int] = Counter()
    for output in outputs:
        output.write(output.format.begin(shared))
    for checked in results:
        totals.add(checked.report, shared.threshold)
        used_waivers.update(checked.used_waivers)
        for output in outputs:
            output.write(output.format.package(checked.report))
    for output in outputs:
        output.write(output.format.end(shared, totals))
    return totals, used_waivers


def settings_of(options: argparse.Namespace) -> tuple[Settings, Path | None]:
    if options.no_config:
        return Settings(), None
    if options.config:
        path = Path(options.config)
        if not path.is_file():
            raise UsageError(f"there is no settings file {path}")
        return load_settings(path), path
    first = options.paths[0] if options.paths else "."
    return settings_for(Path("." if first == "-" else first))


def _choice(options: argparse.Namespace) -> Choice:
    """What the command line chooses; changes that break nothing are told only when they are asked for."""
    select, ignore = _names(options.select), _names(options.ignore)
    return Choice(select=select, ignore=ignore if "bc-safe" in select else (*ignore, "bc-safe"))


def _names(given: list[str]) -> tuple[str, ...]:
    return tuple(name.strip() for names in given for name in names.split(",") if name.strip())


def _threshold(options: argparse.Namespace, settings: Settings) -> Severity | None:
    if options.fail_on is None:
        return settings.threshold
    return None if options.fail_on == "never" else Severity(options.fail_on)


def _tasks(options: argparse.Namespace) -> Iterator[Task]:
    from certify.sources import find_origins

    if options.rev and options.since:
        raise UsageError("--rev and --since cannot be used together")
    for path in {path and os.path.abspath(path): path for path in options.paths}.values():  # noqa: PTH100 - no link is followed
        if options.rev:
            from certify.sources.revision import packages_at

            yield from (Task(origin) for origin in packages_at(path, options.rev))
        elif options.since:
            yield from _changed_tasks(path, options.since)
        else:
            yield from (Task(origin) for origin in find_origins(path))


def _changed_tasks(path: str, revision: str) -> Iterator[Task]:
    from certify.sources import find_origins
    from certify.sources.changed import changed_since
    from certify.sources.revision import baseline_origin

    changed = changed_since(path, revision)
    if not changed:
        _say(f"no package at {path} changed since {revision}")
    for origin in find_origins(path):
        if origin.path in changed:
            yield Task(origin, baseline_origin(origin, revision))


def _processors() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _say(sentence: str) -> None:
    from certify.formats.inert import inert

    print(f"certify: {inert(sentence)}", file=sys.stderr)  # noqa: T201 - remarks beside the report go to stderr


def _print_costs(costs: dict[str, float]) -> None:
    total = sum(costs.values()) or 1.0
    for name, seconds in sorted(costs.items(), key=lambda item: -item[1]):
        print(f"{seconds * 1000:10.1f} ms {seconds / total:6.1%}  {name}", file=sys.stderr)  # noqa: T201 - as asked for
