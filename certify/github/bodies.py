"""What the port's values look like in the bodies of requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from certify.github.port import Annotation, Suggestion


def review_comment(suggestion: Suggestion) -> dict[str, Any]:
    comment = {"path": suggestion.path, "body": suggestion.body, "line": suggestion.end_line, "side": "RIGHT"}
    if suggestion.start_line != suggestion.end_line:
        comment |= {"start_line": suggestion.start_line, "start_side": "RIGHT"}
    return comment


def annotation(given: Annotation) -> dict[str, Any]:
    body: dict[str, Any] = {
        "path": given.path,
        "start_line": given.start_line,
        "end_line": given.end_line,
        "annotation_level": str(given.level),
        "message": given.message,
        "title": given.title,
    }
    if given.start_line == given.end_line:
        if given.start_column is not None:
            body["start_column"] = given.start_column
        if given.end_column is not None:
            body["end_column"] = given.end_column
    return body
