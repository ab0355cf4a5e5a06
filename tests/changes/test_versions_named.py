"""How the two versions of `certify diff` can be named, and what is said where one cannot be compared."""

from __future__ import annotations

import io
import json
import shutil
import sys
from pathlib import Path

import pytest
from git_repository import Repository

from certify.cli.main import main
from project import ROOT

NAME = "apiDefinition.swagger.json"
GOLDEN = ROOT / "templates" / "certify_templates" / "golden"


@pytest.fixture
def versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`old/Stock`, and `new/Stock`, in which an operation has another name; there is a second package beside the old one."""
    for folder in ("old/Stock", "old/Other", "new/Stock"):
        shutil.copytree(GOLDEN, tmp_path / folder)
    definition = tmp_path / "new" / "Stock" / NAME
    definition.write_text(definition.read_text("utf-8").replace('"CreateItem"', '"AddItem"'), "utf-8")
    monkeypatch.chdir(tmp_path)


def diff(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main(["diff", "--quiet", *arguments])
    said = capsys.readouterr()
    return status, said.out + said.err


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("old/Stock", "new/Stock"),
        ("old", "new/Stock"),
        ("old", f"new/Stock/{NAME}"),
        (f"old/Stock/{NAME}", f"new/Stock/{NAME}"),
        (f"old/Stock/{NAME}", "new"),
        ("old.zip", "new.zip"),
    ],
)
def test_folder_file_zip_or_one_of_many(old: str, new: str, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("old", "new"):
        shutil.make_archive(name, "zip", f"{name}/Stock")
    status, said = diff(capsys, old, new)
    assert (status, "`CreateItem` is now called `AddItem`" in said) == (1, True)


@pytest.mark.usefixtures("versions")
def test_standard_input_may_be_the_old_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    given = io.TextIOWrapper(io.BytesIO(Path("old", "Stock", NAME).read_bytes()))
    monkeypatch.setattr(sys, "stdin", given)
    assert diff(capsys, "-", "new/Stock")[0] == 1


def test_revisions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = Repository(tmp_path / "repository")
    shutil.copytree(GOLDEN, made.root / "Stock")
    made.commit()
    definition = made.root / "Stock" / NAME
    definition.write_text(definition.read_text("utf-8").replace('"CreateItem"', '"AddItem"'), "utf-8")
    made.commit()
    monkeypatch.chdir(made.root)
    assert diff(capsys, "HEAD", "--", "Stock")[0] == 0
    assert diff(capsys, "HEAD~1", "--", "Stock")[0] == 1
    assert diff(capsys, "HEAD~1..HEAD", "--", "Stock")[0] == 1
    assert diff(capsys, "HEAD..HEAD~1", "--", "Stock")[0] == 1
    assert diff(capsys, "nowhere", "--", "Stock")[0] == 2


@pytest.mark.usefixtures("versions")
@pytest.mark.parametrize(
    ("old", "new", "status", "said"),
    [
        ("nowhere", "new/Stock", 2, "nowhere is no path, and as a git revision"),
        ("old/Stock", "nowhere", 2, "nowhere does not exist"),
        ("old", "new/Stock/../../renamed", 2, "no one called renamed"),
        ("old/Stock", "old", 2, "old holds 2 packages; name one of them"),
        ("old/Stock", "old/Stock/readme.md", 2, "holds no readable apiDefinition.swagger.json"),
        ("-", "-", 2, "standard input can be one of the two versions"),
        ("broken", "new/Stock", 3, "cannot be read to its end as a JSON object"),
        ("new/Stock", "broken", 3, "cannot be read to its end as a JSON object"),
        ("empty.zip", "new/Stock", 3, "The archive is empty"),
    ],
)
def test_what_cannot_be_compared_is_said_in_one_line(
    old: str, new: str, status: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree("new/Stock", "renamed")
    shutil.copytree("new/Stock", "broken")
    Path("broken", NAME).write_text("[]", "utf-8")
    Path("empty.zip").write_bytes(b"")
    found = diff(capsys, old, new)
    assert (found[0], said in found[1], len(found[1].splitlines())) == (status, True, 1)


@pytest.mark.usefixtures("versions")
def test_accepted_change_is_named_by_its_meaning(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "old/Stock", "new/Stock", "--format", "json"]) == 1
    (change,) = (c for c in json.loads(capsys.readouterr().out)["changes"] if c["rule"] == "bc-operation-id")
    Path("accepted.toml").write_text(
        '[[waiver]]\nrule = "bc-operation-id"\n'
        f'place = \'{change["place"]}\'\nreason = "nobody uses it"\nowner = "a@example.com"\nexpires = 2099-01-01\n',
        "utf-8",
    )
    # The same change at other lines, in a file of another layout, is still the one that was accepted.
    moved = Path("new", "Stock", NAME)
    moved.write_text(json.dumps(json.loads(moved.read_text("utf-8")), indent=7), "utf-8")
    accepted = ("old/Stock", "new/Stock", "--waivers", "accepted.toml", "--format", "json")
    status, said = diff(capsys, *accepted)
    assert (status, json.loads(said)["version"]["deserved"]) == (0, "1.1.0")
