"""Values as Markdown for the pages, so that what a rule or a package says never becomes structure."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from certify.formats.inert import code, markdown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["code", "fenced", "markdown", "prose", "table", "toml"]

_CODE_OR_TAG = re.compile(r"(?P<ticks>`+)(?!`)(?s:.+?)(?<!`)(?P=ticks)(?!`)|[<{]")


def prose(text: str) -> str:
    """A manual's Markdown with its structure; what looks like a tag or a role stays text."""
    return _CODE_OR_TAG.sub(lambda match: match[0] if match["ticks"] else f"&#{ord(match[0])};", text)


def fenced(text: str, language: str) -> str:
    """The text as a block of code whose fence nothing in it closes."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def toml(value: Any) -> str:
    """An option's value as `certify.toml` spells it."""
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)
