"""A rule's docstring as its manual: the requirement, the reason, and the examples that are its tests."""

from __future__ import annotations

import inspect
import re
import textwrap
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from certify.core.rule import Rule

_HEADING = re.compile(r"^(Bad|Good)(?: \(([^)]*)\))?:[ \t]*(.*)$")


class Example(Struct, frozen=True):
    """A patch over the golden package, in YAML; `title` may say what it shows."""

    is_good: bool
    title: str
    patch: str


class Manual(Struct, frozen=True):
    """`summary` is the requirement in one line; `reason` says why it is made and what to do, in Markdown."""

    summary: str
    reason: str
    examples: tuple[Example, ...]

    @property
    def bad(self) -> tuple[Example, ...]:
        return tuple(example for example in self.examples if not example.is_good)

    @property
    def good(self) -> tuple[Example, ...]:
        return tuple(example for example in self.examples if example.is_good)


def manual_of(rule: Rule) -> Manual:
    """Read the manual; absent parts are empty."""
    lines = inspect.cleandoc(rule.check.__doc__ or "").splitlines()
    prose: list[str] = []
    examples: list[Example] = []
    index = 0
    while index < len(lines):
        heading = _HEADING.match(lines[index])
        index += 1
        if heading is None:
            prose.append(lines[index - 1])
            continue
        block = [heading[3]] if heading[3] else []
        while index < len(lines) and (not lines[index] or lines[index].startswith(" ")):
            block.append(lines[index])
            index += 1
        body = block[0] if heading[3] and len([line for line in block if line]) == 1 else "\n".join(block)
        examples.append(Example(heading[1] == "Good", heading[2] or "", textwrap.dedent(body).strip()))
    summary = prose[0].strip() if prose else ""
    return Manual(summary, "\n".join(prose[1:]).strip(), tuple(examples))
