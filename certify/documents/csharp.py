"""C# as tokens, read in one pass without recursion; nothing of it is ever compiled or executed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certify.documents.script_parts import Code, Kind, Oddity, ScriptFault, Token

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_TOKENS = 200_000
"""The largest published script has 26,000 in 162,000 characters; the platform takes 1 MB."""
DEEPEST = 256
"""Brackets, or `#if`s, inside one another; the deepest published script has 14."""


_CLOSES = {")": "(", "]": "[", "}": "{"}

# Possessive quantifiers: a text that does not fit is given up at once instead of being tried in other ways.
_NEXT = re.compile(
    r"""
    (?P<blank>\s++)
  | (?P<line>//[^\n\r]*+)
  | (?P<block>/\*)
  | (?P<raw>\$*+"{3,}+)
  | (?P<filled>\$@"|@\$"|\$")
  | (?P<verbatim>@"(?P<verbatim_text>(?:[^"]|"")*+)")
  | (?P<string>"(?P<string_text>(?:[^"\\\n\r]|\\.)*+)"(?:u8)?)
  | (?P<char>'(?:[^'\\\n\r]|\\[^\n\r][0-9A-Fa-f]{0,8})')
  | (?P<word>@?[^\W\d]\w*+)
  | (?P<number>\d\w*+(?:\.\d\w*+)*+)
  | (?P<open_text>@?["'])
  | (?P<mark>=>|::|\?\.|[=!<>]=|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_FILLED_PART = re.compile(r"(?:[^\"\\{}\n\r]|\\.|\{\{|\}\})*+")
_FILLED_VERBATIM_PART = re.compile(r"(?:[^\"{}]|\"\"|\{\{|\}\})*+")
_DIRECTIVE = re.compile(r"#[ \t]*+(\w*+)[^\n\r]*+")
_LINE_START = re.compile(r"(?:^|[\n\r])[ \t\ufeff]*\Z")

_HIDDEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]"
)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f\u0530-\u058f\u13a0-\u13ff\uff21-\uff5a]")
_LATIN = re.compile("[A-Za-z]")


