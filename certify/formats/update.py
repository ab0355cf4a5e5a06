"""The class of an update as a line and as plain values: how large it is, why, and which version it deserves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certify.formats.inert import inert

if TYPE_CHECKING:
    from certify.core.report import PackageReport


def update_line(report: PackageReport) -> str:
    """The line, which ends in a line break; empty where nothing was compared, or nothing is different."""
    if report.update is None or report.update == "none":
        return ""
    because = (
        f" ({', '.join(inert(reason) for reason in report.update_reasons)})" if report.update_reasons else ""
    )
    versions = report.versions
    deserved = report.deserved_version
    if versions is None or deserved is None:
        return f"a {report.update} update{because}\n"
    if versions.old == versions.new:
        told = f"the version is still {inert(versions.old or '')}, and should be {inert(deserved)}"
    else:
        told = f"from version {inert(versions.old or '')} to {inert(versions.new or 'none')}; it deserves {inert(deserved)}"
    return f"a {report.update} update{because}: {told}\n"


def update_record(report: PackageReport) -> dict[str, Any] | None:
    """`update`, `major_because` and `version` (old, new, deserved; None where one is absent); None where nothing was compared."""
    if report.update is None:
        return None
    versions = report.versions
    return {
        "update": str(report.update),
        "major_because": list(report.update_reasons),
        "version": None
        if versions is None
        else {"old": versions.old, "new": versions.new, "deserved": report.deserved_version},
    }
