"""Standard output and files: colours, encodings, and nothing half written."""

from __future__ import annotations

import argparse
import io
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from certify.errors import UsageError
from certify.sinks import open_outputs
from certify.sinks.file import to_file
from certify.sinks.terminal import has_color, to_stream, width_of


class Terminal(io.StringIO):
    def isatty(self):
        return True


def options(*formats, **changes):
    given = {
        "color": "auto",
        "quiet": 0,
        "verbose": 0,
        "show": "note",
        "statistics": False,
        "outcomes": False,
    }
    return argparse.Namespace(format=list(formats), **{**given, **changes})


@pytest.mark.parametrize(
    ("when", "terminal", "environment", "expected"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", True, {"FORCE_COLOR": "0"}, False),
        ("auto", False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_color_is_for_terminals_unless_the_user_says_otherwise(when, terminal, environment, expected):
    stream = Terminal() if terminal else io.StringIO()
    assert has_color(when, stream, environment) is expected


def test_the_width_is_the_terminal_s(monkeypatch):
    monkeypatch.setenv("COLUMNS", "77")
    assert width_of(Terminal()) == 77
    assert width_of(io.StringIO()) == 120


def test_a_pipe_gets_utf_8_whatever_the_locale():
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    with to_stream(stream) as write:
        write(["größe ", "\ud800"])
    assert raw.getvalue() == b"gr\xc3\xb6\xc3\x9fe \\ud800"


def test_a_file_is_there_in_full_at_the_end_and_not_before(tmp_path):
    file = tmp_path / "report.txt"
    file.write_text("old")
    with to_file(file) as write:
        write(["new ", "größe\n"])
        assert file.read_text() == "old"
    assert file.read_bytes() == "new größe\n".encode()
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_after_an_exception_the_file_is_as_it_was(tmp_path, error):
    file = tmp_path / "report.txt"
    file.write_text("old")

    def interrupted():
        yield "half"
        raise error

    with pytest.raises(error), to_file(file) as write:
        write(interrupted())
    assert file.read_text() == "old"
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_can_be_read_by_whom_the_system_lets(tmp_path):
    file = tmp_path / "report.txt"
    before = os.umask(0o022)
    try:
        with to_file(file) as write:
            write(["x"])
    finally:
        os.umask(before)
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_a_link_stays_and_its_target_is_written(tmp_path):
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_text("old")
    link.symlink_to(target)
    with to_file(link) as write:
        write(["new"])
    assert link.is_symlink()
    assert target.read_text() == "new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    with to_file(pipe) as write:
        write(["through"])
    reader.join()
    assert read == ["through"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_that_is_not_there_is_named(tmp_path):
    with (
        pytest.raises(UsageError, match=r"cannot write .*report\.txt: there is no folder"),
        to_file(tmp_path / "no" / "report.txt"),
    ):
        pass


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(UsageError, match=r"cannot write .*: Is a directory"), to_file(tmp_path):
        pass


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
def test_a_full_disk_is_told():
    with (
        pytest.raises(UsageError, match="cannot write /dev/full: No space left"),
        to_file(Path("/dev/full")) as write,
    ):
        write(["x" * 100_000])


def test_text_is_the_default_and_goes_to_standard_output(capsys):
    with open_outputs(options()) as [output]:
        assert type(output.format).__name__ == "TextFormat"
        output.write(["hello\n"])
    assert capsys.readouterr().out == "hello\n"


def test_several_formats_each_to_its_place(tmp_path, capsys):
    file = tmp_path / "out.sarif"
    with open_outputs(options("json", f"sarif={file}")) as outputs:
        for output in outputs:
            output.write([type(output.format).__name__])
    assert capsys.readouterr().out == "JsonFormat"
    assert file.read_text() == "SarifFormat"


def test_standard_output_stays_empty_when_only_a_file_is_asked_for(tmp_path, capsys):
    with open_outputs(options(f"text={tmp_path / 'a'}")) as [output]:
        output.write(["x"])
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("formats", "message"),
    [
        (["json", "sarif"], "two formats cannot both go to standard output"),
        (["json", "sarif=-"], "two formats cannot both go to standard output"),
        (["json=a", "sarif=./a"], "two formats cannot both go to a"),
        (["json="], "names no file"),
        (["yaml"], "there is no format 'yaml'"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is_written(formats, message, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=message), open_outputs(options(*formats)):
        pass
    assert list(tmp_path.iterdir()) == []


def test_one_output_that_fails_leaves_no_other_half_written(tmp_path):
    good = tmp_path / "good.json"
    with pytest.raises(UsageError), open_outputs(options(f"json={good}", f"sarif={tmp_path / 'no' / 'bad'}")):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_file_has_no_color(tmp_path, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    with open_outputs(options("text", f"text={tmp_path / 'a'}", color="always")) as [shown, kept]:
        assert (shown.format._options.color, kept.format._options.color) == (True, False)


def test_a_reader_that_goes_away_ends_the_run_quietly(tmp_path):
    package = tmp_path / "harbor"
    package.mkdir()
    paths = {f"/{number}": {"get": {"responses": {}}} for number in range(2_000)}
    import json

    (package / "apiDefinition.swagger.json").write_text(json.dumps({"swagger": "2.0", "paths": paths}))
    with subprocess.Popen(
        [sys.executable, "-m", "certify", "check", str(package), "--no-config", "-q"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == 141
