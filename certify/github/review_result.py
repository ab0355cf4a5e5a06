"""What a review of a pull request found, as plain values: made of our own reports, or read from a report's JSON."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from certify.core.finding import Severity
from certify.core.place import EARLIER
from certify.core.report import Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from certify.core.finding import Effect, Finding
    from certify.core.report import PackageReport

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.NOTE)


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding as it is told on a pull request. `file` is inside the package ("" for all of it); lines start at 1.

    `is_earlier` says that the file is that of the version before. `effect` is what a change does to existing flows.
    """

    rule: str
    severity: Severity
    message: str
    file: str
    start_line: int
    end_line: int
    start_column: int
    end_column: int
    fingerprint: str
    place: str = ""
    fix: str | None = None
    waived: str | None = None
    is_new: bool = True
    is_earlier: bool = False
    effect: Effect | None = None

    @property
    def decides(self) -> bool:
        return self.is_new and self.waived is None


class Standing(StrEnum):
    """Where a package stands in a pull request. What was there before does not stand in its way."""

    READY = "ready"
    NOTHING_NEW = "nothing-new"
    CHANGES_REQUIRED = "changes-required"
    INCONCLUSIVE = "inconclusive"


@dataclass(frozen=True)
class PackageResult:
    """One package at the head. `unexamined` are rules that could not look, with the reason.

    `is_new` when the base has no such package; `update` is the class of update where it has.
    """

    path: str
    name: str
    profile: str
    profile_reason: str
    digest: str
    verdict: Verdict
    remarks: tuple[Remark, ...]
    unexamined: tuple[tuple[str, str], ...] = ()
    update: str | None = None
    is_new: bool = False

    @cached_property
    def new(self) -> tuple[Remark, ...]:
        """What the pull request brings and nobody waived."""
        return tuple(remark for remark in self.remarks if remark.decides)

    @cached_property
    def known(self) -> tuple[Remark, ...]:
        """What was there before, and nobody waived."""
        return tuple(remark for remark in self.remarks if remark.waived is None and not remark.is_new)

    @cached_property
    def waived(self) -> tuple[Remark, ...]:
        return tuple(remark for remark in self.remarks if remark.waived is not None)

    @cached_property
    def counts(self) -> Counter[Severity]:
        """How many of what is new, by severity."""
        return Counter(remark.severity for remark in self.new)

    def standing(self, threshold: Severity | None) -> Standing:
        """Where it stands when a new finding of that severity, or above, fails; None is never reached."""
        if self.verdict is Verdict.INCONCLUSIVE or self.unexamined:
            return Standing.INCONCLUSIVE
        if threshold is not None and any(remark.severity.reaches(threshold) for remark in self.new):
            return Standing.CHANGES_REQUIRED
        return Standing.READY if self.verdict is Verdict.READY else Standing.NOTHING_NEW


@dataclass(frozen=True, slots=True)
class Fixed:
    """A finding of the last push that is gone: its rule, severity, and where it was."""

    rule: str
    severity: Severity
    where: str


@dataclass(frozen=True)
class ReviewResult:
    """A whole review. `notices` are sentences that everybody must read; they may quote file names.

    `fixed` is what each package's last push still had; None where no earlier push is known.
    `is_complete` is false when a package may have been missed.
    """

    head_sha: str
    base_ref: str
    packages: tuple[PackageResult, ...]
    version: str
    ruleset_digest: str
    deleted: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    threshold: Severity | None = Severity.ERROR
    fixed: Mapping[str, tuple[Fixed, ...]] | None = None
    is_complete: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether the pull request touches no package."""
        return not self.packages and not self.deleted and self.is_complete

    @cached_property
    def standings(self) -> Counter[Standing]:
        return Counter(package.standing(self.threshold) for package in self.packages)

    @property
    def standing(self) -> Standing:
        """Of all packages together: the one that needs a person most."""
        if not self.is_complete or self.standings[Standing.INCONCLUSIVE]:
            # What could not be looked at must not hide that something is known to be wrong, nor look like a pass.
            return Standing.INCONCLUSIVE
        for standing in (Standing.CHANGES_REQUIRED, Standing.NOTHING_NEW):
            if self.standings[standing]:
                return standing
        return Standing.READY

    @cached_property
    def counts(self) -> Counter[Severity]:
        return sum((package.counts for package in self.packages), Counter())

    @property
    def known(self) -> int:
        return sum(len(package.known) for package in self.packages)


@dataclass(frozen=True)
class Suggested:
    """Whole lines of a file of the repository that a safe fix replaces; `text` has no line end at its end."""

    path: str
    start_line: int
    end_line: int
    text: str
    rules: tuple[str, ...]
    messages: tuple[str, ...]
    fingerprints: tuple[str, ...] = field(default=())


def result_of(report: PackageReport, *, is_new: bool = False) -> PackageResult:
    """The report of a package as what is told of it."""
    return PackageResult(
        path=report.path,
        name=report.name,
        profile=str(report.profile),
        profile_reason=report.profile_reason,
        digest=report.digest,
        verdict=report.verdict,
        remarks=tuple(_remark(finding) for finding in report.findings),
        unexamined=tuple(
            (name, outcome.reason)
            for name, outcome in report.outcomes.items()
            if outcome.status is Status.ERRORED
        ),
        update=None if report.update is None else str(report.update),
        is_new=is_new,
    )


def _remark(finding: Finding) -> Remark:
    at = finding.location
    is_earlier = at.path.startswith(EARLIER)
    return Remark(
        rule=finding.rule,
        severity=finding.severity,
        message=finding.message,
        file=at.path.removeprefix(EARLIER),
        start_line=at.start.line,
        end_line=at.end.line,
        start_column=at.start.column,
        end_column=at.end.column,
        fingerprint=finding.fingerprint,
        place=finding.place,
        fix=finding.fix_kind,
        waived=finding.waived,
        is_new=finding.is_new,
        is_earlier=is_earlier,
        effect=None if finding.change is None else finding.change.effect,
    )
