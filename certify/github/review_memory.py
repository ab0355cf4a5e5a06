"""What is remembered of a review: enough to tell after the next push what was fixed, and within a bound."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from certify.core.finding import Severity
from certify.formats.inert import clipped
from certify.github.records import LONGEST_RESULT, Result
from certify.github.review_result import Fixed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from certify.github.review_result import PackageResult, ReviewResult

_VERSION: Final = 1
_MOST_FINDINGS: Final = 4_000
_MOST_SUGGESTED: Final = 1_000
_LONGEST_WHERE: Final = 120


@dataclass(frozen=True)
class Memory:
    """The findings of an earlier head by package and fingerprint, and the keys of what was suggested."""

    findings: dict[str, dict[str, Fixed]]
    suggested: frozenset[str] = frozenset()


def memory_of(result: ReviewResult, suggested: Iterable[str]) -> Result:
    """What to remember of a review; of very many findings only the first, the most severe ones before the others."""
    packages: dict[str, list[list[str]]] = {package.path: [] for package in result.packages}
    told = sorted(
        (
            (remark.severity.rank, package.path, remark)
            for package in result.packages
            for remark in package.new
        ),
        key=lambda entry: entry[0],
    )
    for _, path, remark in told[:_MOST_FINDINGS]:
        where = clipped(f"{remark.file}:{remark.start_line}" if remark.file else path, _LONGEST_WHERE)
        packages[path].append([remark.fingerprint, remark.rule, str(remark.severity), where])
    content = {
        "version": _VERSION,
        "packages": packages,
        "suggested": sorted(suggested)[-_MOST_SUGGESTED:],
    }
    text = json.dumps(content, separators=(",", ":"))
    if len(text) > LONGEST_RESULT:
        text = json.dumps({"version": _VERSION, "packages": {}, "suggested": content["suggested"]})
    return Result(result.head_sha, text)


def read_memory(result: Result | None) -> Memory | None:
    """What is remembered; None when there is nothing, or nothing that this version can read."""
    if result is None:
        return None
    try:
        content: Any = json.loads(result.json)
        if content["version"] != _VERSION:
            return None
        findings = {
            path: {key: Fixed(rule, Severity(severity), where) for key, rule, severity, where in entries}
            for path, entries in content["packages"].items()
        }
        return Memory(findings, frozenset(content["suggested"]))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def fixed_since(memory: Memory, packages: Sequence[PackageResult]) -> dict[str, tuple[Fixed, ...]]:
    """The findings that each package had at the earlier head and has no longer, waived or not.

    A package that could not be looked at has fixed nothing that we know of.
    """
    found: dict[str, tuple[Fixed, ...]] = {}
    for package in packages:
        if package.unexamined:
            continue
        left = {remark.fingerprint for remark in package.remarks}
        earlier = memory.findings.get(package.path, {})
        found[package.path] = tuple(fixed for key, fixed in earlier.items() if key not in left)
    return found
