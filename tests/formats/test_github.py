"""Annotations: what they say, which are chosen, and that packages cannot forge one."""

from __future__ import annotations

from collections import Counter

import made
import pytest
from hypothesis import given
from hypothesis import strategies as st
from runner import commands

from certify.core.finding import Severity
from certify.core.location import Location, Position
from certify.core.report import Outcome, Status


def annotations(*reports, **options):
    return commands(made.written("github", reports, **options))


def test_an_annotation_names_file_place_rule_and_link():
    [(name, properties, data)] = annotations(made.report(made.finding()))
    assert name == "error"
    assert properties == {
        "file": "connectors/harbor/apiDefinition.swagger.json",
        "line": "12", "col": "7", "endLine": "12", "endColumn": "12", "title": "certify: op-named",
    }  # fmt: skip
    message, see = data.split("\n")
    assert message == "This is wrong."
    assert see.startswith("See https://learn.microsoft.com/")


def test_columns_are_left_out_over_several_lines_because_github_refuses_them():
    found = made.finding(location=Location(made.FILE, "", Position(3, 3, 30), Position(5, 1, 60)))
    [(_, properties, _)] = annotations(made.report(found))
    assert (properties["line"], properties["endLine"]) == ("3", "5")
    assert not {"col", "endColumn"} & properties.keys()


@pytest.mark.parametrize(
    ("severity", "name"), [("error", "error"), ("warning", "warning"), ("note", "notice")]
)
def test_each_severity_has_its_command(severity, name):
    assert [each[0] for each in annotations(made.report(made.finding(severity=Severity(severity))))] == [name]


def test_nothing_comes_before_the_end():
    from certify.formats import Options, make

    written = make("github", Options())
    assert list(written.package(made.report(made.finding()))) == []


def test_a_clean_run_writes_nothing():
    assert made.written("github", [made.report(), made.report(made.finding(waived="ours"))]) == ""


def test_no_more_than_github_shows_and_the_rest_is_counted():
    many = [made.finding(f"{n}", severity=severity) for severity in list(Severity)[:3] for n in range(15)]
    found = annotations(made.report(*many))
    assert Counter(name for name, _, _ in found) == {"error": 10, "warning": 10, "notice": 10}
    assert found[-1][2] == (
        "16 more findings are not shown here (5 errors, 5 warnings, 6 notes): GitHub shows 10 of each kind."
    )


def test_ten_notes_alone_need_no_count():
    found = annotations(made.report(*(made.finding(str(n), severity=Severity.NOTE) for n in range(10))))
    assert [data.partition("\n")[0] for _, _, data in found] == [str(n) for n in range(10)]


def test_different_rules_come_before_more_of_the_same():
    same = [made.finding(f"same {n}") for n in range(30)]
    others = [made.finding(f"rule {n}", rule=f"rule-{n}") for n in range(5)]
    shown = [data for _, _, data in annotations(made.report(*same, *others))]
    assert sum(data.startswith("rule") for data in shown) == 5


def test_different_packages_come_before_more_of_the_same():
    first = made.report(*(made.finding(f"first {n}", rule=f"rule-{n}") for n in range(30)), path="first")
    others = [made.report(made.finding(f"other {n}"), path=f"other-{n}") for n in range(4)]
    shown = [properties.get("file", "") for _, properties, _ in annotations(first, *others)]
    assert {file.partition("/")[0] for file in shown if file} == {"first", *(f"other-{n}" for n in range(4))}


def test_known_findings_are_not_shown():
    known = [made.finding(f"known {n}", rule=f"rule-{n}", is_new=False) for n in range(10)]
    [(_, _, data)] = annotations(made.report(*known, made.finding("new")))
    assert data.startswith("new")


def test_new_findings_come_before_known_ones_where_everything_is_wanted():
    known = [made.finding(f"known {n}", rule=f"rule-{n}", is_new=False) for n in range(10)]
    shown = [data for _, _, data in annotations(made.report(*known, made.finding("new")), verbosity=1)]
    assert shown[0].startswith("new")
    assert sum(data.startswith("known") for data in shown) == 9


def test_a_rule_that_could_not_look_is_an_error():
    outcomes = {"broken": Outcome(Status.ERRORED, reason="RuntimeError: no luck")}
    [(name, properties, data)] = annotations(made.report(outcomes=outcomes))
    assert (name, properties["file"]) == ("error", "connectors/harbor")
    assert data == "broken could not look: RuntimeError: no luck"


HOSTILE = st.one_of(
    st.text(),
    st.sampled_from(
        [
            "::set-output name=x::y",
            "x ##[add-mask]y",
            "\r::error::",
            "%0A::error::",
            "\n::stop-commands::t",
            ",line=1::",
            ":%,",
        ]
    ),
)


@given(HOSTILE, HOSTILE)
def test_the_runner_finds_our_commands_and_no_others(text, other):
    location = Location(other or "f", "", Position(1, 1, 0), Position(1, 1, 0))
    reports = [
        made.report(
            made.finding(text, location=location), made.finding(other, rule=text or "r"), path=f"x/{text}"
        ),
        made.report(outcomes={"broken": Outcome(Status.ERRORED, reason=other)}, path=f"x/{other}"),
    ]
    found = annotations(*reports)
    assert [name for name, _, _ in found] == ["error"] * 3
    assert all(
        properties.keys() <= {"file", "line", "col", "endLine", "endColumn", "title"}
        for _, properties, _ in found
    )
