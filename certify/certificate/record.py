"""A statement as the in-toto Statement that is signed, and back."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from certify.certificate.deviations import Deviation, Rules
from certify.certificate.errors import CertificateError, NotIssuedError
from certify.certificate.statement import (
    Earlier,
    RefusedEntry,
    Revision,
    Statement,
    UsedWaiver,
    WaivedFinding,
)
from certify.core.finding import Severity
from certify.core.package import FileEntry, Reason
from certify.core.report import Verdict
from certify.core.rule import Profile
from certify.core.update import Update
from certify.documents.json import read
from certify.second_opinion import Judgement, Opinion

if TYPE_CHECKING:
    import jsonschema_rs

STATEMENT_TYPE = "https://in-toto.io/Statement/v1"
PREDICATE_TYPE = "https://certify.invalid/certificate/v1"
"""What is signed, and in which version: whoever adds a member to the predicate raises it."""
_SECOND = "%Y-%m-%dT%H:%M:%SZ"


def payload_of(statement: Statement) -> bytes:
    """The statement as JSON: the bytes that are signed. Raises NotIssuedError for a name that no JSON can carry."""
    record = statement_record(statement)
    try:
        return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        raise NotIssuedError(f"no certificate for {statement.name}: a file's name is no Unicode") from None


def statement_record(statement: Statement) -> dict[str, Any]:
    """The in-toto Statement."""
    return {
        "_type": STATEMENT_TYPE,
        "subject": [{"name": statement.name, "digest": {"sha256": statement.digest.removeprefix("sha256:")}}],
        "predicateType": PREDICATE_TYPE,
        "predicate": {
            "verifier": {"name": "certify", "version": statement.version},
            "rules": {
                "digest": statement.rules.digest,
                "applied": statement.rules.applied,
                "count": statement.rules.count,
                "deviations": [_deviation(deviation) for deviation in statement.rules.deviations],
            },
            "profile": {"name": str(statement.profile), "reason": statement.profile_reason},
            "verdict": str(statement.verdict),
            "counts": {str(severity): count for severity, count in statement.counts.items()},
            "waivers": [_waiver(waiver) for waiver in statement.waivers],
            "baseline": statement.baseline,
            "earlier": None
            if statement.earlier is None
            else {"digest": statement.earlier.digest, "update": str(statement.earlier.update)},
            "secondOpinion": {
                "judgement": str(statement.opinion.judgement),
                "version": statement.opinion.version,
            },
            "files": [
                {"path": entry.path, "size": entry.size, "sha256": entry.sha256} for entry in statement.files
            ],
            "refused": [{"path": entry.path, "reason": str(entry.reason)} for entry in statement.refused],
            "source": None
            if statement.source is None
            else {
                "repository": statement.source.repository,
                "commit": statement.source.commit,
                "tree": statement.source.tree,
            },
            "created": statement.created.strftime(_SECOND),
            "validUntil": None if statement.valid_until is None else statement.valid_until.strftime(_SECOND),
        },
    }


def _deviation(deviation: Deviation) -> dict[str, Any]:
    return {
        "rule": deviation.rule,
        "installed": str(deviation.installed),
        "used": str(deviation.used),
        "options": dict(deviation.options),
    }


def _waiver(waiver: UsedWaiver) -> dict[str, Any]:
    return {
        "rule": waiver.rule,
        "place": waiver.place,
        "reason": waiver.reason,
        "owner": waiver.owner,
        "expires": None if waiver.expires is None else waiver.expires.isoformat(),
        "findings": [
            {
                "rule": finding.rule,
                "severity": str(finding.severity),
                "place": finding.place,
                "fingerprint": finding.fingerprint,
            }
            for finding in waiver.findings
        ],
    }


def statement_in(payload: bytes) -> Statement:
    """The statement that a payload holds. Raises CertificateError when it is anything but a certificate of ours."""
    text = read(payload)
    if text.faults or not text.is_readable:
        detail = text.faults[0].message if text.faults else "it cannot be read"
        raise CertificateError(f"what is signed is no sound JSON: {detail}")
    record: Any = text.value
    kind = record.get("predicateType") if isinstance(record, dict) else None
    if kind != PREDICATE_TYPE:
        raise CertificateError(
            f"what is signed is no certificate of ours, but {str(kind)[:200]!r}",
            "Name the file that `certify sign` wrote; another statement certifies no package.",
        )
    error = next(iter(_schema().iter_errors(record)), None)
    if error is not None:
        where = "/".join(str(token) for token in error.instance_path) or "the statement"
        raise CertificateError(
            f"what is signed is malformed at {where}: {error.message[:200]}",
            "Verify it with the version of certify that issued it, or have the package certified again.",
        )
    try:
        return _statement(record["subject"][0], record["predicate"])
    except ValueError as problem:
        raise CertificateError(f"what is signed is malformed: {problem}") from None


def _statement(subject: dict[str, Any], said: dict[str, Any]) -> Statement:
    rules, earlier, source = said["rules"], said["earlier"], said["source"]
    return Statement(
        name=subject["name"],
        digest=f"sha256:{subject['digest']['sha256']}",
        files=tuple(FileEntry(entry["path"], int(entry["size"]), entry["sha256"]) for entry in said["files"]),
        refused=tuple(RefusedEntry(entry["path"], Reason(entry["reason"])) for entry in said["refused"]),
        version=said["verifier"]["version"],
        rules=Rules(
            rules["digest"],
            rules["applied"],
            rules["count"],
            tuple(
                Deviation(
                    entry["rule"],
                    Severity(entry["installed"]),
                    Severity(entry["used"]),
                    tuple(entry["options"].items()),
                )
                for entry in rules["deviations"]
            ),
        ),
        profile=Profile(said["profile"]["name"]),
        profile_reason=said["profile"]["reason"],
        verdict=Verdict(said["verdict"]),
        counts={Severity(severity): count for severity, count in said["counts"].items()},
        waivers=tuple(_waiver_in(entry) for entry in said["waivers"]),
        baseline=said["baseline"],
        earlier=None if earlier is None else Earlier(earlier["digest"], Update(earlier["update"])),
        opinion=Opinion(Judgement(said["secondOpinion"]["judgement"]), said["secondOpinion"]["version"]),
        created=_moment(said["created"]),
        valid_until=None if said["validUntil"] is None else _moment(said["validUntil"]),
        source=None if source is None else Revision(**source),
    )


def _waiver_in(entry: dict[str, Any]) -> UsedWaiver:
    return UsedWaiver(
        rule=entry["rule"],
        place=entry["place"],
        reason=entry["reason"],
        owner=entry["owner"],
        expires=None if entry["expires"] is None else date.fromisoformat(entry["expires"]),
        findings=tuple(
            WaivedFinding(found["rule"], Severity(found["severity"]), found["place"], found["fingerprint"])
            for found in entry["findings"]
        ),
    )


def _moment(text: str) -> datetime:
    return datetime.strptime(text, _SECOND).replace(tzinfo=UTC)


@cache
def _schema() -> jsonschema_rs.Validator:
    import jsonschema_rs

    text = files("certify.certificate").joinpath("statement.schema.json").read_text("utf-8")
    return jsonschema_rs.validator_for(json.loads(text))
