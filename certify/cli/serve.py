"""Serve the GitHub App: take webhooks in, and review the pull requests that they speak of.

Settings are environment variables, or lines of the file that CERTIFY_SETTINGS names; docs/bot.md lists them. With none
of them the service starts on an embedded database, says what it lacks, and answers webhooks with 401 until it has a secret.

  GET  /health            the process lives
  GET  /ready             it can take deliveries in; what is missing or needs a person, if anything
  GET  /metrics           for Prometheus
  POST /webhooks/github   for GitHub

It ends on SIGTERM: what is being worked on gets CERTIFY_SHUTDOWN_SECONDS to finish, and is handed back otherwise.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.errors import UsageError

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify serve`."""
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8080, help="the port (default: 8080)")


def run(options: argparse.Namespace) -> int:
    """Serve until told to end. Returns the exit status."""
    try:
        from certify.service.serving import serve
    except ModuleNotFoundError as error:
        raise not_installed(error) from None
    return serve(options.host, options.port)


def not_installed(error: ModuleNotFoundError) -> UsageError:
    """What to tell who has installed `certify` without the service."""
    return UsageError(
        f"the service's libraries are not installed ({error.name} is missing); "
        "in a checkout of certify: pip install '.[server]'"
    )
