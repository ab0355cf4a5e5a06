"""What holds for every format: they stream, repeat themselves exactly, and load alone."""

from __future__ import annotations

import subprocess
import sys
import tracemalloc

import made
import pytest

from certify.errors import UsageError
from certify.formats import FORMATS, Options, make


def test_an_unknown_format_is_refused_with_those_there_are():
    with pytest.raises(UsageError, match="there is no format 'yaml'; there are text, json"):
        make("yaml", Options())


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_a_run_of_the_engine(name):
    assert made.written(name, [made.examined(), made.report()])
    assert made.written(name, []) is not None


@pytest.mark.parametrize("name", FORMATS)
def test_a_report_is_the_same_every_time(name):
    assert made.written(name, [made.examined()]) == made.written(name, [made.examined()])


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_does_not_keep_packages(name):
    from certify.core.report import Run, Totals

    written = make(name, Options())
    run = Run("1.2.3", made.BOOK, lambda: made.DIGEST)
    report = made.report(*(made.finding("x" * 400, line=line) for line in range(1, 101)))
    list(written.begin(run))
    for _ in range(60):
        sum(map(len, written.package(report)))
    tracemalloc.start()
    before, _ = tracemalloc.get_traced_memory()
    for _ in range(40):
        sum(map(len, written.package(report)))
    after, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    list(written.end(run, Totals()))
    # What 40 packages hold is about 2 MB; markdown keeps what GitHub shows of them, and is full by then.
    assert after - before < 100_000


def test_only_the_module_of_the_format_is_imported():
    loaded = subprocess.run(
        [
            sys.executable, "-c",
            ("import sys; from certify.formats import make, Options; make('text', Options());"
            "print(*sorted(name for name in sys.modules if name.startswith('certify.formats.') or name in"
            " ('rich', 'jinja2', 'xml', 'orjson', 'json', 'html')))"),
        ],
        capture_output=True, text=True, check=True,
    ).stdout.split()  # fmt: skip
    assert set(loaded) <= {
        "certify.formats.artifact", "certify.formats.format", "certify.formats.frame", "certify.formats.inert",
        "certify.formats.link", "certify.formats.shared_part", "certify.formats.text", "certify.formats.update", "html", "json",
    }  # fmt: skip
