"""A page for every rule, one for every family, and the names that Microsoft's gates use."""

from __future__ import annotations

import sys
from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined
from msgspec import Struct

from certify.cli.parity import parity
from certify.core.finding import Severity
from certify.core.manual import manual_of
from certify.core.rule import Profile
from certify.core.ruleset import RuleBook
from certify.core.source import SourceClass
from certify.evidence import share
from certify.examples import examine
from generator.markdown import code, fenced, markdown, prose, table, toml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.finding import Finding
    from certify.core.manual import Example
    from certify.core.rule import Rule

_SHOWN = 3
"""Up to so many findings show what a rule says of an example."""

_CLASSES = {
    SourceClass.VALIDATOR: "A Microsoft validator refuses it",
    SourceClass.POLICY: "The certification policy",
    SourceClass.CHECKER: "The Solution Checker",
    SourceClass.DOCUMENTED: "Microsoft's documentation",
    SourceClass.REVIEWER: "A reviewer asked for it",
    SourceClass.ADVICE: "Our advice",
}
_FIXES = {
    None: "By hand.",
    "safe": "[`certify fix`](../fix.md) does it, and keeps what the package means.",
    "unsafe": "[`certify fix --unsafe`](../fix.md) proposes one. It guesses, so look at what it changes.",
}


class _Shown(Struct, frozen=True):
    """An example, the first findings of it, and how many there are beyond these."""

    example: Example
    findings: tuple[Finding, ...]
    left_out: int


def rule_pages(book: RuleBook) -> Iterator[tuple[str, str]]:
    """Path and text of each rule's page."""
    # What is made is Markdown, for which no automatic escaping exists; the filters of the template do it.
    environment = Environment(autoescape=False, undefined=StrictUndefined, trim_blocks=True)  # noqa: S701 - see above
    environment.filters |= {"md": markdown, "code": code, "prose": prose, "fenced": fenced, "toml": toml}
    template = environment.from_string(
        files("certify_templates").joinpath("rule_page.md.j2").read_text("utf-8")
    )
    for rule in book.rules:
        manual = manual_of(rule)
        text = template.render(
            rule=rule,
            manual=manual,
            share=share(rule.name),
            classes=_CLASSES,
            fixes=_FIXES,
            examples=[_shown(rule, example) for example in manual.examples],
        )
        yield f"rules/{rule.name}.md", text


def _shown(rule: Rule, example: Example) -> _Shown:
    if example.is_good:
        return _Shown(example, (), 0)
    findings = examine(rule, example, RuleBook((rule,))).findings
    return _Shown(example, findings[:_SHOWN], max(0, len(findings) - _SHOWN))


def family_pages(book: RuleBook) -> Iterator[tuple[str, str]]:
    """Path and text of each family's page, and of the list of families."""
    rows: list[list[str]] = []
    for family in book.families:
        rules = [rule for rule in book.rules if rule.family == family]
        subject = _subject(rules[0])
        cells = (
            [
                f"[{rule.name}](../rules/{rule.name}.md)",
                str(rule.severities[Profile.VERIFIED]),
                rule.fix or "",
                markdown(rule.summary),
            ]
            for rule in rules
        )
        head = ("rule", "severity", "fix", "requirement")
        yield f"families/{family}.md", f"# {family}\n\n{prose(subject)}\n\n{table(head, cells)}"
        errors = sum(1 for rule in rules if rule.severities[Profile.VERIFIED] is Severity.ERROR)
        rows.append([f"[{family}]({family}.md)", str(len(rules)), str(errors), markdown(subject)])
    yield "families/index.md", _families(book, rows)


def _subject(rule: Rule) -> str:
    """What the family is about, as its package says it; empty for rules that are in no package."""
    package = sys.modules.get(rule.module.rpartition(".")[0])
    is_family = package is not None and package.__name__.rpartition(".")[2] == rule.family
    return (package.__doc__ or "").strip() if is_family and package is not None else ""


def _families(book: RuleBook, rows: list[list[str]]) -> str:
    contents = "\n".join(book.families)
    return (
        "# Rules\n\n"
        f"There are {len(book.rules)} rules in {len(book.families)} families. Each page says what the rule requires, why, "
        "who says so, how severe it is, and shows examples of both kinds. `certify explain RULE` prints the same. "
        "Severities in the lists are those of verified publishers; "
        "[Microsoft's own names](../parity.md) have a list of their own.\n\n"
        f"{table(('family', 'rules', 'of these errors', 'about'), rows)}\n"
        f"```{{toctree}}\n:hidden:\n\n{contents}\n```\n"
    )


def parity_page(book: RuleBook) -> tuple[str, str]:
    """Path and text of the table of Microsoft's names."""
    lines = list(parity(book))
    parts = [
        (
            "# Microsoft's names\n\n"
            "Microsoft's gates name what they refuse. Each name is an alias of the rules that decide it here, and works wherever "
            "a rule is named. Where no offline rule can decide it, the table says why. `certify rules --parity` prints the "
            "same table.\n"
        )
    ]
    for gate in dict.fromkeys(line.gate for line in lines):
        rows = [
            [
                code(line.name),
                line.told([f"[{name}](rules/{name}.md)" for name in line.rules], markdown(line.reason))
                or "*no rule yet*",
            ]
            for line in lines
            if line.gate == gate
        ]
        parts.append(f"## {gate.capitalize()}\n\n{table(('name', 'decided by'), rows)}")
    return "parity.md", "\n".join(parts)
