"""The job summary, rendered by GitHub's own Markdown renderer."""

from __future__ import annotations

import re
from html import unescape

import made
import pytest
from hypothesis import given
from hypothesis import strategies as st

from certify.core.finding import Severity
from certify.core.report import Outcome, Status
from certify.formats.markdown import LARGEST

cmarkgfm = pytest.importorskip("cmarkgfm", reason="GitHub's own Markdown renderer is not installed")
from cmarkgfm.cmark import Options as CmarkOptions  # noqa: E402 - only when it is installed

OURS = {
    "h2", "table", "thead", "tbody", "tr", "th", "td", "details", "summary", "code", "p", "strong", "a", "ul", "li",
}  # fmt: skip


def rendered(*reports, **options):
    source = made.written("markdown", reports, **options)
    return cmarkgfm.github_flavored_markdown_to_html(source, options=CmarkOptions.CMARK_OPT_UNSAFE)


def plain(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).replace("\u200b", "").split())


def test_totals_then_a_folded_section_for_each_package():
    html = rendered(made.report(made.finding(), made.finding("And `that`.", line=20)), made.report())
    assert plain(html) == (
        "certify: ❌ changes required packages ✅ ready ❌ changes required ❔ inconclusive 2 1 1 0 errors warnings notes waived known 2 0 0 0 0 "
        "connectors/harbor : ❌ changes required, 2 errors "
        "op-named (error): Every operation has an operationId . ( source ) "
        "apiDefinition.swagger.json:12:7 This is wrong. apiDefinition.swagger.json:20:7 And that ."
    )
    assert html.count("<details>") == 1


def test_waived_findings_are_shown_when_everything_is_asked_for():
    report = made.report(made.finding(waived="ours"))
    assert "waived: ours" not in plain(rendered(report))
    assert "This is wrong. (waived: ours)" in plain(rendered(report, verbosity=1))


def test_quiet_is_the_totals_alone():
    assert "details" not in rendered(made.report(made.finding()), verbosity=-1)


def test_a_rule_that_could_not_look_is_told():
    report = made.report(outcomes={"broken": Outcome(Status.ERRORED, reason="no `luck`")})
    assert "broken (could not look): no luck" in plain(rendered(report))


def test_many_findings_of_a_rule_are_counted():
    html = rendered(made.report(*(made.finding(str(number)) for number in range(60))))
    assert "and 10 more" in plain(html)
    assert html.count("<li>") == 51


def test_it_stops_at_what_github_shows_with_what_is_not_ready_first():
    small = made.report(*(made.finding("x" * 400, rule=f"rule-{n}") for n in range(40)), path="bad")
    warned = [
        made.report(
            *(made.finding("y" * 400, rule=f"rule-{n}", severity=Severity.WARNING) for n in range(40)),
            path="ready",
        )
    ]
    text = made.written("markdown", [*warned * 100, *[small] * 40])
    assert len(text.encode()) < 2**20
    assert text.count("<code>bad</code>") == 40
    shown = text.count("<code>ready</code>")
    assert 0 < shown < 100
    assert f"{100 - shown} more packages are left out" in text


def test_the_verdict_comes_first_and_is_that_of_the_worst_package():
    ready, changes = made.report(), made.report(made.finding())
    broken = made.report(outcomes={"broken": Outcome(Status.ERRORED, reason="no luck")})
    assert made.written("markdown", [ready]).startswith("## certify: ✅ ready\n")
    assert made.written("markdown", [ready, changes]).startswith("## certify: ❌ changes required\n")
    assert made.written("markdown", [ready, changes, broken]).startswith("## certify: ❔ inconclusive\n")
    assert made.written("markdown", []).startswith("## certify: no package\n")


def test_a_package_with_more_findings_than_fit_is_shown_with_fewer_of_each_rule():
    findings = [made.finding("x" * 400, rule=f"rule-{n % 100:03}") for n in range(5_000)]
    text = made.written("markdown", [made.report(*findings)])
    assert len(text.encode()) < 2**20
    assert text.count("and 45 more") == 100


def test_one_finding_that_is_huge_leaves_room_for_others():
    text = made.written("markdown", [made.report(made.finding("z" * 5_000_000)), made.report(made.finding())])
    assert "This is wrong." in text
    assert len(text) < LARGEST / 100


HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet="`\\|<>@#:[]()!&*_~ ax\n"),
    st.sampled_from(
        [
            "</details>",
            "<script>",
            "- [x]",
            "![](http://e.test/p.png)",
            "\n\n# H",
            "`a``b`",
            "@org/team",
            "```",
        ]
    ),
)


@given(HOSTILE, HOSTILE)
def test_no_structure_link_or_picture_comes_of_a_package(text, other):
    findings = (made.finding(text), made.finding(other, rule="title-short", waived=text))
    reports = [
        made.report(*findings, path=f"x/{text}"),
        made.report(outcomes={"broken": Outcome(Status.ERRORED, reason=other)}, path=f"x/{other}"),
    ]
    html = rendered(*reports, verbosity=1)
    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= OURS
    assert html.count("<details>") == html.count("</details>") == 2
    assert html.count("<li>") == 2
    assert re.findall(r'href="([^"]*)"', html) == [made.BOOK.rules[0].sources[0].link]
