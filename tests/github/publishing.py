"""A publisher's desk in front of the fake GitHub: upstream, a fork, and packages that are certified and approved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from certify.certificate import examine, new_key, sign, signer_of, statement_of, trusted_key
from certify.checking import Checker
from certify.core.package import Package
from certify.core.rule import Profile
from certify.examples import golden
from certify.github.client import GitHubClient
from certify.github.credentials import Token
from certify.github.publish import publish
from certify.github.publish_clearance import Approval, Clearance, clear
from certify.github.publish_plan import Plan
from certify.github.publish_survey import published_version, survey
from certify.github.publish_text import Evidence, text_for
from certify.github.transport import Transport

if TYPE_CHECKING:
    from fake import FakeGitHub
    from fake.state import Pull, Repository

    from certify.certificate import Examined
    from certify.github.port import GitHub
    from certify.github.publish import Published

UPSTREAM = "microsoft/PowerPlatformConnectors"
FORK = "contoso/PowerPlatformConnectors"
NOW = datetime(2026, 12, 1, tzinfo=UTC)
TEMPLATE = """
When submitting a connector:

- [x] I attest that the connector works.
- [ ] I attest that <!-- hidden --> the descriptions are detailed.
* [X] I ran `paconn validate`.
"""


@cache
def keys() -> tuple[Any, Any]:
    """A signer and its public key."""
    made = new_key()
    return signer_of(made.private), trusted_key(made.public)


@cache
def examined(profile: Profile) -> Examined:
    """The clean package, examined for real."""
    return examine(Checker(profile=profile), golden(profile), version="0.1.0")


def package_of(profile: Profile = Profile.VERIFIED, **changes: bytes | None) -> Package:
    """The clean package with files written, or taken away with None. `__` in a name stands for a dot, `___` for a slash."""
    files = dict(golden(profile).files)
    for name, data in changes.items():
        path = name.replace("___", "/").replace("__", ".")
        if data is None:
            del files[path]
        else:
            files[path] = data
    return Package("connector", "connector", files)


def certified(package: Package, profile: Profile = Profile.VERIFIED, **said: Any) -> bytes:
    """A certificate that says of the package what was found in the clean one."""
    found = examined(profile)
    statement = statement_of(found.report, found.run, found.basis, at=NOW)
    return sign(replace(statement, digest=package.digest, files=package.listing, **said), keys()[0])


def cleared(
    package: Package, profile: Profile = Profile.VERIFIED, *, by: str = "Jane", **said: Any
) -> Clearance:
    approval = Approval(package.digest, by)
    return clear(package, certified(package, profile, **said), [keys()[1]], approval, NOW)


def evidence_of(package: Package, profile: Profile = Profile.VERIFIED, **said: Any) -> Evidence:
    found = examined(profile)
    return Evidence(replace(found.report, digest=package.digest, **said), found.run)


@dataclass
class Desk:
    """Upstream with a few connectors, a fork of it, and the real client for both sides."""

    github: FakeGitHub
    upstream: Repository
    fork: Repository

    @classmethod
    def at(cls, github: FakeGitHub) -> Desk:
        upstream = github.repository(
            UPSTREAM,
            {
                ".github/pull_request_template.md": TEMPLATE,
                ".github/workflows/validation.yml": "on: push",
                "readme.md": "connectors",
                "certified-connectors/Fabrikam/apiDefinition.swagger.json": "{}",
                "certified-connectors/Northwind Traders/readme.md": "hello",
                "independent-publisher-connectors/Zoo/readme.md": "hello",
            },
            branch="dev",
        )
        return cls(github, upstream, github.fork(upstream, "contoso"))

    def user(self, login: str = "contoso") -> GitHubClient:
        token = Token(self.github.user(login))
        return GitHubClient(Transport(token.auth(), self.github.url, pause=0, retry_wait=0))

    def plan(
        self,
        package: Package | None = None,
        profile: Profile = Profile.VERIFIED,
        *,
        push_to: str = FORK,
        reader: GitHub | None = None,
        labels: tuple[str, ...] = (),
        folder: str | None = None,
        clearance: Clearance | None = None,
    ) -> Plan:
        package = package or package_of(profile)
        clearance = clearance or cleared(package, profile)
        reader = reader or self.user()
        found = survey(reader, package, profile, upstream=UPSTREAM, base="dev", folder=folder)
        text = text_for(clearance, found, evidence_of(package, profile), published_version(reader, found))
        return Plan(clearance, found, text, push_to, labels)

    def publish(
        self, package: Package | None = None, profile: Profile = Profile.VERIFIED, **given: Any
    ) -> Published:
        """Publish as a user who may do both: push to the fork and open the pull request."""
        user = self.user()
        return publish(self.plan(package, profile, reader=user, **given), user, user)

    @property
    def pulls(self) -> list[Pull]:
        return list(self.github.pulls(self.upstream))

    def branches(self) -> list[str]:
        """The branches of the fork that publishing made."""
        return [name for name in self.fork.git.branches() if name.startswith("certify/")]

    def held(self, branch: str, folder: str) -> dict[str, bytes]:
        return self.github.files(self.fork, branch, folder)
