"""What the bot is told once: who it is, what it remembers, how much a package may cost, and what it may sign and publish."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

from certify import __version__
from certify.github.review_process import Limits, examine_apart

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.certificate.signers import Signer
    from certify.checking import Checker
    from certify.core.package import Package
    from certify.github.comment import Identity
    from certify.github.publish import Published
    from certify.github.records import Approval, Records
    from certify.github.review_process import Assignment, Examined


class Publisher(Protocol):
    """Opens the pull request that publishes a package upstream, or finds the one that is open."""

    def __call__(
        self, package: Package, certificate: bytes, approval: Approval, checker: Checker
    ) -> Published:
        """How it ended. Raises CertifyError when it is refused, GitHubError when GitHub fails."""
        ...


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """The certification desk behind one bot.

    `identity` and `records` are the App's own; `docs` is where the manuals of rules are published (empty: nowhere).
    `examine` looks at one package, in a process of its own unless told otherwise. `signer` is the key for certificates,
    and `publish` opens pull requests upstream, where these are configured.
    """

    identity: Identity
    records: Records
    docs: str = ""
    limits: Limits = field(default_factory=Limits)
    examine: Callable[[Checker, Assignment, Limits], Examined] = examine_apart
    signer: Signer | None = None
    publish: Publisher | None = None
    now: Callable[[], datetime] = _now
    version: str = __version__
