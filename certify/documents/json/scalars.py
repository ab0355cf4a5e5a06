"""Strings, numbers and words that are not quite JSON, read as a person would mend them."""

from __future__ import annotations

import math
import re
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

import orjson

from certify.documents.json.faults import MAX_DIGITS, FaultKind, Report, shown

if TYPE_CHECKING:
    from certify.documents.json.tree import Json

QUOTES = {'"': '"', "'": "'", "“": "”", "”": "”", "‘": "’", "’": "’", "`": "`"}
"""What opens a string, or is written for it, and what closes it."""

_REACH = 10_000
"""So many characters are searched for a quotation mark that is not where it should be."""
_REACH_IN_LINE = 2_000

_CLEAN = re.compile(r'"[^"\\\x00-\x1f]*+"')
_TO_QUOTE = {
    closing: re.compile(rf"(?:[^{closing}\\\r\n]++|\\[^\r\n])*+") for closing in sorted(set(QUOTES.values()))
}
_ON_LATER_LINE = {
    closing: re.compile(rf"(?:[^{closing}\\]++|\\.)*+{closing}(?=[^\S\r\n]*+[,:}}\]\r\n])", re.DOTALL)
    for closing in sorted(set(QUOTES.values()))
}
_IS_FOLLOWED_WELL = re.compile(r"""[^\S\r\n]*+(?:[,:}\]\r\n"/#]|\Z)""")
_LINE = re.compile(r"[^\r\n]*+")
_INNER_QUOTES = re.compile(r'([^\r\n]*")[ \t]*+[,}\]]*+[ \t]*+')
_NEXT_STRING = re.compile(r'"\s*:|,\s*"')
_CONTROLS = re.compile(r"[\x00-\x1f]++")
_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.?))", re.DOTALL)
_SURROGATE_ESCAPE = re.compile(
    r"\\[^u]|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(\\u[dD][89a-fA-F][0-9a-fA-F]{2}|[\ud800-\udfff])"
)
_ESCAPED = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}

_NAME = re.compile(r"""[^\s:,{}\[\]"]++""")
_WORD = re.compile(r"""[^\s,{}\[\]"]++""")
_PHRASE = re.compile(r"""(?:[^\s,{}\[\]"]|[ \t])++""")
_COMMENT = re.compile(r"//|/\*|#")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*+)(\.[0-9]++)?([eE][-+]?[0-9]++)?")
_LOOSE_NUMBER = re.compile(r"[-+]?(?:[0-9]++(?:\.[0-9]*+)?|\.[0-9]++)(?:[eE][-+]?[0-9]++)?")
_HEXADECIMAL = re.compile(r"([-+]?)0[xX]([0-9a-fA-F]{1,16})")
_LITERALS: dict[str, Json] = {"true": True, "false": False, "null": None}
_LOOSE_LITERALS: dict[str, Json] = {**_LITERALS, "none": None, "undefined": None, "nil": None}
_NOT_FINITE = re.compile(r"([-+]?)(?:(nan)|inf(?:inity)?)", re.IGNORECASE)


def read_string(text: str, at: int, report: Report, *, is_key: bool) -> tuple[str, int]:
    """The string that opens at `at`, and where it ends. One that is not closed ends with its line."""
    clean = _CLEAN.match(text, at)
    if clean and (is_key or _IS_FOLLOWED_WELL.match(text, clean.end())):
        return text[at + 1 : clean.end() - 1], clean.end()
    closing = QUOTES[text[at]]
    body = _TO_QUOTE[closing].match(text, at + 1)
    end = body.end() if body else at + 1
    if text.startswith(closing, end):
        if closing == '"' and not is_key and not _IS_FOLLOWED_WELL.match(text, end + 1):
            end = _past_inner_quotes(text, end, report)
        after = end + 1
    elif later := _ON_LATER_LINE[closing].match(text, end, end + _REACH):
        after = later.end()
        end = after - 1
    else:
        report(FaultKind.UNCLOSED, "The string is not closed; add the quotation mark at its end.", at, end)
        if is_key and ":" in text[at:end]:
            end = text.index(":", at)
        kept = text[at + 1 : end].rstrip()
        after = end = at + 1 + len(kept.removesuffix(",").rstrip() if kept.endswith(",") else kept)
    if text[at] != '"':
        kind = FaultKind.SINGLE_QUOTES if text[at] == "'" else FaultKind.SYNTAX
        report(
            kind, f'The string stands in {text[at]} instead of "; write straight double quotes.', at, after
        )
    return _decode(text, at + 1, end, report), after


def _past_inner_quotes(text: str, end: int, report: Report) -> int:
    """The place of the string's last quotation mark, where text in unescaped ones stands inside the string."""
    line = _LINE.match(text, end + 1, end + 1 + _REACH_IN_LINE)
    # A line that is longer than the reach is minified JSON rather than a sentence.
    if line is None or line.end() == end + 1 + _REACH_IN_LINE:
        return end
    inner = _INNER_QUOTES.fullmatch(line[0])
    if inner is None or _NEXT_STRING.search(inner[1]):
        return end
    last = end + inner.end(1)
    message = 'A quotation mark inside the string is not escaped; write \\" for it.'
    report(FaultKind.SYNTAX, message, end, end + 1)
    return last


