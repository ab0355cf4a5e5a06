"""Whose settings decide: those of the base branch as it is now. No path leads out of the repository, no code is run."""

from __future__ import annotations

import pytest
from reviewing import DEFINITION, STOCK, setting, without_operation_ids

WAIVER = """\
[[waiver]]
rule = "{rule}"
place = "*"
reason = "published like this"
owner = "jane"
expires = "{expires}"
"""


def waivers(expires: str = "2030-01-01") -> str:
    rules = ("op-id-present", "xms-operation-context", "bc-operation-deleted")
    return "".join(WAIVER.format(rule=rule, expires=expires) for rule in rules)


@pytest.fixture
def change():
    return {f"{STOCK}/{DEFINITION}": without_operation_ids()}


def reviewed(github, base, change):
    bot = setting(github, base)
    pull = github.open_pull(bot.repository, change)
    bot.review(pull)
    return bot.comment(pull)


def test_waivers_of_the_base_accept_findings(github, change):
    body = reviewed(github, {"certify.toml": "", "certify-waivers.toml": waivers()}, change)
    assert "✅ ready" in body
    assert "Waived: published like this (jane)" in body


def test_waivers_need_no_settings_beside_them(github, change):
    assert "✅ ready" in reviewed(github, {"certify-waivers.toml": waivers()}, change)


def test_a_pull_request_cannot_waive_its_own_findings(github, change):
    change |= {"certify.toml": "", "certify-waivers.toml": waivers()}
    body = reviewed(github, {}, change)
    assert "❌ changes required" in body
    assert "changes `certify-waivers.toml`, `certify.toml`. Until it is merged, those of dev decide." in body


def test_an_expired_waiver_accepts_nothing(github, change):
    base = {"certify.toml": "", "certify-waivers.toml": waivers("2026-11-24")}
    assert "❌ changes required" in reviewed(github, base, change)


def test_a_waiver_committed_to_the_base_after_the_pull_request_was_opened_counts(github, change):
    bot = setting(github)
    pull = github.open_pull(bot.repository, change)
    bot.review(pull)
    github.push(bot.repository, "dev", {"certify.toml": "", "certify-waivers.toml": waivers()})
    bot.review(pull)
    assert "✅ ready" in bot.comment(pull)


def test_settings_choose_rules_and_the_failing_severity(github, change):
    base = {"certify.toml": 'ignore = ["op-id-present", "xms-*", "bc-*"]\n'}
    assert "✅ ready" in reviewed(github, base, change)


def test_a_lower_failing_severity_is_said(github, change):
    body = reviewed(github, {"certify.toml": 'fail-on = "warning"\n'}, change)
    assert "A new warning fails here" in body


def test_settings_may_extend_others_of_the_repository(github, change):
    base = {
        "certify.toml": 'extends = "company/base.toml"\n',
        "company/base.toml": 'ignore = ["op-id-present"]\n',
    }
    assert "`op-id-present`" not in reviewed(github, base, change)


@pytest.mark.parametrize(
    "line",
    [
        'extends = "../outside.toml"',
        'extends = "/etc/passwd"',
        'waivers = "../../w.toml"',
        'extends = "a/../../x.toml"',
        'extends = "absent.toml"',
        "not toml",
        'select = ["no-such-rule"]',
        "unknown = 1",
    ],
)
def test_settings_that_cannot_be_used_make_it_inconclusive_and_are_named_without_our_paths(
    github, change, line
):
    body = reviewed(github, {"certify.toml": line}, change)
    assert "❔ inconclusive" in body
    assert "The settings of dev cannot be used" in body
    assert ".toml" in body
    assert "/tmp" not in body


def test_rules_of_the_repository_are_never_run_and_that_is_said(github, change, tmp_path):
    canary = tmp_path / "ran"
    base = {
        "certify.toml": 'local-rules = "rules"\n[severity]\n"my-own-rule" = "error"\n',
        "rules/own.py": f"open({str(canary)!r}, 'w').write('x')\n",
    }
    body = reviewed(github, base, change)
    assert not canary.exists()
    assert "this bot runs no code of a repository" in body
    assert "❌ changes required" in body
