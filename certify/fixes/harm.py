"""Whether fixes did what they should: every one mends its finding, and none brings an error."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from certify.core.finding import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.finding import Finding
    from certify.core.report import PackageReport


def harm_of(before: PackageReport, after: PackageReport, applied: list[Finding]) -> str:
    """Why the fixes must not stay; empty when they may.

    Places change with the names that are in them, so an error at a new place is a new one only where its rule has more
    errors than the fixes should have left.
    """
    expected = _errors(before.findings)
    expected.subtract(_errors(applied))
    too_many = _errors(after.findings) - expected
    known = {(finding.rule, finding.place) for finding in before.findings}
    for finding in after.findings:
        if too_many[finding.rule] and (finding.rule, finding.place) not in known:
            return f"it brings {finding.rule} at {finding.place}"
    left = Counter(map(_told, after.findings))
    left.subtract(map(_told, before.findings))
    left.update(map(_told, applied))
    for finding in applied:
        if left[_told(finding)] > 0:
            return f"it does not mend {finding.place}"
    return ""


def _errors(findings: Iterable[Finding]) -> Counter[str]:
    return Counter(finding.rule for finding in findings if finding.severity is Severity.ERROR)


def _told(finding: Finding) -> tuple[str, str, str]:
    """What is said of which place; the same may be said several times."""
    return finding.rule, finding.place, finding.message
