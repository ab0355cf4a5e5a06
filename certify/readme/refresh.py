"""Put the parts that are made from the package into a readme, and leave every other byte of it alone.

A made part stands between two comments, `<!-- certify:operations -->` and `<!-- /certify:operations -->`. A part that
somebody has written is theirs: nothing is put beside it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from certify.core.rule import Profile
from certify.documents.markdown import Readme, is_parsable
from certify.documents.readme_sections import (
    CREDENTIALS,
    DEPLOYMENT,
    KNOWN_ISSUES,
    OPERATIONS,
    PREREQUISITES,
    PUBLISHER,
)
from certify.errors import CertifyError
from certify.readme.render import rendered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.markdown_parts import Section
    from certify.readme.facts import Facts

_MARK = re.compile(r"^[ ]{0,3}<!-- (/?)certify:([a-z-]+)[^\r\n]*?-->[ \t]*(?=[\r\n]|\Z)", re.MULTILINE)
_NOTE = "made from the package; `certify fix readme` writes it anew"
_TO_COMPLETE = "> **To complete:** "


class ReadmeError(CertifyError):
    """The readme cannot be refreshed as it is."""


class Part(Struct, frozen=True):
    """A part of the readme. `heading` is empty where the part brings its own; `ask` is what only a human knows."""

    name: str
    heading: str
    pattern: re.Pattern[str] | None
    ask: str = ""


_PARTS = (
    Part("title", "", None),
    Part("publisher", "", PUBLISHER),
    Part(
        "prerequisites",
        "## Prerequisites",
        PREREQUISITES,
        "which plan, licence or role of the service a maker needs, and where to get it.",
    ),
    Part("operations", "## Supported Operations", OPERATIONS),
    Part(
        "credentials",
        "## Obtaining Credentials",
        CREDENTIALS,
        "where the service shows these values, step by step from its start page.",
    ),
    Part(
        "known-issues",
        "## Known Issues and Limitations",
        KNOWN_ISSUES,
        "the limits that makers will meet, such as calls per minute, or that none is known.",
    ),
    Part("deployment", "## Deployment Instructions", DEPLOYMENT),
)
_UNKNOWN = {
    "title": f"{_TO_COMPLETE}the connector's title is missing in the definition.",
    "publisher": f"## Publisher\n\n{_TO_COMPLETE}who publishes the connector; apiProperties.json has no `publisher`.",
}


class Refreshed(Struct, frozen=True):
    """The readme's new text, the names of the parts that were made, and how many lines wait for a human."""

    text: str
    parts: tuple[str, ...]
    to_complete: int


def refreshed(text: str, facts: Facts, profile: Profile) -> Refreshed:
    """The text with its made parts brought up to date, and with the sections that it lacked.

    Raises ReadmeError when the text is too long to be read, or its marks do not come in pairs.
    """
    newline = "\r\n" if "\r\n" in text else "\n"
    made: list[str] = []
    for part in _parts_for(profile, facts):
        if not is_parsable(text):
            raise ReadmeError("readme.md is too long to be read; shorten it, or take old parts out")
        content = f"{_mark(part)}\n{_content(part, facts)}\n<!-- /certify:{part.name} -->"
        changed = _with_part(text, part, content.replace("\n", newline), newline)
        if changed is not None:
            text = changed
            made.append(part.name)
    if not is_parsable(text):
        raise ReadmeError("readme.md would become too long to be read; shorten what is written by hand")
    return Refreshed(text, tuple(made), text.count(_TO_COMPLETE))


def _parts_for(profile: Profile, facts: Facts) -> Iterator[Part]:
    for part in _PARTS:
        if part.name == "deployment" and profile is Profile.INDEPENDENT:
            continue
        if part.name == "credentials" and all(way.kind == "nothing" for way in facts.ways):
            continue
        yield part


def _mark(part: Part) -> str:
    return f"<!-- certify:{part.name} ({_NOTE}) -->"


def _content(part: Part, facts: Facts) -> str:
    if part.name in _UNKNOWN and not getattr(facts, part.name):
        return _UNKNOWN[part.name]
    return rendered(part.name.replace("-", "_"), facts)