def _decode(text: str, start: int, end: int, report: Report) -> str:
    """The characters that the inside of a string stands for."""
    raw = text[start:end]
    for run in _CONTROLS.finditer(raw):
        char = shown(run[0][0])[1:-1]
        message = f"A control character stands in the string as it is; write {_CONTROL_ESCAPES.get(run[0][0], char)}."
        report(FaultKind.CONTROL_CHARACTER, message, start + run.start(), start + run.end())

    if "\\" in raw:
        with suppress(orjson.JSONDecodeError):
            value: str = orjson.loads(f'"{raw}"')
            return value

    def unescaped(escape: re.Match[str]) -> str:
        if escape[1]:
            return chr(int(escape[1], 16))
        if escape[2] in _ESCAPED:
            return _ESCAPED[escape[2]]
        message = f"{shown(escape[0])} is no escape; write \\\\ for a backslash."
        report(FaultKind.INVALID_ESCAPE, message, start + escape.start(), start + escape.end())
        return "'" if escape[2] == "'" else escape[0]

    value = _ESCAPE.sub(unescaped, raw) if "\\" in raw else raw
    if not value.isascii() and any("\ud800" <= char <= "\udfff" for char in value):
        for lone in _SURROGATE_ESCAPE.finditer(raw):
            if lone[1]:
                message = f"{shown(lone[1])} is half a character; write both halves, or leave it out."
                report(FaultKind.LONE_SURROGATE, message, start + lone.start(), start + lone.end())
        value = value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return value


_CONTROL_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r", "\b": r"\b", "\f": r"\f"}


def read_name(text: str, at: int, report: Report) -> tuple[str, int]:
    """The member's name at `at` that has no quotation mark before it, and where it ends."""
    word = _NAME.match(text, at)
    end = word.end() if word else at + 1
    name = text[at:end]
    end += text.startswith('"', end)
    report(
        FaultKind.UNQUOTED_KEY, f"The name {shown(name)} does not stand in double quotes; add them.", at, end
    )
    return name, end


def read_word(text: str, at: int, report: Report) -> tuple[Json, int]:
    """The value at `at` that is neither string nor container, and where it ends."""
    match = _WORD.match(text, at)
    end = match.end() if match else at + 1
    word = text[at:end]
    if "/" in word or "#" in word:
        before = _COMMENT.split(word, maxsplit=1)[0]
        if before in _LITERALS or _NUMBER.fullmatch(before):
            word = before
            end = at + len(word)
    if word in _LITERALS:
        return _LITERALS[word], end
    if word[0] in "-+.0123456789iInN":
        number = _read_number(word, at, report)
        if number is not None:
            return number, end
    if word.lower() in _LOOSE_LITERALS:
        value = _LOOSE_LITERALS[word.lower()]
        wanted = "null" if value is None else str(value).lower()
        report(FaultKind.SYNTAX, f"{shown(word)} is no JSON; write {wanted}.", at, end)
        return value, end
    phrase = _PHRASE.match(text, at)
    words = phrase[0].rstrip() if phrase else text[at:end]
    end = at + len(words)
    end += text.startswith('"', end)
    report(FaultKind.SYNTAX, f"The value {shown(words)} does not stand in double quotes; add them.", at, end)
    return words, end


def is_scalar(text: str, at: int) -> bool:
    """Whether a number or one of the three words of JSON, well written or nearly, stands at `at`."""
    match = _WORD.match(text, at)
    if not match:
        return False
    word = match[0]
    return word.lower() in _LOOSE_LITERALS or _read_number(word, at, _ignore) is not None


def _ignore(kind: FaultKind, message: str, start: int, end: int) -> None:
    """Take a report and do nothing about it."""


def _read_number(word: str, at: int, report: Report) -> int | float | None:
    """The number, or None when the word is none."""
    end = at + len(word)
    if odd := _NOT_FINITE.fullmatch(word):
        report(FaultKind.NOT_FINITE, f"{shown(word)} is no JSON number; write a finite one.", at, end)
        return 0 if odd[2] else math.copysign(sys.float_info.max, -1 if odd[1] == "-" else 1)
    exact = _NUMBER.fullmatch(word)
    if exact is None:
        return _read_loose_number(word, at, report)
    if len(word) > MAX_DIGITS:
        message = (
            f"The number has {len(word):,} characters; no reader keeps more than some 17 digits. Shorten it."
        )
        report(FaultKind.NUMBER_TOO_LONG, message, at, end)
        return 0
    value = float(word)
    if math.isinf(value):
        report(
            FaultKind.NUMBER_OVERFLOW,
            f"The number {shown(word)} is larger than any reader can hold.",
            at,
            end,
        )
        return math.copysign(sys.float_info.max, value)
    is_integer = exact[1] is None and exact[2] is None
    return int(word) if is_integer and -(2**63) <= int(word) < 2**64 else value


def _read_loose_number(word: str, at: int, report: Report) -> int | float | None:
    """The number of a word that JSON does not allow, but whose sense is plain."""
    value: int | float | None = None
    if hexadecimal := _HEXADECIMAL.fullmatch(word):
        value = int(hexadecimal[1] + hexadecimal[2], 16)
    elif len(word) <= MAX_DIGITS and _LOOSE_NUMBER.fullmatch(word):
        value = float(word)
        if math.isinf(value):
            value = math.copysign(sys.float_info.max, value)
        elif word.lstrip("-+").isdigit() and abs(value) < 2**63:
            value = int(word)
    if value is not None:
        report(
            FaultKind.INVALID_NUMBER, f"{shown(word)} is no JSON number; write {value}.", at, at + len(word)
        )
    return value
