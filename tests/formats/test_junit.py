"""JUnit, read by an XML parser and by a reader of JUnit reports."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.core.finding import Severity
from certify.core.report import Outcome, Status

OUTCOMES = {
    "op-named": Outcome(Status.FAILED, 3),
    "title-short": Outcome(Status.PASSED, 1),
    "broken": Outcome(Status.ERRORED, reason="RuntimeError: <no> luck"),
    "icon": Outcome(Status.NOT_APPLICABLE, reason="there is no icon to look at"),
}


def suites(*reports, **options):
    return ET.fromstring(made.written("junit", reports, **options)).findall("testsuite")


def test_a_suite_is_a_package_and_a_case_a_rule():
    [suite] = suites(made.report(made.finding(), made.finding("B", line=20)))
    assert suite.attrib == {
        "name": "connectors/harbor",
        "tests": "1",
        "failures": "1",
        "errors": "0",
        "skipped": "0",
    }
    [case] = suite
    assert case.attrib == {"classname": "connectors/harbor", "name": "op-named"}
    [failure] = case
    assert failure.attrib == {"type": "error", "message": "This is wrong."}
    assert failure.text == (
        "connectors/harbor/apiDefinition.swagger.json:12:7: error: This is wrong.\n"
        "connectors/harbor/apiDefinition.swagger.json:20:7: error: B\n"
    )


def test_every_outcome_is_a_case_when_asked_for():
    [suite] = suites(made.report(made.finding(), outcomes=OUTCOMES), outcomes=True)
    assert [(case.get("name"), [child.tag for child in case]) for case in suite] == [
        ("op-named", ["failure"]), ("title-short", []), ("broken", ["error"]), ("icon", ["skipped"]),
    ]  # fmt: skip
    assert [suite.get(name) for name in ("tests", "failures", "errors", "skipped")] == ["4", "1", "1", "1"]


def test_a_rule_that_could_not_look_is_always_an_error():
    [suite] = suites(made.report(made.finding(), outcomes=OUTCOMES))
    assert [case.get("name") for case in suite] == ["op-named", "broken"]
    assert suite[1][0].get("message") == "RuntimeError: <no> luck"


@pytest.mark.parametrize(
    ("changes", "threshold", "tag"),
    [
        ({"severity": Severity.NOTE}, Severity.ERROR, "system-out"),
        ({"severity": Severity.NOTE}, Severity.NOTE, "failure"),
        ({}, None, "system-out"),
        ({"waived": "ours"}, Severity.ERROR, "system-out"),
        ({"is_new": False}, Severity.ERROR, "system-out"),
    ],
)
def test_a_failure_is_what_fails_the_check(changes, threshold, tag):
    [suite] = suites(made.report(made.finding(**changes)), threshold=threshold)
    [[child]] = suite
    assert child.tag == tag


def test_a_clean_package_has_a_case_that_passed():
    [suite] = suites(made.report())
    assert [(case.get("name"), list(case)) for case in suite] == [("every rule", [])]


@given(st.text(st.characters()))
def test_any_text_gives_xml(text):
    found = made.finding(text, waived=text or None)
    [suite] = suites(
        made.report(
            found, path=f"x/{text}", outcomes={text: OUTCOMES["broken"], "op-named": OUTCOMES["op-named"]}
        )
    )
    assert len(suite) == 2 if text != "op-named" else 1


def test_a_reader_of_junit_reads_it(tmp_path):
    junitparser = pytest.importorskip("junitparser", reason="the reader of JUnit reports is not installed")
    file = tmp_path / "report.xml"
    hostile = made.report(made.finding("\x00\x1b]]>&<b>\ufffe"), outcomes=OUTCOMES)
    file.write_text(made.written("junit", [hostile, made.report()], outcomes=True), "utf-8")
    read = junitparser.JUnitXml.fromfile(str(file))
    read.update_statistics()
    assert (read.tests, read.failures, read.errors, read.skipped) == (5, 1, 1, 1)
    [[case, *_], _] = read
    assert case.result[0].message == "\\u{0}\\u{1B}]]>&<b>\\u{FFFE}"
