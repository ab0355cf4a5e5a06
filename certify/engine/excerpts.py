"""The source lines that a report shows beside its findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.excerpt import Excerpt, excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.core.finding import Finding
    from certify.core.mask import Mask
    from certify.documents.documents import Documents


def excerpts_of(
    documents: Documents, findings: Iterable[Finding], mask: Mask
) -> dict[tuple[str, int], Excerpt]:
    """The source line of each finding, by file and offset of the finding's start."""
    found: dict[tuple[str, int], Excerpt] = {}
    for finding in findings:
        start = finding.location.start
        key = (finding.location.path, start.offset)
        file = documents.file_at(finding.location.path)
        if key not in found and file is not None and not file.is_binary:
            line = excerpt(mask.file(finding.location.path, file.text), start)
            if "\0" not in line.text:  # no text, whatever the file is called
                found[key] = line
    return found
