"""Whose a published icon is, by the index that ships with the tool or that the settings name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from certify.cli.main import main
from certify.core.package import Package
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.documents.published import Entry, Published, icon_digest
from certify.engine.run import run
from certify.examples import golden
from certify.plugins import load_rules

if TYPE_CHECKING:
    from pathlib import Path

RULES = load_rules().choose(Profile.VERIFIED, Choice(select=("icon-unique",)))
ICON = b"\x89PNG of a lighthouse"


def package(*, title: str = "Quayside Ledger", publisher: str = "Quayside", icon: bytes = ICON) -> Package:
    return Package(
        "quayside",
        "quayside",
        {
            "apiDefinition.swagger.json": json.dumps({"swagger": "2.0", "info": {"title": title}}).encode(),
            "apiProperties.json": json.dumps({"properties": {"publisher": publisher}}).encode(),
            "icon.png": icon,
        },
    )


def published(*, title: str = "Harbour Pilot", publisher: str = "Pilots", folder: str = "Pilot") -> Published:
    return Published((Entry(folder, "C", title, publisher, icon_digest(ICON)),))


def test_the_icon_of_another_published_connector_is_taken():
    (finding,) = run(package(), RULES, index=published()).findings
    assert (finding.rule, finding.location.path) == ("icon-unique", "icon.png")
    assert "`Harbour Pilot`" in finding.message


def test_another_picture_is_its_own():
    assert not run(package(icon=ICON + b"!"), RULES, index=published()).findings


@pytest.mark.parametrize(
    "own", [{"title": "Quayside Ledger"}, {"publisher": "quayside"}, {"folder": "quayside"}]
)
def test_the_published_version_of_a_connector_and_others_of_its_publisher_share_its_icon(own):
    assert not run(package(), RULES, index=published(**own)).findings


def clean_package(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for name, data in golden(Profile.VERIFIED).files.items():
        (folder / name).write_bytes(data)
    (folder / "icon.png").write_bytes(ICON)
    return folder


def test_the_settings_name_an_index_that_was_built_from_a_checkout(tmp_path, capsys):
    checkout, own = tmp_path / "checkout", tmp_path / "repository" / "harbour"
    clean_package(checkout / "certified-connectors" / "Tidewater")
    definition = clean_package(own) / "apiDefinition.swagger.json"
    definition.write_text(definition.read_text("utf-8").replace("Tidewater Stock", "Harbour Pilot"), "utf-8")
    properties = own / "apiProperties.json"
    properties.write_text(properties.read_text("utf-8").replace("Quayside", "Harbour"), "utf-8")
    asked = ["check", str(own), "--select", "icon-unique,title-unique", "--format", "json"]

    assert main(asked) == 0
    shipped = json.loads(capsys.readouterr().out)
    assert main(["index", str(checkout), "--output", str(own.parent / "published.json")]) == 0
    (own.parent / "certify.toml").write_text('published = "published.json"\n')
    main(asked)
    named = json.loads(capsys.readouterr().out)

    assert [finding["rule"] for finding in named["packages"][0]["findings"]] == ["icon-unique"]
    assert named["ruleset"]["digest"] != shipped["ruleset"]["digest"]


@pytest.mark.parametrize("content", [None, "[]", '{"connectors": [["Tide", 7]]}', "{"])
def test_an_index_that_cannot_be_read_is_told_in_one_line(tmp_path, capsys, content):
    clean_package(tmp_path / "harbour")
    if content is not None:
        (tmp_path / "published.json").write_text(content)
    (tmp_path / "certify.toml").write_text('published = "published.json"\n')
    assert main(["check", str(tmp_path / "harbour")]) == 2
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "published.json: the index of published connectors cannot be read" in told
