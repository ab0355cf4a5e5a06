"""Whether a certificate holds: for its signature, for what it says, for the time, and for exactly these bytes."""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from certify.certificate.envelope import opened, sealed
from certify.certificate.errors import CertificateError
from certify.certificate.record import payload_of, statement_in
from certify.core.finding import Severity
from certify.core.package import listing_digest
from certify.core.report import Verdict
from certify.second_opinion import Judgement

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certify.certificate.signers import Key, Signer
    from certify.certificate.statement import Statement
    from certify.core.package import Package

CLOCKS_DIFFER = timedelta(minutes=5)
_MOST_NAMED = 5


class Certificate(Struct, frozen=True):
    """A certificate that holds: what it says, and who signed it (the id of a key, or an identity)."""

    statement: Statement
    signed_by: str


def sign(statement: Statement, signer: Signer) -> bytes:
    """The certificate: the statement in a DSSE envelope, as JSON."""
    return sealed(payload_of(statement), signer)


def verify(certificate: bytes, package: Package, keys: Sequence[Key], now: datetime) -> Certificate:
    """The certificate, if one of the keys signed it and it holds for the package now.

    Raises CertificateError with the one reason why it does not. `now` has a zone.
    """
    payload, key = opened(certificate, keys)
    return Certificate(held(payload, package, now), key.keyid)


def held(payload: bytes, package: Package, now: datetime) -> Statement:
    """The statement in a payload whose signature is good, if it holds for the package now. Raises CertificateError."""
    statement = statement_in(payload)
    _refuse_contradictions(statement)
    _refuse_wrong_time(statement, now)
    _refuse_other_package(statement, package)
    return statement


def _refuse_contradictions(statement: Statement) -> None:
    """Whatever was signed, only what `certify sign` would have issued is a certificate."""
    if statement.verdict is not Verdict.READY or statement.counts[Severity.ERROR]:
        raise CertificateError(
            f"it says {statement.verdict} with {statement.counts[Severity.ERROR]} errors, and certifies nothing"
        )
    if statement.opinion.judgement is not Judgement.VALID:
        raise CertificateError(f"its second opinion is {statement.opinion.judgement}, and not valid")
    weaker = [deviation.rule for deviation in statement.rules.deviations if deviation.weakens]
    if weaker:
        raise CertificateError(f"the rule {weaker[0]} was weakened when it was issued")
    paths = [entry.path for entry in statement.files]
    if paths != sorted(set(paths)) or listing_digest(statement.files) != statement.digest:
        raise CertificateError("the digest that it names is not that of the files that it lists")


def _refuse_wrong_time(statement: Statement, now: datetime) -> None:
    if statement.created > now + CLOCKS_DIFFER:
        raise CertificateError(
            f"it was issued in the future ({statement.created:%Y-%m-%d %H:%M} UTC)",
            "Set the clock of this machine; if it is right, do not rely on the certificate.",
        )
    ends = [statement.valid_until] if statement.valid_until is not None else []
    if any(end <= now for end in ends):
        raise CertificateError(
            f"it ended on {ends[0]:%Y-%m-%d %H:%M} UTC{_why_ended(statement)}; certify the package again"
        )
    today = now.astimezone(UTC).date()
    late = [waiver for waiver in statement.waivers if waiver.expires and waiver.expires < today]
    if late:
        raise CertificateError(
            f"the waiver of {late[0].rule} that it rests on expired on {late[0].expires}",
            "Mend what was waived, or waive it anew, and certify the package again.",
        )


def _why_ended(statement: Statement) -> str:
    expiring = [waiver for waiver in statement.waivers if waiver.expires is not None]
    if not expiring:
        return ""
    first = min(expiring, key=lambda waiver: str(waiver.expires))
    return f", as the waiver of {first.rule} by {first.owner} holds until {first.expires}"


def _refuse_other_package(statement: Statement, package: Package) -> None:
    signed = {entry.path: entry for entry in statement.files}
    found = {entry.path: entry for entry in package.listing}
    changes = [
        *(f"{path} was changed" for path in sorted(signed) if path in found and found[path] != signed[path]),
        *(f"{path} was added" for path in sorted(found.keys() - signed.keys())),
        *(f"{path} was removed" for path in sorted(signed.keys() - found.keys())),
    ]
    covered = {(entry.path, entry.reason) for entry in statement.refused}
    changes += [
        f"{refusal.path or 'the archive'} is not covered ({refusal.reason})"
        for refusal in package.refusals
        if (refusal.path, refusal.reason) not in covered
    ]
    if changes or package.digest != statement.digest:
        named = ", ".join(changes[:_MOST_NAMED]) or "the digests differ"
        more = f", and {len(changes) - _MOST_NAMED} more" if len(changes) > _MOST_NAMED else ""
        raise CertificateError(
            f"it is for other bytes: {named}{more}",
            "Verify the package as it was certified, or certify this one.",
        )
