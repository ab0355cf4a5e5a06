"""What counts as a placeholder or a secret by its name, and how a finding quotes a value."""

from __future__ import annotations

import re

from certify_rules.words import shown

_PLACEHOLDER = re.compile(
    r"[<>\[\]{}]|@@|\.\.\.|dummy|placeholder|\byour|your[_-]|enter\b|insert|replace|example|sample|\btest\b|todo|x{4}"
    r"|change[ _-]?me|to[ _-]?be[ _-]?(?:added|defined|filled|generated|provided|replaced|set)|required|(?:client|app|application)[ _-]?id|\bnull\b|\bnone\b|\bn/a\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(r"[0\s_.*-]*")
_GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_SEPARATOR = re.compile(r"[^0-9A-Za-z]+")
_COUNTING = ("1234567890" * 6, "0123456789" * 6, "0123456789abcdef" * 4, "abcdefghijklmnopqrstuvwxyz" * 2)

_SECRET_WORD = re.compile(r"(?:password|passwd|pwd|secret|token|apikey)$", re.IGNORECASE)
_KEY_WORD = re.compile(r"(?:^|[_\s-])key$|(?-i:[a-z0-9]Key)$", re.IGNORECASE)
_HARMLESS_KEY = re.compile(
    r"(?:project|public|issue|primary|partition|foreign|sort)[_\s-]?key$", re.IGNORECASE
)

LONGEST_NAME = 200
_SHORTEST_TYPED = 6


def quoted(value: object) -> str:
    """The value between backticks, on one line, cut where it is too long for a message."""
    return f"`{shown(str(value))}`"


def is_placeholder(value: str) -> bool:
    """Whether a value plainly stands for one that is filled in elsewhere: empty, zeros, `[[DUMMY]]`, `<client id>`.

    A GUID that nobody typed by hand is real, whatever words stand around it.
    """
    head = value[:LONGEST_NAME]
    if _NOTHING.fullmatch(head) is not None or _is_typed(head):
        return True
    guid = _GUID.search(head)
    if guid is not None and not _is_typed(guid[0]):
        return False
    return _PLACEHOLDER.search(head) is not None


def _is_typed(value: str) -> bool:
    """Whether a value of some length is one character again and again, or counts up: `11111111-1111-…`, `12345678-1234-…`."""
    groups = [group.lower() for group in _SEPARATOR.split(value) if group]
    if sum(map(len, groups)) < _SHORTEST_TYPED:
        return False
    return all(len(set(group)) == 1 or any(group in row for row in _COUNTING) for group in groups)


def is_secret_name(name: str) -> bool:
    """Whether a parameter of that name holds a secret: `password`, `apiKey`, `client_secret`, `token`."""
    tail = name.rpartition(":")[2][-LONGEST_NAME:]
    if _SECRET_WORD.search(tail):
        return True
    return _KEY_WORD.search(tail) is not None and _HARMLESS_KEY.search(tail) is None
