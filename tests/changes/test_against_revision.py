"""`certify check --against REV`: each package is compared with what it was at a git revision."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest
from git_repository import Repository

from certify.cli.main import main
from project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NAME = "apiDefinition.swagger.json"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Two published packages on `main`, of which the first renames an operation in the working tree."""
    made = Repository(tmp_path / "repository")
    for name in ("First", "Second"):
        shutil.copytree(ROOT / "templates" / "certify_templates" / "golden", made.root / name)
    made.commit()
    definition = made.root / "First" / NAME
    definition.write_text(definition.read_text("utf-8").replace('"CreateItem"', '"AddItem"'), "utf-8")
    monkeypatch.chdir(made.root)
    return made


def check(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, list[Any]]]:
    status = main(["check", ".", "--select", "changes", "--format", "json", *arguments])
    packages = json.loads(capsys.readouterr().out)["packages"]
    return status, {package["name"]: [found["rule"] for found in package["findings"]] for package in packages}


def test_each_package_is_compared_with_itself(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repository.root.is_dir()
    status, found = check(capsys, "--against", "main")
    assert status == 1
    assert "bc-operation-id" in found["First"]
    assert "bc-operation-id" not in found["Second"]


def test_package_that_is_new_has_nothing_to_be_compared_with(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository.root / "First").rename(repository.root / "Third")
    status, found = check(capsys, "--against", "main")
    assert (status, found["Third"]) == (0, [])


def test_unknown_revision_says_what_was_looked_for(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    assert repository.root.is_dir()
    assert main(["check", ".", "--against", "nowhere"]) == 2
    assert "'nowhere' is not a revision" in capsys.readouterr().err


def test_published_version_that_cannot_be_read_is_said_of_each_package(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    definition = repository.root / "First" / NAME
    whole = definition.read_text("utf-8")
    definition.write_text("[]", "utf-8")
    repository.commit()
    definition.write_text(whole, "utf-8")
    status, found = check(capsys, "--against", "HEAD")
    assert (status, found["First"]) == (0, ["bc-unreadable"])
    assert "bc-unreadable" not in found["Second"]