def read_code(text: str) -> Code:
    """The tokens of a script, and why it is none where it is none. Takes time in proportion to its length."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens: list[Token] = []
        self._partners: dict[int, int] = {}
        self._comments: list[tuple[int, int]] = []
        self._directives: list[Token] = []
        self._faults: list[ScriptFault] = []
        self._open: list[int] = []
        self._holes: list[tuple[int, bool]] = []
        self._branches: list[tuple[int, bool]] = []
        self._is_skipping = False

    def read(self) -> Code:
        position = 0
        while position < len(self._text) and not self._faults:
            if len(self._tokens) >= MOST_TOKENS:
                self._fault(f"The script has more than {MOST_TOKENS:,} words and marks", position)
                break
            position = self._step(position)
        if not self._faults:
            self._end()
        return Code(
            tuple(self._tokens),
            self._partners,
            tuple(self._comments),
            tuple(self._directives),
            tuple(self._faults),
        )

    def _step(self, position: int) -> int:
        match = _NEXT.match(self._text, position)
        assert match is not None
        kind = match.lastgroup
        if kind in ("string", "verbatim"):
            self._add(Kind.STRING, match.start(f"{kind}_text"), match.end(f"{kind}_text"))
        elif kind == "word":
            self._add(Kind.WORD, *match.span())
        elif kind == "mark":
            return self._mark(match)
        elif kind == "number":
            self._add(Kind.NUMBER, *match.span())
        elif kind == "line":
            self._comments.append(match.span())
        elif kind == "block":
            return self._block_comment(position)
        elif kind == "raw":
            return self._raw(match)
        elif kind == "filled":
            return self._filled(match.end(), is_verbatim="@" in match[0])
        elif kind == "open_text":
            self._fault("This text is not closed", position)
        return match.end()

    def _add(self, kind: Kind, start: int, end: int) -> None:
        if not self._is_skipping:
            self._tokens.append(Token(kind, self._text[start:end], start, end))

    def _fault(self, message: str, start: int) -> None:
        self._faults.append(ScriptFault(message, start, min(start + 1, len(self._text))))

    def _mark(self, match: re.Match[str]) -> int:
        start, mark = match.start(), match[0]
        if mark == "#" and _LINE_START.search(self._text, max(0, start - 256), start):
            return self._directive(start)
        if self._is_skipping:
            return match.end()
        if mark in "([{":
            self._open.append(len(self._tokens))
            if len(self._open) > DEEPEST:
                self._fault(f"More than {DEEPEST} brackets stand inside one another", start)
        elif mark in _CLOSES:
            if mark == "}" and self._holes and self._holes[-1][0] == len(self._open):
                return self._filled(match.end(), is_verbatim=self._holes.pop()[1])
            if not self._open or self._tokens[self._open[-1]].text != _CLOSES[mark]:
                self._fault(f"This `{mark}` closes nothing that is open here", start)
                return match.end()
            opening = self._open.pop()
            self._partners[opening] = len(self._tokens)
            self._partners[len(self._tokens)] = opening
        self._add(Kind.MARK, start, match.end())
        return match.end()

    def _block_comment(self, start: int) -> int:
        end = self._text.find("*/", start + 2)
        if end < 0:
            self._fault("This comment is not closed", start)
            return len(self._text)
        self._comments.append((start, end + 2))
        return end + 2

    def _raw(self, match: re.Match[str]) -> int:
        quotes = match[0].lstrip("$")
        end = self._text.find(quotes, match.end())
        if end < 0:
            self._fault("This text is not closed", match.start())
            return len(self._text)
        self._add(Kind.STRING, match.end(), end)
        return end + len(quotes)

    def _filled(self, start: int, *, is_verbatim: bool) -> int:
        """A piece of an interpolated string, up to its end or to the next brace with an expression in it."""
        match = (_FILLED_VERBATIM_PART if is_verbatim else _FILLED_PART).match(self._text, start)
        assert match is not None
        end = match.end()
        stop = self._text[end : end + 1]
        if stop == "{" and len(self._holes) < DEEPEST:
            self._holes.append((len(self._open), is_verbatim))
        elif stop != '"':
            self._fault("This text is not closed", start)
        self._add(Kind.STRING, start, end)
        return end + 1

    def _directive(self, start: int) -> int:
        match = _DIRECTIVE.match(self._text, start)
        assert match is not None
        self._directives.append(Token(Kind.MARK, match[0], *match.span()))
        word = match[1]
        if word == "if":
            self._branches.append((start, False))
            if len(self._branches) > DEEPEST:
                self._fault(f"More than {DEEPEST} `#if`s stand inside one another", start)
        elif word in ("elif", "else", "endif"):
            if not self._branches:
                self._fault(f"This `#{word}` has no `#if`", start)
                return match.end()
            opening, _ = self._branches.pop()
            if word != "endif":
                self._branches.append((opening, True))
            self._is_skipping = any(skipped for _, skipped in self._branches)
        return match.end()

    def _end(self) -> None:
        if self._branches:
            self._fault("This `#if` has no `#endif`", self._branches[-1][0])
        elif self._open:
            opening = self._tokens[self._open[-1]]
            self._fault(f"This `{opening.text}` is not closed", opening.start)
        elif self._holes:
            self._fault("A text with an expression in it is not closed", len(self._text) - 1)


def oddities_of(text: str, tokens: Iterable[Token]) -> Iterator[Oddity]:
    """Characters that cannot be seen or turn the text around, and words that mix look-alike letters into Latin."""
    for match in _HIDDEN.finditer(text):
        yield Oddity(f"U+{ord(match[0]):04X}", match.start(), match.end())
    for token in tokens:
        if token.kind is Kind.WORD and not token.text.isascii():
            foreign = _FOREIGN.search(token.text)
            if foreign is not None and _LATIN.search(token.text):
                yield Oddity(f"U+{ord(foreign[0]):04X}", token.start, token.end)
