"""A new package breaks no rule that a package without a real service behind it can keep."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING

import pytest

from certify.cli.main import main
from certify.core.report import Status
from certify.engine.run import run
from certify.plugins import load_rules
from certify.skeleton import Auth, Kind, Names, skeleton
from certify.skeleton.skeleton import host_of
from certify.sources import DirectoryOrigin

if TYPE_CHECKING:
    from pathlib import Path

NAMES = Names("Harbour Ledger", "Quayside Tools", "Harbour Ledger Ltd", "api.harbourledger.com")
LEFT = {
    # That nobody signs in is for the author to defend.
    (Kind.VERIFIED, Auth.NONE): {("conn-not-empty", "note")},
    # Microsoft takes no such connectors any more; the command says so.
    (Kind.INDEPENDENT, Auth.OAUTH2): {("oauth-ip-unsupported", "error")},
}
COMBINATIONS = list(product(Kind, Auth))


@pytest.mark.parametrize(("kind", "auth"), COMBINATIONS)
def test_new_package_has_only_the_findings_that_its_kind_cannot_avoid(kind: Kind, auth: Auth) -> None:
    report = run(skeleton(kind, auth, NAMES), load_rules().choose(kind.profile))
    assert {(finding.rule, str(finding.severity)) for finding in report.findings} == LEFT.get(
        (kind, auth), set()
    )
    assert report.statuses[Status.ERRORED] == 0


@pytest.mark.parametrize("title", ['A "quoted" $title\\', "Ｆull width", "1000 Islands", "<b>&amp;</b>"])
def test_title_of_any_characters_stays_one_text(title: str) -> None:
    package = skeleton(Kind.CUSTOM, Auth.BASIC, Names(title, title, title, host_of(title)))
    definition = json.loads(package.files["apiDefinition.swagger.json"])
    assert definition["info"]["title"] == title
    assert set(definition["paths"]) == {"/records", "/records/{recordId}"}


@pytest.mark.parametrize(
    ("title", "host"),
    [("Harbour Ledger", "api.harbourledger.com"), ("漢字", "api.service.com"), ("A-1 & Co", "api.a1co.com")],
)
def test_host_is_suggested_from_the_title(title: str, host: str) -> None:
    assert host_of(title) == host


def test_command_writes_the_package_and_says_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "harbour-ledger"
    assert main(["new", str(folder), "--kind", "verified", "--auth", "api-key"]) == 0
    said = capsys.readouterr().out
    assert "certify check" in said
    assert "api.harbourledger.com" in said
    assert {path.name for path in folder.iterdir()} == {
        "apiDefinition.swagger.json",
        "apiProperties.json",
        "readme.md",
    }
    assert (
        json.loads((folder / "apiDefinition.swagger.json").read_text())["info"]["title"] == "Harbour Ledger"
    )


def test_command_says_at_once_what_will_be_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [
        "new",
        str(tmp_path / "x"),
        "--profile",
        "independent-publisher",
        "--auth",
        "oauth2",
        "--name",
        "Harbour",
    ]
    assert main(arguments) == 0
    assert "[oauth-ip-unsupported]" in capsys.readouterr().out


def test_nothing_is_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "readme.md").write_text("mine")
    assert main(["new", str(tmp_path)]) == 2
    assert "exists already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["readme.md"]


@pytest.mark.parametrize(("kind", "auth"), COMBINATIONS)
def test_command_without_names_writes_no_worse_a_package(tmp_path: Path, kind: Kind, auth: Auth) -> None:
    folder = tmp_path / "harbour-ledger"
    assert main(["new", str(folder), "--kind", str(kind), "--auth", str(auth)]) == 0
    package = DirectoryOrigin(str(folder)).load()
    assert json.loads(package.files["apiDefinition.swagger.json"])["info"]["title"] == "Harbour Ledger"
    report = run(package, load_rules().choose(kind.profile))
    found = {(finding.rule, str(finding.severity)) for finding in report.findings}
    # Who publishes it nobody could guess, and the command says what to put there.
    unnamed = {("contact-name-real", "warning")} if kind is Kind.INDEPENDENT else set()
    assert found == LEFT.get((kind, auth), set()) | unnamed
