"""What a certificate says: a frozen value without a signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from certify.certificate.deviations import Rules
    from certify.core.finding import Severity
    from certify.core.package import FileEntry, Reason
    from certify.core.report import Verdict
    from certify.core.rule import Profile
    from certify.core.update import Update
    from certify.second_opinion import Opinion


class RefusedEntry(Struct, frozen=True):
    """An entry that the source left out of the package, and that the certificate therefore does not cover."""

    path: str
    reason: Reason


class WaivedFinding(Struct, frozen=True):
    """A finding that a waiver accepts: its rule, severity, place by meaning, and fingerprint."""

    rule: str
    severity: Severity
    place: str
    fingerprint: str


class UsedWaiver(Struct, frozen=True):
    """A waiver without which the package would have more findings. `expires` is the last day on which it holds."""

    rule: str
    place: str
    reason: str
    owner: str
    expires: date | None
    findings: tuple[WaivedFinding, ...]


class Earlier(Struct, frozen=True):
    """The version that the package was compared with: its digest, and the class of the update."""

    digest: str
    update: Update


class Revision(Struct, frozen=True):
    """Where the package lies in git: repository (`owner/name` or a URL), commit, and the tree of its folder."""

    repository: str
    commit: str
    tree: str


class Statement(Struct, frozen=True):
    """Everything that is signed. Times are in UTC, to the second; `digest` is the package's, `sha256:` and hexadecimal digits."""

    name: str
    digest: str
    files: tuple[FileEntry, ...]
    refused: tuple[RefusedEntry, ...]
    version: str
    rules: Rules
    profile: Profile
    profile_reason: str
    verdict: Verdict
    counts: Mapping[Severity, int]
    waivers: tuple[UsedWaiver, ...]
    baseline: str | None
    earlier: Earlier | None
    opinion: Opinion
    created: datetime
    valid_until: datetime | None
    source: Revision | None
