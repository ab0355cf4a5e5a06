"""The share of published connectors that break a rule, in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from certify import evidence
from certify.cli.main import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MEASURED = {"op-id-present": {"C": [22, 363], "I": [5, 231]}, "title-present": {"K": [0, 3]}}


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder in place of the data that ships."""
    monkeypatch.setattr(evidence, "files", lambda _: tmp_path)
    evidence._shares.cache_clear()
    yield tmp_path
    evidence._shares.cache_clear()


@pytest.fixture
def measured(data: Path) -> None:
    (data / "prevalence.json").write_text(json.dumps(MEASURED))


@pytest.mark.usefixtures("measured")
@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("op-id-present", "6.1% of 363 certified, 2.2% of 231 independent connectors"),
        ("title-present", "0.0% of 3 custom connectors"),
        ("of-another-pack", ""),
    ],
)
def test_share_names_each_kind_that_was_measured(rule: str, words: str) -> None:
    assert evidence.share(rule) == words


def test_kind_to_which_a_rule_never_applies_is_left_out() -> None:
    assert evidence.sentence({"C": (1, 4), "I": (0, 0)}) == "25.0% of 4 certified connectors"


@pytest.mark.usefixtures("data")
def test_nothing_is_claimed_where_nothing_was_measured(capsys: pytest.CaptureFixture[str]) -> None:
    assert evidence.share("op-id-present") == ""
    assert main(["explain", "op-id-present"]) == 0
    assert "Broken by" not in capsys.readouterr().out


@pytest.mark.usefixtures("measured")
def test_explain_says_who_breaks_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "op-id-present"]) == 0
    assert "Broken by: 6.1% of 363 certified, 2.2% of 231" in capsys.readouterr().out
