"""SARIF, judged by the official schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import made
import pytest

from certify.core.finding import Severity
from certify.core.location import Location, Position
from certify.core.report import Outcome, Status
from certify.formats.sarif import MOST_RESULTS

# The npm package @microsoft/sarif-multitool-linux ships it, under the MIT licence.
OFFICIAL = json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text("utf-8"))
JUDGE = jsonschema_rs.validator_for(OFFICIAL)


def sarif(*reports: Any, **options: Any) -> dict[str, Any]:
    content = json.loads(made.written("sarif", reports, **options))
    assert [error.message for error in JUDGE.iter_errors(content)] == []
    [run] = content["runs"]
    assert isinstance(run, dict)
    return run


def test_the_official_schema_refuses_what_is_no_sarif():
    assert not JUDGE.is_valid({"version": "2.1.0", "runs": [{"results": []}]})


def test_a_run_without_packages_is_valid():
    assert sarif()["results"] == []


def test_a_result_has_all_that_code_scanning_reads():
    run = sarif(made.examined(path="connectors/höfe & co"))
    note, error = run["results"]
    assert (note["level"], error["level"]) == ("note", "error")
    assert error["ruleId"] == run["tool"]["driver"]["rules"][error["ruleIndex"]]["id"] == "op-named"
    assert error["message"]["text"] == "This operation has no `operationId`."
    [location] = error["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {
            "uri": "connectors/h%C3%B6fe%20&%20co/apiDefinition.swagger.json",
            "uriBaseId": "%SRCROOT%",
        },
        "region": {"startLine": 8, "startColumn": 7, "endLine": 8, "endColumn": 12},
    }
    assert location["logicalLocations"] == [{"fullyQualifiedName": made.examined().findings[1].place}]
    assert error["partialFingerprints"] == {"certify/v1": made.examined().findings[1].fingerprint}
    assert error["relatedLocations"][0]["message"]["text"] == "the file begins here"
    assert run["columnKind"] == "unicodeCodePoints"


def test_a_rule_carries_its_manual():
    [rule] = sarif(made.report(made.finding()))["tool"]["driver"]["rules"]
    assert (rule["id"], rule["name"]) == ("op-named", "OpNamed")
    assert rule["shortDescription"]["text"] == "Every operation has an `operationId`."
    assert rule["fullDescription"]["text"] == "Every operation has an `operationId`. Flows store it."
    assert "Flows store it." in rule["help"]["text"]
    assert "**Bad**\n\n```yaml\n{}\n```" in rule["help"]["markdown"]
    assert rule["helpUri"].startswith("https://learn.microsoft.com/")
    assert rule["defaultConfiguration"] == {"level": "error"}
    assert rule["properties"] == {
        "tags": ["made", "validator", "OperationIdRequired"],
        "precision": "very-high",
        "problem.severity": "error",
    }


def test_only_rules_that_found_something_are_listed():
    run = sarif(made.report(made.finding(rule="title-short")), made.report(made.finding(), made.finding("B")))
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["title-short", "op-named"]
    assert [result["ruleIndex"] for result in run["results"]] == [0, 1, 1]


def test_a_waived_finding_is_suppressed_with_its_reason():
    [result] = sarif(made.report(made.finding(waived="ours until May")))["results"]
    assert result["suppressions"] == [{"kind": "external", "justification": "ours until May"}]


def test_a_known_finding_is_unchanged():
    new, known = sarif(made.report(made.finding(), made.finding("B", is_new=False)))["results"]
    assert known["baselineState"] == "unchanged"
    assert "baselineState" not in new


def test_a_rule_that_could_not_look_is_a_notification():
    [invocation] = sarif(made.examined(book=made.BROKEN_BOOK), book=made.BROKEN_BOOK)["invocations"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 3)
    [notification] = invocation["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("broken could not look: RuntimeError: no luck with")
    assert notification["associatedRule"] == {"id": "broken"}


def test_a_crash_in_every_package_does_not_grow_without_limit():
    errored = made.report(outcomes={"broken": Outcome(Status.ERRORED, reason="x")})
    [invocation] = sarif(*[errored] * 1_200)["invocations"]
    notifications = invocation["toolExecutionNotifications"]
    assert len(notifications) == 1_001
    assert notifications[-1]["message"]["text"].startswith("200 more")


def test_results_stop_at_what_github_takes_and_say_how_many_are_left_out():
    report = made.report(*(made.finding(str(number)) for number in range(1_000)))
    run = sarif(*[report] * 25, made.report(*report.findings[:7]))
    assert len(run["results"]) == MOST_RESULTS == 25_000
    [notification] = run["invocations"][0]["toolExecutionNotifications"]
    assert notification["message"]["text"].startswith("7 findings are left out")


def test_a_long_message_is_cut():
    [result] = sarif(made.report(made.finding("x" * 5_000_000)))["results"]
    assert result["message"]["text"].endswith("x… (4,998,000 more characters)")


def test_a_message_cannot_be_a_link():
    [result] = sarif(made.report(made.finding("[x](javascript:y) \x1b[2J")))["results"]
    assert result["message"]["text"] == "[x] (javascript:y) \\u{1B}[2J"


@pytest.mark.parametrize(
    ("path", "name", "file", "uri"),
    [
        (".", "harbor", made.FILE, made.FILE),
        ("x/one.json", "one.json", "one.json", "x/one.json"),
        ("a b#?%.zip", "a b#?%.zip", made.FILE, f"a%20b%23%3F%25.zip/{made.FILE}"),
        ("/elsewhere/harbor", "harbor", made.FILE, f"file:///elsewhere/harbor/{made.FILE}"),
        ("c:/x", "x", made.FILE, f"c%3A/x/{made.FILE}"),
        ("connectors/harbor", "harbor", "", "connectors/harbor"),
    ],
)
def test_the_file_is_named_from_the_working_directory(path, name, file, uri):
    start = Position(1, 1, 0)
    finding = made.finding(location=Location(file, "", start, start))
    [result] = sarif(made.report(finding, path=path, name=name))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == uri
    assert ("uriBaseId" in artifact) is not path.startswith("/")


def test_an_absolute_path_below_the_working_directory_becomes_relative(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    [result] = sarif(made.report(made.finding(), path=str(tmp_path / "harbor")))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": f"harbor/{made.FILE}", "uriBaseId": "%SRCROOT%"}


def test_a_severity_that_was_changed_for_the_run_is_the_result_s_level():
    [result] = sarif(made.report(made.finding(severity=Severity.WARNING)))["results"]
    assert result["level"] == "warning"
