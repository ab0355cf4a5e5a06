"""One walk, each node to the rules that asked for its type; outcomes; crashes; fingerprints."""

from __future__ import annotations

import copy
from typing import Any

import tiny

from certify.api import ERROR, Annotated, Has, Operation, Problem, Schema, advice, rule
from certify.core.finding import Severity
from certify.core.report import Status, Verdict
from certify.core.rule import Problems, Profile
from certify.core.ruleset import Choice
from certify.engine.run import run


@rule(ERROR, advice())
def tiny_crash(operation: Operation) -> Problems:
    """Crashes at the second operation."""
    yield Problem("Found before the crash.", operation)
    if operation.operation_id == "PostB":
        raise ZeroDivisionError("no such luck")


@rule(ERROR, advice())
def tiny_either(schema: Annotated[Schema, Has("enum", "type")]) -> Problems:
    """Looks at a schema with either member."""
    yield Problem("Seen.", schema)


def findings_by_rule(report: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in report.findings:
        found.setdefault(finding.rule, []).append(finding.location.pointer)
    return found


def test_each_rule_sees_the_nodes_of_its_type() -> None:
    report = run(tiny.package(), tiny.book().choose(Profile.VERIFIED))
    assert findings_by_rule(report) == {
        "tiny-summary": ["/paths/~1a/get", "/paths/~1b/post"],
        "tiny-parameter": ["/paths/~1a/get/parameters/0/name"],
        "tiny-enum": ["/paths/~1b/post/responses/200/schema/enum"],
    }


def test_outcome_counts_the_places_looked_at() -> None:
    outcomes = run(tiny.package(), tiny.book().choose(Profile.VERIFIED)).outcomes
    assert (outcomes["tiny-summary"].status, outcomes["tiny-summary"].places) == (Status.FAILED, 2)
    assert (outcomes["tiny-enum"].status, outcomes["tiny-enum"].places) == (Status.FAILED, 1)
    assert outcomes["tiny-needs-properties"].status is Status.NOT_APPLICABLE
    assert "properties" in outcomes["tiny-needs-properties"].reason


def test_rule_runs_when_its_document_is_there() -> None:
    package = tiny.package(**{"apiProperties.json": b'{"properties": {"publisher": "Me"}}'})
    outcome = run(package, tiny.book().choose(Profile.VERIFIED)).outcomes["tiny-needs-properties"]
    assert (outcome.status, outcome.places) == (Status.PASSED, 2)


def test_a_crash_is_an_errored_outcome_that_names_the_rule_and_spoils_only_the_verdict() -> None:
    report = run(tiny.package(), tiny.book(tiny_crash, tiny.tiny_summary).choose(Profile.VERIFIED))
    assert report.outcomes["tiny-crash"].status is Status.ERRORED
    assert "ZeroDivisionError: no such luck" in report.outcomes["tiny-crash"].reason
    assert report.verdict is Verdict.INCONCLUSIVE
    assert len(findings_by_rule(report)["tiny-summary"]) == 2


def test_measured_run_finds_the_same() -> None:
    rules = tiny.book().choose(Profile.VERIFIED)
    measured = run(tiny.package(), rules, measure=True)
    assert measured.findings == run(tiny.package(), rules).findings
    assert set(measured.costs) == {"tiny-summary", "tiny-parameter", "tiny-enum"}


def test_severity_follows_profile_and_settings() -> None:
    def severity(profile: Profile, choice: Choice | None = None) -> Severity:
        report = run(tiny.package(), tiny.book(tiny.tiny_parameter).choose(profile, choice))
        return report.findings[0].severity

    assert severity(Profile.VERIFIED) is Severity.WARNING
    assert severity(Profile.CUSTOM) is Severity.ERROR
    assert severity(Profile.CUSTOM, Choice(severities=(("tiny-*", Severity.NOTE),))) is Severity.NOTE


def test_options_reach_the_rule() -> None:
    choice = Choice(options=(("tiny-parameter", (("shortest", 2),)),))
    assert run(tiny.package(), tiny.book(tiny.tiny_parameter).choose(Profile.VERIFIED, choice)).findings == ()


def fingerprints(definition: Any, render: Any = None) -> set[str]:
    package = tiny.package(definition) if render is None else tiny.package(definition, render=render)
    return {finding.fingerprint for finding in run(package, tiny.book().choose(Profile.VERIFIED)).findings}


def test_fingerprints_survive_reformatting_reordering_and_unrelated_edits() -> None:
    before = fingerprints(tiny.DEFINITION)
    changed = copy.deepcopy(tiny.DEFINITION)
    changed["paths"] = dict(reversed(changed["paths"].items()))
    changed["info"] = {"title": "Something new"}
    changed["paths"]["/a"]["get"]["parameters"].insert(0, {"name": "filter", "in": "query", "type": "string"})
    changed["paths"]["/a/moved"] = changed["paths"].pop("/a")
    assert fingerprints(changed, tiny.indented) == before


def test_fingerprints_tell_findings_of_one_rule_apart() -> None:
    report = run(tiny.package(), tiny.book().choose(Profile.VERIFIED))
    assert len({finding.fingerprint for finding in report.findings}) == len(report.findings)


def test_another_defect_at_the_same_place_is_another_finding() -> None:
    changed = copy.deepcopy(tiny.DEFINITION)
    changed["paths"]["/a"]["get"]["parameters"][0]["name"] = "cut"
    assert not fingerprints(tiny.DEFINITION) >= fingerprints(changed)


def test_positions_are_those_of_the_text() -> None:
    report = run(tiny.package(render=tiny.indented), tiny.book(tiny.tiny_parameter).choose(Profile.VERIFIED))
    location = report.findings[0].location
    text = tiny.indented(tiny.DEFINITION)
    assert text[location.start.offset : location.end.offset] == '"top"'
    line = text.splitlines()[location.start.line - 1]
    assert line[location.start.column - 1 : location.end.column - 1] == '"top"'


def test_object_is_marked_at_its_name() -> None:
    report = run(tiny.package(), tiny.book(tiny.tiny_summary).choose(Profile.VERIFIED))
    location = report.findings[0].location
    assert tiny.json.dumps(tiny.DEFINITION)[location.start.offset : location.end.offset] == '"get"'


def test_same_bytes_and_rules_give_the_same_report() -> None:
    rules = tiny.book().choose(Profile.VERIFIED)
    assert run(tiny.package(), rules) == run(tiny.package(), rules)
    assert rules.digest == tiny.book().choose(Profile.VERIFIED).digest
    assert rules.digest != tiny.book().choose(Profile.CUSTOM).digest


def test_rule_that_asks_for_several_members_sees_a_node_once() -> None:
    report = run(tiny.package(), tiny.book(tiny_either).choose(Profile.VERIFIED))
    assert findings_by_rule(report) == {"tiny-either": ["/paths/~1b/post/responses/200/schema"]}
