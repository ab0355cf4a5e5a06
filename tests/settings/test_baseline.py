"""Only what the baseline lacks decides; swapping one finding for another is not hidden."""

from __future__ import annotations

import copy
import json
from typing import TYPE_CHECKING

import pytest
import tiny

from certify.api import ERROR, WARNING, Operation, Problem, advice, rule
from certify.core.finding import Severity
from certify.core.rule import Problems, Profile
from certify.engine.run import run
from certify.errors import SettingsError
from certify.settings import apply_baseline, read_baseline

if TYPE_CHECKING:
    from pathlib import Path


@rule(ERROR, advice(), established=WARNING)
def tiny_new_only(operation: Operation) -> Problems:
    """Only new connectors must."""
    if not operation.description:
        yield Problem("There is no description.", operation)


RULES = tiny.book(tiny.tiny_summary, tiny_new_only).choose(Profile.VERIFIED)


def test_known_findings_do_not_fail() -> None:
    before = run(tiny.package(), RULES)
    known = frozenset(finding.fingerprint for finding in before.findings)
    after = apply_baseline(run(tiny.package(), RULES), known, RULES)
    assert before.fails(Severity.ERROR)
    assert not after.fails(Severity.NOTE)


def test_swapped_finding_is_new() -> None:
    definition = copy.deepcopy(tiny.DEFINITION)
    definition["paths"]["/a"]["get"]["summary"] = "There"
    known = frozenset(finding.fingerprint for finding in run(tiny.package(definition), RULES).findings)
    swapped = copy.deepcopy(tiny.DEFINITION)
    swapped["paths"]["/b"]["post"]["summary"] = "There"
    after = apply_baseline(run(tiny.package(swapped), RULES), known, RULES)
    assert [finding.place for finding in after.findings if finding.is_new] == [
        "apiDefinition.swagger.json#operation:GetA"
    ]


def test_established_finding_gets_its_own_severity() -> None:
    before = run(tiny.package(), RULES)
    known = frozenset(finding.fingerprint for finding in before.findings)
    after = apply_baseline(before, known, RULES)
    assert {finding.severity for finding in after.findings if finding.rule == "tiny-new-only"} == {
        Severity.WARNING
    }
    assert {finding.severity for finding in before.findings} == {Severity.ERROR}


def test_baseline_is_read_from_a_report(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    package = {"path": "x/Tiny", "name": "Tiny", "findings": [{"fingerprint": "f"}]}
    path.write_text(json.dumps({"format": "certify/1", "packages": [package]}))
    report = run(tiny.package(), RULES)
    assert read_baseline(path).known(report) == frozenset("f")


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": "other"}', '{"format": "certify/1", "packages": [{}]}']
)
def test_anything_else_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text)
    with pytest.raises(SettingsError, match="baseline"):
        read_baseline(path)
