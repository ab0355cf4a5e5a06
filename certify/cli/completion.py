"""Print the completion script for a shell.

bash:  certify completion bash > ~/.local/share/bash-completion/completions/certify
zsh:   certify completion zsh > ~/.zfunc/_certify
fish:  certify completion fish > ~/.config/fish/completions/certify.fish
tcsh:  certify completion tcsh > ~/.certify.tcsh

It completes commands, options, their values, and the names of rules; make it anew after an update.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify completion`."""
    parser.add_argument("shell", choices=["bash", "zsh", "fish", "tcsh"])


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    import shtab

    from certify.cli.main import COMMANDS, build_parser
    from certify.cli.rules import configured_rules

    parser = build_parser(tuple(COMMANDS))
    names = [name for rule in configured_rules().rules for name in (rule.name, *rule.aliases)]
    for action in _arguments(parser):
        if action.metavar == "RULE" or action.dest == "rule":
            action.choices = names
    sys.stdout.write(shtab.complete(parser, options.shell) + "\n")
    return 0


def _arguments(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    """Every argument of every command."""
    for action in parser._actions:  # noqa: SLF001 - argparse has no other way to its arguments
        yield action
        # The argument that chooses a command has their parsers by name.
        if isinstance(action.choices, dict):
            for command in action.choices.values():
                yield from _arguments(command)
