"""The command line itself: a mistake is one line and status 2, whatever the system refuses, and no traceback."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from certify.cli.main import main, run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

FULL = "/dev/full"


def complaint(arguments: Sequence[str], capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on standard error of a command that ends with status 2."""
    try:
        status: object = main(arguments)
    except SystemExit as ended:
        status = ended.code
    captured = capsys.readouterr()
    assert (status, captured.out, captured.err.count("\n")) == (2, "", 1)
    return captured.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chekc", "."], "there is no command 'chekc', perhaps check"),
        (["check", "--fomat", "json"], "there is no option --fomat, perhaps --format"),
        (["explain"], "RULE"),
        (["new", "somewhere", "too-much"], "too-much is one argument too many"),
        (["check", "a", "--show", "error", "b"], "b stands apart from the others"),
        (["check", "--jobs", "0"], "takes a number from 1 on, not '0'"),
        (["report", "--jobs", "many"], "takes a number from 1 on, not 'many'"),
    ],
)
def test_mistake_is_one_line_that_says_what_was_meant(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert words in complaint(arguments, capsys)


def test_path_without_a_command_is_told_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert f"certify check {tmp_path}" in complaint([str(tmp_path)], capsys)


@pytest.mark.parametrize(
    "arguments",
    [
        ["new", "file/connector"],
        ["new-rule", "acme-fresh", "--folder", "file/rules"],
        ["waive", "op-id-present", "*", "--reason", "r", "--owner", "o", "--file", "file/waivers.toml"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_what_cannot_be_written_is_named(
    arguments: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "file").write_text("no folder")
    assert "file" in complaint(arguments, capsys)


@pytest.mark.skipif(not os.path.exists(FULL), reason="the system has no device that is always full")  # noqa: PTH110 - for the decorator
@pytest.mark.parametrize("command", [["rules"], ["explain", "op-id-present"], ["rules", "--format", "json"]])
def test_full_disk_is_told(command: list[str]) -> None:
    with open(FULL, "w") as full:  # noqa: PTH123 - a device
        ended = subprocess.run(
            [sys.executable, "-m", "certify", *command], stdout=full, stderr=subprocess.PIPE, check=False
        )
    assert (ended.returncode, ended.stderr.count(b"\n")) == (2, 1)
    assert b"No space left" in ended.stderr


def test_what_the_locale_has_no_character_for_is_written_out() -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    ended = subprocess.run(
        [sys.executable, "-m", "certify", "explain", "json-utf8"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert (ended.returncode, ended.stderr) == (0, b"")
    assert rb"\xf8" in ended.stdout


def test_fault_of_the_tool_is_inconclusive_and_no_finding(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> int:
        raise ValueError("a mistake of ours")

    monkeypatch.setattr("certify.cli.main.main", broken)
    with pytest.raises(SystemExit) as ended:
        run()
    assert ended.value.code == 3
    assert "fault of certify itself" in capsys.readouterr().err
