"""Keep the clean package's readme in step with a patched definition, so that an example need not patch both."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_TITLE = re.compile(r"\A# .*")
_PUBLISHER = re.compile(r"^## Publisher: .*", re.MULTILINE)
_AFTER_OPERATIONS = "## Obtaining Credentials"


def in_step(files: Mapping[str, bytes], readme: str) -> str:
    """The readme with the title, the publisher and the operations that the JSON files have now."""
    definition = _json(files.get("apiDefinition.swagger.json"))
    properties = _json(files.get("apiProperties.json"))
    title = _line(_member(_member(definition, "info"), "title"))
    if title:
        readme = _TITLE.sub(lambda _: f"# {title}", readme)
    publisher = _line(_member(_member(properties, "properties"), "publisher"))
    if publisher:
        readme = _PUBLISHER.sub(lambda _: f"## Publisher: {publisher}", readme)
    added = "".join(f"### {summary}\n\n" for summary in _summaries(definition) if summary not in readme)
    return readme.replace(_AFTER_OPERATIONS, f"{added}{_AFTER_OPERATIONS}", 1)


def _summaries(definition: Any) -> Iterator[str]:
    paths = _member(definition, "paths")
    for item in paths.values() if isinstance(paths, dict) else ():
        for operation in item.values() if isinstance(item, dict) else ():
            summary = _line(_member(operation, "summary"))
            if summary:
                yield summary


def _json(data: bytes | None) -> Any:
    try:
        return json.loads(data or b"null")
    except (ValueError, RecursionError):
        return None


def _member(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _line(value: Any) -> str:
    return " ".join(value.split()) if isinstance(value, str) else ""
