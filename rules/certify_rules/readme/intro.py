"""`intro.md`, which becomes the public documentation page of a connector."""

from __future__ import annotations

import re

from certify.api import (
    CREDENTIALS,
    KNOWN_ISSUES,
    OFF,
    PREREQUISITES,
    WARNING,
    Definition,
    Intro,
    Paragraph,
    Problem,
    Problems,
    Section,
    documented,
    rule,
    section_of,
    unsafe,
)
from certify_rules.words import enumerated, is_same_text, shown

_PAGE = "submit-for-certification"
_STARTED = re.compile(r"\bget(?:ting)? started\b|\bhow to (?:use|start)\b|\bset[\s-]?up\b", re.IGNORECASE)
_ERRORS = re.compile(r"\berrors?\b|\btroubleshoot", re.IGNORECASE)
_FAQ = re.compile(r"\bfaqs?\b|\bfrequently asked\b|\bquestions\b", re.IGNORECASE)
_SECTIONS = (
    ("Prerequisites", PREREQUISITES),
    ("How to get credentials", CREDENTIALS),
    ("Get started with your connector", _STARTED),
    ("Known issues and limitations", KNOWN_ISSUES),
    ("Common errors and remedies", _ERRORS),
    ("FAQ", _FAQ),
)
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)")
_OPERATIONS = re.compile(
    r"(?:(?:supported|available) )?(?:(?:operations|actions|triggers)(?:(?: and |, |/| & )(?:operations|actions|triggers))*"
    r"|(?:actions|triggers) supported)",
    re.IGNORECASE,
)
_LONGEST_HEADING = 200


@rule(
    WARNING,
    documented(_PAGE),
    custom=OFF,
    by_hand="What belongs in these sections is known to the publisher alone, and an empty one is worse than none.",
)
def intro_sections(intro: Intro, definition: Definition | None, *, most_sentences: int = 8) -> Problems:
    """`intro.md` follows the template: an opening paragraph, then six sections.

    Prerequisites, how to get credentials, how to get started, known issues and limitations, common errors and
    remedies, questions and answers. The opening has eight sentences at most and says more than the description, which
    the page shows as well.

    Bad (a section is missing):
        intro: "# Tidewater Stock\\n\\nEvery change of the stock is counted at once.\\n\\n## Prerequisites\\n\\nAn account.\\n\\n## How to get credentials\\n\\nSign in.\\n\\n## Get started with your connector\\n\\nAdd a step.\\n\\n## Known issues and limitations\\n\\nNone.\\n\\n## FAQ\\n\\nNone.\\n"
    Bad (the opening is the description):
        intro: "# Tidewater Stock\\n\\nTidewater Stock keeps count of the goods in every warehouse. Read and change items, attach documents to them and react to each movement of stock.\\n\\n## Prerequisites\\n\\nAn account.\\n\\n## How to get credentials\\n\\nSign in.\\n\\n## Get started with your connector\\n\\nAdd a step.\\n\\n## Known issues and limitations\\n\\nNone.\\n\\n## Common errors and remedies\\n\\nNone.\\n\\n## FAQ\\n\\nNone.\\n"
    Bad (the opening is too long):
        intro: "# Tidewater Stock\\n\\nIt counts. It adds. It lists. It finds. It sorts. It moves. It sends. It asks. It ends.\\n\\n## Prerequisites\\n\\nAn account.\\n\\n## How to get credentials\\n\\nSign in.\\n\\n## Get started with your connector\\n\\nAdd a step.\\n\\n## Known issues and limitations\\n\\nNone.\\n\\n## Common errors and remedies\\n\\nNone.\\n\\n## FAQ\\n\\nNone.\\n"
    Good:
        intro: "# Tidewater Stock\\n\\nEvery change of the stock is counted at once.\\n\\n## Prerequisites\\n\\nAn account.\\n\\n## How to get credentials\\n\\nSign in.\\n\\n## Get started with your connector\\n\\nAdd a step.\\n\\n## Known issues and limitations\\n\\nNone.\\n\\n## Common errors and remedies\\n\\nNone.\\n\\n## FAQ\\n\\nNone.\\n"
    """
    missing = [name for name, pattern in _SECTIONS if section_of(intro, pattern) is None]
    if missing:
        what = enumerated(f"## {name}" for name in missing)
        sections = "section" if len(missing) == 1 else "sections"
        yield Problem(
            f"The page lacks the {sections} {what}, which its template has; add what belongs there.", intro
        )
    opening = _opening(intro)
    if opening is None:
        yield Problem("The page begins without a paragraph about the service and the connector.", intro)
        return
    count = sum(1 for _ in _SENTENCE_END.finditer(opening.text))
    if count > most_sentences:
        yield Problem(f"The opening has {count} sentences; at most {most_sentences} are wanted.", opening)
    elif definition is not None and is_same_text(opening.text, definition.info.description or ""):
        yield Problem(
            "The opening is the description again, which the page shows as well; say more.", opening
        )


def _opening(intro: Intro) -> Paragraph | None:
    """The first paragraph that stands before every section."""
    headings = list(intro.headings)
    if headings and not any(pattern.search(headings[0].text[:_LONGEST_HEADING]) for _, pattern in _SECTIONS):
        del headings[0]
    after = headings[0].start if headings else len(intro.text)
    return next((paragraph for paragraph in intro.paragraphs if paragraph.start < after), None)


@rule(WARNING, documented(_PAGE), custom=OFF, fix="unsafe")
def intro_no_operations(intro: Intro, definition: Definition | None) -> Problems:
    """`intro.md` does not list actions and triggers.

    The documentation page gets its list of them from the definition; a second one beside it is soon out of date.

    Bad:
        intro: "# Tidewater Stock\\n\\nEvery change of the stock is counted at once.\\n\\n## Prerequisites\\n\\nAn account.\\n\\n## How to get credentials\\n\\nSign in.\\n\\n## Get started with your connector\\n\\nAdd a step.\\n\\n## Supported Operations\\n\\nMany.\\n\\n## Known issues and limitations\\n\\nNone.\\n\\n## Common errors and remedies\\n\\nNone.\\n\\n## FAQ\\n\\nNone.\\n"
    Good:
        intro: "# Tidewater Stock\\n\\nEvery change of the stock is counted at once.\\n\\n## Prerequisites\\n\\nAn account.\\n\\n## How to get credentials\\n\\nSign in.\\n\\n## Get started with your connector\\n\\nAdd a step.\\n\\n## Known issues and limitations\\n\\nNone.\\n\\n## Common errors and remedies\\n\\nNone.\\n\\n## FAQ\\n\\nNone.\\n"
    """
    summaries: set[str] = set()
    if definition is not None:
        summaries = {(operation.summary or "").strip().casefold() for operation in definition.operations} - {
            ""
        }
    for section in intro.sections:
        text = section.heading.text.strip()
        if len(text) <= _LONGEST_HEADING and (_OPERATIONS.fullmatch(text) or text.casefold() in summaries):
            yield Problem(
                f"The section `{shown(text)}` lists operations, which the page has anyway; remove it.",
                section,
                fix=unsafe(intro.span(_line_of(intro, section), section.end).remove()),
            )
            return


def _line_of(intro: Intro, section: Section) -> int:
    """Where the line of the section's heading begins."""
    return intro.text.rfind("\n", 0, section.heading.start) + 1
