"""The report for a person: its lines, its marker, and that nothing in it controls a terminal."""

from __future__ import annotations

import re
import unicodedata

import made
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runner import commands

from certify.core.edit import Fix
from certify.core.finding import Effect, Finding, FindingChange, Severity
from certify.core.location import Location, Position
from certify.core.report import Outcome, Status
from certify.formats.frame import columns

LINE = re.compile(
    r"^connectors/harbor/apiDefinition\.swagger\.json:12:7  error  op-named  This is wrong\.$", re.MULTILINE
)


def test_a_finding_says_where_how_severe_which_rule_and_what():
    assert LINE.search(made.written("text", [made.report(made.finding())]))


def test_a_package_has_a_heading_with_its_verdict_and_profile_and_why():
    text = made.written("text", [made.report(made.finding())])
    assert text.startswith(
        "connectors/harbor: changes required, verified-publisher (the path holds connectors)\n"
    )


def test_the_engine_s_report_is_shown_with_line_marker_related_place_fix_and_link():
    text = made.written("text", [made.examined()])
    assert text == (
        "connectors/harbor: changes required, verified-publisher (nothing says otherwise)\n"
        "connectors/harbor/apiDefinition.swagger.json:8:7  error  op-named  This operation has no `operationId`.\n"
        '8 |       "get": {\n'
        "  |       ^^^^^\n"
        "  = connectors/harbor/apiDefinition.swagger.json:1:1: the file begins here\n"
        "  = fix available: `certify fix`\n"
        "  = see https://learn.microsoft.com/en-us/connectors/custom-connectors/certification-swagger-validator-rules\n"
        "connectors/harbor/apiDefinition.swagger.json:4:14  note  title-short  The title `Harbor` is long.\n"
        '4 |     "title": "Harbor"\n'
        "  |              ^^^^^^^^\n"
        "\n"
        "1 package: 0 ready, 1 changes required\n"
        "1 error, 0 warnings, 1 note\n"
        "can be fixed: 1 with `certify fix`\n"
    )


def test_a_rule_s_link_is_given_once_for_a_package():
    text = made.written("text", [made.report(made.finding(), made.finding("And this.", line=20))])
    assert text.count("see https://") == 1


READY = "connectors/harbor: ready, verified-publisher (the path holds connectors)\n"


def test_one_clean_package_is_told_with_its_profile():
    text = made.written("text", [made.report()])
    assert text == f"{READY}1 package: 1 ready\n0 errors, 0 warnings, 0 notes\n"


def test_clean_packages_among_many_are_only_counted():
    text = made.written("text", [made.report(), made.report()])
    assert text == "2 packages: 2 ready\n0 errors, 0 warnings, 0 notes\n"


def test_what_mends_it_is_counted_for_each_command():
    def fixed(*, is_safe, change=None):
        return made.finding(fix=Fix((), is_safe=is_safe), change=change)

    change = FindingChange(Effect.FLOWS_FAIL, "GetA", None, None)
    findings = [
        fixed(is_safe=True),
        fixed(is_safe=True),
        fixed(is_safe=False),
        fixed(is_safe=False, change=change),
    ]
    text = made.written("text", [made.report(*findings)])
    assert text.endswith(
        "can be fixed: 2 with `certify fix`, 1 more with `certify fix --unsafe`, "
        "1 more with `certify fix --unsafe --against OLD`\n"
    )


def test_the_command_that_accepts_a_finding_is_told_when_everything_is_asked_for():
    text = made.written("text", [made.report(made.finding())], verbosity=1)
    command = "certify waive op-named 'apiDefinition.swagger.json#operation:GetA' --reason ... --owner ..."
    assert f"= accept it: {command}\n" in text
    assert "certify waive" not in made.written("text", [made.report(made.finding())])


def test_a_clean_package_has_a_line_when_everything_is_asked_for():
    assert "connectors/harbor: ready" in made.written("text", [made.report()], verbosity=1)


