"""The documentation builds without a warning, every link in it leads somewhere, and every rule has its page."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest
import yaml

from certify.cli.main import COMMANDS
from certify.cli.parity import parity
from certify.formats import FORMATS
from certify.plugins import load_rules
from certify.settings import load_settings, read_waivers
from certify.settings.settings import check_names
from project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs"
MISSING = [name for name in ("sphinx", "myst_parser", "furo", "jinja2") if find_spec(name) is None]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built pages; whatever Sphinx warns of, and any link that leads nowhere, fails the build."""
    if MISSING:
        pytest.skip(f"not installed: {', '.join(MISSING)}; the extra `docs` has them")
    folder = tmp_path_factory.mktemp("docs") / "site"
    built = subprocess.run(
        [sys.executable, str(DOCS / "build.py"), str(folder)],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=folder.parent,
    )
    assert (built.returncode, built.stdout, built.stderr) == (0, "", "")
    return folder


def test_every_rule_has_a_page_that_its_family_links_to(site: Path) -> None:
    book = load_rules()
    families = {family: (site / "families" / f"{family}.html").read_text("utf-8") for family in book.families}
    for rule in book.rules:
        page = (site / "rules" / f"{rule.name}.html").read_text("utf-8")
        assert f"<h1>{rule.name}<" in page
        assert f'href="../rules/{rule.name}.html"' in families[rule.family]


def test_page_shows_names_severities_sources_fix_and_what_is_said_of_a_bad_example(site: Path) -> None:
    page = (site / "rules" / "op-id-present.html").read_text("utf-8")
    for words in (
        "OperationIdRequired",
        "verified-publisher: <strong>error</strong>",
        "custom-connectors/certification-swagger-validator-rules",
        'id="fix"',
        'id="good"',
    ):
        assert words in page


def test_every_name_of_microsofts_gates_is_in_the_table(site: Path) -> None:
    page = (site / "parity.html").read_text("utf-8")
    assert [line.name for line in parity(load_rules()) if line.name not in page] == []


def test_every_command_and_format_is_documented(site: Path) -> None:
    commands = (site / "commands.html").read_text("utf-8")
    assert [name for name in COMMANDS if f'id="{name}"' not in commands] == []
    formats = (site / "formats.html").read_text("utf-8")
    assert [name for name in FORMATS if name != "diff-json" and f'id="{name}"' not in formats] == []


def test_worked_update_shows_three_breaking_changes(site: Path) -> None:
    page = (site / "diff.html").read_text("utf-8")
    for rule in ("bc-operation-id", "bc-input-required-added", "bc-output-deleted"):
        assert rule in page
    assert "3 errors, 0 warnings" in page


def test_settings_of_the_documentation_are_valid() -> None:
    file = DOCS / "examples" / "certify.toml"
    settings = load_settings(file)
    check_names(settings, load_rules(), file)
    assert settings.waivers is not None
    from datetime import date

    assert read_waivers(settings.waivers, date(2026, 1, 1), load_rules())


@pytest.mark.parametrize("name", ["github.yml", "gitlab.yml", "pre-commit.yaml"])
def test_build_configurations_of_the_documentation_run_a_check(name: str) -> None:
    text = (DOCS / "examples" / name).read_text("utf-8")
    assert isinstance(yaml.safe_load(text), dict)
    assert "certify check ." in text
