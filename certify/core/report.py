"""What a run says of packages: findings, the outcome of every rule, and the verdict."""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from certify.core.finding import Severity, breaks_flows
from certify.core.mask import NO_MASK, Mask

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.core.edit import Replacement
    from certify.core.excerpt import Excerpt
    from certify.core.finding import Finding
    from certify.core.rule import Profile
    from certify.core.ruleset import RuleBook
    from certify.core.update import Update, Versions


class Status(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not-applicable"
    ERRORED = "errored"


class Outcome(Struct, frozen=True):
    """What became of one rule: its status, at how many places it looked, and why it could not."""

    status: Status
    places: int = 0
    reason: str = ""


class Verdict(StrEnum):
    READY = "ready"
    CHANGES_REQUIRED = "changes-required"
    INCONCLUSIVE = "inconclusive"


class PackageReport(Struct, frozen=True, dict=True):
    """Everything that was found in one package.

    `update` and `earlier_path` are the class of update and the earlier version, where there is one to compare with,
    `update_reasons` what makes it a major one, and `versions` what `info.version` was and is;
    `costs` are seconds per rule, when they were measured; `excerpts` the source lines of findings, by file and offset;
    `mask` hides secrets where a caller shows more of the package than that.
    """

    path: str
    name: str
    profile: Profile
    profile_reason: str
    digest: str
    findings: tuple[Finding, ...]
    outcomes: dict[str, Outcome]
    update: Update | None = None
    update_reasons: tuple[str, ...] = ()
    versions: Versions | None = None
    earlier_path: str | None = None
    costs: dict[str, float] = field(default_factory=dict)
    excerpts: dict[tuple[str, int], Excerpt] = field(default_factory=dict)
    mask: Mask = NO_MASK

    @property
    def deserved_version(self) -> str | None:
        """What `info.version` should be after what has changed; changes that somebody accepted count as harmless."""
        breaks = any(breaks_flows(finding) for finding in self.findings if finding.waived is None)
        return None if self.versions is None else self.versions.deserved(breaks=breaks)

    @cached_property
    def counts(self) -> dict[Severity, int]:
        """How many findings of each severity take part in the verdict."""
        counted = Counter(finding.severity for finding in self.findings if finding.waived is None)
        return {severity: counted[severity] for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)}

    @cached_property
    def statuses(self) -> dict[Status, int]:
        counted = Counter(outcome.status for outcome in self.outcomes.values())
        return {status: counted[status] for status in Status}

    @property
    def verdict(self) -> Verdict:
        """An errored rule makes any verdict inconclusive: what could not be looked at has not passed."""
        if self.statuses[Status.ERRORED]:
            return Verdict.INCONCLUSIVE
        return Verdict.CHANGES_REQUIRED if self.counts[Severity.ERROR] else Verdict.READY

    def replacements_of(self, finding: Finding) -> tuple[Replacement, ...]:
        """What the finding's fix puts where, for whoever shows it: nothing where that would show a secret."""
        is_secret = any(self.mask.text(made.text) != made.text for made in finding.replacements)
        return () if is_secret else finding.replacements

    def fails(self, threshold: Severity | None) -> bool:
        """Whether a new finding that nobody waived is at or above the threshold; None is never reached."""
        return threshold is not None and any(
            finding.counts and finding.severity.reaches(threshold) for finding in self.findings
        )


class Run(Struct, frozen=True, dict=True):
    """What all packages of a run share: the tool, the rules, and the severity that fails it."""

    version: str
    book: RuleBook
    digest_of_rules: Callable[[], str]
    threshold: Severity | None = Severity.ERROR

    @cached_property
    def ruleset_digest(self) -> str:
        """The digest over all rules, which means reading them; not every format tells it."""
        return self.digest_of_rules()


class Totals(Struct, dict=True):
    """Counts over the packages of a run, added up as they are reported."""

    packages: int = 0
    verdicts: Counter[Verdict] = field(default_factory=Counter)
    severities: Counter[Severity] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    waived: int = 0
    known: int = 0
    failing: int = 0
    costs: dict[str, float] = field(default_factory=dict)

    def add(self, report: PackageReport, threshold: Severity | None) -> None:
        """Count one more package."""
        self.packages += 1
        self.verdicts[report.verdict] += 1
        self.failing += report.fails(threshold)
        for name, seconds in report.costs.items():
            self.costs[name] = self.costs.get(name, 0.0) + seconds
        for finding in report.findings:
            if finding.waived is not None:
                self.waived += 1
            elif not finding.is_new:
                self.known += 1
            else:
                self.severities[finding.severity] += 1
                self.rules[finding.rule] += 1

    @property
    def exit_status(self) -> int:
        """3 when a package is inconclusive, else 1 when one fails, else 0."""
        if self.verdicts[Verdict.INCONCLUSIVE]:
            return 3
        return 1 if self.failing else 0
