"""An obvious reader of valid JSON that keeps every position: slow, recursive, and sharing nothing with certify."""

from __future__ import annotations

from json.decoder import scanstring
from json.scanner import NUMBER_RE

_WORDS = {"true": True, "false": False, "null": None}


def spans_of(text):
    """Pointer -> (span of the name or None, span of the value), for every value; the last of equal names wins."""
    found = {}
    start = _space(text, 0)
    value, end = _value(text, start, (), None, found)
    assert _space(text, end) == len(text)
    return value, found


def _space(text, at):
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _value(text, at, pointer, key, found):
    for old in [old for old in found if old[: len(pointer)] == pointer]:
        del found[old]
    start = at
    if text[at] == "{":
        value, at = _object(text, _space(text, at + 1), pointer, found)
    elif text[at] == "[":
        value, at = _array(text, _space(text, at + 1), pointer, found)
    elif text[at] == '"':
        value, at = scanstring(text, at + 1)
    elif word := next((word for word in _WORDS if text.startswith(word, at)), None):
        value, at = _WORDS[word], at + len(word)
    else:
        number = NUMBER_RE.match(text, at)
        at = number.end()
        value = float(number[0]) if number[2] or number[3] else int(number[0])
    found[pointer] = (key, (start, at))
    return value, at


def _object(text, at, pointer, found):
    value = {}
    while text[at] != "}":
        start = at
        name, at = scanstring(text, at + 1)
        key = (start, at)
        at = _space(text, at)
        assert text[at] == ":"
        value[name], at = _value(text, _space(text, at + 1), (*pointer, name), key, found)
        at = _space(text, at)
        if text[at] == ",":
            at = _space(text, at + 1)
            assert text[at] == '"'
    return value, at + 1


def _array(text, at, pointer, found):
    value = []
    while text[at] != "]":
        element, at = _value(text, at, (*pointer, len(value)), None, found)
        value.append(element)
        at = _space(text, at)
        if text[at] == ",":
            at = _space(text, at + 1)
            assert text[at] != "]"
    return value, at + 1
