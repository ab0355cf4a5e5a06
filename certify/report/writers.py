"""A dossier, or the index of many, in the format that was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.errors import UsageError
from certify.formats.record import dump
from certify.report.index import index_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certify.core.report import Run
    from certify.report.dossier import Dossier
    from certify.report.index import Row

ENDINGS = {"html": "html", "markdown": "md", "json": "json"}
"""The formats, and how their files end."""


def write(name: str, dossier: Dossier) -> str:
    """The report of one package. Raises UsageError for an unknown format."""
    if name == "html":
        from certify.report.html import page

        return page(dossier)
    if name == "markdown":
        from certify.report.markdown import text

        return text(dossier)
    if name == "json":
        return dump(dossier) + "\n"
    raise UsageError(f"a report has no format {name!r}; it has {', '.join(ENDINGS)}")


def write_index(name: str, rows: Sequence[Row], run: Run) -> str:
    """The index of many reports; its links lead to files beside it."""
    if name == "html":
        from certify.report.html import index_page

        return index_page(rows, run)
    if name == "markdown":
        from certify.report.markdown import index_text

        return index_text(rows, run)
    return index_json(rows, run)
