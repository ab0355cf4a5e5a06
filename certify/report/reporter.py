"""The work of one package's report, in whichever process: load, examine, gather, and write in every format asked for."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec.structs import replace

from certify.checking.checker import failed_report
from certify.core.report import Run
from certify.documents.documents import Documents
from certify.report.build import dossier_of
from certify.report.index import Row, row_of
from certify.report.writers import write

if TYPE_CHECKING:
    from certify.checking import Checked, Checker
    from certify.checking.checker import Task
    from certify.core.finding import Severity
    from certify.report.dossier import Dossier


@dataclass(frozen=True)
class Reported:
    """A package's reports by format, its row of the index, and what the run found without what only the report needs."""

    checked: Checked
    row: Row
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Reporter:
    """Crosses to worker processes as values; the rules are loaded where it arrives."""

    checker: Checker
    version: str
    ruleset_digest: str
    threshold: Severity | None
    formats: tuple[str, ...]

    @cached_property
    def _run(self) -> Run:
        return Run(self.version, self.checker.book, lambda: self.ruleset_digest, self.threshold)

    def check(self, task: Task) -> Reported:
        """Load the package once, examine it, and write its reports."""
        package = task.origin.load()
        checked = self.checker.examine(package, task)
        documents = Documents(package, checked.report.profile)
        return self._written(checked, dossier_of(documents, checked.report, self._run))

    def failed(self, task: Task, error: str) -> Reported:
        """The report of a package that could not be examined."""
        checked = failed_report(task, error)
        return self._written(checked, dossier_of(None, checked.report, self._run))

    def _written(self, checked: Checked, dossier: Dossier) -> Reported:
        texts = {name: write(name, dossier) for name in self.formats}
        bare = replace(checked, report=replace(checked.report, excerpts={}))
        return Reported(bare, row_of(dossier), texts)
