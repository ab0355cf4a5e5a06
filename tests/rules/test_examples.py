"""Every rule's manual is a test: each Bad example is reported by that rule and no other, each Good one by none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from certify.core.finding import Severity
from certify.core.manual import manual_of
from certify.core.report import Verdict
from certify.core.rule import Profile
from certify.engine.run import run
from certify.examples import golden, try_examples
from certify.plugins import load_rules

if TYPE_CHECKING:
    from certify.core.rule import Rule

BOOK = load_rules()


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: f"{rule.family}:{rule.name}")
def test_examples_of_the_manual_hold(rule: Rule) -> None:
    for trial in try_examples(rule, BOOK):
        kind = "Good" if trial.example.is_good else "Bad"
        assert not trial.complaints, (
            f"{rule.name}, {kind} example:\n{trial.example.patch}\n{trial.complaints}"
        )


@pytest.mark.parametrize("rule", BOOK.rules, ids=lambda rule: f"{rule.family}:{rule.name}")
def test_manual_is_complete(rule: Rule) -> None:
    manual = manual_of(rule)
    assert manual.summary, "the first line says the requirement"
    assert manual.reason, "the manual says why"
    assert manual.bad, "there is a Bad example"
    assert manual.good, "there is a Good example"
    assert rule.sources, "the rule names its source"
    assert any(severity is not Severity.OFF for severity in rule.severities.values())


@pytest.mark.parametrize("profile", Profile)
def test_golden_package_is_clean(profile: Profile) -> None:
    report = run(golden(profile), BOOK.choose(profile))
    assert [(finding.rule, finding.location.pointer, finding.message) for finding in report.findings] == []
    assert report.verdict is Verdict.READY
