"""Which of many published packages a new version is compared with, and what is said where it cannot be."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from certify.cli.main import main
from project import ROOT

NAME = "apiDefinition.swagger.json"
GOLDEN = ROOT / "templates" / "certify_templates" / "golden"
RENAMED = "bc-operation-id"


@pytest.fixture(autouse=True)
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`upstream/certified/Stock` and `Weather`, and `new/Warehouse`: the stock with another operation id, in another folder."""
    for folder in ("upstream/certified/Stock", "upstream/certified/Weather", "new/Warehouse"):
        shutil.copytree(GOLDEN, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    rewrite("upstream/certified/Weather", ("Tidewater Stock", "Tidewater Weather"))
    rewrite("new/Warehouse", ('"CreateItem"', '"AddItem"'))


def rewrite(folder: str, *replaced: tuple[str, str]) -> None:
    path = Path(folder, NAME)
    text = path.read_text("utf-8")
    for old, new in replaced:
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, "utf-8")


def check(capsys: pytest.CaptureFixture[str], against: str = "upstream") -> tuple[int, set[str], str]:
    arguments = ["--select", "changes", "--format", "json", "--against", against]
    status = main(["check", "new/Warehouse", *arguments])
    said = capsys.readouterr()
    findings = json.loads(said.out)["packages"][0]["findings"] if said.out else []
    return status, {finding["rule"] for finding in findings}, said.err


def test_folder_of_the_name_comes_before_the_title(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree("new/Warehouse", "upstream/certified/Warehouse")
    status, found, said = check(capsys)
    assert (status, RENAMED in found, said) == (0, False, "")


def test_title_finds_it_where_no_folder_has_the_name(capsys: pytest.CaptureFixture[str]) -> None:
    status, found, said = check(capsys)
    assert (status, RENAMED in found) == (1, True)
    assert "new/Warehouse is compared with upstream/certified/Stock, which has its title" in said
    assert main(["diff", "upstream", "new/Warehouse", "--quiet"]) == 1


def test_host_and_operations_find_it_where_the_title_is_new_as_well(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rewrite("new/Warehouse", ("Tidewater Stock", "Tidewater Depots"))
    rewrite("upstream/certified/Weather", ('"operationId": "', '"operationId": "Weather'))
    status, found, said = check(capsys)
    assert (status, RENAMED in found) == (1, True)
    assert "upstream/certified/Stock, which has its host and operations" in said


def test_connector_on_the_same_host_with_other_operations_is_another_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    rewrite(
        "new/Warehouse",
        ("Tidewater Stock", "Tidewater Depots"),
        ('"operationId": "', '"operationId": "Depot'),
    )
    assert check(capsys) == (0, set(), "")


def test_title_that_several_have_finds_none(capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree("upstream/certified/Stock", "upstream/certified/Stocks")
    assert check(capsys) == (0, set(), "")


def test_name_that_is_published_twice_is_taken_from_the_same_shelf(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shutil.copytree("upstream/certified/Stock", "upstream/new/Warehouse")
    shutil.copytree("new/Warehouse", "upstream/certified/Warehouse")
    status, found, _ = check(capsys)
    assert (status, RENAMED in found) == (1, True)
    Path("upstream/new").rename("upstream/other")
    status, _, said = check(capsys)
    assert (status, "several called Warehouse" in said) == (2, True)


@pytest.mark.parametrize("content", ["[]", ""])
def test_unreadable_published_version_is_one_line(content: str, capsys: pytest.CaptureFixture[str]) -> None:
    Path("upstream/certified/Stock", NAME).write_text(content, "utf-8")
    status, found, said = check(capsys, "upstream/certified/Stock")
    assert (status, found, len(said.splitlines())) == (2, set(), 1)
    assert f"{NAME} cannot be read to its end as a JSON object" in said
