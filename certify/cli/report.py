"""Write the certification report: the verdict and why, what is left to do, and everything behind it.

  certify report ./connector --output report.html
  certify report ./connector --against ./published --format markdown --output report.md
  certify report ./connectors --format html --output reports    an index, and a report for each package

exit status: as that of `certify check`
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from certify.checking import check_all
from certify.cli.progress import progress
from certify.core.report import Totals
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from certify.core.report import Run
    from certify.report.reporter import Reported

_ENDINGS = {".html": "html", ".htm": "html", ".md": "markdown", ".json": "json"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify report`."""
    from certify.cli.check import add_jobs

    parser.add_argument(
        "paths",
        nargs="*",
        default=["."],
        metavar="PATH",
        help="a package, or a folder of many (default: this folder)",
    )
    parser.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="NAME[=FILE]",
        help="html, markdown or json; several times for several (default: what the output's name says, else html)",
    )
    parser.add_argument(
        "-o",
        "--output",
        metavar="FILE",
        help="where to write; for many packages a folder, which gets an index as well (default: standard output)",
    )
    parser.add_argument(
        "--against",
        metavar="OLD",
        help="the published version, a path or a git revision: also what is new and gone",
    )
    parser.add_argument(
        "--profile", choices=[str(profile) for profile in Profile], help="the kind of connector"
    )
    parser.add_argument("--config", metavar="FILE", help="the settings file")
    parser.add_argument("--no-config", action="store_true", help="use no settings file")
    parser.add_argument(
        "--baseline",
        metavar="REPORT",
        help="a report of certify check in JSON; only findings that it lacks decide",
    )
    parser.add_argument(
        "--fail-on",
        choices=["error", "warning", "note", "never"],
        help="the severity that fails (default: error)",
    )
    add_jobs(parser)
    parser.add_argument("--no-progress", action="store_true", help="no progress bar")
    parser.set_defaults(ignore=[], rev=None, since=None, select=[], profile_rules=False)


def run(options: argparse.Namespace) -> int:
    """Examine, and write the reports. Returns the exit status."""
    from certify.cli.check import SHORT_RUN, prepared, processes_for, tasks_of
    from certify.report.reporter import Reporter

    wanted = _wanted(options)
    if not options.format and None in wanted.values() and sys.stdout.isatty():
        raise UsageError("a page goes to a file: --output report.html; --format markdown can be read here")
    checker, shared = prepared(options)
    if options.against:
        # A check leaves out what is merely new beside the old; a report of what is new and gone does not.
        checker = replace(checker, choice=Choice())
        shared = replace(shared, digest_of_rules=lambda: checker.ruleset_digest)
    tasks = tasks_of(options)
    reporter = Reporter(checker, shared.version, shared.ruleset_digest, shared.threshold, tuple(wanted))
    folder = _folder(options.output, len(tasks))
    if folder is None and len(tasks) > 1:
        raise UsageError(f"there are {len(tasks)} packages; name a folder for their reports: --output FOLDER")
    if folder is None and not options.format:
        _refuse_other_ending(options.output)
    if folder is not None and any("=" in given for given in options.format):
        raise UsageError(f"the reports go to the folder {folder}; name formats without files: --format html")
    results = progress(
        check_all(reporter, tasks, processes_for(tasks, options.jobs)),
        len(tasks),
        is_wanted=not options.no_progress and len(tasks) > SHORT_RUN,
    )
    return (
        _write_one(results, wanted, shared) if folder is None else _write_all(results, folder, wanted, shared)
    )


def _wanted(options: argparse.Namespace) -> dict[str, Path | None]:
    """The formats, each with its file; None is standard output. A folder may stand for all files."""
    from certify.report.writers import ENDINGS

    output = Path(options.output) if options.output and options.output != "-" else None
    guessed = _ENDINGS.get(output.suffix.lower(), "html") if output is not None else "html"
    wanted: dict[str, Path | None] = {}
    for given in options.format or [guessed]:
        name, equals, file = given.partition("=")
        if name not in ENDINGS:
            raise UsageError(f"a report has no format {name!r}; it has {', '.join(ENDINGS)}")
        if name in wanted or (equals and not file):
            raise UsageError(f"--format {given}: name each format once, and a file after the equals sign")
        wanted[name] = Path(file) if file else output
    return wanted


def _refuse_other_ending(output: str | None) -> None:
    ending = Path(output or "").suffix
    if ending and ending.lower() not in _ENDINGS:
        raise UsageError(
            f"no format is written to files that end in {ending}; take {', '.join(_ENDINGS)}, or --format NAME"
        )


def _folder(output: str | None, packages: int) -> Path | None:
    """The folder that many reports go to; None where the output is a file."""
    if not output or output == "-":
        return None
    folder = Path(output)
    if folder.is_dir() or output.endswith(("/", "\\")):
        return folder
    if packages <= 1:
        return None
    if folder.exists():
        raise UsageError(
            f"there are {packages} packages, and {folder} is a file; name a folder for their reports"
        )
    return folder


def _write_one(results: Iterable[Reported], wanted: dict[str, Path | None], shared: Run) -> int:
    from certify.sinks.file import to_file
    from certify.sinks.terminal import to_stream

    places = list(wanted.values())
    if len(places) != len({None if place is None else place.resolve() for place in places}):
        raise UsageError("two formats cannot go to one place; give each its file: --format NAME=FILE")
    totals = Totals()
    for reported in results:
        totals.add(reported.checked.report, shared.threshold)
        for name, place in wanted.items():
            with to_stream(sys.stdout) if place is None else to_file(place) as write:
                write([reported.texts[name]])
    return totals.exit_status


def _write_all(results: Iterable[Reported], folder: Path, wanted: dict[str, Path | None], shared: Run) -> int:
    """A report for each package as it comes, and the index at the end."""
    from certify.report.index import Row, named
    from certify.report.writers import ENDINGS, write_index
    from certify.sinks.file import to_file

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"cannot make the folder {folder}: {error.strerror or error}") from error
    totals = Totals()
    rows: dict[str, Row] = {}
    for reported in results:
        totals.add(reported.checked.report, shared.threshold)
        row = named(reported.row, rows)
        rows[row.file] = row
        for name, text in reported.texts.items():
            with to_file(folder / f"{row.file}.{ENDINGS[name]}") as write:
                write([text])
    for name in wanted:
        with to_file(folder / f"index.{ENDINGS[name]}") as write:
            write([write_index(name, list(rows.values()), shared)])
    return totals.exit_status
