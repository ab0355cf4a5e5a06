"""The index of many reports: a row for each package."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from certify.formats.record import dump
from certify.report.dossier import FORMAT as REPORT_FORMAT

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from certify.core.report import Run
    from certify.report.dossier import Dossier

FORMAT = "certify-report-index/1"
_VERDICTS = ("changes-required", "inconclusive", "ready")
_LONGEST_FILE = 80


@dataclass(frozen=True, slots=True)
class Row:
    """What the index says of one package; `file` is the name of its report without the ending."""

    title: str
    name: str
    path: str
    publisher: str
    profile: str
    verdict: str
    errors: int
    warnings: int
    notes: int
    operations: int
    fixable: int
    digest: str
    file: str = ""


def row_of(dossier: Dossier) -> Row:
    """The package's row, without its file."""
    identity, judgement = dossier.identity, dossier.judgement
    return Row(
        title=identity.title or identity.name,
        name=identity.name,
        path=identity.path,
        publisher=identity.publisher,
        profile=identity.profile,
        verdict=judgement.verdict,
        errors=judgement.counts.error,
        warnings=judgement.counts.warning,
        notes=judgement.counts.note,
        operations=sum(operation.visibility != "internal" for operation in dossier.operations),
        fixable=dossier.path.fixable,
        digest=identity.digest,
    )


def named(row: Row, taken: Iterable[str]) -> Row:
    """The row with a file name of plain characters that no other has, whatever the package is called."""
    plain = re.sub(r"[^a-z0-9]+", "-", row.name.lower()).strip("-")[:_LONGEST_FILE] or "package"
    used = {"index", *taken}
    name, number = plain, 2
    while name in used:
        name, number = f"{plain}-{number}", number + 1
    return replace(row, file=name)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Those that need work before those that are ready, each by title."""
    return sorted(rows, key=lambda row: (_VERDICTS.index(row.verdict), row.title.casefold(), row.file))


def shared_titles(rows: Iterable[Row]) -> set[str]:
    """The titles that several packages have; only their paths tell these apart."""
    count = Counter(row.title for row in rows)
    return {title for title, number in count.items() if number > 1}


def index_json(rows: Sequence[Row], run: Run) -> str:
    """The rows as JSON; each `file` is beside the index."""
    record = {
        "format": FORMAT,
        "reports": REPORT_FORMAT,
        "tool": {"name": "certify", "version": run.version},
        "ruleset": {"digest": run.ruleset_digest, "rules": len(run.book.rules)},
        "packages": [asdict(row) | {"file": f"{row.file}.json"} for row in rows],
    }
    return dump(record) + "\n"