def test_quiet_is_a_line_for_each_finding_and_nothing_else():
    text = made.written("text", [made.with_excerpt(made.finding(), '"get": {'), made.report()], verbosity=-1)
    assert LINE.fullmatch(text.rstrip("\n"))


def test_waived_and_known_findings_are_folded_to_a_count():
    findings = (made.finding(), made.finding("A", waived="ours"), made.finding("B", is_new=False))
    text = made.written("text", [made.report(*findings)])
    assert "not shown without --verbose: 1 waived, 1 known\n" in text
    assert text.count("op-named") == 1
    assert text.endswith("1 error, 0 warnings, 0 notes; 1 waived, 1 known\n")


def test_waived_and_known_findings_are_shown_when_everything_is_asked_for():
    findings = (made.finding("A", waived="ours until May"), made.finding("B", is_new=False))
    text = made.written("text", [made.report(*findings)], verbosity=1)
    assert "A  [waived: ours until May]" in text
    assert "B  [known]" in text
    assert "not shown" not in text


@pytest.mark.parametrize(
    ("severity", "verbosity", "shown"),
    [
        (Severity.NOTE, 0, 3),
        (Severity.NOTE, 1, 12),
        (Severity.NOTE, -1, 12),
        (Severity.WARNING, 0, 10),
        (Severity.WARNING, 1, 12),
        (Severity.ERROR, 0, 12),
    ],
)
def test_the_same_advice_at_many_places_does_not_bury_the_rest(severity, verbosity, shown):
    findings = [made.finding(f"At {line}.", line=line, severity=severity) for line in range(12)]
    text = made.written("text", [made.report(*findings)], verbosity=verbosity)
    assert text.count("op-named  At ") == shown
    assert (f"not shown without --verbose: {12 - shown} more of op-named\n" in text) == (shown < 12)


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
def test_what_decides_comes_first_and_the_rest_in_the_order_of_the_file(verbosity):
    severities = (Severity.NOTE, Severity.WARNING, Severity.ERROR, Severity.WARNING, Severity.ERROR)
    findings = [
        made.finding(f"At {line}.", line=line, severity=severity) for line, severity in enumerate(severities)
    ]
    text = made.written("text", [made.report(*findings)], verbosity=verbosity)
    assert re.findall(r"At (\d)\.", text) == ["2", "4", "1", "3", "0"]


def test_who_asks_for_errors_sees_them_alone_and_how_many_others_there_are():
    findings = [
        made.finding(f"A {severity}.", line=line, severity=severity)
        for line, severity in enumerate((Severity.WARNING, Severity.ERROR, Severity.NOTE))
    ]
    text = made.written("text", [made.report(*findings)], shown=Severity.ERROR)
    assert "A error." in text
    assert "A warning." not in text
    assert "A note." not in text
    assert "not shown with --show error: 1 warning, 1 note\n" in text
    assert text.endswith("1 error, 1 warning, 1 note\n")


def test_a_package_without_an_error_is_only_counted_where_errors_are_asked_for():
    report = made.report(made.finding(severity=Severity.WARNING))
    text = made.written("text", [report], shown=Severity.ERROR)
    assert text == f"{READY}1 package: 1 ready\n0 errors, 1 warning, 0 notes\n"


@pytest.mark.parametrize("verbosity", [-1, 0, 1])
def test_a_rule_that_could_not_look_is_always_told(verbosity):
    outcomes = {"broken": Outcome(Status.ERRORED, reason="RuntimeError: no luck")}
    text = made.written("text", [made.report(outcomes=outcomes)], verbosity=verbosity)
    assert "connectors/harbor  could not look  broken  RuntimeError: no luck\n" in text
    assert verbosity < 0 or "1 inconclusive" in text


def test_a_finding_about_the_whole_package_has_no_line():
    start = Position(1, 1, 0)
    text = made.written("text", [made.report(made.finding(location=Location("", "", start, start)))])
    assert "\nconnectors/harbor  error  op-named  This is wrong.\n" in text


