"""The brackets, commas and names of a text that is nearly JSON."""

from __future__ import annotations

import re
import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING

from certify.documents.json.brackets import Brackets, Guess
from certify.documents.json.faults import MAX_DEPTH, MAX_KEY_LENGTH, MAX_NODES, FaultKind, shown
from certify.documents.json.recording import Abandoned, Container, Recording
from certify.documents.json.scalars import QUOTES, is_scalar, read_name, read_string, read_word
from certify.documents.json.tree import Node

if TYPE_CHECKING:
    from certify.core.place import Span
    from certify.documents.json.tree import Json

_NO_NAME = (0, 0)
_STRUCTURE = frozenset('"{}[],:-')
_SPACE = re.compile(r"[ \t\r\n]*+")
_ODD_SPACE = re.compile(r"(?:[^\S \t\r\n]|[\x00-\x08\x0e-\x1f\ufeff\u200b-\u200f\u2060-\u2064])++")
_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|(?://|#)[^\r\n]*+", re.DOTALL)
_COMMAS = re.compile(r",(?:[ \t\r\n]*+,)*+")
_CLEAN_NAME = re.compile(r'"([^"\\\x00-\x1f]*+)"[ \t\r\n]*+:[ \t\r\n]*+(?=["{\[\-0-9tfn])')
_BRACKETS = re.compile(r"[}\]](?:[ \t\r\n]*+[}\]])*+")
_MORE_MEMBERS = re.compile(r'(?:[}\]][ \t\r\n]*+)*+(,?)[ \t\r\n]*+"[^"\r\n]*+"[ \t\r\n]*+:')


class Structure:
    """One reading of a text under one guess; `read` sets `value` and `tree`, or leaves them None."""

    def __init__(self, text: str, guess: Guess) -> None:
        self.value: Json = None
        self.tree: Node | None = None
        self.recording = Recording(text)
        self._brackets = Brackets(text, guess, self.recording)
        self._text = text
        self._at: int = 0
        self._last: int = 0
        """Where the last value ended."""
        self._nodes = 0

    def read(self) -> None:
        """Read the text from its begin. Never raises."""
        with suppress(Abandoned):
            self._read_document()
        for container in self.recording.containers:
            container.node.end = self._at
        self.recording.containers.clear()

    def _read_document(self) -> None:
        text, containers = self._text, self.recording.containers
        self._skip()
        if self._at == len(text):
            self.recording.report(FaultKind.EMPTY, "The file is empty; there is no JSON in it.", 0, 0)
            return
        if text[self._at] not in "{[" and text[self._at] not in QUOTES and not is_scalar(text, self._at):
            found = shown(text[self._at : self._at + 20].split("\n")[0])
            message = f"This is no JSON: it begins with {found} instead of {{ or [."
            self.recording.report(FaultKind.SYNTAX, message, self._at, self._at + 1)
            return
        self._read_value(None, None)
        root = containers[0] if containers else None
        self._read_containers()
        self._skip()
        while self._at < len(text):
            more = _MORE_MEMBERS.match(text, self._at) if root and root.is_object else None
            if root and more:
                message = "The document is closed here, but more members follow; remove the surplus }."
                self.recording.report_brackets(FaultKind.SURPLUS_BRACKET, message, self._last - 1, self._last)
                self._at = more.start(1)
                root.follows_value = bool(more[1])
                containers.append(root)
                self._read_containers(is_reopened=True)
            elif surplus := _BRACKETS.match(text, self._at):
                message = f"There is nothing left that {surplus[0][0]} could close; remove it."
                self.recording.report_brackets(FaultKind.SURPLUS_BRACKET, message, *surplus.span())
                self._at = surplus.end()
            else:
                message = "More text follows after the end of the document; remove it."
                self.recording.report(FaultKind.TRAILING_DATA, message, self._at, len(text.rstrip()))
                return
            self._skip()

    def _read_containers(self, *, is_reopened: bool = False) -> None:
        """Read on until nothing is open."""
        text, containers = self._text, self.recording.containers
        while containers:
            container = containers[-1]
            self._skip()
            char = text[self._at : self._at + 1]
            if not char:
                if not is_reopened or len(containers) > 1:
                    closers = "".join(each.closing for each in reversed(containers))
                    line = self.recording.line(container.node.start)
                    message = f"The text ends before the {container.opening} of line {line} is closed; add {closers[:20]}."
                    self.recording.report_brackets(FaultKind.UNCLOSED, message, self._last, self._last)
                for each in containers:
                    each.node.end = self._at
                containers.clear()
            elif char in "}]":
                self._at, self._last = self._brackets.close(self._at, self._last)
            elif char == ",":
                self._read_comma(container)
            elif char == ":":
                self._read_colon(container)
            elif not self._brackets.ends_before(self._at, self._last):
                self._read_item(container, char)

    def _read_item(self, container: Container, char: str) -> None:
        """Read a member or element, or begin to."""
        report = self.recording.report
        if container.is_object and char in "{[":
            if char == "{" and self._brackets.ends_before_element(self._last):
                return
            message = f"A member's name is missing before this {char}."
            report(FaultKind.SYNTAX, message, self._at, self._at + 1)
            container.token = None
            self._read_value(container, None)
            return
        if container.follows_value:
            what = "member" if container.is_object else "element"
            name = shown(str(container.token)) if container.is_object else container.token
            report(
                FaultKind.MISSING_COMMA,
                f"A comma is missing after the {what} {name}.",
                self._last,
                self._last,
            )
        if isinstance(container.value, list):
            container.token = len(container.value)
            self._read_value(container, None)
            return
        start = self._at
        clean = _CLEAN_NAME.match(self._text, start)
        if clean and len(clean[1]) <= MAX_KEY_LENGTH:
            container.token, self._at = clean[1], clean.end()
            self._read_value(container, (start, clean.end(1) + 1))
            return
        if char in QUOTES:
            name, self._at = read_string(self._text, start, report, is_key=True)
        else:
            name, self._at = read_name(self._text, start, report)
        self._read_member(container, name, (start, self._at))

    def _read_member(self, container: Container, name: str, key: Span) -> None:
        """Read what follows the name of a member."""
        text, report = self._text, self.recording.report
        container.token = name
        if len(name) > MAX_KEY_LENGTH:
            message = f"The name has {len(name):,} characters; at most {MAX_KEY_LENGTH:,} are meant to be. Shorten it."
            report(FaultKind.KEY_TOO_LONG, message, *key)
        self._skip()
        has_colon = text.startswith(":", self._at)
        if has_colon:
            self._at += 1
            self._skip()
            if text.startswith(":", self._at):
                report(FaultKind.SYNTAX, "There is a second colon; remove it.", self._at, self._at + 1)
                self._at += 1
                self._skip()
        char = text[self._at : self._at + 1]
        is_on_next_line = not has_colon and "\n" in text[key[1] : self._at]
        if not char or char in ",}]:" or is_on_next_line:
            if char:
                report(FaultKind.SYNTAX, f"The member {shown(name)} has no value; add one.", key[0], self._at)
            self._attach(container, None, Node(*key, key[1], key[1]))
            self._last = key[1]
            container.follows_value = not is_on_next_line
            self._at += char == ":"
            return
        if not has_colon:
            report(FaultKind.SYNTAX, f"A colon is missing after the name {shown(name)}.", key[1], key[1])
        self._read_value(container, key)

    def _read_value(self, container: Container | None, key: Span | None) -> None:
        """Read a scalar, or open a container."""
        text, start, report = self._text, self._at, self.recording.report
        char = text[start]
        self._nodes += 1
        if self._nodes > MAX_NODES:
            message = f"The file has more than {MAX_NODES:,} values and is not read. Make it smaller."
            self._give_up(FaultKind.TOO_MANY_NODES, message)
        if char in "{[":
            if len(self.recording.containers) == MAX_DEPTH:
                message = f"Objects and arrays are more than {MAX_DEPTH} levels deep and are not read. Flatten them."
                self._give_up(FaultKind.TOO_DEEP, message)
            value: dict[str, Json] | list[Json] = {} if char == "{" else []
            node = Node(*(key or _NO_NAME), start, start, {})
            self._attach(container, value, node)
            self.recording.containers.append(Container(value, node, self._brackets.indent(start)))
            self._at = self._last = start + 1
            return
        scalar: Json
        if char in QUOTES:
            scalar, self._at = read_string(text, start, report, is_key=False)
        else:
            scalar, self._at = read_word(text, start, report)
        self._last = self._at
        self._attach(container, scalar, Node(*(key or _NO_NAME), start, self._at))

    def _attach(self, container: Container | None, value: Json, node: Node) -> None:
        """Put a value where it belongs; one without a name belongs nowhere."""
        if container is None:
            self.value, self.tree = value, node
            return
        container.follows_value = True
        container.comma = -1
        token = container.token
        if token is None or container.node.children is None:
            return
        if isinstance(container.value, list):
            container.value.append(value)
        elif isinstance(token, str):
            if token in container.value:
                message = f"The member {shown(token)} occurs twice in the same object; the last one counts. Remove one."
                self.recording.report(FaultKind.DUPLICATE_KEY, message, node.key_start, node.key_end)
            container.value[token] = value
        container.node.children[token] = node

    def _give_up(self, kind: FaultKind, message: str) -> None:
        self.recording.report(kind, message, self._at, self._at + 1)
        self.value = self.tree = None
        raise Abandoned

    def _read_comma(self, container: Container) -> None:
        if container.follows_value:
            container.comma = self._at
            container.follows_value = False
            self._at += 1
            return
        commas = _COMMAS.match(self._text, self._at)
        end = commas.end() if commas else self._at + 1
        message = "No value stands before this comma; remove the comma."
        self.recording.report(FaultKind.SYNTAX, message, self._at, end)
        container.comma = -1
        self._at = end

    def _read_colon(self, container: Container) -> None:
        """Make something of a colon that follows no name."""
        text, start = self._text, self._at
        self._at += 1
        name = container.value[-1] if isinstance(container.value, list) and container.follows_value else None
        if isinstance(name, str):
            key = self._brackets.ends_before_last()
            if key is not None:
                self._at = start
                self._read_member(self.recording.containers[-1], name, key)
                return
        what = (
            "A member's name is missing before this colon"
            if container.is_object
            else "A colon stands in an array"
        )
        self.recording.report(
            FaultKind.SYNTAX, f"{what}; add the name or remove the colon.", start, start + 1
        )
        container.follows_value = False
        self._skip()
        if container.is_object and text[self._at : self._at + 1] not in (*",:}]", ""):
            container.token = None
            self._read_value(container, None)

    def _skip(self) -> None:
        """Pass over white space, and over what is taken for it."""
        text, report = self._text, self.recording.report
        while text[self._at : self._at + 1] not in _STRUCTURE:
            space = _SPACE.match(text, self._at)
            self._at = start = space.end() if space else self._at
            char = text[start : start + 1]
            if char.isalnum() or char in _STRUCTURE:
                return
            if comment := _COMMENT.match(text, start):
                self._at = comment.end()
                report(FaultKind.COMMENT, "JSON has no comments; remove it.", *comment.span())
            elif odd := _ODD_SPACE.match(text, start):
                self._at = odd.end()
                name = unicodedata.name(char, "a control character")
                message = (
                    f"The character U+{ord(char):04X} ({name}) stands between values; write plain spaces."
                )
                report(FaultKind.SYNTAX, message, start, self._at)
            else:
                return
