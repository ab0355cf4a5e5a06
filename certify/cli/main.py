"""The command line: finds the command, and turns errors into one line and an exit status."""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import TYPE_CHECKING

from certify import __version__
from certify.errors import CertifyError

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMANDS = {
    "check": "check connector packages, and say what keeps them from certification",
    "fix": "fix what can be fixed without a human",
    "diff": "compare two versions, and say what the new one does to existing flows",
    "report": "write the certification report of a package, as a page, as Markdown or as JSON",
    "badge": "write a badge of a verdict, as SVG",
    "explain": "show what a rule requires, why, who says so, and examples",
    "rules": "list the rules",
    "waive": "accept a finding, with a reason and an owner",
    "sign": "certify a package: check it, and sign what was found",
    "verify": "say whether a certificate holds for a package",
    "publish": "open the pull request that publishes a certified and approved package",
    "new": "write the beginnings of a connector package",
    "new-rule": "write the file of a new rule",
    "test-rules": "try the examples in rules' manuals",
    "index": "build the index of published connectors from a checkout",
    "serve": "serve the GitHub App: webhooks in, reviews of pull requests out",
    "worker": "do the service's work in a process of its own",
    "bot": "keep the comment on a pull request up to date, from a report of its workflow",
    "completion": "print the completion script for a shell",
}

_EPILOG = """\
examples:
  certify check ./connector             a folder, a zip, or a single file of a package
  certify check . --since origin/main   only the packages that changed
  certify explain OperationIdRequired   a rule by its name, or by Microsoft's
  certify COMMAND --help                everything about a command
"""


def build_parser(commands: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """The parser with the arguments of the given commands; each command's module is imported only for them."""
    parser = argparse.ArgumentParser(
        prog="certify",
        description="Certify Power Platform connector packages: offline, with the exact line, the reason, the source and the fix.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"certify {__version__}")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    for name, summary in COMMANDS.items():
        if name in commands:
            module = importlib.import_module(f"certify.cli.{name.replace('-', '_')}")
            subparser = subparsers.add_parser(
                name,
                help=summary,
                description=module.__doc__,
                formatter_class=argparse.RawDescriptionHelpFormatter,
            )
            module.add_arguments(subparser)
            subparser.set_defaults(run=module.run)
        else:
            subparsers.add_parser(name, help=summary)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    named = next((argument for argument in given if not argument.startswith("-")), "")
    parser = build_parser((named,))
    options = parser.parse_args(given)
    if options.command is None:
        parser.print_help()
        return 2
    try:
        status: int = options.run(options)
    except CertifyError as error:
        from certify.formats.inert import inert

        print(f"certify: {inert(str(error))}", file=sys.stderr)  # noqa: T201 - the one line for a person
        return error.exit_status
    return status


def run() -> None:
    """The console script."""
    import gc

    # Loading the rules makes many objects that all stay; looking for garbage among them is a sixth of the start.
    gc.set_threshold(100_000)
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of our output went away, as `head` does; that is no fault of ours.
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
