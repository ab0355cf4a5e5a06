"""The report's page and Markdown, read by strict readers of both languages."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from naughty import STRINGS, hostile
from reporting import DIGEST, Given, defined, dossier, golden_files, packaged

from certify.checking import Checker
from certify.checking.checker import Task
from certify.core.finding import Severity
from certify.core.package import Package
from certify.core.report import Run
from certify.plugins import load_rules
from certify.report.html import index_page, page, prose, said, url
from certify.report.index import in_order, named, row_of
from certify.report.markdown import index_text, text
from certify.report.reporter import Reporter

OURS = {
    "html", "head", "meta", "title", "link", "style", "body", "svg", "symbol", "path", "circle", "rect", "use", "a", "div",
    "header", "main", "nav", "section", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "span", "code", "pre", "mark", "strong",
    "em", "dl", "dt", "dd", "details", "summary", "table", "caption", "thead", "tbody", "tr", "th", "td", "br", "wbr", "label",
    "input", "button", "script",
}  # fmt: skip


@pytest.fixture(scope="module")
def hostile_dossier():
    return dossier(hostile(golden_files()))


@pytest.fixture(scope="module")
def golden():
    return dossier(Package("golden", "golden", golden_files()))


def run_of():
    return Run("1.2.3", load_rules(), lambda: DIGEST)


class Elements(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def elements(html: str):
    parser = Elements()
    parser.feed(html)
    return parser.found


def pages(made):
    rows = [named(row_of(made), ())]
    return [page(made), index_page(rows, run_of())]


def test_packages_of_one_title_are_told_apart_by_their_paths(golden):
    row = row_of(golden)
    rows = [
        replace(row, title=title, path=f"connectors/{folder}", file=folder)
        for title, folder in (("Harbor", "one"), ("Harbor", "two"), ("Quay", "alone"))
    ]
    for index in (index_page(rows, run_of()), index_text(rows, run_of())):
        assert all(f"connectors/{name}" in index for name in ("one", "two"))
        assert "connectors/alone" not in index


def test_no_text_of_a_package_becomes_an_element_or_an_attribute(hostile_dossier):
    for html in pages(hostile_dossier):
        found = elements(html)
        assert {tag for tag, _ in found} <= OURS
        assert sum(tag == "script" for tag, _ in found) == sum(tag == "style" for tag, _ in found) == 1
        for _, attributes in found:
            assert not any(name.startswith("on") or name in {"style", "src", "srcdoc"} for name in attributes)
            link = attributes.get("href") or ""
            assert re.match(r"https?://|#|data:,$|[a-z0-9-]+\.html$|$", link), link


def test_the_hostile_package_has_something_in_every_part_of_the_report(hostile_dossier):
    fields = [
        field for card in hostile_dossier.operations for field in (*card.inputs.shown, *card.outputs.fields)
    ]
    assert sum(bool(field.description) for field in fields) > 20
    assert {field.values.kind for field in fields if field.values is not None} >= {"fixed", "list"}
    assert any(field.values.operation_title for field in fields if field.values is not None)
    (way,) = hostile_dossier.connection.ways
    assert all(field.hint for field in way.fields)
    assert any(field.choices for field in way.fields)
    assert any(len(sign.scopes) > 10 for sign in way.sign_ins)
    assert hostile_dossier.path.needed
    assert any(finding.excerpt is not None for finding in hostile_dossier.findings)


def test_texts_are_shown_and_not_dropped(hostile_dossier):
    html = page(hostile_dossier)
    assert "&lt;svg onload=window.__pwned=1&gt;" in html
    assert "{{7*7}}" in html
    assert "\\u{202E}evil" in html


def test_no_control_or_invisible_character_reaches_the_page(hostile_dossier):
    for html in (*pages(hostile_dossier), text(hostile_dossier)):
        assert not re.search(
            "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]", html
        )


def test_the_policy_lets_in_our_own_style_and_script_and_nothing_else(golden):
    for html in pages(golden):
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', html)
        assert policy is not None
        said_policy = policy[1].replace("&#39;", "'")
        assert said_policy.startswith("default-src 'none'; ")
        assert "unsafe" not in said_policy
        for kind in ("style", "script"):
            (body,) = re.findall(rf"<{kind}>(.*?)</{kind}>", html, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
            assert f"{kind}-src 'sha256-{digest}'" in said_policy


def test_headings_go_down_one_level_at_a_time_and_ids_are_unique(golden, hostile_dossier):
    for made in (golden, hostile_dossier):
        found = elements(page(made))
        levels = [int(tag[1]) for tag, _ in found if re.fullmatch("h[1-6]", tag)]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))
        ids = [attributes["id"] for _, attributes in found if "id" in attributes]
        assert len(ids) == len(set(ids))


def test_every_link_within_the_page_leads_somewhere(golden, hostile_dossier):
    for made in (golden, hostile_dossier):
        found = elements(page(made))
        ids = {attributes.get("id") for _, attributes in found}
        targets = {
            (attributes.get("href") or "")[1:]
            for tag, attributes in found
            if tag == "a" and (attributes.get("href") or "").startswith("#")
        }
        assert targets <= ids


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//attacker.invalid", 'https://a.invalid/">', "https://a.invalid/\n", "vbscript:x", "HTTPS:x", ""],
)  # fmt: skip
def test_only_plain_addresses_of_the_web_become_links(address):
    assert url(address) == "#"


def test_an_address_of_the_documentation_becomes_a_link():
    address = "https://learn.microsoft.com/en-us/connectors/custom-connectors/openapi-extensions#x-ms-summary"
    assert url(address) == address


@pytest.mark.parametrize("given", STRINGS)
def test_what_is_said_holds_no_markup_but_code(given):
    for made in (str(said(given)), str(prose(f"- {given}\n\n{given}"))):
        assert {tag for tag, _ in elements(made)} <= {"code", "p", "ul", "li"}


def test_markdown_shows_texts_as_they_are_in_githubs_renderer(hostile_dossier):
    cmarkgfm = pytest.importorskip("cmarkgfm", reason="GitHub's own Markdown renderer is not installed")
    from cmarkgfm.cmark import Options

    row = named(row_of(hostile_dossier), ())
    for source in (text(hostile_dossier), index_text([row], run_of())):
        html = cmarkgfm.github_flavored_markdown_to_html(source, options=Options.CMARK_OPT_UNSAFE)
        found = elements(html)
        assert {tag for tag, _ in found} <= {
            "h1", "h2", "h3", "p", "strong", "em", "code", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td", "a",
        }  # fmt: skip
        for tag, attributes in found:
            if tag == "a":
                assert re.match(
                    r"https://(learn\.microsoft\.com|github\.com/microsoft|swagger\.io)/|[a-z0-9-]+\.md$",
                    attributes["href"] or "",
                )
        assert not re.search(r"(?<![`\w])@(?:octocat|org)", re.sub(r"<code>.*?</code>", "", html))


def test_the_markdown_of_the_clean_package_begins_with_the_verdict(golden):
    assert text(golden).startswith(f"# {golden.identity.title}: ✅ ready\n\nNothing stands in the way")


def test_tables_of_the_markdown_keep_their_columns(hostile_dossier):
    cmarkgfm = pytest.importorskip("cmarkgfm", reason="GitHub's own Markdown renderer is not installed")
    html = cmarkgfm.github_flavored_markdown_to_html(text(hostile_dossier))
    table = html[html.index("<h2>Operations</h2>") :].partition("</table>")[0]
    assert table.count("<tr>") == len(hostile_dossier.operations) + 1
    assert table.count("<td") == 6 * len(hostile_dossier.operations)


def test_a_package_that_could_not_be_examined_has_a_report_that_says_so():
    reporter = Reporter(Checker(), "1.2.3", DIGEST, Severity.ERROR, ("html", "markdown", "json"))
    reported = reporter.failed(Task(Given(packaged())), "MemoryError: <b>no</b> `more`")
    assert reported.checked.report.verdict == "inconclusive"
    assert "MemoryError: &lt;b&gt;no&lt;/b&gt;" in reported.texts["html"]
    assert reported.texts["markdown"].startswith("# tides: ❔ inconclusive\n\n1 rule could not look")
    assert reported.row.verdict == "inconclusive"


def test_files_of_reports_are_plain_and_never_two_of_one_name():
    made = dossier(packaged(defined()))
    rows = []
    for name in ("../../x", "X", "x", "index", "", "con\x00<b>", "Ünï"):
        row = named(replace_name(row_of(made), name), [row.file for row in rows])
        rows.append(row)
    assert [row.file for row in rows] == ["x", "x-2", "x-3", "index-2", "package", "con-b", "n"]


def replace_name(row, name):
    from dataclasses import replace

    return replace(row, name=name)


def test_the_index_lists_what_needs_work_first():
    from dataclasses import replace

    row = row_of(dossier(packaged(defined())))
    given = [
        replace(row, title=title, verdict=verdict)
        for title, verdict in (
            ("b", "ready"),
            ("a", "ready"),
            ("c", "inconclusive"),
            ("d", "changes-required"),
        )
    ]
    assert [row.title for row in in_order(given)] == ["d", "c", "a", "b"]
