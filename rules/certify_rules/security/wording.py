"""What counts as a placeholder or a secret by its name, and how a finding quotes a value."""

from __future__ import annotations

import re

from certify_rules.words import shown

_PLACEHOLDER = re.compile(
    r"[<>\[\]{}]|@@|\.\.\.|dummy|placeholder|\byour|your[_-]|enter\b|insert|replace|example|sample|\btest\b|todo|x{4}"
    r"|change[ _-]?me|required|(?:client|app|application)[ _-]?id|\bnull\b|\bnone\b|\bn/a\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"[0\s_.*-]*")

_SECRET_WORD = re.compile(r"(?:password|passwd|pwd|secret|token|apikey)$", re.IGNORECASE)
_KEY_WORD = re.compile(r"(?:^|[_\s-])key$|(?-i:[a-z0-9]Key)$", re.IGNORECASE)
_HARMLESS_KEY = re.compile(
    r"(?:project|public|issue|primary|partition|foreign|sort)[_\s-]?key$", re.IGNORECASE
)

LONGEST_NAME = 200


def quoted(value: object) -> str:
    """The value between backticks, on one line, cut where it is too long for a message."""
    return f"`{shown(str(value))}`"


def is_placeholder(value: str) -> bool:
    """Whether a value plainly stands for one that is filled in elsewhere: empty, zeros, `[[DUMMY]]`, `<client id>`."""
    head = value[:LONGEST_NAME]
    return _NOTHING.fullmatch(head) is not None or _PLACEHOLDER.search(head) is not None


def is_secret_name(name: str) -> bool:
    """Whether a parameter of that name holds a secret: `password`, `apiKey`, `client_secret`, `token`."""
    tail = name.rpartition(":")[2][-LONGEST_NAME:]
    if _SECRET_WORD.search(tail):
        return True
    return _KEY_WORD.search(tail) is not None and _HARMLESS_KEY.search(tail) is None
