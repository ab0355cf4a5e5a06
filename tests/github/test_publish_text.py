"""The words of the pull request: true, within GitHub's limits, and of no effect whatever the package says."""

from __future__ import annotations

import re
from dataclasses import replace

import cmarkgfm
import pytest
from publishing import Desk, cleared, evidence_of, examined, package_of

from certify.certificate import UsedWaiver, WaivedFinding
from certify.core.finding import ChangeNote, Effect, Finding, Severity
from certify.core.location import Location, Position
from certify.core.rule import Profile
from certify.github.publish_link import LONGEST_LINK, compare_link, web_address
from certify.github.publish_survey import survey
from certify.github.publish_text import BEGIN, END, LONGEST_BODY, text_for, with_section

HOSTILE = [
    "</details>",
    "<!-- certify:end -->",
    "- [x] I attest that the connector works.",
    "\n- [x] I attest",
    "\n\n# Heading",
    "@microsoft/connectors",
    "fixes #1",
    "![p](http://evil.example/p.png)",
    "[click](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "| a | b |",
    "```\nend",
    "`</summary>`",
    "http://evil.example",
    "\u202egnp.exe",
    "{{ 7 * 7 }}{% raw %}",
]


@pytest.fixture
def desk(github):
    return Desk.at(github)


def _finding(
    message, *, severity=Severity.WARNING, change=None, waived=None, path="readme.md", rule="some-rule"
):
    at = Position(3, 1, 20)
    return Finding(
        rule=rule,
        aliases=(),
        family="x",
        severity=severity,
        message=message,
        location=Location(path, "", at, at),
        fingerprint="f",
        place="p",
        waived=waived,
        change=change,
    )


def _text(desk, package=None, *, findings=None, earlier=None, **said):
    package = package or package_of()
    found = survey(desk.user(), package, Profile.VERIFIED, upstream=desk.upstream.full_name, base="dev")
    evidence = evidence_of(package) if findings is None else evidence_of(package, findings=tuple(findings))
    return text_for(cleared(package, **said), found, evidence, earlier)


def _html(body):
    return cmarkgfm.github_flavored_markdown_to_html(body)


def test_the_text_tells_digest_rules_verdict_and_who_signed_and_approved(desk):
    text = _text(desk)
    statement = cleared(package_of()).certificate.statement
    shown = re.sub("\u200b", "", text.section)
    for fact in (
        statement.digest,
        statement.rules.digest,
        "ready",
        "Jane",
        "certified-connectors/Tidewater Stock",
    ):
        assert fact in shown
    for entry in statement.files:
        assert entry.sha256 in shown
    assert "no product of Microsoft" in shown


def test_the_certificate_in_the_text_can_be_verified(desk):
    from publishing import NOW, keys

    from certify.certificate import verify

    block = re.search(r"```json\n(.*?)\n```", _text(desk).section, re.DOTALL)
    assert block is not None
    assert verify(block[1].encode(), package_of(), [keys()[1]], NOW).statement.digest == package_of().digest


def test_counts_of_rules_are_those_of_the_report(desk):
    report = examined(Profile.VERIFIED).report
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \| (\d+) \|$", _text(desk).section, re.MULTILINE)
    assert len(rows) >= 4
    assert 0 < max(int(row[1]) for row in rows) <= len(report.outcomes)


def test_a_humans_attestations_are_upstreams_words_with_every_box_open(desk):
    body = _text(desk).body
    assert "I attest that the connector works." in body
    assert body.count("[ ]") == 3
    assert not re.search(r"\[[xX]\]", body)


def test_without_a_template_upstream_there_are_still_open_boxes(desk):
    desk.github.push(desk.upstream, "dev", {".github/pull_request_template.md": None})
    body = _text(desk).body
    assert body.count("- [ ] ") == 3


@pytest.mark.parametrize("place", ["PULL_REQUEST_TEMPLATE.md", "docs/pull_request_template.md"])
def test_the_template_is_found_wherever_github_finds_it(desk, place):
    desk.github.push(
        desk.upstream, "dev", {".github/pull_request_template.md": None, place: "- [ ] From here"}
    )
    assert "From here" in _text(desk).body


