"""What the readme rules say of texts that no example of a manual can show alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from certify.core.report import Status
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.engine.run import run
from certify.examples import Patch, golden, patched
from certify.fixes.fixer import fix_package
from certify.plugins import load_rules

if TYPE_CHECKING:
    from certify.core.package import Package

RULES = load_rules().choose(Profile.VERIFIED, Choice(select=("readme",)))


def with_readme(text: str) -> Package:
    return patched(golden(Profile.VERIFIED), Patch({"readme.md": text}))


def messages(package: Package, rule: str) -> list[str]:
    return [finding.message for finding in run(package, RULES).findings if finding.rule == rule]


def test_readme_without_headings_has_no_title() -> None:
    package = with_readme("Tidewater Stock keeps count of the goods.\n")
    assert messages(package, "readme-title") == [
        "The readme has no title; begin it with `# Tidewater Stock`."
    ]


def test_heading_without_a_blank_is_told_and_mended() -> None:
    package = with_readme("##Tidewater Stock\n\nIt counts.\n")
    assert messages(package, "readme-title") == [
        "`##Tidewater Stock` is shown as it is, not as a heading; put a blank after `##`."
    ]
    fixed = fix_package(package, RULES)
    assert fixed.package.files["readme.md"].startswith(b"## Tidewater Stock\n")


@pytest.mark.parametrize(
    ("text", "is_offered"),
    [
        ("# Stock\n\n```\nnever closed\n", False),
        ("# Stock\n\n````\n```\n", False),
        ("# Stock\n\n```sh\nls\n```\n", True),
        ("# Stock\n\n```inline``` code\n", True),
    ],
)
def test_section_is_not_added_within_a_code_block_that_never_ends(text: str, is_offered: bool) -> None:
    findings = run(with_readme(text), RULES).findings
    missing = next(finding for finding in findings if finding.rule == "readme-deployment")
    assert (missing.fix is not None) is is_offered


@pytest.mark.parametrize(
    "title",
    ["TIDEWATER-STOCK", "Tidewater's Stock (Preview)", "Quayside Tid\u00e9water Stock API", "TidewaterStock"],
)
def test_title_may_be_written_otherwise(title: str) -> None:
    assert messages(with_readme(f"# {title}\n"), "readme-title") == []


@pytest.mark.parametrize(
    "line",
    [
        "## Publisher\n\n### Quayside Software",
        "## Publisher\nQuayside Software, Inc.",
        "## Publishers: Marta Lindqvist, Quayside Software",
    ],
)
def test_publisher_may_be_written_otherwise(line: str) -> None:
    assert messages(with_readme(f"# Tidewater Stock\n\n{line}\n"), "readme-publisher") == []


def test_fixes_keep_the_line_ends_of_the_file() -> None:
    package = with_readme("# Tidewater Stock\r\n\r\nIt counts.\r\n\r\n## Prerequisites\r\n\r\nNone.\r\n")
    text = fix_package(package, RULES, with_unsafe=True).package.files["readme.md"]
    assert b"## Publisher: Quayside Software Ltd\r\n" in text
    assert b"### List stock items\r\n" in text
    assert text.count(b"\n") == text.count(b"\r\n")


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    ["# a\n" * 8_000, "##a\n" * 8_000, "Required. " * 20_000, "[" * 50_000, "Operation 1\n===\n" * 4_000],
)
def test_hostile_readme_is_examined_in_bounded_time(text: str) -> None:
    report = run(with_readme(text), RULES)
    assert all(outcome.status is not Status.ERRORED for outcome in report.outcomes.values())
