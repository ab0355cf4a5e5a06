"""What the second judge said, and what it does to a report."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from certify.core.report import Outcome, Status, Verdict

if TYPE_CHECKING:
    from certify.core.report import PackageReport

OUTCOME = "second-opinion"
"""The name under which a report carries it, among the outcomes of the rules."""
JUDGE = "openapi-spec-validator"


class Judgement(StrEnum):
    """Whether the judge calls the definition valid; `NONE` when it came to no end."""

    VALID = "valid"
    INVALID = "invalid"
    NONE = "none"


class Opinion(Struct, frozen=True):
    """What the judge said: its complaints (`pointer: sentence`), or the reason why it said nothing."""

    judgement: Judgement
    version: str = ""
    complaints: tuple[str, ...] = ()
    reason: str = ""

    @property
    def judge(self) -> str:
        """Who it was, with the version where that is known."""
        return f"{JUDGE} {self.version}".rstrip()


def is_wanted(report: PackageReport) -> bool:
    """Only where our rules are content is there anything to contradict."""
    return report.verdict is Verdict.READY


def with_opinion(report: PackageReport, opinion: Opinion) -> PackageReport:
    """The report with the opinion among its outcomes: a contradiction, or no opinion, leaves it inconclusive."""
    outcome = _outcome(report, opinion)
    return replace(report, outcomes={**report.outcomes, OUTCOME: outcome})


def _outcome(report: PackageReport, opinion: Opinion) -> Outcome:
    if not is_wanted(report):
        return Outcome(Status.NOT_APPLICABLE, reason=f"the rules already say {report.verdict}")
    if opinion.judgement is Judgement.VALID:
        return Outcome(Status.PASSED, places=1)
    if opinion.judgement is Judgement.INVALID:
        said = "; ".join(opinion.complaints)
        reason = f"our rules find no error, and {opinion.judge} calls the definition invalid: {said}"
    else:
        reason = f"{opinion.judge} has no opinion: {opinion.reason}"
    return Outcome(Status.ERRORED, reason=report.mask.text(reason))
