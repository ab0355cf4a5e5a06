"""JSON as people write it: indented, but a short list of plain values, or a small object, on one line."""

from __future__ import annotations

import json
from typing import Any

_WIDTH = 80


def json_text(value: Any) -> str:
    """The value as the text of a file."""
    return _text(value, "") + "\n"


def _text(value: Any, indent: str) -> str:
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or not value:
        return flat
    members = value.values() if isinstance(value, dict) else value
    is_plain = not any(isinstance(member, (dict, list)) and member for member in members)
    if is_plain and len(flat) <= _WIDTH and len(value) <= 2:
        return flat
    inner = indent + "  "
    if isinstance(value, dict):
        lines = [
            f"{json.dumps(name, ensure_ascii=False)}: {_text(item, inner)}" for name, item in value.items()
        ]
    else:
        lines = [_text(item, inner) for item in value]
    opening, closing = ("{", "}") if isinstance(value, dict) else ("[", "]")
    return f"{opening}\n{inner}" + f",\n{inner}".join(lines) + f"\n{indent}{closing}"
