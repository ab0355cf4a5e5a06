"""What `certify fix` says and asks, and where it writes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
import tiny

from certify.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

NAME = "apiDefinition.swagger.json"
DOUBLE = tiny.indented(
    {
        "swagger": "2.0",
        "host": "api.tide.com",
        "schemes": ["https", "https"],
        "paths": {
            "/a": {"get": {"operationId": "GetTide", "responses": {"200": {"description": "It came."}}}}
        },
        "tags": [{"name": "a"}, {"name": "a"}],
    }
)
SELECT = ("--no-config", "--select", "array-unique,tags-unique")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Tide"
    made.mkdir()
    (made / NAME).write_text(DOUBLE)
    return made


def answer(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_it_names_the_rules_that_it_fixed_and_counts_what_guesses_would_fix(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["fix", str(folder), *SELECT])
    told = capsys.readouterr().err
    assert "Tide: 2 fixed; left: " in told
    assert "\n  array-unique\n" in told
    assert "--unsafe would fix" in told
    main(["fix", str(folder), *SELECT])
    assert "Tide: nothing fixed; left: " in capsys.readouterr().err


def test_asked_it_shows_each_change_and_makes_only_what_was_agreed_to(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "n", "y")
    main(["fix", str(folder), "-i", *SELECT])
    told = capsys.readouterr().err
    assert told.count("fix it?") == 2
    assert '\n-        "https"' in told
    text = (folder / NAME).read_text()
    assert (text.count('"https"'), text.count('"name": "a"')) == (2, 1)


@pytest.mark.parametrize(("word", "left"), [("a", 1), ("q", 2), ("", 2)])
def test_one_answer_may_be_for_all_that_follow(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, word: str, left: int
) -> None:
    answer(monkeypatch, *([word] if word else []))
    main(["fix", str(folder), "-i", *SELECT])
    assert capsys.readouterr().err.count("fix it?") == 1
    assert (folder / NAME).read_text().count('"https"') == left


def test_single_file_is_fixed_where_it_lies(folder: Path) -> None:
    main(["fix", str(folder / NAME), *SELECT])
    assert (folder / NAME).read_text().count('"https"') == 1
    assert [path.name for path in folder.iterdir()] == [NAME]


def test_definition_from_standard_input_is_printed_fixed(
    capsysbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(DOUBLE.encode())))
    main(["fix", "-", *SELECT])
    printed = capsysbinary.readouterr()
    assert printed.out.count(b'"https"') == 1
    assert printed.out.startswith(b"{")
    assert printed.out.endswith(DOUBLE[-1:].encode())


def test_answers_and_a_definition_cannot_both_come_from_standard_input(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["fix", "-", "-i"]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_archive_is_not_written_to_and_one_line_says_what_to_do(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = folder.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as made:
        made.write(folder / NAME, NAME)
    before = archive.read_bytes()
    assert main(["fix", str(archive)]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "fix the folder" in told
    assert archive.read_bytes() == before


@pytest.mark.parametrize("option", ["--select", "--ignore"])
def test_name_that_no_rule_has_is_refused(
    folder: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    assert main(["fix", str(folder), option, "array-uniqe"]) == 2
    assert "did you mean `array-unique`?" in capsys.readouterr().err
    assert (folder / NAME).read_text() == DOUBLE
