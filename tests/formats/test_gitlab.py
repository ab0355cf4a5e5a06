"""The Code Quality report, by the fields that GitLab requires."""

from __future__ import annotations

import json

import made
import pytest

from certify.core.finding import Severity
from certify.core.report import Outcome, Status


def entries(*reports):
    return json.loads(made.written("gitlab", reports))


def test_an_entry_has_what_gitlab_requires():
    [entry] = entries(made.report(made.finding()))
    fingerprint = entry.pop("fingerprint")
    assert len(fingerprint) == 32
    assert entry == {
        "description": "This is wrong.",
        "check_name": "op-named",
        "severity": "major",
        "location": {
            "path": "connectors/harbor/apiDefinition.swagger.json",
            "lines": {"begin": 12, "end": 12},
        },
    }


@pytest.mark.parametrize(("severity", "word"), [("error", "major"), ("warning", "minor"), ("note", "info")])
def test_severities_are_gitlab_s(severity, word):
    assert entries(made.report(made.finding(severity=Severity(severity))))[0]["severity"] == word


def test_no_two_entries_share_a_fingerprint():
    found = entries(*(made.report(made.finding(), path=path) for path in ("a", "b")))
    assert len({entry["fingerprint"] for entry in found}) == 2


def test_a_fingerprint_stays_when_lines_move():
    [before], [after] = (entries(made.report(made.finding(line=line))) for line in (3, 30))
    assert before["fingerprint"] == after["fingerprint"]


def test_waived_findings_are_left_out_and_known_ones_are_gitlab_s_to_compare():
    found = entries(made.report(made.finding("A", waived="ours"), made.finding("B", is_new=False)))
    assert [entry["description"] for entry in found] == ["B"]


def test_a_rule_that_could_not_look_is_critical():
    [entry] = entries(made.report(outcomes={"broken": Outcome(Status.ERRORED, reason="no luck")}))
    assert (entry["severity"], entry["description"]) == ("critical", "broken could not look: no luck")


def test_a_clean_run_is_an_empty_list():
    assert entries(made.report()) == []
