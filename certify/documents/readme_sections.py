"""The sections of Microsoft's readme template, and how their headings are known however they are worded."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from certify.documents.markdown import Markdown
    from certify.documents.markdown_parts import Section

_LONGEST_HEADING = 200

PUBLISHER = re.compile(r"\s*publishers?\b", re.IGNORECASE)
PREREQUISITES = re.compile(r"\bpre[\s-]?requi?si?[st]?[a-z]*|\brequirements?\b", re.IGNORECASE)
OPERATIONS = re.compile(r"\b(?:operations?|actions?|triggers?)\b", re.IGNORECASE)
CREDENTIALS = re.compile(
    r"\bcredentials?\b|\bauthenticat|\bauthori[sz]|\bapi[\s-]?keys?\b|\baccess (?:key|token)|\bsubscription key\b"
    r"|\bsign(?:ing)?[\s-]in\b|\blog(?:ging)?[\s-]?in\b|\bactivation token\b|user\s?name and \w{0,10}password\b"
    r"|\bservice principal\b|\b(?:azure[\s-]?ad|entra|oauth)\b.{0,40}\bapp(?:lication)?s?\b",
    re.IGNORECASE,
)
KNOWN_ISSUES = re.compile(r"\bknown\b|\blimit(?:s\b|ations?\b)|\bissues\b|\bthrottling\b", re.IGNORECASE)
DEPLOYMENT = re.compile(r"\bdeploy|\binstall", re.IGNORECASE)


def section_of(readme: Markdown, pattern: re.Pattern[str]) -> Section | None:
    """The first section with such a heading; the title of the whole does not count."""
    for index, section in enumerate(readme.sections):
        if index == 0 and section.heading.level == 1 and len(readme.sections) > 1:
            continue
        if pattern.search(section.heading.text[:_LONGEST_HEADING]):
            return section
    return None
