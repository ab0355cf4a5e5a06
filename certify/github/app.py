"""GitHub as an App sees it: its installations, a client for each of them, and the webhooks that were sent to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from certify.github.answers import read
from certify.github.client import GitHubClient, repository_path
from certify.github.credentials import InstallationAuth, Installations, Scope
from certify.github.pace import own_paces
from certify.github.transport import PAUSE, PUBLIC_URL, Transport

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from certify.github.credentials import AppKey
    from certify.github.pace import Paces


@dataclass(frozen=True, slots=True)
class Delivery:
    """A webhook that GitHub sent. `guid` stays the same when it is sent again; `status_code` is our answer."""

    id: int
    guid: str
    event: str
    delivered_at: datetime
    status_code: int

    @property
    def was_taken(self) -> bool:
        return 200 <= self.status_code < 300


class GitHubApp:
    """An App at one GitHub. `pause` is the time between writes of one installation, in seconds, or the paces of all."""

    def __init__(
        self, key: AppKey, url: str = PUBLIC_URL, *, timeout: int = 30, pause: float | Paces = PAUSE
    ) -> None:
        self._url, self._timeout = url, timeout
        self._paces = own_paces(pause) if isinstance(pause, float | int) else pause
        self._id = key.id
        self._transport = Transport(key.auth(), url, timeout=timeout, pause=0)
        self._installations = Installations(self._transport)

    def installation_of(self, repository: str) -> int:
        """The installation that the repository belongs to; raises NotFound when the App is not installed there."""
        return read(_id, self._transport.get(f"{repository_path(repository)}/installation"))

    def client(
        self,
        installation: int,
        *,
        repository: str | None = None,
        permissions: Mapping[str, str] | None = None,
    ) -> GitHubClient:
        """A client whose token is good for this repository (`owner/name`) and these permissions only."""
        scope = Scope(
            () if repository is None else (repository_path(repository).rpartition("/")[2],),
            tuple(sorted((permissions or {}).items())),
        )
        pace = self._paces(f"installation {installation}")
        auth = InstallationAuth(self._installations, installation, scope)
        return GitHubClient(Transport(auth, self._url, timeout=self._timeout, pause=pace), self._id)

    def slug(self) -> str:
        """The App's short name; its comments are written by `slug[bot]`."""
        return read(_slug, self._transport.get("/app"))

    def deliveries(self, since: datetime) -> Iterator[Delivery]:
        """The webhooks sent since then, newest first. GitHub keeps them for three days."""
        pages = self._transport.pages("/app/hook/deliveries")
        found = (read(_delivery, one) for page in pages for one in page)
        return takewhile(lambda delivery: delivery.delivered_at >= since, found)

    def redeliver(self, delivery: int) -> None:
        """Have GitHub send a webhook again."""
        self._transport.send("POST", f"/app/hook/deliveries/{delivery:d}/attempts")


def _id(content: Any) -> int:
    return int(content["id"])


def _slug(content: Any) -> str:
    return str(content["slug"])


def _delivery(content: Any) -> Delivery:
    return Delivery(
        int(content["id"]),
        str(content["guid"]),
        str(content["event"]),
        datetime.fromisoformat(content["delivered_at"]),
        int(content["status_code"]),
    )
