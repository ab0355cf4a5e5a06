"""The command line: finds the command, and turns errors into one line and an exit status."""

from __future__ import annotations

import argparse
import importlib
import io
import sys
from typing import TYPE_CHECKING, NoReturn

from certify import __version__
from certify.errors import CertifyError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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


class _Parser(argparse.ArgumentParser):
    """Tells a mistake in one line: what is wrong, and where the options are told."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}; `{self.prog} --help` tells what it takes\n")


def build_parser(commands: Sequence[str] = tuple(COMMANDS)) -> argparse.ArgumentParser:
    """The parser with the arguments of the given commands; each command's module is imported only for them."""
    parser = _Parser(
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
            subparser.set_defaults(run=module.run, parser=subparser)
        else:
            subparsers.add_parser(name, help=summary)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    named = next((argument for argument in given if not argument.startswith("-")), "")
    if named and named not in COMMANDS:
        return _say(_no_command(named))
    parser = build_parser((named,))
    options, unknown = parser.parse_known_args(given)
    if options.command is None:
        parser.print_help()
        return 2
    if unknown:
        options.parser.error(_not_understood(options.parser, unknown[0]))
    try:
        status: int = options.run(options)
    except CertifyError as error:
        return _say(str(error), error.exit_status)
    except BrokenPipeError:
        raise
    except OSError as error:
        # A folder that may not be written to, a disk that is full: as much a matter of where it runs as wrong usage.
        what = "" if error.filename is None else f"{error.filename}: "
        return _say(f"{what}{error.strerror or error}")
    return status


def _say(sentence: str, status: int = 2) -> int:
    from certify.formats.inert import inert

    print(f"certify: {inert(sentence)}", file=sys.stderr)  # noqa: T201 - the one line for a person
    return status


def _no_command(name: str) -> str:
    import os

    if os.path.exists(name):  # noqa: PTH110 - pathlib is not needed yet, and takes a tenth of the start
        return f"there is no command {name!r}; to check what is there: certify check {name}"
    return f"there is no command {name!r}{_nearest(name, COMMANDS)}; `certify --help` lists them"


def _not_understood(parser: argparse.ArgumentParser, argument: str) -> str:
    if not argument.startswith("-"):
        takes_many = any(action.nargs == "*" for action in parser._actions)  # noqa: SLF001 - see below
        return (
            f"{argument} stands apart from the others; name them all in one place, before the options"
            if takes_many
            else f"{argument} is one argument too many"
        )
    known = [option for action in parser._actions for option in action.option_strings]  # noqa: SLF001 - argparse has no other way to its options
    return f"there is no option {argument}{_nearest(argument.partition('=')[0], known)}"


def _nearest(name: str, known: Iterable[str]) -> str:
    import difflib

    near = difflib.get_close_matches(name, list(known), n=1, cutoff=0.7)
    return f", perhaps {near[0]}" if near else ""


def run() -> None:
    """The console script."""
    import gc

    # Loading the rules makes many objects that all stay; looking for garbage among them is a sixth of the start.
    gc.set_threshold(100_000)
    # What a terminal or a locale has no character for is written out.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        status = main()
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = 130
    except BrokenPipeError:
        # The reader of our output went away, as `head` does; that is no fault of ours.
        status = 141
    except OSError as error:
        status = _say(f"standard output: {error.strerror or error}")
    except Exception:  # noqa: BLE001 - a status that says "findings" or "wrong usage" would be a lie
        import traceback

        traceback.print_exc()
        status = _say("this is a fault of certify itself; please report it with the lines above", 3)
    _let_go_of_output()
    sys.exit(status)


def _let_go_of_output() -> None:
    """What is still to be written to a reader that is gone, or to a full disk, must not be tried once more at the end."""
    try:
        sys.stdout.flush()
    except OSError:
        import os

        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
