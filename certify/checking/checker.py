"""Check one package with the decisions of a run. A checker crosses to worker processes, so it holds only values."""

from __future__ import annotations

import gc
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from certify.core.rule import Profile
from certify.core.ruleset import Choice, ruleset_digest
from certify.engine.profile import profile_of
from certify.engine.run import run
from certify.plugins import load_rules
from certify.settings import Baseline, Settings, Waivers, apply_baseline
from certify.settings.settings import merged

if TYPE_CHECKING:
    from collections.abc import Callable

    from certify.core.package import Package
    from certify.core.report import PackageReport
    from certify.core.ruleset import RuleBook, RuleSet
    from certify.second_opinion import Opinion
    from certify.sources import Origin


class Task(Struct, frozen=True, dict=True):
    """One package to check.

    `before` is its version at the revision that a run compares with: what that version had does not decide.
    `against` is the version whose flows must go on: rules on changes compare with it.
    """

    origin: Origin
    before: Origin | None = None
    against: Origin | None = None


class Checked(Struct, frozen=True, dict=True):
    """A package's report, and how often each waiver (by index) was used in it."""

    report: PackageReport
    used_waivers: Counter[int]


class Checker(Struct, frozen=True, dict=True):
    """The decisions of a run: settings, what the command line adds, waivers and baseline, and who else is asked."""

    settings: Settings = field(default_factory=Settings)
    profile: Profile | None = None
    choice: Choice = field(default_factory=Choice)
    waivers: Waivers = field(default_factory=Waivers)
    baseline: Baseline | None = None
    measure: bool = False
    second_opinion: Callable[[Package, PackageReport], Opinion] | None = None

    @property
    def book(self) -> RuleBook:
        return load_rules(self.settings.local_rules)

    @cached_property
    def _rulesets(self) -> dict[tuple[Profile, Choice], RuleSet]:
        return {}

    @property
    def ruleset_digest(self) -> str:
        """The digest over the rules of all profiles under the run's own settings, and over an index of their own."""
        book, index = self.book, self.settings.index
        rulesets = [book.choose(profile, merged(self.settings.choice, self.choice)) for profile in Profile]
        packs = book.pack_digests() if index is None else (*book.pack_digests(), index.digest)
        return ruleset_digest(packs, (active for ruleset in rulesets for active in ruleset.rules))

    def check(self, task: Task) -> Checked:
        """Load and examine the package."""
        return self.examine(task.origin.load(), task)

    def failed(self, task: Task, error: str) -> Checked:
        """What is said of a package whose examination could not be finished."""
        return failed_report(task, error)

    def examine(self, package: Package, task: Task) -> Checked:
        """Examine the package of the task, which the caller has loaded."""
        # One package makes many small objects that all die together; collecting cycles among them is wasted work.
        gc.disable()
        try:
            return self._examined(package, task)
        finally:
            gc.enable()

    def _examined(self, package: Package, task: Task) -> Checked:
        ruleset, reason = self.ruleset_for(package)
        against = task.against.load() if task.against is not None else None
        index = self.settings.index
        report = run(
            package, ruleset, against=against, index=index, profile_reason=reason, measure=self.measure
        )
        report, used = self.waivers.apply(report)
        if task.before is not None:
            before = run(task.before.load(), ruleset, index=index)
            report = apply_baseline(
                report, frozenset(finding.fingerprint for finding in before.findings), ruleset
            )
        elif self.baseline is not None:
            report = apply_baseline(report, self.baseline.known(report), ruleset)
        if self.second_opinion is not None:
            from certify.second_opinion import with_opinion

            report = with_opinion(report, self.second_opinion(package, report))
        return Checked(report, used)

    def ruleset_for(self, package: Package) -> tuple[RuleSet, str]:
        profile, choice = self.settings.for_package(package.path)
        choice = merged(choice, self.choice)
        if self.profile is not None:
            profile, reason = self.profile, "asked for on the command line"
        elif profile is not None:
            reason = "the settings say so"
        else:
            profile, reason = profile_of(package)
        key = (profile, choice)
        if key not in self._rulesets:
            self._rulesets[key] = self.book.choose(profile, choice)
        return self._rulesets[key], reason


def failed_report(task: Task, error: str) -> Checked:
    """The report of a package whose examination could not be finished: nothing of it has passed."""
    from certify.core.report import Outcome, PackageReport, Status

    report = PackageReport(
        path=task.origin.path,
        name=task.origin.path.rstrip("/").rpartition("/")[2],
        profile=Profile.VERIFIED,
        profile_reason="unknown: the package could not be examined",
        digest="",
        findings=(),
        outcomes={"package": Outcome(Status.ERRORED, reason=error)},
    )
    return Checked(report, Counter())
