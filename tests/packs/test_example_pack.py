"""The example pack is found by its entry point, as one that pip installed would be, and its examples hold."""

from __future__ import annotations

import importlib
import json
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from certify import plugins
from certify.cli.main import main
from certify.examples import try_examples

if TYPE_CHECKING:
    from collections.abc import Iterator

PACK = Path(__file__).parent / "example_pack"
NAMES = {"acme-contact-domain", "acme-no-ticket"}


@pytest.fixture
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The pack on the path, with the metadata that an installation writes from its pyproject.toml."""
    project = tomllib.loads((PACK / "pyproject.toml").read_text("utf-8"))["project"]
    metadata = tmp_path / "certify_acme_rules-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    )
    lines = [
        line
        for group, entries in project["entry-points"].items()
        for line in (f"[{group}]", *(f"{name} = {value}" for name, value in entries.items()))
    ]
    (metadata / "entry_points.txt").write_text("\n".join(lines) + "\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.syspath_prepend(str(PACK))
    importlib.invalidate_caches()
    plugins.load_rules.cache_clear()
    yield
    plugins.load_rules.cache_clear()
    for module in [name for name in sys.modules if name.split(".")[0] == "acme_rules"]:
        del sys.modules[module]


def test_pack_is_absent_until_it_is_installed() -> None:
    assert not NAMES & plugins.load_rules().by_name.keys()


@pytest.mark.usefixtures("installed")
def test_rules_in_python_and_in_yaml_are_found_under_one_family() -> None:
    book = plugins.load_rules()
    assert {rule.name for rule in book.find("acme")} == NAMES


@pytest.mark.usefixtures("installed")
def test_examples_hold_beside_every_built_in_rule() -> None:
    book = plugins.load_rules()
    trials = [trial for rule in book.find("acme") for trial in try_examples(rule, book)]
    assert len(trials) == 4
    assert [complaint for trial in trials for complaint in trial.complaints] == []


@pytest.mark.usefixtures("installed")
def test_settings_change_the_option_of_a_packs_rule(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    definition = tmp_path / "apiDefinition.swagger.json"
    definition.write_text(
        json.dumps({"swagger": "2.0", "info": {"title": "Tide", "contact": {"email": "a@tide.example"}}})
    )
    arguments = ["check", str(tmp_path), "--select", "acme", "--fail-on", "warning"]
    assert main(arguments) == 1
    assert "is no address at tidewaterstock.com" in capsys.readouterr().out
    (tmp_path / "certify.toml").write_text('[rules.acme-contact-domain]\ndomain = "tide.example"\n')
    assert main(arguments) == 0