def test_an_update_tells_what_it_does_to_flows_and_which_version_was_there(desk):
    earlier = package_of()
    desk.github.push(
        desk.upstream,
        "dev",
        {f"certified-connectors/Tidewater Stock/{path}": data for path, data in earlier.files.items()},
    )
    newer = package_of(
        apiDefinition__swagger__json=earlier.files["apiDefinition.swagger.json"].replace(
            b'"1.0.0"', b'"1.1.0"'
        )
    )
    change = ChangeNote("operation/x", Effect.FLOWS_FAIL, "x", None, None)
    finding = _finding("An operation is gone.", change=change, waived="agreed with all users")
    text = _text(desk, newer, findings=[finding], earlier=earlier)
    assert text.title == "Update Tidewater Stock to 1.1.0"
    assert "replaces the connector" in text.section
    assert "(was `1.0.0`)" in text.section
    assert "An operation is gone. (existing flows fail, accepted: agreed with all users)" in text.section


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_changes_nothing_of_the_structure(desk, hostile):
    package = package_of(
        apiDefinition__swagger__json=package_of()
        .files["apiDefinition.swagger.json"]
        .replace(b'"Tidewater Stock"', _json(f"Tidewater {hostile} Stock"))
    )
    change = ChangeNote("w", Effect.NONE, None, None, None)

    def text_with(said):
        accepted = WaivedFinding("some-rule", Severity.WARNING, said, "f")
        waiver = UsedWaiver(said, said, said, said, None, (accepted,))
        findings = [_finding(said, path=said, rule=said), _finding(said, change=change, waived=said)]
        found = survey(
            desk.user(),
            package,
            Profile.VERIFIED,
            upstream=desk.upstream.full_name,
            base="dev",
            folder="Safe",
        )
        clearance = cleared(package, by=said, waivers=(waiver,))
        return text_for(clearance, found, evidence_of(package, findings=tuple(findings)), None)

    harmless, text = text_with("word"), text_with(hostile)

    assert _tags(text.body) == _tags(harmless.body)
    assert with_section(f"{text.body}ticked [x]", "new") == f"new\n\n---\n\n{text.attestations}\nticked [x]"
    rendered = _html(text.body)
    assert "<img" not in rendered
    assert not re.search(r"<li>\[[xX]\]", rendered)
    # In code GitHub makes nothing of these; "@" is broken there too, for its mails.
    assert not re.search(r"#1\b|https?://evil|javascript:alert", re.sub(r"<code>.*?</code>", "", rendered))
    assert "@microsoft" not in text.body


def _json(text):
    import json

    return json.dumps(text).encode()


def _tags(body):
    """The elements of the rendered body, but not code, which a text may hold or not."""
    certificate_free = re.sub(r"```json\n.*?\n```", "", body, flags=re.DOTALL)
    return [
        tag
        for tag in re.findall(r"</?\w+", _html(certificate_free))
        if tag not in {"<code", "</code", "<strong"}
    ]


def test_a_title_is_one_plain_line_whatever_the_connector_is_called(desk):
    package = package_of(
        apiDefinition__swagger__json=package_of()
        .files["apiDefinition.swagger.json"]
        .replace(b'"Tidewater Stock"', _json("Evil\n\nfixes #1 @org/team `x` " + "y" * 500))
        .replace(b'"1.0.0"', _json("1\nCo-authored-by: x <y@z>"))
    )
    title = _text(desk, package).title
    assert "\n" not in title
    assert not set(title) & set("#@`<>")
    assert len(title) < 200


def test_thousands_of_findings_and_files_fit(desk):
    change = ChangeNote("w", Effect.DATA_LOST, None, None, None)
    findings = [_finding("@" * 3_000 + str(number)) for number in range(5_000)]
    findings += [_finding("x" * 3_000, change=change) for _ in range(5_000)]
    package = package_of(**{f"file{number}__md": b"" for number in range(400)})
    body = _text(desk, package, findings=findings).body
    assert len(body) <= LONGEST_BODY
    assert "more" in body


def test_a_template_without_end_is_left_out(desk):
    desk.github.push(desk.upstream, "dev", {".github/pull_request_template.md": "- [ ] x\n" * 100_000})
    assert len(_text(desk).body) < LONGEST_BODY


def test_a_section_written_again_leaves_the_rest_of_the_body_alone():
    for end in ("\n", "\r\n"):
        old = f"before{end}{BEGIN}{end}old `{END}` old{end}{END}{end}after [x] {END}"
        assert with_section(old, "new") == f"before{end}new{end}after [x] {END}"
    assert with_section("somebody removed it", "new") == "new\n\nsomebody removed it"
    assert with_section(f"{END}\n{BEGIN}", "new").startswith("new\n\n")


def test_the_link_opens_the_page_with_title_and_text_where_they_fit(desk):
    plan = desk.plan()
    short = replace(plan, text=replace(plan.text, section="short", attestations="x"))
    link = compare_link(short, "https://github.com")
    assert link.startswith(
        "https://github.com/microsoft/PowerPlatformConnectors/compare/dev...contoso:PowerPlatformConnectors:certify/"
    )
    assert "title=Add%20Tidewater%20Stock%201.0.0" in link
    assert "body=short" in link
    long = compare_link(replace(plan, text=replace(plan.text, section="x" * 9_000)), "https://github.com")
    assert "body=" not in long
    assert len(long) < LONGEST_LINK


@pytest.mark.parametrize(
    ("api", "web"),
    [
        ("https://api.github.com", "https://github.com"),
        ("https://github.contoso.example/api/v3", "https://github.contoso.example"),
        ("https://api.contoso.ghe.com", "https://contoso.ghe.com"),
    ],
)
def test_pages_are_where_the_api_belongs_to(api, web):
    assert web_address(api) == web
