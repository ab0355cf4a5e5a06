"""Print the completion script for a shell.

bash:  certify completion bash > ~/.local/share/bash-completion/completions/certify
zsh:   certify completion zsh > ~/.zfunc/_certify
tcsh:  certify completion tcsh > ~/.certify.tcsh
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify completion`."""
    parser.add_argument("shell", choices=["bash", "zsh", "tcsh"])


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    import shtab

    from certify.cli.main import COMMANDS, build_parser

    sys.stdout.write(shtab.complete(build_parser(tuple(COMMANDS)), options.shell) + "\n")
    return 0
