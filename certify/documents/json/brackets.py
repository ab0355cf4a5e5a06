"""Which container a bracket closes, where brackets are missing, surplus or mistaken for each other."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import Enum, auto
from functools import cached_property
from typing import TYPE_CHECKING

from certify.documents.json.faults import FaultKind

if TYPE_CHECKING:
    from certify.core.place import Span
    from certify.documents.json.recording import Container, Recording

_INDENT = re.compile(r"^[ \t]*+", re.MULTILINE)


class Guess(Enum):
    """What is taken to be wrong where the brackets of a text do not match."""

    MISSING_BRACKET = auto()
    WRONG_BRACKET = auto()
    INDENTATION = auto()
    """What the indentation says, where brackets and names are the first on their lines."""


class Brackets:
    """Closes the containers of one reading."""

    def __init__(self, text: str, guess: Guess, recording: Recording) -> None:
        self._text = text
        self._guess = guess
        self._recording = recording
        self._containers = recording.containers

    @cached_property
    def _indents(self) -> tuple[list[int], list[int]]:
        """Where each line begins, and where its first character is that is no blank."""
        spans = [match.span() for match in _INDENT.finditer(self._text)]
        return [start for start, _ in spans], [end for _, end in spans]

    def indent(self, at: int) -> int:
        """The width of the blanks before the line of `at`; 0 where indentation is not looked at."""
        if self._guess is not Guess.INDENTATION:
            return 0
        starts, ends = self._indents
        line = self._line(at)
        return ends[line] - starts[line]

    def _line(self, at: int) -> int:
        return bisect_right(self._indents[0], at) - 1

    def _is_first(self, at: int) -> bool:
        """Whether indentation counts, and `at` is the first on its line."""
        if self._guess is not Guess.INDENTATION:
            return False
        return self._indents[1][self._line(at)] == at

    def close(self, at: int, last: int) -> tuple[int, int]:
        """Deal with the closing bracket at `at`; returns where to read on, and where the last value ended."""
        containers, char = self._containers, self._text[at]
        top = containers[-1]
        if self._is_first(at):
            indent = self.indent(at)
            same = [n for n, each in enumerate(containers) if each.indent == indent and each.closing == char]
            if same and top.indent > indent:
                self._report_unclosed(containers[same[-1] + 1], last)
                while len(containers) > same[-1] + 1:
                    self._pop(last)
                self._pop(at + 1)
                return at + 1, at + 1
            if not same and top.indent < indent:
                return self._pass_over(at, last)
        elif self._guess is Guess.INDENTATION:
            is_on_one_line = self._line(top.node.start) == self._line(at)
            if not is_on_one_line and top.indent != self.indent(at):
                return self._pass_over(at, last)
        if top.closing != char:
            return self._close_mismatch(at, last)
        if top.comma >= 0:
            message = f"A comma stands before the closing {char}; remove it."
            self._recording.report(FaultKind.TRAILING_COMMA, message, top.comma, top.comma + 1)
        self._pop(at + 1)
        return at + 1, at + 1

    def _close_mismatch(self, at: int, last: int) -> tuple[int, int]:
        containers, char = self._containers, self._text[at]
        top = containers[-1]
        if self._guess is not Guess.WRONG_BRACKET and len(containers) > 1 and containers[-2].closing == char:
            self._report_unclosed(top, last)
            self._pop(last)
            return at, last
        if self._text[last - 1 : last] == char and self._guess is not Guess.WRONG_BRACKET:
            return self._pass_over(at, last)
        message = f"{char} closes the {top.opening} of line {self._recording.line(top.node.start)}; write {top.closing}."
        self._recording.report_brackets(FaultKind.SYNTAX, message, at, at + 1)
        self._pop(at + 1)
        return at + 1, at + 1

    def _pass_over(self, at: int, last: int) -> tuple[int, int]:
        message = f"Nothing is open here that {self._text[at]} could close; remove it."
        self._recording.report_brackets(FaultKind.SURPLUS_BRACKET, message, at, at + 1)
        return at + 1, last

    def ends_before(self, at: int, last: int) -> bool:
        """Whether the innermost container ends, by the indentation, before what begins at `at`; it is then closed."""
        containers = self._containers
        if len(containers) < 2 or not self._is_first(at):
            return False
        indent = self.indent(at)
        if containers[-1].indent < indent or self._text[at] not in "\"'{[":
            return False
        self._report_unclosed(containers[-1], last)
        while len(containers) > 1 and containers[-1].indent >= indent:
            self._pop(last)
        containers[-1].follows_value = False
        return True

    def ends_before_element(self, last: int) -> bool:
        """Whether the innermost object ends before the next element of its array begins; it is then closed."""
        containers = self._containers
        if len(containers) < 2 or containers[-2].is_object or not containers[-1].value:
            return False
        self._report_unclosed(containers[-1], last)
        self._pop(last)
        containers[-1].follows_value = False
        return True

    def ends_before_last(self) -> Span | None:
        """Close the innermost array, if it is an object's, before its last element, which is the name of a member.

        Returns the span of that name; None when the array is no object's.
        """
        containers = self._containers
        if len(containers) < 2 or not containers[-2].is_object:
            return None
        array = containers[-1]
        elements = array.value
        children = array.node.children
        if not isinstance(elements, list) or not children:
            return None
        elements.pop()
        name = children.pop(len(elements))
        end = children[len(elements) - 1].end if elements else array.node.start + 1
        self._report_unclosed(array, end)
        self._pop(end)
        return name.start, name.end

    def _report_unclosed(self, container: Container, at: int) -> None:
        line = self._recording.line(container.node.start)
        message = f"The {container.opening} of line {line} is not closed; add {container.closing} here."
        self._recording.report_brackets(FaultKind.UNCLOSED, message, at, at)

    def _pop(self, end: int) -> None:
        self._containers.pop().node.end = end
        if self._containers:
            self._containers[-1].follows_value = True
            self._containers[-1].comma = -1
