"""What a path on the command line stands for."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import pytest
from zip_writer import one

from certify.core.package import Form, Reason
from certify.errors import SourceError
from certify.sources import find_origins

if TYPE_CHECKING:
    from pathlib import Path

    from certify.core.package import Package


def load(path: Path | str) -> list[Package]:
    return [origin.load() for origin in find_origins(str(path))]


@pytest.mark.parametrize("name", ["apiDefinition.swagger.json", "readme.md", "script.csx", "icon.png"])
def test_a_single_file_keeps_its_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"content")
    (package,) = load(tmp_path / name)
    assert (package.files, package.form, package.path) == (
        {name: b"content"},
        Form.FILE,
        str(tmp_path / name),
    )


@pytest.mark.parametrize("name", ["setup.py", "LICENSE", "logo.svg"])
def test_a_single_file_that_nothing_looks_at_is_refused_and_not_ready(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"content")
    with pytest.raises(SourceError, match="is none of a connector's files; name its definition"):
        load(tmp_path / name)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_definition_of_any_name_is_known_by_what_it_holds(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "contoso.txt").write_bytes('{"swagger": "2.0"}'.encode(encoding))
    assert load(tmp_path / "contoso.txt")


def test_a_single_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "readme.md").open("wb") as file:
        file.truncate(3 << 20)
    (package,) = load(tmp_path / "readme.md")
    assert [(refusal.path, refusal.reason) for refusal in package.refusals] == [
        ("readme.md", Reason.TOO_LARGE)
    ]


def test_a_link_to_a_file_that_the_user_names_is_followed(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(b"{}")
    (tmp_path / "b.json").symlink_to(tmp_path / "a.json")
    assert load(tmp_path / "b.json")[0].files == {"b.json": b"{}"}


def test_a_zip_is_known_by_its_ending_in_any_case(tmp_path: Path) -> None:
    (tmp_path / "A.ZIP").write_bytes(one())
    assert load(tmp_path / "A.ZIP")[0].form is Form.ARCHIVE


class Input:
    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


def test_standard_input_is_a_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Input(b"{}"))
    (package,) = load("-")
    assert package.files == {"apiDefinition.swagger.json": b"{}"}
    assert (package.path, package.form) == ("<stdin>", Form.FILE)


def test_standard_input_is_read_up_to_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    source = Input(bytes(20 << 20))
    monkeypatch.setattr(sys, "stdin", source)
    (package,) = load("-")
    assert [refusal.reason for refusal in package.refusals] == [Reason.TOO_LARGE]
    assert source.buffer.tell() == (8 << 20) + 1


def test_a_missing_standard_input_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SourceError, match="no standard input"):
        load("-")


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        load(tmp_path / "gone")


@pytest.mark.parametrize("path", ["a\0b", "x" * 5_000])
def test_a_path_that_cannot_be_one_is_an_error(path: str) -> None:
    with pytest.raises(SourceError, match="cannot be read"):
        load(path)


def test_a_folder_without_anything_to_check_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    with pytest.raises(SourceError, match=r"holds no connector package; .*apiDefinition\.swagger\.json"):
        load(tmp_path)


def test_a_pipe_is_an_error(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError, match="use '-'"):
        load(tmp_path / "pipe")


def test_the_current_folder_has_its_own_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Contoso").mkdir()
    (tmp_path / "Contoso" / "apiProperties.json").write_bytes(b"{}")
    monkeypatch.chdir(tmp_path / "Contoso")
    assert [(package.name, package.path) for package in load(".")] == [("Contoso", ".")]
    monkeypatch.chdir(tmp_path)
    assert [package.path for package in load(".")] == ["Contoso"]
