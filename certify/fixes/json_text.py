"""One edit of one file as characters of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.edit import TextEdit
from certify.documents.json.edits import json_edit

if TYPE_CHECKING:
    from certify.core.place import Edit
    from certify.documents.files import File

__all__ = ["TextEdit", "text_edit"]


def text_edit(file: File, edit: Edit) -> TextEdit | None:
    """The edit as characters of the file's text; None when its place is not there (any more)."""
    pointer = edit.at.pointer
    spans = file.json.locate([pointer]).get(pointer) if pointer else None
    return json_edit(file.text, edit, spans, file.style)
