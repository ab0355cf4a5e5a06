"""What was there before: the findings of an earlier report, so that only new ones decide."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from certify.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from certify.core.finding import Severity
    from certify.core.report import PackageReport
    from certify.core.ruleset import RuleSet

_FORMAT = "certify/1"


class Baseline(Struct, frozen=True, dict=True):
    """The fingerprints of each package's findings, by the package's path and by its name.

    `digest` is that of the report's bytes, so that a certificate names what was applied and nothing that came after it.
    """

    by_path: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_name: Mapping[str, frozenset[str]] = field(default_factory=dict)
    digest: str = ""

    def known(self, report: PackageReport) -> frozenset[str] | None:
        """The fingerprints that the package already had; None for a package that the baseline does not know."""
        return self.by_path.get(report.path, self.by_name.get(report.name))


def read_baseline(path: Path) -> Baseline:
    """Read a report in JSON. Raises SettingsError when it is none."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SettingsError(f"the baseline {path} cannot be read: {error.strerror or error}") from error
    try:
        content: Any = json.loads(data)
    except (ValueError, RecursionError):
        content = None
    if (
        not isinstance(content, dict)
        or content.get("format") != _FORMAT
        or not isinstance(content.get("packages"), list)
    ):
        raise SettingsError(f"the baseline {path} is no report of `certify check --format json`")
    by_path: dict[str, frozenset[str]] = {}
    by_name: dict[str, frozenset[str]] = {}
    for package in content["packages"]:
        try:
            prints = frozenset(str(finding["fingerprint"]) for finding in package["findings"])
            by_path[str(package["path"])] = prints
            by_name[str(package["name"])] = prints
        except (KeyError, TypeError) as error:
            raise SettingsError(f"the baseline {path} lacks {error} in a package") from error
    return Baseline(by_path, by_name, f"sha256:{hashlib.sha256(data).hexdigest()}")


def apply_baseline(report: PackageReport, known: frozenset[str] | None, ruleset: RuleSet) -> PackageReport:
    """The report with the findings that were there before marked so.

    A rule that is an error for new connectors only gets its severity for established ones where the baseline has
    the finding.
    """
    if known is None:
        return report
    established: dict[str, Severity] = {
        active.rule.name: active.established for active in ruleset.rules if active.established is not None
    }
    findings = tuple(
        replace(finding, is_new=False, severity=established.get(finding.rule, finding.severity))
        if finding.fingerprint in known
        else finding
        for finding in report.findings
    )
    return replace(report, findings=findings)
