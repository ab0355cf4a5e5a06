"""`--format json`: the published contract, one line per package; its schema is beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.formats.record import dump, finding_record, outcome_record, package_record, run_record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.report import PackageReport, Run, Totals
    from certify.formats.format import Options


class JsonFormat:
    def __init__(self, options: Options) -> None:
        self._outcomes = options.outcomes
        self._between = "\n"

    def begin(self, run: Run) -> Iterator[str]:
        yield f'{dump(run_record(run))[:-1]},"packages":['

    def package(self, report: PackageReport) -> Iterator[str]:
        between, self._between = self._between, ",\n"
        record = package_record(report)
        record["findings"] = [finding_record(finding) for finding in report.findings]
        record.update(outcome_record(report, each_rule=self._outcomes))
        yield between + dump(record)

    def end(self, run: Run, totals: Totals) -> Iterator[str]:  # noqa: ARG002 - all is said with the packages
        yield "\n]}\n"
