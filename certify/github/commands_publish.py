"""How the bot publishes: the same steps as `certify publish`, with the credentials of the service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certify.certificate import examine
from certify.github.publish import publish
from certify.github.publish_clearance import Approval as Cleared
from certify.github.publish_clearance import clear
from certify.github.publish_plan import Plan
from certify.github.publish_survey import published_version, survey
from certify.github.publish_text import Evidence, text_for

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from certify.certificate.signers import Key
    from certify.checking import Checker
    from certify.core.package import Package
    from certify.github.publish import Published
    from certify.github.publish_access import Access
    from certify.github.records import Approval


@dataclass(frozen=True)
class UpstreamPublisher:
    """A publisher for one upstream repository.

    `reach` gives the credentials at the moment that something is published, so that a bot starts although the App is
    not installed there yet. `keys` are the public keys that are trusted, our own among them.
    """

    reach: Callable[[], Access]
    keys: Sequence[Key]
    now: Callable[[], datetime]
    version: str
    upstream: str = "microsoft/PowerPlatformConnectors"
    base: str = "dev"
    labels: tuple[str, ...] = ()
    web: str = "https://github.com"

    def __call__(
        self, package: Package, certificate: bytes, approval: Approval, checker: Checker
    ) -> Published:
        """Publish, or go on where an earlier attempt was cut off. Raises CertifyError when something stands against it."""
        given = self.reach()
        cleared = Cleared(approval.digest, approval.actor)
        clearance = clear(package, certificate, self.keys, cleared, self.now())
        profile = clearance.certificate.statement.profile
        found = survey(given.pusher, package, profile, upstream=self.upstream, base=self.base)
        earlier = published_version(given.pusher, found)
        examined = examine(checker, package, version=self.version, earlier=earlier)
        text = text_for(clearance, found, Evidence(examined.report, examined.run), earlier)
        plan = Plan(clearance, found, text, given.push_to or self.upstream, self.labels)
        return publish(plan, given.pusher, given.opener, web=self.web)