def _with_part(text: str, part: Part, content: str, newline: str) -> str | None:
    """The text with the part's content; None where the part is somebody's own."""
    extent = _marked(text).get(part.name)
    if extent is not None:
        return text[: extent[0]] + content + text[extent[1] :]
    ask = f"{newline * 2}{_TO_COMPLETE}{part.ask}" if part.ask else ""
    readme = Readme("readme.md", text)
    section = _section(readme, part)
    if section is not None and part.heading and section.is_empty:
        after = newline if section.end >= len(text) else newline * 2
        return f"{text[: section.start].rstrip()}{newline * 2}{content}{ask}{after}{text[section.end :]}"
    if section is not None:
        return None
    heading = f"{part.heading}{newline * 2}" if part.heading else ""
    return _inserted(text, _next_start(readme, part), f"{heading}{content}{ask}", newline)


def _section(readme: Readme, part: Part) -> Section | None:
    if part.pattern is not None:
        return _written(readme, part.pattern)
    first = next(iter(readme.sections), None)
    patterns = (other.pattern for other in _PARTS if other.pattern is not None)
    is_title = first is not None and not any(pattern.match(first.heading.text[:200]) for pattern in patterns)
    return first if is_title else None


def _written(readme: Readme, pattern: re.Pattern[str]) -> Section | None:
    """The section with such a heading. The title is none, and no heading below that of the operations is another's."""
    sections = readme.sections
    operations = _first(sections[1:] if _has_title(readme) else sections, OPERATIONS)
    if pattern is OPERATIONS or operations is None:
        outside = sections
    else:
        outside = tuple(one for one in sections if not operations.start <= one.heading.start < operations.end)
    return _first(outside[1:] if _has_title(readme) else outside, pattern)


def _has_title(readme: Readme) -> bool:
    return bool(readme.sections) and readme.sections[0].heading.level == 1


def _first(sections: tuple[Section, ...], pattern: re.Pattern[str]) -> Section | None:
    return next((one for one in sections if pattern.search(one.heading.text[:200])), None)


def _next_start(readme: Readme, part: Part) -> int:
    """Where the part belongs: before the first section that follows it in the template, else at the end."""
    if part.pattern is None:
        return 0
    later = _PARTS[_PARTS.index(part) + 1 :]
    marked = _marked(readme.text)
    for other in later:
        if other.pattern is None:
            continue
        section = _written(readme, other.pattern)
        if section is None or section.heading.level > 2:
            continue
        line = readme.text.rfind("\n", 0, section.heading.start) + 1
        # A part that brings its own heading begins with its mark.
        return next((start for start, end in marked.values() if start <= line < end), line)
    return len(readme.text)


def _inserted(text: str, start: int, piece: str, newline: str) -> str:
    before, after = text[:start], text[start:]
    if not after.strip():
        kept = before.rstrip()
        return f"{kept}{newline * 2 if kept else ''}{piece}{newline}"
    return f"{before}{piece}{newline * 2}{after}"


def _marked(text: str) -> dict[str, tuple[int, int]]:
    """Where each made part begins and ends, its marks included."""
    found: dict[str, tuple[int, int]] = {}
    opened: tuple[str, int] | None = None
    for match in _MARK.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        is_end, name = bool(match[1]), match[2]
        if is_end != (opened is not None and opened[0] == name) or (opened is not None and not is_end):
            raise ReadmeError(_unpaired(name, line, opened))
        if not is_end:
            if name in found:
                raise ReadmeError(f"readme.md, line {line}: there is a second part `{name}`; take one away")
            opened = (name, match.start())
        elif opened is not None:
            found[name] = (opened[1], match.end())
            opened = None
    if opened is not None:
        line = text.count("\n", 0, opened[1]) + 1
        raise ReadmeError(_unpaired(opened[0], line, None))
    return found


def _unpaired(name: str, line: int, opened: tuple[str, int] | None) -> str:
    missing = name if opened is None else opened[0]
    return (
        f"readme.md, line {line}: the marks of the part `{missing}` do not come in pairs; "
        f"put `<!-- certify:{missing} -->` before it and `<!-- /certify:{missing} -->` after it, or take both away"
    )
