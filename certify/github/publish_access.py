"""Which credentials push the branch, and which open the pull request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from certify.errors import UsageError
from certify.github import transport
from certify.github.app import GitHubApp
from certify.github.client import connect
from certify.github.errors import NotFound
from certify.github.pace import own_paces

if TYPE_CHECKING:
    from certify.github.credentials import Environment
    from certify.github.pace import Paces
    from certify.github.port import GitHub


class Mode(StrEnum):
    """Who opens the pull request."""

    APP = "app"
    TOKEN = "token"  # noqa: S105 - a mode's name
    LINK = "link"


@dataclass(frozen=True)
class Access:
    """`push_to` is the repository that takes the branch; None where it would be a fork that is still to be looked up."""

    pusher: GitHub
    opener: GitHub | None
    push_to: str | None


def access(
    environment: Environment,
    mode: Mode | None,
    upstream: str,
    fork: str | None,
    *,
    may_fork: bool,
    paces: Paces | None = None,
) -> Access:
    """The clients for publishing. With `may_fork` a user's fork is made where none is named.

    An App cannot open a pull request where it is not installed, so that a second credential or a human does. `paces` are
    those of writing, where others write too. Raises UsageError for credentials that are missing, and a GitHubError.
    """
    if mode is None:
        mode = Mode.LINK if environment.publisher is None else Mode.TOKEN
    paces = own_paces(transport.PAUSE) if paces is None else paces
    opener: GitHub | None = None
    if mode is Mode.TOKEN:
        if environment.publisher is None:
            raise UsageError(
                "--mode token needs CERTIFY_GITHUB_PUBLISH_TOKEN: a classic token with public_repo."
            )
        opener = connect(environment.publisher, environment.url, pause=paces("publisher"))
    if environment.app is not None:
        push_to = fork or upstream
        app = GitHubApp(environment.app, environment.url, pause=paces)
        pusher = _installed(app, push_to, environment.installation)
        if mode is Mode.APP:
            is_direct = push_to.lower() == upstream.lower()
            opener = pusher if is_direct else _installed(app, upstream)
        return Access(pusher, opener, push_to)
    token = environment.token or environment.publisher
    if token is None:
        raise UsageError(
            "No credentials for GitHub: set CERTIFY_GITHUB_TOKEN, or CERTIFY_GITHUB_APP_ID and CERTIFY_GITHUB_PRIVATE_KEY."
        )
    user = connect(token, environment.url, pause=paces("user"))
    if mode is Mode.APP:
        opener = user
    if fork is None and may_fork:
        fork = user.fork(upstream)
    return Access(user, opener, fork)


def _installed(app: GitHubApp, repository: str, installation: int | None = None) -> GitHub:
    try:
        installation = installation or app.installation_of(repository)
    except NotFound:
        raise UsageError(
            f"The App is not installed on {repository}; install it there, or name with --fork a fork where it is, "
            "and have a token or a human open the pull request."
        ) from None
    return app.client(installation, repository=repository)
