"""How a section that the readme lacks is reported, and put in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certify.api import Problem, Problems, Readme, safe, section_of, unsafe
from certify_rules.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.api import Edit, Heading, Markdown, Section

_RUN_ON = re.compile(r"^[ ]{0,3}(#{1,6})(?=[A-Za-z])([^\r\n]{1,200})", re.MULTILINE)
_FENCE = re.compile(r"^[ ]{0,3}(`{3,}|~{3,})([^\r\n]*)", re.MULTILINE)


def required(
    readme: Readme, pattern: re.Pattern[str], name: str, content: str, *, text: str | None = None
) -> Problems:
    """Report that a section is missing or empty. `content` says what belongs there; `text` is one that can be put in."""
    section = section_of(readme, pattern)
    if section is None:
        run_on = next((match for match in run_on_headings(readme) if pattern.search(match[2])), None)
        if run_on is not None:
            yield run_on_problem(readme, run_on)
            return
        can_add = text is not None and not _ends_in_code(readme.text)
        fix = unsafe(appended(readme, f"## {name}\n\n{text}")) if can_add else None
        yield Problem(f"The section `## {name}` is missing: {content}.", readme, fix=fix)
    elif section.is_empty:
        fix = None if text is None else unsafe(_filled(readme, section, text))
        yield Problem(f"The section `{shown(section.heading.text)}` is empty: {content}.", section, fix=fix)


def run_on_headings(readme: Markdown) -> Iterator[re.Match[str]]:
    """Lines such as `##Prerequisites`, which are no headings; the groups are the signs and the words."""
    return _RUN_ON.finditer(readme.text)


def run_on_problem(readme: Markdown, match: re.Match[str]) -> Problem:
    spot = readme.span(match.end(1), match.end(1))
    return Problem(
        f"`{shown(match[0])}` is shown as it is, not as a heading; put a blank after `{match[1]}`.",
        readme.span(*match.span()),
        fix=safe(spot.replace(" ")),
    )


def appended(readme: Readme, text: str) -> Edit:
    """The edit that adds a section at the end."""
    newline = newline_of(readme)
    end = len(readme.text.rstrip())
    before = newline * 2 if end else ""
    written = text.replace("\n", newline)
    return readme.span(end, len(readme.text)).replace(f"{before}{written}{newline}")


def _ends_in_code(text: str) -> bool:
    """Whether a code block is never closed: what is added at the end would be code, and no section."""
    fence = ""
    for match in _FENCE.finditer(text):
        if not fence:
            # "```code```" on one line is code within a sentence.
            fence = "" if match[1][0] == "`" in match[2] else match[1]
        elif match[1].startswith(fence) and not match[2].strip():
            fence = ""
    return bool(fence)


def inserted(readme: Readme, text: str, after: Heading | None) -> Edit:
    """The edit that adds a section before the heading that follows `after`; at the end where there is none."""
    start = -1 if after is None else after.start
    following = next((heading for heading in readme.headings if heading.start > start), None)
    if following is None:
        return appended(readme, text)
    newline = newline_of(readme)
    line = max(readme.text.rfind("\n", 0, following.start), readme.text.rfind("\r", 0, following.start)) + 1
    written = text.replace("\n", newline)
    return readme.span(line, line).replace(f"{written}{newline * 2}")


def _filled(readme: Readme, section: Section, text: str) -> Edit:
    newline = newline_of(readme)
    written = text.replace("\n", newline)
    after = newline if section.end >= len(readme.text) else newline * 2
    return readme.span(section.start, section.end).replace(f"{newline}{written}{after}")


def newline_of(readme: Markdown) -> str:
    return "\r\n" if "\r\n" in readme.text else "\n"


def one_line(text: str) -> str:
    """A text of the definition as it can stand in a paragraph or heading: one line, markup made harmless."""
    line = " ".join(text.split())[:1_000]
    return re.sub(r"([\\`*_\[\]<>#|])", r"\\\1", line)
