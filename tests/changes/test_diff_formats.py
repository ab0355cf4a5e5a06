"""`certify diff` in every format that people and tools read: both places of a change, and what it does to flows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

import certify
from certify.cli.main import main
from project import ROOT

GOLDEN = ROOT / "templates" / "certify_templates" / "golden" / "apiDefinition.swagger.json"
BEFORE, AFTER = '"operationId": "CreateItem"', '"operationId": "AddItem"'


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, int]:
    """Two versions in `old` and `new`; the lines of the operation's id in both, which differ."""
    text = GOLDEN.read_text("utf-8")
    new = text.replace(BEFORE, AFTER).replace("{\n", "{\n\n\n", 1).replace('"1.0.0"', '"1.1.0"')
    for folder, content in (("old", text), ("new", new)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / GOLDEN.name).write_text(content, "utf-8")
    monkeypatch.chdir(tmp_path)
    lines = text.splitlines(), new.splitlines()
    return _line_of(lines[0], BEFORE), _line_of(lines[1], AFTER)


def _line_of(lines: list[str], part: str) -> int:
    return next(number for number, line in enumerate(lines, 1) if part in line)


def diff(capsys: pytest.CaptureFixture[str], name: str) -> str:
    assert main(["diff", "old", "new", "--format", name]) == 1
    return capsys.readouterr().out


def test_json_has_both_places_and_the_effect(
    versions: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    found = json.loads(diff(capsys, "json"))
    assert found["major_because"] == ["operations"]
    assert found["version"] == {"old": "1.0.0", "new": "1.1.0", "deserved": "2.0.0"}
    (change,) = found["changes"]
    assert change["reported_by_microsoft"] is True
    assert change["way_out"].startswith("Call it `CreateItem` again")
    assert (change["old"]["start"]["line"], change["new"]["start"]["line"]) == versions
    assert (change["effect"], change["operation"]) == ("existing flows fail", "CreateItem")


def test_sarif_has_both_places_and_the_effect(
    versions: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    (result,) = json.loads(diff(capsys, "sarif"))["runs"][0]["results"]
    places: list[Any] = [result["locations"][0], result["relatedLocations"][0]]
    assert [place["physicalLocation"]["artifactLocation"]["uri"] for place in places] == [
        f"new/{GOLDEN.name}",
        f"old/{GOLDEN.name}",
    ]
    assert [place["physicalLocation"]["region"]["startLine"] for place in places] == [
        versions[1],
        versions[0],
    ]
    properties = result["properties"]
    assert properties["wayOut"].startswith("Call it `CreateItem` again")
    assert {key: properties[key] for key in ("effect", "operation", "reportedByMicrosoft")} == {
        "effect": "existing flows fail",
        "operation": "CreateItem",
        "reportedByMicrosoft": True,
    }


def test_sarif_has_the_class_of_update(versions: tuple[int, int], capsys: pytest.CaptureFixture[str]) -> None:
    assert versions
    (update,) = json.loads(diff(capsys, "sarif"))["runs"][0]["properties"]["updates"]
    assert update == {
        "package": "new",
        "update": "major",
        "majorBecause": ["operations"],
        "version": {"old": "1.0.0", "new": "1.1.0", "deserved": "2.0.0"},
    }


@pytest.mark.parametrize("name", ["text", "markdown"])
def test_people_see_both_places_and_the_effect(
    versions: tuple[int, int], capsys: pytest.CaptureFixture[str], name: str
) -> None:
    said = diff(capsys, name)
    assert f"{GOLDEN.name}:{versions[1]}:" in said
    assert f"old/{GOLDEN.name}:{versions[0]}:" in said
    assert "existing flows fail" in said.lower()
    assert "Microsoft's detector reports it" in said
    assert "again; makers see only its" in said
    assert "a major update (operations): from version 1.0.0 to 1.1.0; it deserves 2.0.0" in said


def test_change_without_effect_claims_none(
    versions: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert versions
    text = Path("new", GOLDEN.name).read_text("utf-8")
    Path("new", GOLDEN.name).write_text(text.replace(AFTER, BEFORE).replace('"1.1.0"', '"1.0.0"'), "utf-8")
    Path("new", GOLDEN.name).write_text(
        Path("new", GOLDEN.name).read_text("utf-8").replace("Look up", "Look for", 1), "utf-8"
    )
    for name in ("text", "markdown"):
        assert main(["diff", "old", "new", "--format", name]) == 0
        assert "flows" not in capsys.readouterr().out


def test_check_against_says_so_in_its_json_by_the_published_schema(
    versions: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert versions
    assert main(["check", "new", "--against", "old", "--select", "changes", "--format", "json"]) == 1
    content = json.loads(capsys.readouterr().out)
    schema = Path(certify.__path__[0], "formats", "report.schema.json").read_text("utf-8")
    assert jsonschema_rs.validator_for(json.loads(schema)).is_valid(content)
    (package,) = content["packages"]
    assert package["update"] == {
        "update": "major",
        "major_because": ["operations"],
        "version": {"old": "1.0.0", "new": "1.1.0", "deserved": "2.0.0"},
    }
    (finding,) = package["findings"]
    assert (finding["start"]["line"], finding["related"][0]["start"]["line"]) == (versions[1], versions[0])
    assert finding["change"]["effect"] == "existing flows fail"
    assert finding["change"]["way_out"].startswith("Call it `CreateItem` again")


def test_check_without_an_earlier_version_has_no_class_of_update(
    versions: tuple[int, int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert versions
    main(["check", "new", "--select", "changes", "--format", "json"])
    assert "update" not in json.loads(capsys.readouterr().out)["packages"][0]
