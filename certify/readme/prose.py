"""Texts of a package as pieces of a Markdown file: shown as they are, and readable in the source as well."""

from __future__ import annotations

import re

from certify.formats.inert import inert

LONGEST = 1_500
# In a file of a repository nobody is mentioned and no issue is linked, so that only markup needs a backslash.
_MARKUP = re.compile(
    r"""[`*\[\]<>|$]              # code, emphasis, links, tags, tables, formulas
    | (?<![^\W_])_ | _(?![^\W_])  # emphasis; inside a word it is none
    | ~                           # struck out
    | \\(?=[!-/:-@\[-`{-~])       # would escape what follows
    | &(?=\#?[0-9A-Za-z]{1,40};)  # would be read as a character's name
    """,
    re.VERBOSE,
)
_BLOCK_START = re.compile(r"\A(?:(?=[-+=#])|([0-9]{1,9})(?=[.)]))")


class Ready(str):
    """Markdown that is written as it stands."""

    __slots__ = ()


def prose(text: object) -> str:
    """The text on one line, such that Markdown makes nothing of it; `Ready` text is left alone."""
    if isinstance(text, Ready):
        return text
    escaped = _MARKUP.sub(lambda match: "\\" + match[0], _line(str(text)))
    return _BLOCK_START.sub(lambda match: f"{match[1] or ''}\\", escaped)


def code(text: str) -> Ready:
    """The text as code."""
    content = _line(text)
    if not content:
        return Ready("")
    fence = "`" * (max((len(run) for run in re.findall("`+", content)), default=0) + 1)
    pad = " " if content[0] == "`" or content[-1] == "`" else ""
    return Ready(f"{fence}{pad}{content}{pad}{fence}")


def sentence(text: str) -> Ready:
    """The text as a sentence that ends, so that another can follow it."""
    line = prose(text)
    return Ready(line if not line or line[-1] in ".!?:…" else f"{line}.")


def _line(text: str) -> str:
    # Blanks first: a line end is no mystery that must be shown.
    line = inert(" ".join(text[: LONGEST * 2].split()))
    return line if len(line) <= LONGEST else f"{line[:LONGEST].rstrip()}…"
