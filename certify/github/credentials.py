"""Who we are at GitHub: a token, or an App's installation. Neither is ever shown."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from github.Auth import AppAuth, Auth
from github.Auth import Token as TokenAuth

from certify.errors import UsageError
from certify.github.errors import Unreachable
from certify.github.transport import PUBLIC_URL, Transport

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FRESH = timedelta(minutes=5)
_JWT_LIFE = 540  # seconds; GitHub takes ten minutes at most, and clocks differ


@dataclass(frozen=True, slots=True)
class Token:
    """A user's token."""

    value: str = field(repr=False)

    def auth(self) -> Auth:
        return TokenAuth(self.value)


@dataclass(frozen=True, slots=True)
class AppKey:
    """A GitHub App: its id, and its private key in PEM."""

    id: int
    private_key: str = field(repr=False)

    def auth(self) -> Auth:
        return AppAuth(self.id, self.private_key, jwt_expiry=_JWT_LIFE)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a token of an installation may do: in which repositories (names without owner), with which permissions.

    Nothing means everything that the installation may.
    """

    repositories: tuple[str, ...] = ()
    permissions: tuple[tuple[str, str], ...] = ()


class Installations:
    """Tokens of an App's installations, each kept until shortly before it ends. Safe for several threads."""

    def __init__(self, app: Transport, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._app = app
        self._now = now
        self._tokens: dict[tuple[int, Scope], tuple[str, datetime]] = {}
        self._lock = Lock()

    def token(self, installation: int, scope: Scope) -> str:
        """A token that is good for some minutes at least. Raises a GitHubError."""
        with self._lock:
            token, ends = self._tokens.get((installation, scope), ("", self._now()))
            if token and ends - self._now() > _FRESH:
                return token
            body: dict[str, object] = {}
            if scope.repositories:
                body["repositories"] = list(scope.repositories)
            if scope.permissions:
                body["permissions"] = dict(scope.permissions)
            path = f"/app/installations/{installation:d}/access_tokens"
            answer = self._app.send("POST", path, body, is_repeatable=True)
            try:
                token, ends = str(answer["token"]), datetime.fromisoformat(answer["expires_at"])
            except (KeyError, TypeError, ValueError):
                raise Unreachable("GitHub answered with something that is no token.") from None
            self._tokens[installation, scope] = token, ends
            return token


class InstallationAuth(Auth):
    """Authentication as an installation, for PyGithub: asks for the token at every request."""

    def __init__(self, installations: Installations, installation: int, scope: Scope) -> None:
        self._installations = installations
        self._installation = installation
        self._scope = scope

    @property
    def token_type(self) -> str:
        return "Bearer"

    @property
    def token(self) -> str:
        return self._installations.token(self._installation, self._scope)


@dataclass(frozen=True, slots=True)
class Environment:
    """What the environment says of GitHub. `publisher` opens the pull request where `token` or `app` only pushes."""

    url: str
    token: Token | None
    publisher: Token | None
    app: AppKey | None
    installation: int | None


def from_environment(environment: Mapping[str, str] = os.environ) -> Environment:
    """Read CERTIFY_GITHUB_API_URL, …_TOKEN, …_PUBLISH_TOKEN, …_APP_ID, …_PRIVATE_KEY and …_INSTALLATION_ID.

    The private key may be given as PEM or as the path of a file with it. Raises UsageError for what cannot be used.
    """

    def given(name: str) -> str:
        return environment.get(f"CERTIFY_GITHUB_{name}", "").strip()

    url = given("API_URL") or PUBLIC_URL
    if not url.startswith(("https://", "http://127.0.0.1", "http://localhost", "http://[::1]")):
        raise UsageError("CERTIFY_GITHUB_API_URL must start with https://, because tokens are sent there.")
    token, publisher = given("TOKEN"), given("PUBLISH_TOKEN")
    return Environment(
        url,
        Token(token) if token else None,
        Token(publisher) if publisher else None,
        _app(given("APP_ID"), given("PRIVATE_KEY")),
        _number(given("INSTALLATION_ID"), "CERTIFY_GITHUB_INSTALLATION_ID"),
    )


def _app(identity: str, key: str) -> AppKey | None:
    if not identity and not key:
        return None
    number = _number(identity, "CERTIFY_GITHUB_APP_ID")
    if number is None or not key:
        raise UsageError("An App needs both CERTIFY_GITHUB_APP_ID and CERTIFY_GITHUB_PRIVATE_KEY.")
    if not key.startswith("-----BEGIN"):
        try:
            key = Path(key).read_text("ascii")
        except (OSError, ValueError):
            raise UsageError(
                "CERTIFY_GITHUB_PRIVATE_KEY is neither a key in PEM nor a file that can be read."
            ) from None
    return AppKey(number, key.replace("\\n", "\n"))


def _number(text: str, name: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal():
        raise UsageError(f"{name} must be a number.")
    return int(text)
