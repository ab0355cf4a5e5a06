"""Try the examples in rules' manuals: a Bad one must be reported by its rule and no other, a Good one by none.

Without names, the local rules of the settings are tried; `--all` tries every installed rule.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from certify.errors import UsageError
from certify.settings.settings import unknown_rule

if TYPE_CHECKING:
    import argparse

    from certify.core.rule import Rule
    from certify.core.ruleset import RuleBook


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify test-rules`."""
    parser.add_argument("names", nargs="*", metavar="RULE", help="a name, alias, family or prefix")
    parser.add_argument(
        "--rules", metavar="FOLDER", help="a folder of rules (default: the settings' local rules)"
    )
    parser.add_argument("--all", action="store_true", help="every installed rule")


def run(options: argparse.Namespace) -> int:
    """Try the examples; the exit status is 1 when one does not hold."""
    from certify.cli.rules import configured_rules
    from certify.examples import try_examples
    from certify.plugins import load_rules

    book = load_rules(options.rules) if options.rules else configured_rules()
    failed = 0
    rules = _chosen(options, book)
    for rule in rules:
        trials = list(try_examples(rule, book))
        complaints = [
            f"{_kind(trial.example.is_good)}: {complaint}"
            for trial in trials
            for complaint in trial.complaints
        ]
        for is_good in (False, True):
            if not any(trial.example.is_good is is_good for trial in trials):
                complaints.append(f"it has no {_kind(is_good)} example")
        failed += bool(complaints)
        sys.stdout.write(f"{'FAILED' if complaints else 'ok    '} {rule.name}\n")
        sys.stdout.writelines(f"       {complaint}\n" for complaint in complaints)
    sys.stdout.write(f"{len(rules)} {'rule' if len(rules) == 1 else 'rules'}, {failed} failed\n")
    return 1 if failed else 0


def _kind(is_good: bool) -> str:
    return "Good" if is_good else "Bad"


def _chosen(options: argparse.Namespace, book: RuleBook) -> list[Rule]:
    from certify.plugins import load_rules

    if options.names:
        for name in options.names:
            if not book.find(name):
                raise UsageError(unknown_rule(name, book))
        return list(dict.fromkeys(rule for name in options.names for rule in book.find(name)))
    if options.all:
        return list(book.rules)
    installed = load_rules().by_name
    local = [rule for rule in book.rules if rule.name not in installed]
    if not local:
        raise UsageError("there are no local rules; name a folder with --rules, or rules, or --all")
    return local