def test_statistics_count_the_findings_of_each_rule():
    findings = [
        made.finding(rule="title-short"),
        *(made.finding(str(line), line=line) for line in range(1, 12)),
    ]
    text = made.written("text", [made.report(*findings)], statistics=True, verbosity=-1)
    assert text.endswith(
        "11  op-named     Every operation has an `operationId`.\n 1  title-short  The title is short.\n"
    )


def test_there_is_no_color_unless_asked_for():
    report = made.with_excerpt(made.finding(), '"get": {')
    assert "\x1b" not in made.written("text", [report])
    colored = made.written("text", [report], color=True)
    assert re.sub(r"\x1b\[[0-9;]+m", "", colored) == made.written("text", [report])
    assert "\x1b[1;31merror\x1b[0m" in colored


@pytest.mark.parametrize(
    ("line", "column", "length", "marker"),
    [
        ('{"a": 1}', 2, 3, " ^^^"),
        ("\t\tx", 3, 1, "  ^"),
        ("中文 x", 4, 1, "     ^"),
        ("中文 x", 1, 2, "^^^^"),
        ("e\u0301x", 3, 1, " ^"),
        ("a\x1bb", 3, 1, " " * 7 + "^"),
        ("a\u202eb", 2, 1, " ^^^^^^^^"),
        ("x ##[a]y", 8, 1, " " * 12 + "^"),
        ("abc", 2, 0, " ^"),
        ("abc", 4, 0, "   ^"),
        ("", 1, 0, None),
    ],
)
def test_the_marker_stands_under_the_place(line, column, length, marker):
    start = Position(3, column, 300)
    found = made.finding(location=Location(made.FILE, "", start, Position(3, column + length, 300 + length)))
    text = made.written("text", [made.with_excerpt(found, line)])
    shown = [each.removeprefix("  | ") for each in text.splitlines() if each.startswith("  | ")]
    assert shown == ([] if marker is None else [marker])


def test_a_place_of_several_lines_is_marked_to_the_end_of_the_first():
    found = made.finding(location=Location(made.FILE, "", Position(3, 3, 300), Position(5, 1, 330)))
    assert "\n  |   ^^^^^^\n" in made.written("text", [made.with_excerpt(found, "ab { cde")])


@pytest.mark.parametrize("column", [1, 30, 90, 180, 240])
@pytest.mark.parametrize("character", ["x", "中", "\x01"])
def test_a_long_line_is_cut_to_the_width_with_the_place_in_view(column, character):
    line = character * (column - 1) + "#" + character * (240 - column)
    start = Position(3, column, 300)
    found = made.finding(location=Location(made.FILE, "", start, Position(3, column + 1, 301)))
    text = made.written("text", [made.with_excerpt(found, line)], width=60)
    [shown] = [each for each in text.splitlines() if each.startswith("3 | ")]
    [marker] = [each for each in text.splitlines() if each.startswith("  | ")]
    assert columns(shown) <= 60
    before = shown.partition("#")[0]
    assert columns(before) == len(marker) - 1


HOSTILE = st.one_of(
    st.text(), st.sampled_from(["\x1b[2J", "::error::x", "##[group]x", "\r\n::error::x", "\u202e", "\ud800"])
)


@given(HOSTILE, HOSTILE, st.sampled_from([-1, 0, 1]))
def test_nothing_of_a_package_reaches_the_terminal_as_control(text, other, verbosity):
    location = Location(other or "f", text, Position(1, 1, 0), Position(1, 3, 2))
    findings: list[Finding] = [
        made.finding(text, location=location, related=(made.related(other),)),
        made.finding(other, waived=text, place=text, severity=Severity.NOTE),
    ]
    reports = [
        made.with_excerpt(findings[0], text, path=other or "p", name=text, profile_reason=text),
        made.report(*findings, path=f"x/{other}", outcomes={"broken": Outcome(Status.ERRORED, reason=text)}),
    ]
    written = made.written("text", reports, verbosity=verbosity, statistics=True)
    assert not any(
        unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in written.replace("\n", "")
    )
    assert commands(written) == []
