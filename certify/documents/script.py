"""`script.csx` as classes, methods, usings, calls and texts, each with its place."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from certify.core.place import Place
from certify.documents.script_parts import Access, Class, Kind, Method, Oddity, Token, Using

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.script_parts import Code, ScriptFault

LONGEST = 2_097_152
"""Characters; the largest published script has 162,000, and the platform takes 1 MB."""

_MODIFIERS = frozenset({
    "public", "protected", "private", "internal", "static", "sealed", "abstract", "partial", "override", "async",
    "virtual", "new", "readonly", "unsafe", "extern",
})  # fmt: skip
_LONGEST_HEAD = 256
"""Tokens in front of the braces of a class or method; without a limit a hostile script takes quadratic time."""

_ROOTS = frozenset(("System", "Microsoft", "Newtonsoft", "Windows"))
_TYPES = frozenset(("class", "struct", "interface", "record"))


class Script:
    """The script of a package, not longer than `LONGEST`.

    Where it has faults, tokens end at the first of them.
    """

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text

    @cached_property
    def code(self) -> Code:
        """The tokens, read when they are first asked for."""
        from certify.documents.csharp import read_code

        return read_code(self.text)

    @property
    def place(self) -> Place:
        return Place(self.path)

    def span(self, start: int, end: int) -> Place:
        """The place of some characters of the text."""
        return Place(self.path, span=(start, end))

    @property
    def faults(self) -> tuple[ScriptFault, ...]:
        return self.code.faults

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.code.tokens

    @cached_property
    def words(self) -> frozenset[str]:
        """Every word of the code, for a cheap first look."""
        return frozenset(token.text for token in self.tokens if token.kind is Kind.WORD)

    @cached_property
    def strings(self) -> tuple[Token, ...]:
        """The texts, each piece of an interpolated one on its own."""
        return tuple(token for token in self.tokens if token.kind is Kind.STRING)

    @cached_property
    def usings(self) -> tuple[Using, ...]:
        return tuple(
            found
            for index, token in enumerate(self.tokens)
            if token.text == "using" and token.kind is Kind.WORD
            for found in self._using(index)
        )

    @cached_property
    def _aliases(self) -> dict[str, str]:
        return {using.alias: using.name for using in self.usings if using.alias}

    def type_called(self, word: str) -> str:
        """The last word of the type that a word names: its own, unless `using word = …;` gives it another meaning."""
        return self._aliases.get(word, word).rpartition(".")[2]

    @cached_property
    def qualified_names(self) -> tuple[Token, ...]:
        """Every dotted name of three words or more that begins with a namespace, such as `System.IO.File.Exists`."""
        found: list[Token] = []
        for index, token in enumerate(self.tokens):
            if token.text not in _ROOTS or token.kind is not Kind.WORD or self._mark(index - 1) == ".":
                continue
            name, end = self._name(index)
            if name.count(".") > 1 and self._word(index - 1) != "using":
                found.append(Token(Kind.WORD, name, token.start, self.tokens[end - 1].end))
        return tuple(found)

    @cached_property
    def classes(self) -> tuple[Class, ...]:
        """Classes, records, structs and interfaces, inner ones too."""
        return tuple(
            found
            for index, token in enumerate(self.tokens)
            if token.text in _TYPES and token.kind is Kind.WORD
            for found in self._class(index)
        )

    def methods_of(self, owner: Class) -> Iterator[Method]:
        """The methods that stand directly in the class, constructors left out."""
        first, last = owner.body
        index = first + 1
        begin = index
        while index < last:
            start, text = index, self._mark(index)
            if text == "(":
                found = self._method(begin, index)
                if found is not None:
                    yield found
            if text in ("(", "[", "{"):
                index = self.code.partners.get(index, last)
            if text in ("{", ";") or (text == "[" and start == begin):
                begin = index + 1
            index += 1

    @cached_property
    def accesses(self) -> tuple[Access, ...]:
        """Every `.name` in the code."""
        tokens = self.tokens
        return tuple(
            Access(
                tokens[index - 1].text if index and tokens[index - 1].kind is Kind.WORD else "",
                tokens[index + 1].text,
                self._mark(index + 2) in ("(", "<"),
                tokens[index + 1].start,
                tokens[index + 1].end,
            )
            for index, token in enumerate(tokens)
            if token.text in (".", "?.") and token.kind is Kind.MARK and self._word(index + 1)
        )

    @cached_property
    def creations(self) -> tuple[Token, ...]:
        """The last word of each type of which `new` makes an object, also where it stands in front: `Type name = new()`."""
        found: list[Token] = []
        for index, token in enumerate(self.tokens):
            if token.text != "new" or token.kind is not Kind.WORD:
                continue
            if not self._word(index + 1):
                is_typed = self._mark(index + 1) == "(" and self._mark(index - 1) == "="
                if is_typed and self._word(index - 2) and self._word(index - 3):
                    found.append(self.tokens[index - 3])
                continue
            _, end = self._name(index + 1)
            found.append(self.tokens[end - 1])
        return tuple(found)

    @cached_property
    def oddities(self) -> tuple[Oddity, ...]:
        """Characters that cannot be seen or turn the text around, and words that mix look-alike letters into Latin."""
        if self.text.isascii():
            return ()
        from certify.documents.csharp import oddities_of

        return tuple(oddities_of(self.text, self.tokens))

    def _mark(self, index: int) -> str:
        """The text of the token there when it is a mark."""
        if 0 <= index < len(self.tokens) and self.tokens[index].kind is Kind.MARK:
            return self.tokens[index].text
        return ""

    def _word(self, index: int) -> str:
        if 0 <= index < len(self.tokens) and self.tokens[index].kind is Kind.WORD:
            return self.tokens[index].text
        return ""

    def _name(self, index: int) -> tuple[str, int]:
        """The dotted name that starts there, and the index behind it."""
        parts = [self._word(index)]
        index += 1
        while self._mark(index) in (".", "::") and self._word(index + 1):
            parts.append(self._word(index + 1))
            index += 2
        return ".".join(parts), index

    def _using(self, index: int) -> Iterator[Using]:
        position = index + 1
        is_static = self._word(position) == "static"
        position += is_static
        alias = ""
        if self._mark(position + 1) == "=":
            alias = self._word(position)
            position += 2
        if not self._word(position):
            return
        name, end = self._name(position)
        if self._mark(end) == ";":
            yield Using(name, alias, is_static, self.tokens[index].start, self.tokens[end].end)

    def _class(self, index: int) -> Iterator[Class]:
        name = self._word(index + 1)
        if not name or name == "where" or name in _TYPES or not self._is_type_keyword(index):
            return
        position = index + 2
        bases: list[str] = []
        is_behind_colon = is_constrained = False
        limit = min(len(self.tokens), index + _LONGEST_HEAD)
        while position < limit and self._mark(position) not in ("{", ";"):
            text = self.tokens[position].text
            if self._is_type_keyword(position):
                return
            if text == "where":
                is_behind_colon, is_constrained = False, True
            elif text == ":" and not is_constrained:
                is_behind_colon = True
            elif text == "<":
                position = self._behind_arguments(position)
                continue
            elif text == "(":
                position = self.code.partners.get(position, position)
            elif is_behind_colon and self._word(position):
                base, position = self._name(position)
                bases.append(base)
                continue
            position += 1
        closing = self.code.partners.get(position, len(self.tokens))
        yield Class(
            name,
            self.tokens[index].text,
            self._modifiers_before(index),
            tuple(bases),
            self.tokens[index + 1].start,
            self.tokens[index + 1].end,
            (position, closing),
        )

    def _is_type_keyword(self, index: int) -> bool:
        """Whether a class begins there; behind a colon or comma the word is a constraint."""
        return self._word(index) in _TYPES and self._mark(index - 1) not in (":", ",")

    def _behind_arguments(self, index: int) -> int:
        """The index behind the type arguments that start there."""
        depth = 0
        limit = min(len(self.tokens), index + _LONGEST_HEAD)
        while index < limit and self._mark(index) not in ("{", ";") and not self._is_type_keyword(index):
            depth += {"<": 1, ">": -1}.get(self._mark(index), 0)
            index += 1
            if not depth:
                break
        return index

    def _modifiers_before(self, index: int) -> tuple[str, ...]:
        first = index
        while self._word(first - 1) in _MODIFIERS:
            first -= 1
        return tuple(token.text for token in self.tokens[first:index])

    def _method(self, begin: int, opening: int) -> Method | None:
        """The method whose parameters open there, when what stands before says modifiers, a type and a name."""
        closing = self.code.partners.get(opening)
        if closing is None or not self._word(opening - 1) or opening - begin > _LONGEST_HEAD:
            return None
        if self._mark(closing + 1) not in ("{", "=>") and self._word(closing + 1) != "where":
            return None
        first = begin
        while self._word(first) in _MODIFIERS:
            first += 1
        returns = "".join(token.text for token in self.tokens[first : opening - 1])
        if not returns or {"=", ":", "operator"} & {token.text for token in self.tokens[first : opening - 1]}:
            return None
        name = self.tokens[opening - 1]
        commas = sum(1 for index in range(opening + 1, closing) if self._mark(index) == ",")
        count = 0 if closing == opening + 1 else commas + 1
        modifiers = tuple(token.text for token in self.tokens[begin:first])
        return Method(name.text, modifiers, returns, count, name.start, name.end)
