"""A rule as SARIF's reporting descriptor, with its manual as the help."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certify.core.finding import Severity
from certify.core.manual import manual_of
from certify.core.source import SourceClass
from certify.formats.link import link_of

if TYPE_CHECKING:
    from certify.core.manual import Manual
    from certify.core.rule import Rule

# GitHub's limits for a rule; what is longer refuses the whole file.
_LONGEST_DESCRIPTION = 1_024
_MOST_TAGS = 10
_PRECISION = {
    SourceClass.VALIDATOR: "very-high",
    SourceClass.POLICY: "very-high",
    SourceClass.CHECKER: "very-high",
    SourceClass.DOCUMENTED: "high",
    SourceClass.REVIEWER: "medium",
    SourceClass.ADVICE: "medium",
}
_PROBLEM_SEVERITY = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "recommendation"}


def rule_record(rule: Rule) -> dict[str, Any]:
    """The descriptor of one rule. Its level is that of the profile that is strictest about it."""
    manual = manual_of(rule)
    summary = manual.summary or rule.name
    level = min(rule.severities.values(), key=lambda severity: severity.rank)
    link = link_of(rule)
    kinds = tuple(dict.fromkeys(source.kind for source in rule.sources))
    record: dict[str, Any] = {
        "id": rule.name,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": summary},
        "fullDescription": {"text": f"{summary} {_paragraph(manual)}".strip()[:_LONGEST_DESCRIPTION]},
        "help": {"text": _help(manual, summary, link), "markdown": _help_markdown(manual, summary, link)},
        "defaultConfiguration": {"level": "none" if level is Severity.OFF else str(level)},
        "properties": {
            "tags": [rule.family, *map(str, kinds), *rule.aliases][:_MOST_TAGS],
            "precision": _PRECISION[kinds[0]] if kinds else "medium",
            "problem.severity": _PROBLEM_SEVERITY.get(level, "recommendation"),
        },
    }
    if link:
        record["helpUri"] = link
    return record


def _paragraph(manual: Manual) -> str:
    """The reason's first paragraph on one line."""
    return " ".join(manual.reason.partition("\n\n")[0].split())


def _help(manual: Manual, summary: str, link: str) -> str:
    return "\n\n".join(part for part in (summary, manual.reason, link and f"See {link}") if part)


def _help_markdown(manual: Manual, summary: str, link: str) -> str:
    parts = [summary, manual.reason]
    for example in manual.examples:
        title = f" ({example.title})" if example.title else ""
        parts.append(f"**{'Good' if example.is_good else 'Bad'}**{title}\n\n```yaml\n{example.patch}\n```")
    parts.append(f"[Source]({link})" if link else "")
    return "\n\n".join(part for part in parts if part)
