"""Do the work that `certify serve` takes in, in a process of its own: as many of them as you like, on PostgreSQL.

It takes the same settings as `certify serve`. Every worker notices when another dies and takes its work over.
With --given-up it works not, but lists the jobs that were given up; with --try-again these are tried again.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from certify.cli.serve import not_installed

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify worker`."""
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: 127.0.0.1)")
    parser.add_argument(
        "--port", type=int, help="answer /health, /ready and /metrics at this port (default: at none)"
    )
    parser.add_argument(
        "--until-eof", action="store_true", help="end when standard input does, as a child of `certify serve`"
    )
    instead = parser.add_mutually_exclusive_group()
    instead.add_argument("--given-up", action="store_true", help="list the jobs that were given up, and end")
    instead.add_argument(
        "--try-again", action="store_true", help="let the jobs that were given up be tried again, and end"
    )


def run(options: argparse.Namespace) -> int:
    """Work until told to end. Returns the exit status."""
    try:
        from certify.service.bot import make_bot
        from certify.service.given_up import list_given_up, try_again
        from certify.service.serving import work
    except ModuleNotFoundError as error:
        raise not_installed(error) from None
    if options.given_up:
        sys.stdout.writelines(f"{line}\n" for line in list_given_up())
        return 0
    if options.try_again:
        print(f"{try_again()} jobs are tried again")  # noqa: T201 - what was asked for
        return 0
    return work(options.host, options.port, make_bot, until_eof=options.until_eof)
