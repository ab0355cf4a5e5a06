"""A change of what several operations share is told once to people, and in full to tools."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from certify.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

NAME = "apiDefinition.swagger.json"
WAY_OUT = "Leave it in the definition for as long as the service can fill it."


def definition(operations: int, fields: tuple[str, ...]) -> dict[str, Any]:
    answer = {"200": {"description": "Found.", "schema": {"$ref": "#/definitions/Item"}}}
    return {
        "swagger": "2.0",
        "info": {"title": "Shared", "version": "1.0"},
        "paths": {
            f"/{number}": {"get": {"operationId": f"Get{number}", "responses": answer}}
            for number in range(1, operations + 1)
        },
        "definitions": {
            "Item": {"type": "object", "properties": {name: {"type": "string"} for name in fields}}
        },
    }


@pytest.fixture
def folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def diff(folder: Path, capsys: pytest.CaptureFixture[str], operations: int, *options: str) -> str:
    """What is said when `size` and `color` go from a definition that so many operations give back."""
    for name, fields in (("old", ("id", "size", "color")), ("new", ("id",))):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / NAME).write_text(json.dumps(definition(operations, fields), indent=2), "utf-8")
    assert main(["diff", "old", "new", *options]) == 1
    return capsys.readouterr().out


@pytest.mark.parametrize(
    ("operations", "others"),
    [
        (2, "`Get2`"),
        (3, "`Get2` and `Get3`"),
        (5, "`Get2`, `Get3`, `Get4` and 1 more operation"),
        (7, "`Get2`, `Get3`, `Get4` and 3 more operations"),
    ],
)
def test_text_names_the_first_and_the_others(
    folders: Path, capsys: pytest.CaptureFixture[str], operations: int, others: str
) -> None:
    said = diff(folders, capsys, operations)
    assert said.count("has been deleted") == 2
    assert said.count(f"= the same in {others}\n") == 2
    assert said.count(WAY_OUT) == 1
    assert f"{2 * operations} errors" in said


def test_markdown_names_the_others_and_says_a_way_out_once(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = diff(folders, capsys, 3, "--format", "markdown")
    assert said.count("has been deleted") == 2
    assert said.count("The same in") == 2
    assert said.count("as long as the service can fill it") == 1


@pytest.mark.parametrize("option", ["--verbose", "--quiet"])
def test_text_tells_each_when_it_is_asked_to(
    folders: Path, capsys: pytest.CaptureFixture[str], option: str
) -> None:
    said = diff(folders, capsys, 3, option)
    assert said.count("has been deleted") == 6
    assert "the same in" not in said


def test_single_operation_has_nothing_beside_it(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "the same in" not in diff(folders, capsys, 1)


def test_tools_get_each(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    changes = json.loads(diff(folders, capsys, 3, "--format", "json"))["changes"]
    assert sum(change["rule"] == "bc-output-deleted" for change in changes) == 6
    (run,) = json.loads(diff(folders, capsys, 3, "--format", "sarif"))["runs"]
    assert sum(result["ruleId"] == "bc-output-deleted" for result in run["results"]) == 6
