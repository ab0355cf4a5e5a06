"""From a package's report to what its certificate says, or to the reason why there is none."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from certify.certificate.deviations import Rules, deviations
from certify.certificate.errors import InconclusiveError, NotIssuedError
from certify.certificate.statement import Earlier, RefusedEntry, Statement, UsedWaiver, WaivedFinding
from certify.core.report import Status, Verdict
from certify.second_opinion import Judgement
from certify.settings import Waivers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.certificate.deviations import Deviation
    from certify.certificate.statement import Revision
    from certify.core.package import Package
    from certify.core.report import PackageReport, Run
    from certify.core.ruleset import RuleSet
    from certify.second_opinion import Opinion

_MOST_NAMED = 3


class Basis(Struct, frozen=True, dict=True):
    """What a certificate rests on besides the report.

    `ruleset` are the rules as applied to the package; `earlier` is the version it was compared with, and `baseline` the
    digest of the report whose findings were known.
    """

    package: Package
    ruleset: RuleSet
    opinion: Opinion
    waivers: Waivers = Waivers()
    earlier: Package | None = None
    baseline: str | None = None


def statement_of(
    report: PackageReport,
    run: Run,
    basis: Basis,
    *,
    at: datetime,
    until: datetime | None = None,
    source: Revision | None = None,
) -> Statement:
    """What the certificate of the package says, at a time that has a zone.

    It ends at `until`, or with the first waiver that it rests on. Raises InconclusiveError where something could not be looked
    at, and NotIssuedError for everything else that keeps the package from a certificate.
    """
    differing = deviations(basis.ruleset, run.book)
    _refuse_unless_ready(report, run, basis)
    _refuse_weaker(differing)
    waivers = tuple(_used(report, basis.waivers))
    ends = [_after(waiver.expires) for waiver in waivers if waiver.expires is not None]
    valid_until = min(ends if until is None else [until, *ends], default=None)
    created = at.astimezone(UTC).replace(microsecond=0)
    if valid_until is not None and valid_until <= created:
        last = valid_until - timedelta(days=1)
        raise NotIssuedError(f"{last:%Y-%m-%d}, the last day of the certificate, is past; give a later day")
    earlier = None
    if basis.earlier is not None and report.update is not None:
        earlier = Earlier(basis.earlier.digest, report.update)
    return Statement(
        name=report.name,
        digest=report.digest,
        files=basis.package.listing,
        refused=tuple(
            RefusedEntry(refusal.path, refusal.reason)
            for refusal in sorted(basis.package.refusals, key=lambda refusal: refusal.path)
        ),
        version=run.version,
        rules=Rules(run.ruleset_digest, basis.ruleset.digest, len(basis.ruleset.rules), differing),
        profile=report.profile,
        profile_reason=report.profile_reason,
        verdict=report.verdict,
        counts=report.counts,
        waivers=waivers,
        baseline=basis.baseline,
        earlier=earlier,
        opinion=basis.opinion,
        created=created,
        valid_until=None if valid_until is None else valid_until.astimezone(UTC).replace(microsecond=0),
        source=source,
    )


def _refuse_unless_ready(report: PackageReport, run: Run, basis: Basis) -> None:
    if report.digest != basis.package.digest:
        raise NotIssuedError(f"{report.name} changed while it was examined; check it again")
    errored = [name for name, outcome in report.outcomes.items() if outcome.status is Status.ERRORED]
    if errored:
        reason = report.outcomes[errored[0]].reason
        raise InconclusiveError(f"no certificate for {report.name}: inconclusive: {errored[0]}: {reason}")
    _refuse_expired(report, basis.waivers)
    if report.verdict is not Verdict.READY or report.fails(run.threshold):
        raise NotIssuedError(
            f"no certificate for {report.name}: {_what_fails(report, run)}; `certify check` lists everything"
        )
    if basis.opinion.judgement is not Judgement.VALID:
        said = "; ".join(basis.opinion.complaints) or basis.opinion.reason
        raise InconclusiveError(
            f"no certificate for {report.name}: {basis.opinion.judge} does not agree: {said}"
        )


def _what_fails(report: PackageReport, run: Run) -> str:
    threshold = run.threshold
    failing = [
        finding
        for finding in report.findings
        if finding.waived is None
        and (
            finding.severity.rank == 0
            or (threshold is not None and finding.is_new and finding.severity.reaches(threshold))
        )
    ]
    first = failing[0]
    more = f" and {len(failing) - 1} more" if len(failing) > 1 else ""
    where = f"{first.location.path}:{first.location.start.line}: " if first.location.path else ""
    return f"{where}{first.message} ({first.rule}){more}"


def _refuse_expired(report: PackageReport, waivers: Waivers) -> None:
    for waiver in waivers.entries:
        if waiver.is_expired(waivers.today) and any(
            waiver.covers(finding, report.name) for finding in report.findings
        ):
            raise NotIssuedError(
                f"no certificate for {report.name}: the waiver of {waiver.rule} at {waiver.place} expired on "
                f"{waiver.expires}; renew it or mend the finding"
            )


def _refuse_weaker(differing: Iterable[Deviation]) -> None:
    weaker = [deviation.rule for deviation in differing if deviation.weakens]
    if weaker:
        named = ", ".join(weaker[:_MOST_NAMED]) + (" and others" if len(weaker) > _MOST_NAMED else "")
        raise NotIssuedError(
            f"no certificate: the settings switch off, soften or bend what the profile refuses: {named}; "
            "waive single findings instead, as the certificate names waivers with reason and owner"
        )


def _used(report: PackageReport, waivers: Waivers) -> Iterable[UsedWaiver]:
    """The waivers that accept a finding, each with its findings; the first that covers a finding is the one in use."""
    accepted: dict[int, list[WaivedFinding]] = defaultdict(list)
    for finding in report.findings:
        if finding.waived is None:
            continue
        index = next(
            (
                number
                for number, waiver in enumerate(waivers.entries)
                if not waiver.is_expired(waivers.today) and waiver.covers(finding, report.name)
            ),
            None,
        )
        if index is None:
            raise NotIssuedError(
                f"no certificate for {report.name}: nobody answers for the waived {finding.rule}"
            )
        accepted[index].append(
            WaivedFinding(finding.rule, finding.severity, finding.place, finding.fingerprint)
        )
    for index in sorted(accepted):
        waiver = waivers.entries[index]
        yield UsedWaiver(
            waiver.rule, waiver.place, waiver.reason, waiver.owner, waiver.expires, tuple(accepted[index])
        )


def _after(day: date) -> datetime:
    """The first moment after the day."""
    start = datetime.combine(day, time(), UTC)
    return start if day == date.max else start + timedelta(days=1)
