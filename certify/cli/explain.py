"""Show a rule's manual: what it requires, why, who says so, how severe it is, and examples.

The rule may be named by any name it goes by, Microsoft's own included.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from certify.core.manual import manual_of
from certify.errors import UsageError
from certify.evidence import share
from certify.settings.settings import unknown_rule

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from certify.core.rule import Rule


_FIXES = {
    None: "by hand",
    "safe": "certify fix",
    "unsafe": "certify fix --unsafe, which guesses; see with --diff what it changes",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify explain`."""
    parser.add_argument("names", nargs="+", metavar="RULE", help="a rule's name or one of its aliases")


def run(options: argparse.Namespace) -> int:
    """Print the manuals."""
    from certify.cli.rules import configured_rules

    book = configured_rules()
    pages: list[str] = []
    for name in options.names:
        rules = book.find(name)
        if not rules:
            raise UsageError(unknown_rule(name, book))
        pages.extend("\n".join(_page(rule)) for rule in rules)
    sys.stdout.write("\n\n".join(pages) + "\n")
    return 0


def _page(rule: Rule) -> Iterator[str]:
    manual = manual_of(rule)
    yield f"{rule.name}  ({rule.family})"
    yield ""
    yield manual.summary
    if manual.reason:
        yield ""
        yield manual.reason
    yield ""
    if rule.aliases:
        yield f"Also known as: {', '.join(rule.aliases)}"
    yield f"Severity: {', '.join(f'{severity} ({profile})' for profile, severity in rule.severities.items())}"
    if rule.established is not None:
        yield f"Where the published version already has it: {rule.established}"
    broken_by = share(rule.name)
    if broken_by:
        yield f"Broken by: {broken_by}"
    for source in rule.sources:
        yield f"Source: {' '.join(part for part in (str(source.kind), source.name, source.link) if part)}"
    yield f"Fix: {_FIXES[rule.fix]}{f': {rule.by_hand}' if rule.by_hand else ''}"
    for name, default in rule.signature.options.items():
        yield f"Option: {name} = {default!r}"
    for example in manual.examples:
        yield ""
        title = f" ({example.title})" if example.title else ""
        yield f"{'Good' if example.is_good else 'Bad'}{title}, as a change of a clean package:"
        yield from (f"    {line}" for line in (example.patch or "nothing changed").splitlines())
