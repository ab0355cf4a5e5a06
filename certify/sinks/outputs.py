"""The formats that the command line asks for, each with the sink it goes to."""

from __future__ import annotations

import os
import sys
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from certify.core.finding import Severity
from certify.errors import UsageError
from certify.formats import Options, make
from certify.sinks.file import to_file
from certify.sinks.terminal import has_color, to_stream, width_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator, Iterable

    from certify.formats import Format
    from certify.sinks.sink import Write


class Output(Struct, frozen=True):
    """One report being written."""

    format: Format
    write: Write


@contextmanager
def open_outputs(options: argparse.Namespace) -> Generator[list[Output], None, None]:
    """The outputs of a run; files become final when the block ends without an exception.

    Reads `format` (a list of `NAME` or `NAME=FILE`; empty for text), `color`, `quiet`, `verbose`, `show`,
    `statistics` and `outcomes`. Raises UsageError for an unknown format, a file that cannot be written, or two reports in one place.
    """
    wanted = [_parsed(given) for given in options.format or ["text"]]
    _refuse_shared(file for _, file in wanted)
    with ExitStack() as stack:
        outputs: list[Output] = []
        for name, file in wanted:
            made = make(name, _options(options, is_terminal=file is None))
            sink = to_stream(sys.stdout) if file is None else to_file(file)
            outputs.append(Output(made, stack.enter_context(sink)))
        yield outputs


def _parsed(given: str) -> tuple[str, Path | None]:
    name, equals, file = given.partition("=")
    if equals and not file:
        raise UsageError(f"--format {given} names no file; write {name}=FILE, or only {name}")
    return name, Path(file) if file and file != "-" else None


def _refuse_shared(files: Iterable[Path | None]) -> None:
    seen: set[Path | None] = set()
    for file in files:
        place = None if file is None else file.resolve()
        if place in seen:
            where = "standard output" if file is None else file
            raise UsageError(
                f"two formats cannot both go to {where}; give one of them another file: NAME=FILE"
            )
        seen.add(place)


def _options(options: argparse.Namespace, *, is_terminal: bool) -> Options:
    quiet, verbose = options.quiet > 0, options.verbose > 0
    return Options(
        color=is_terminal and has_color(options.color, sys.stdout, os.environ),
        verbosity=int(verbose) - int(quiet),
        shown=Severity(options.show),
        statistics=options.statistics,
        outcomes=options.outcomes,
        width=width_of(sys.stdout) if is_terminal else Options().width,
    )
