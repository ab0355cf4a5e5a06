"""`/certify explain` and `/certify waive`: what a rule wants, and the exact text that accepts its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from certify.core.manual import manual_of
from certify.evidence import share
from certify.github.commands_reply import Reply
from certify.github.review import examine_touched
from certify.github.review_markdown import Markdown, link
from certify.github.review_survey import survey_of
from certify.plugins import load_rules
from certify.settings.settings import unknown_rule
from certify.settings.waivers import Waiver, written_waiver

if TYPE_CHECKING:
    from certify.github.commands_parse import Command
    from certify.github.jobs import CommandJob
    from certify.github.port import GitHub, PullRequest
    from certify.github.review_desk import Desk

_MOST_RULES: Final = 3
_MOST_WAIVERS: Final = 10


def explain(command: Command, desk: Desk) -> Reply:
    """The manuals of the rules that go by this name."""
    rules = load_rules().find(command.rule)
    if not rules:
        return _unknown(command.rule)
    told = [
        {
            "name": rule.name,
            "aliases": rule.aliases,
            "summary": manual_of(rule).summary,
            "reason": manual_of(rule).reason,
            "severities": [(str(profile), str(severity)) for profile, severity in rule.severities.items()],
            "share": share(rule.name) or "",
            "sources": [
                link(Markdown(f"{source.kind}"), source.link) for source in rule.sources if source.link
            ],
            "manual": f"{desk.docs}/rules/{rule.name}.html" if desk.docs else "",
            "fix": rule.fix or "",
        }
        for rule in rules[:_MOST_RULES]
    ]
    return Reply("explain.md.j2", {"rules": told, "others": [rule.name for rule in rules[_MOST_RULES:][:20]]})


def waive(
    github: GitHub, job: CommandJob, desk: Desk, command: Command, author: str, pull: PullRequest
) -> Reply:
    """The entries to commit to the waivers of the base branch.

    Nothing is accepted by the comment itself: a waiver is a reviewed commit on the base branch, so that a pull request
    cannot waive its own findings.
    """
    assert command.until is not None  # a command without a day is a mistake
    today = desk.now().date()
    book = load_rules()
    rules = {rule.name for rule in book.find(command.rule)}
    if not rules:
        return _unknown(command.rule)
    if command.until < today:
        return Reply.refused(
            f"`{command.until}` is in the past; name the last day on which the waiver shall hold."
        )
    survey = survey_of(github, job.repository, pull, today)
    if survey.decisions is None:
        return Reply.refused(" ".join(survey.notices))
    found: dict[tuple[str, str, str], Waiver] = {}
    for touched in survey.touched:
        result = examine_touched(survey, touched, desk).result
        for remark in result.new:
            if remark.rule in rules and command.place in ("", remark.place):
                found[result.name, remark.rule, remark.place] = Waiver(
                    rule=remark.rule,
                    place=remark.place,
                    reason=command.reason,
                    owner=author,
                    package=result.name,
                    expires=command.until,
                )
    if not found:
        at = f" at `{command.place}`" if command.place else ""
        return Reply.refused(
            f"There is no new finding of `{command.rule}`{at} in this pull request to waive."
        )
    waivers = list(found.values())
    text = "\n".join(written_waiver(waiver) for waiver in waivers[:_MOST_WAIVERS])
    return Reply(
        "waive.md.j2",
        {
            "text": text,
            "file": survey.decisions.waivers_file,
            "needs_settings": not survey.decisions.files,
            "base": pull.base_ref,
            "count": min(len(waivers), _MOST_WAIVERS),
            "more": max(len(waivers) - _MOST_WAIVERS, 0),
        },
    )


def _unknown(name: str) -> Reply:
    sentence = unknown_rule(name[:100], load_rules())
    return Reply.refused(sentence[:1].upper() + sentence[1:] + ".")
