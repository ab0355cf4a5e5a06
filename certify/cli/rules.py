"""List the rules: all of them, or those that names, aliases, families or prefixes mean."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from certify.core.finding import Severity
from certify.core.rule import Profile
from certify.errors import UsageError
from certify.settings import settings_for
from certify.settings.settings import unknown_rule

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from certify.core.rule import Rule
    from certify.core.ruleset import RuleBook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify rules`."""
    parser.add_argument(
        "names", nargs="*", metavar="RULE", help="a name, alias, family or prefix such as `op-*`"
    )
    parser.add_argument(
        "--profile", choices=[str(profile) for profile in Profile], help="only those that apply to it"
    )
    parser.add_argument(
        "--severity", choices=["error", "warning", "note"], help="only those of this severity"
    )
    parser.add_argument(
        "--parity",
        action="store_true",
        help="the names of Microsoft's gates, and the rules that stand for them",
    )
    parser.add_argument("--format", choices=["table", "json"], default="table")


def run(options: argparse.Namespace) -> int:
    """Print the list."""
    if options.parity:
        _print_parity(configured_rules(), as_json=options.format == "json")
        return 0
    rules = _chosen(options)
    if options.format == "json":
        import orjson

        sys.stdout.write(
            orjson.dumps(
                {"format": "certify-rules/1", "rules": [_entry(rule) for rule in rules]},
                option=orjson.OPT_INDENT_2,
            ).decode()
            + "\n"
        )
    else:
        _print_table(rules, Profile(options.profile) if options.profile else Profile.VERIFIED)
    return 0


def configured_rules() -> RuleBook:
    """The installed rules and those that the settings of the working directory add."""
    from certify.plugins import load_rules

    settings, _ = settings_for(Path())
    return load_rules(settings.local_rules)


def _chosen(options: argparse.Namespace) -> list[Rule]:
    book = configured_rules()
    rules = list(book.rules)
    if options.names:
        named = [rule for name in options.names for rule in book.find(name)]
        missing = next((name for name in options.names if not book.find(name)), None)
        if missing is not None:
            raise UsageError(unknown_rule(missing, book))
        rules = [rule for rule in rules if rule in named]
    profiles = [Profile(options.profile)] if options.profile else list(Profile)
    wanted = Severity(options.severity) if options.severity else None
    return [
        rule
        for rule in rules
        if any(
            rule.severities[profile] is not Severity.OFF and wanted in (None, rule.severities[profile])
            for profile in profiles
        )
    ]


def _entry(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "aliases": list(rule.aliases),
        "family": rule.family,
        "severity": {str(profile): str(severity) for profile, severity in rule.severities.items()},
        "established": None if rule.established is None else str(rule.established),
        "summary": rule.summary,
        "sources": [
            {"class": str(source.kind), "name": source.name, "link": source.link} for source in rule.sources
        ],
        "fix": rule.fix,
        "by_hand": rule.by_hand or None,
        "options": {
            name: list(default) if isinstance(default, tuple) else default
            for name, default in rule.signature.options.items()
        },
    }


_NARROWEST = 40
"""With less room than this beside the columns, a requirement stands below its rule."""


def _print_table(rules: list[Rule], profile: Profile) -> None:
    """A line for each rule; on a terminal, requirements are broken at its width."""
    cells = [("rule", "severity", "family", "fix")]
    cells += [(rule.name, str(rule.severities[profile]), rule.family, rule.fix or "") for rule in rules]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]))]
    texts = ["requirement", *(rule.summary for rule in rules)]
    for row, text in zip(cells, texts, strict=True):
        columns = "  ".join(f"{cell:{width}}" for cell, width in zip(row, widths, strict=True))
        sys.stdout.writelines(_lines(columns, text))
    noun = "rule" if len(rules) == 1 else "rules"
    sys.stdout.write(f"\n{len(rules)} {noun}; severities are those of {profile}.\n")


def _lines(columns: str, text: str) -> Iterator[str]:
    if not sys.stdout.isatty():
        yield f"{columns}  {text}\n"
        return
    import shutil
    import textwrap

    width = shutil.get_terminal_size().columns
    indent = len(columns) + 2
    if width - indent < _NARROWEST:
        yield f"{columns.rstrip()}\n"
        columns, indent = "  ", 4
    for number, line in enumerate(textwrap.wrap(text, max(width - indent, 20))):
        yield f"{' ' * indent if number else f'{columns}  '}{line}\n"


def _print_parity(book: RuleBook, *, as_json: bool) -> None:
    from certify.cli.parity import parity

    lines = list(parity(book))
    if as_json:
        import orjson

        entries = [
            {"gate": line.gate, "name": line.name, "rules": line.rules, "reason": line.reason}
            for line in lines
        ]
        sys.stdout.write(
            orjson.dumps(
                {"format": "certify-parity/1", "names": entries}, option=orjson.OPT_INDENT_2
            ).decode()
            + "\n"
        )
        return
    width = max(len(line.name) for line in lines)
    for gate in dict.fromkeys(line.gate for line in lines):
        named = [line for line in lines if line.gate == gate]
        decided = sum(1 for line in named if line.rules)
        partly = sum(1 for line in named if line.rules and line.reason)
        explained = sum(1 for line in named if line.reason and not line.rules)
        sys.stdout.write(
            f"{gate}: {len(named)} names, {decided} decided by rules{f' ({partly} in part)' if partly else ''}, "
            f"{explained} that no offline rule can decide"
        )
        missing = len(named) - decided - explained
        sys.stdout.write(f", {missing} missing\n" if missing else "\n")
        for line in named:
            sys.stdout.write(f"  {line.name:{width}}  {line.told(line.rules, line.reason) or 'MISSING'}\n")
