"""The readme's title, and that there is more than a stub."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice, takewhile

from certify.api import (
    CREDENTIALS,
    DEPLOYMENT,
    KNOWN_ISSUES,
    NOTE,
    OFF,
    OPERATIONS,
    PREREQUISITES,
    PUBLISHER,
    WARNING,
    Heading,
    Info,
    Problem,
    Problems,
    Readme,
    repository,
    reviewer,
    rule,
    unsafe,
)
from certify_rules.readme.sections import newline_of, one_line, run_on_headings, run_on_problem
from certify_rules.words import shown

_WORD = re.compile(r"[^\W_]+")
_LONGEST = 300
_MOST_TITLES = 3
_LONGEST_ACRONYM = 6
_GENERIC_LIST = """
connector connectors custom independent publisher microsoft power automate apps platform logic for the a an and of in to
api sample preview deprecated title beta v1 v2 v3 gmbh inc ltd llc ag
"""
_GENERIC = frozenset(_GENERIC_LIST.split())
_UNDECOMPOSED = str.maketrans("\u00f8\u0142\u0111", "old")
_SECTIONS = (PUBLISHER, PREREQUISITES, OPERATIONS, CREDENTIALS, KNOWN_ISSUES, DEPLOYMENT)


@rule(
    WARNING,
    repository("templates/certified-connectors/readme.md"),
    repository("templates/Independent Publisher/readme.md"),
    custom=OFF,
    fix="unsafe",
)
def readme_title(info: Info, readme: Readme) -> Problems:
    """The readme begins with the connector's title: `# Tidewater Stock`.

    More may stand in the line, such as `Connector` or the company; capitals, accents and punctuation do not count. One
    certified connector in six has a title of another name there, or the word `Title` of the template.

    Bad:
        readme: {$replace: {"# Tidewater Stock\\n": "# Title\\n"}}
    Good:
        readme: {$replace: {"# Tidewater Stock\\n": "# The Tidewater Stock connector\\n"}}
    """
    title = (info.title or "").strip()
    if not title:
        return
    headings = readme.headings
    if headings and any(_names(heading.text, title) for heading in _possible_titles(headings)):
        return
    run_on = next(run_on_headings(readme), None)
    if run_on is not None and not readme.text[: run_on.start()].strip() and _names(run_on[2], title):
        yield run_on_problem(readme, run_on)
        return
    heading = _first_of_level_1(headings) if headings else None
    if heading is None or _is_section(heading):
        newline = newline_of(readme)
        begin = readme.span(0, 0).replace(f"# {one_line(title)}{newline * 2}")
        yield Problem(
            f"The readme has no title; begin it with `# {shown(title)}`.", readme, fix=unsafe(begin)
        )
        return
    yield Problem(
        f"The readme is titled `{shown(heading.text)}`, and the connector `{shown(title)}`; give both the same name.",
        heading,
        fix=unsafe(heading.place.replace(one_line(title))),
    )


def _possible_titles(headings: tuple[Heading, ...]) -> list[Heading]:
    """Those before the first section: the title may have a note with a heading of its own before it."""
    before = takewhile(lambda heading: not _is_section(heading), headings)
    return [headings[0], *islice(before, 1, _MOST_TITLES), _first_of_level_1(headings)]


def _is_section(heading: Heading) -> bool:
    return any(pattern.match(heading.text[:_LONGEST]) for pattern in _SECTIONS)


def _first_of_level_1(headings: tuple[Heading, ...]) -> Heading:
    return next((heading for heading in headings if heading.level == 1), headings[0])


def _names(heading: str, title: str) -> bool:
    """Whether the heading is the title, perhaps with more words, shortened by less than half, or spelled out."""
    written, wanted = folded_words(heading), folded_words(title)
    telling = [word for word in wanted if word not in _GENERIC] or wanted
    if "".join(telling) in "".join(written):
        return True
    initials = "".join(word[0] for word in written)
    missing = [
        word
        for word in telling
        if not any(other.startswith(word) for other in written)
        and not (1 < len(word) <= _LONGEST_ACRONYM and word in initials)
    ]
    others = [word for word in written if word not in _GENERIC and word not in telling]
    return not missing or (not others and 2 * len(missing) <= len(telling))


def folded_words(text: str) -> list[str]:
    """The words without capitals, accents and apostrophes; dots of an abbreviation do not part it."""
    folded = unicodedata.normalize("NFKD", text[:_LONGEST]).casefold().translate(_UNDECOMPOSED)
    letters = (letter for letter in folded if not unicodedata.combining(letter) and letter not in ".'\u2019")
    return _WORD.findall("".join(letters))


@rule(NOTE, reviewer(1091), custom=OFF)
def readme_length(readme: Readme, *, minimum_words: int = 50) -> Problems:
    """The readme is more than a stub.

    It is what reviewers read first, and all that makers find in the repository. The shortest of published connectors
    have fifty words; few have less than a hundred.

    Bad:
        readme: "# Tidewater Stock\\n\\n## Publisher: Quayside Software Ltd\\n\\n## Prerequisites\\n\\nNone.\\n\\n## Actions\\n\\nList stock items, create an item, get an item, update an item, delete an item, upload a document, when an item is created, when stock is moved, search for items.\\n\\n## Credentials\\n\\nRegister.\\n\\n## Limits\\n\\nNone.\\n\\n## Deployment\\n\\nEasy.\\n"
    Good:
        definition: {}
    """
    count = 0
    for _ in _WORD.finditer(readme.text):
        count += 1
        if count >= minimum_words:
            return
    yield Problem(
        f"The readme has {count} words; describe the service, the sign-in and the operations.", readme
    )
