"""`--format ndjson`: a line for the run, for each finding, and for each package after its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.formats.record import dump, finding_record, outcome_record, package_record, run_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.report import PackageReport, Run, Totals
    from certify.formats.format import Options


class NdjsonFormat:
    """Every line has `kind`: `run`, `finding` or `package`. A finding's `package` is its package's path."""

    def __init__(self, options: Options) -> None:
        self._outcomes = options.outcomes

    def begin(self, run: Run) -> Iterator[str]:
        yield dump({"kind": "run", **run_record(run)}) + "\n"

    def package(self, report: PackageReport) -> Iterator[str]:
        for finding in report.findings:
            yield dump({"kind": "finding", "package": report.path, **finding_record(finding)}) + "\n"
        closing = package_record(report) | outcome_record(report, each_rule=self._outcomes)
        yield dump({"kind": "package", **closing}) + "\n"

    def end(self, run: Run, totals: Totals) -> Iterator[str]:  # noqa: ARG002 - all is said with the packages
        yield from ()
