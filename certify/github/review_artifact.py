"""A report in JSON that a pull request's own workflow made: hostile until every part of it has been judged."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from certify.core.finding import Effect, Severity
from certify.core.place import EARLIER
from certify.core.report import Verdict
from certify.errors import SourceError
from certify.github.review_result import PackageResult, Remark, ReviewResult

if TYPE_CHECKING:
    from pathlib import Path

    from jsonschema_rs import Draft202012Validator

LARGEST: Final = 32 << 20
_MOST_UNEXAMINED: Final = 20


def read_report(path: Path) -> dict[str, Any]:
    """The report, as its schema describes it. Raises SourceError when it is too large, or anything else."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise SourceError(f"the report {path} cannot be read: {error.strerror}") from None
    if len(data) > LARGEST:
        raise SourceError(f"the report {path} is larger than {LARGEST >> 20} MiB")
    return parsed(data)


def parsed(data: bytes) -> dict[str, Any]:
    """The report in these bytes. Raises SourceError."""
    import orjson

    try:
        content: Any = orjson.loads(data)
    except orjson.JSONDecodeError as error:
        raise SourceError(f"the report is no JSON: {error}") from None
    for mistake in _schema().iter_errors(content):
        where = "/".join(str(token) for token in mistake.instance_path) or "its top"
        raise SourceError(
            f"the report is none of `certify check --format json`: {where[:200]} is not as it must be"
        )
    report: dict[str, Any] = content
    return report


def result_in(report: dict[str, Any], *, head_sha: str, base_ref: str) -> ReviewResult:
    """What the report says, with everything counted anew: a verdict that its findings belie is not taken over."""
    return ReviewResult(
        head_sha=head_sha,
        base_ref=base_ref,
        packages=tuple(_package(package) for package in report["packages"]),
        version=report["tool"]["version"],
        ruleset_digest=report["ruleset"]["digest"],
    )


@cache
def _schema() -> Draft202012Validator:
    import jsonschema_rs

    text = (files("certify.formats") / "report.schema.json").read_text("utf-8")
    return jsonschema_rs.Draft202012Validator(json.loads(text))


def _package(record: dict[str, Any]) -> PackageResult:
    remarks = tuple(_remark(finding) for finding in record["findings"])
    unexamined = _unexamined(record)
    claimed = Verdict(record["verdict"])
    has_error = any(remark.severity is Severity.ERROR and remark.waived is None for remark in remarks)
    if unexamined or claimed is Verdict.INCONCLUSIVE:
        verdict = Verdict.INCONCLUSIVE
    else:
        verdict = Verdict.CHANGES_REQUIRED if has_error else claimed
    return PackageResult(
        path=record["path"],
        name=record["name"],
        profile=record["profile"],
        profile_reason="",
        digest=record["digest"],
        verdict=verdict,
        remarks=remarks,
        unexamined=unexamined,
        update=record["update"]["update"] if "update" in record else None,
    )


def _unexamined(record: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    count = record["outcomes"]["errored"]
    told = [
        (name, outcome["reason"])
        for name, outcome in record.get("rules", {}).items()
        if outcome["outcome"] == "errored"
    ]
    if count and not told:
        told = [(f"{count} of the rules", "the report does not say why")]
    return tuple(told[:_MOST_UNEXAMINED])


def _remark(record: dict[str, Any]) -> Remark:
    start, end = record["start"], record["end"]
    path: str = record["path"]
    return Remark(
        rule=record["rule"],
        severity=Severity(record["severity"]),
        message=record["message"],
        file=path.removeprefix(EARLIER),
        start_line=start["line"],
        end_line=end["line"],
        start_column=start["column"],
        end_column=end["column"],
        fingerprint=record["fingerprint"],
        place=record.get("place", ""),
        fix=record["fix"],
        waived=record["waived"],
        is_new=record["new"],
        is_earlier=path.startswith(EARLIER),
        effect=Effect(record["change"]["effect"]) if "change" in record else None,
    )
