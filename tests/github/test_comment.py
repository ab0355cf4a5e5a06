"""The comment as GitHub renders it: nothing in it comes of a package's text, and it is never too long."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest
from rendered import page_of

from certify.core.finding import Effect, Severity
from certify.core.report import Verdict
from certify.formats.inert import inert
from certify.github.checkrun import MOST, told_of
from certify.github.comment import Identity
from certify.github.port import Comment
from certify.github.review_comment import BUDGET, Page, comment_of, withdrawn
from certify.github.review_markdown import Markdown, environment, link, render
from certify.github.review_result import Fixed, PackageResult, Remark, ReviewResult, Standing, Suggested
from certify.github.review_suggestions import _is_plain, as_review
from certify.plugins import load_rules

HEAD, BASE = "a" * 40, "b" * 40
REPOSITORY = "https://github.example/contoso/Connectors"
PAGE = Page(REPOSITORY, BASE, load_rules().by_name)

NAUGHTY = [
    "@org/team", "\\@x", "&#64;x", "fixes #1", "org/repo#1", "c" * 40, "https://evil.test", "www.evil.test", "a@evil.test",
    "```", "`a``b`", "`", "a|b", "`a|b`", "\n# H", "\n\n- [x] done", "</details>", "</summary>", "~~~", "    indented", "1. one",
    "<img src=x onerror=y>", "<script>x()</script>", "![](http://evil.test/p.png)", "[x](javascript:y)", "[x](https://evil.test)",
    "<!-- certify:v1 -->", "-->", "<!--", "<details open>", "GH-12", "`<b>``@x`", "a\\", "\\`<b>\\`", "$x$", "**b**", "| a | b |",
    "---", "===", "> q", "[^1]", "[a]: https://evil.test", "{{7*7}}", "{% raw %}", "{{cycler.__init__.__globals__}}", "]", ")](https://evil.test)",
    "](<https://evil.test>)", "\x1b]0;x\x07", "\u202egnp.exe", "a\u200bb", "\ud800", "\x00", "a\r\nb", "::set-output name=x::y", "##[error]x",
    "x" * 5_000, "`" * 300, "<" * 300, "javascript:alert(1)", "/../../secret", "//evil.test/x", ":tada:", "mailto:a@evil.test",
]  # fmt: skip


def remark(**changes) -> Remark:
    plain = Remark(
        rule="op-id-present",
        severity=Severity.ERROR,
        message="This operation has no name.",
        file="apiDefinition.swagger.json",
        start_line=12,
        end_line=12,
        start_column=3,
        end_column=9,
        fingerprint="f",
    )
    return replace(plain, **changes)


def package(*remarks: Remark, **changes) -> PackageResult:
    plain = PackageResult(
        path="certified-connectors/Stock",
        name="Stock",
        profile="verified-publisher",
        profile_reason="the path",
        digest="sha256:" + "d" * 64,
        verdict=Verdict.CHANGES_REQUIRED if remarks else Verdict.READY,
        remarks=remarks,
    )
    return replace(plain, **changes)


def review(*packages: PackageResult, **changes) -> ReviewResult:
    plain = ReviewResult(HEAD, "dev", packages, "1.2.3", "sha256:" + "e" * 64)
    return replace(plain, **changes)


def everywhere(text: str) -> ReviewResult:
    """A result with the text in every field that a package, its author or a file name can fill."""
    said = [
        remark(message=text),
        remark(message=text, rule=text, file=text, place=text),
        remark(severity=Severity.WARNING, message=text, file=f"{text}/x.json"),
        remark(severity=Severity.NOTE, message=text, file=""),
        remark(message=text, effect=Effect.FLOWS_FAIL, is_earlier=True),
        remark(message=text, is_new=False, rule=text),
        remark(message=text, waived=text),
        remark(message=text, fix="safe", file=f"package.zip!/{text}"),
    ]
    hostile = package(
        *said, path=text, name=text, profile_reason=text, unexamined=((text, text),), update="major"
    )
    other = package(*said, path=f"certified-connectors/{text}")
    return review(
        hostile,
        other,
        base_ref=text,
        version=text,
        deleted=(text, text),
        notices=(text,),
        fixed={text: (Fixed(text, Severity.ERROR, text),)},
    )


EXPECTED = page_of(comment_of(everywhere("plain"), PAGE))


@pytest.mark.parametrize("text", NAUGHTY)
def test_no_text_changes_what_the_comment_is_made_of(text):
    body = comment_of(everywhere(text), PAGE)
    page = page_of(body)
    assert len(body) <= 65_536
    assert [tag for tag in page.tags if tag != "a"] == [tag for tag in EXPECTED.tags if tag != "a"]
    assert page.comments == [" certify:v1 "]
    assert body.count("<!-- certify:v1 -->") == 1 or text == "<!-- certify:v1 -->"


@pytest.mark.parametrize("text", NAUGHTY)
def test_no_text_becomes_a_link_a_mention_or_a_reference(text):
    page = page_of(comment_of(everywhere(text), PAGE))
    allowed = (
        f"{REPOSITORY}/blob/",
        f"{REPOSITORY}/tree/",
        "https://learn.microsoft.com/",
        "https://github.com/microsoft/",
    )
    assert all(target.startswith(allowed) for target in page.targets), page.targets
    assert not any("/../" in target for target in page.targets)
    assert not re.search(r"(?<![\w`])@\w", page.text)
    assert not re.search(r"#\d|GH-\d|\b[0-9a-f]{7,40}\b", page.prose)


@pytest.mark.parametrize("text", NAUGHTY)
def test_the_text_can_be_read(text):
    result = review(package(remark(message=text[:300])))
    shown = page_of(comment_of(result, PAGE)).text.replace("\u200b", "")
    wanted = inert(text[:300]).strip().replace("`", "")
    assert " ".join(wanted.split()) in " ".join(shown.replace("`", "").split())


@pytest.mark.parametrize("text", NAUGHTY)
def test_nothing_comes_of_text_in_the_check_run(text):
    told = told_of(everywhere(text))
    page = page_of(told.summary)
    assert [tag for tag in page.tags] == [tag for tag in page_of(told_of(everywhere("plain")).summary).tags]  # noqa: C416 - as lists
    assert page.targets == []
    assert len(told.summary) <= 65_535
    for annotation in told.annotations:
        assert annotation.title.isprintable()
        assert annotation.message.isprintable()
        assert len(annotation.title) <= 255


@pytest.mark.parametrize("text", [text for text in NAUGHTY if _is_plain(text)])
def test_nothing_comes_of_text_in_a_suggestion_but_the_suggestion(text):
    [suggestion] = as_review([Suggested("a.json", 1, 1, text, (text,), (text,))])
    page = page_of(suggestion.body)
    assert [tag for tag in page.tags if tag != "p"] == ["pre"]
    assert page.targets == []


def test_every_template_refuses_text_that_no_filter_has_seen():
    made = environment()
    with pytest.raises(TypeError, match="no filter"):
        made.from_string("{{ text }}").render(text="@everybody")
    with pytest.raises(TypeError, match="no filter"):
        made.from_string("{{ text | upper }}").render(text=Markdown("own"))
    with pytest.raises(TypeError, match="not Markdown yet"):
        link("plain", "https://e.test")


@pytest.mark.parametrize(
    "changes",
    [
        {"packages": ()},
        {"packages": (package(),)},
        {"packages": (package(remark()),), "is_complete": False},
        {"packages": (package(remark(severity=Severity.NOTE), verdict=Verdict.READY),)},
        {"packages": (package(remark(is_new=False)), package(path="b"))},
        {"deleted": ("a",)},
        {"threshold": None, "packages": (package(remark()),)},
        {"threshold": Severity.NOTE},
    ],
)
def test_every_shape_of_a_result_renders(changes):
    body = comment_of(replace(review(package(remark())), **changes), PAGE)
    assert body.startswith("<!-- certify:v1 -->\n### certify: ")
    assert "\n\n\n" not in body


def test_five_thousand_findings_fit_and_what_is_left_out_is_counted():
    remarks = [
        remark(
            rule=f"rule-{number % 100}",
            message=f"{number} " + "long " * 100,
            start_line=number + 1,
            fingerprint=str(number),
        )
        for number in range(5_000)
    ]
    result = review(package(*remarks))
    body = comment_of(result, PAGE)
    assert len(body) <= BUDGET
    assert "**5,000 errors**" in body
    told = len(re.findall(r"^ *- \[`api", body, re.MULTILINE))
    left = sum(int(count.replace(",", "")) for count in re.findall(r"- and ([\d,]+) more", body))
    assert told + left == 5_000
    told = told_of(result)
    assert len(told.annotations) == MOST
    assert "4,500 more findings are not annotated here" in told.summary


def test_many_packages_fit_and_those_left_out_are_counted():
    packages = [
        package(*[remark(message="long " * 80)] * 30, path=f"certified-connectors/Stock {number}")
        for number in range(400)
    ]
    body = comment_of(review(*packages), PAGE)
    assert len(body) <= BUDGET
    rows = body.count("❌ changes required |")
    [more] = re.findall(r"and (\d+) more packages\.", body)
    assert rows + int(more) == 400


def test_the_longest_of_everything_fits():
    text = "@<|`" * 5_000
    assert len(comment_of(everywhere(text), PAGE)) <= 65_536


def test_findings_of_one_rule_stand_together():
    body = comment_of(review(package(*[remark(start_line=line) for line in (1, 2, 3)])), PAGE)
    assert "- 3 × Every operation has an `operationId`. (" in body


def test_a_finding_in_the_version_before_leads_to_the_base():
    body = comment_of(review(package(remark(is_earlier=True))), PAGE)
    assert f"/blob/{BASE}/certified-connectors/Stock/apiDefinition.swagger.json#L12" in body


def test_a_finding_inside_an_archive_leads_to_the_archive():
    body = comment_of(review(package(remark(file="package.zip!/solution.xml"))), PAGE)
    assert f"/blob/{HEAD}/certified-connectors/Stock/package.zip>)" in body


def test_rules_lead_to_their_manuals_where_these_are_published():
    body = comment_of(review(package(remark())), replace(PAGE, docs="https://docs.example"))
    assert "[`op-id-present`](<https://docs.example/rules/op-id-present.html>)" in body


def test_a_verdict_is_the_worst_of_its_packages():
    unknown = package(unexamined=(("x", "died"),), verdict=Verdict.INCONCLUSIVE)
    assert review(package(), package(remark())).standing is Standing.CHANGES_REQUIRED
    assert review(unknown, package(remark())).standing is Standing.INCONCLUSIVE
    assert review(package(), is_complete=False).standing is Standing.INCONCLUSIVE
    assert review(package(remark(is_new=False)), package()).standing is Standing.NOTHING_NEW
    assert review(package(), package()).standing is Standing.READY


def test_we_are_our_app_and_nobody_else():
    comment = Comment(1, "certify[bot]", 7, "x", "")
    assert Identity(app_id=7).wrote(comment)
    assert not Identity(app_id=8, login="certify[bot]").wrote(comment)
    assert not Identity().wrote(replace(comment, author=""))
    assert Identity(login="certify[bot]").wrote(comment)


def test_every_field_of_a_remark_is_in_the_hostile_result():
    filled = {
        name
        for one in everywhere("x").packages
        for each in one.remarks
        for name in ("rule", "message", "file", "place", "waived")
    }
    assert {field.name for field in fields(Remark) if field.type in {"str", "str | None"}} <= filled | {
        "fingerprint",
        "fix",
    }


def test_withdrawing_names_the_head():
    assert render("withdrawn.md.j2", mark=Markdown("<!-- certify:v1 -->"), head=HEAD) == withdrawn(HEAD)
    assert "`aaaaaaa`" in withdrawn(HEAD)
