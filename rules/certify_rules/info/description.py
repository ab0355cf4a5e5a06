"""The connector's description: there, of the right length, and a sentence worth reading."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Info,
    Problem,
    Problems,
    advice,
    documented,
    policy,
    repository,
    reviewer,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.info.wording import URL, head_of_description, quoted

_WORD = re.compile(r"[A-Za-z0-9][\w'’-]*")
_STRAY_BLANK = re.compile(r"(?<=[\w)\]]) {1,20}(?:[.;!?](?=\s|$)|,)")
_MISSING_BLANK = re.compile(r"(?<![\w.@/-])[a-z]{2,40}[.!?,;](?=[A-Z])")
_FINAL_MARKS = ".!?)\"'”’…"
_HOLLOW_WORDS = frozenset(
    {"a", "an", "the", "this", "is", "for", "of", "to", "api", "connector", "service", "integration"}
)


@rule(
    ERROR,
    validator("RequiredPropertyMissing"),
    validator("RequiredValueEmpty"),
    validator("FieldLengthNotInRange"),
    custom=NOTE,
    aliases=("RequiredPropertyMissing.info.description",),
)
def desc_present(info: Info) -> Problems:
    """The connector has a description.

    Makers read it to decide whether the connector is for them. Every published connector has one.

    Bad (missing):
        definition: {info: {description: null}}
    Bad (empty):
        definition: {info: {description: ""}}
    Good:
        definition: {info: {description: Keeps count of the goods in every warehouse of a company.}}
    """
    if not info.has("description"):
        yield Problem("The connector has no `description`.", info)
    elif info.description is not None and not info.description.strip():
        yield Problem("The connector's `description` is empty.", info.at("description"))


@rule(ERROR, validator("FieldLengthNotInRange"), policy("5000.2.3.4"), custom=NOTE)
def desc_length_30_500(info: Info, *, minimum: int = 30, maximum: int = 500) -> Problems:
    """The description has between 30 and 500 characters.

    The validator refuses others: "The 'description' value must be between '30' and '500' characters". The longest
    published one has exactly 500.

    Bad (too short):
        definition: {info: {description: Keeps count of goods.}}
    Good:
        definition: {info: {description: Keeps count of the goods in every warehouse of a company.}}
    """
    description = info.description or ""
    length = len(description)
    if description.strip() and not minimum <= length <= maximum:
        advice_text = (
            "Say what the service is and what the connector does." if length < minimum else "Shorten it."
        )
        yield Problem(
            f"The description has {length} characters; it must have {minimum} to {maximum}. {advice_text}",
            info.at("description"),
        )


@rule(NOTE, reviewer(759), reviewer(1091), custom=OFF, aliases=("info-description-too-thin",))
def desc_not_thin(info: Info, *, minimum_words: int = 9) -> Problems:
    """The description says more than a handful of words.

    Reviewers ask for more where it only names a thing: one or two sentences about what the connector is good for.
    One in twenty published connectors is this brief.

    Bad:
        definition: {info: {description: Inventory list retrieved from warehouses.}}
    Good:
        definition: {info: {description: Keeps count of the goods in every warehouse of a company and of their movements.}}
    """
    description = info.description or ""
    if len(description) < 30 or len(description) > 50 * minimum_words or _says_only_the_title(info):
        return
    words = len(_WORD.findall(URL.sub("", description)))
    if words < minimum_words:
        yield Problem(
            f"The description has only {words} words. Say in a sentence or two what the connector is good for.",
            info.at("description"),
        )


@rule(WARNING, repository("schemas/apiDefinition.swagger.schema.json"), custom=OFF)
def desc_not_title(info: Info) -> Problems:
    """The description says more than the title.

    A title said again, with "the" or "service" around it, tells a maker nothing. Every published connector says more.

    Bad:
        definition: {info: {description: The service of Tidewater Stock.}}
    Good:
        definition: {info: {description: Tidewater Stock keeps count of the goods in every warehouse of a company.}}
    """
    if len(info.description or "") >= 30 and _says_only_the_title(info):
        yield Problem(
            "The description only repeats the title. Say what the connector is good for.",
            info.at("description"),
        )


def _says_only_the_title(info: Info) -> bool:
    description, title = info.description or "", info.title or ""
    if len(description) > len(title) + 60:
        return False
    said = [word for word in _words(description) if word not in _HOLLOW_WORDS]
    return bool(title) and said == [word for word in _words(title) if word not in _HOLLOW_WORDS]


def _words(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


@rule(
    WARNING,
    policy("5000.2.3.2"),
    reviewer(759),
    reviewer(1091),
    documented("certification-submission"),
    custom=OFF,
    fix="safe",
)
def desc_sentence(info: Info) -> Problems:
    """The description is a sentence: it starts with a capital and ends with a full stop.

    It is shown as prose on the connector's page. One in ten published connectors forgets the final mark. A first
    word that is a brand's own spelling, such as `iManage`, may stay as it is. An address at the end is to go anyway
    (desc-no-url), and no full stop is asked for behind it.

    Bad (no final mark):
        definition: {info: {description: Keeps count of the goods in every warehouse of a company}}
    Bad (small first letter):
        definition: {info: {description: keeps count of the goods in every warehouse of a company.}}
    Good:
        definition: {info: {description: Keeps count of the goods in every warehouse of a company.}}
    """
    description = info.description or ""
    text = description.strip()
    if not text:
        return
    place = info.at("description")
    first = text[:60].split()[0]
    if first[0].islower() and first.islower() and first.rstrip(",.:;") not in (info.title or "").lower():
        capital = text[0].upper() + text[1:]
        yield Problem(
            f"The description starts with a small letter: {quoted(first)}.",
            place,
            fix=safe(place.replace(capital)),
        )
    elif (
        text[-1] not in _FINAL_MARKS
        and (text[-1].isascii() or text[-1].isalnum())
        and URL.search(text[-500:].split()[-1]) is None
    ):
        # After an address the full stop would become a part of it.
        is_plain = text[-1].isalnum() and "/" not in text[-200:].split()[-1]
        yield Problem(
            "The description ends without a period.",
            place,
            fix=safe(place.replace(f"{text}.")) if is_plain and len(text) < 500 else None,
        )


@rule(WARNING, advice(), fix="unsafe", custom=NOTE, aliases=("info-description-grammar",))
def desc_sentence_spacing(info: Info) -> Problems:
    """A blank follows each full stop and comma of the description, and none stands before them.

    Reviewers send back "as needed.API searches". Names such as `Booking.com` or `Dime.Scheduler` are not meant.

    Bad:
        definition: {info: {description: "Keeps count of the goods in a warehouse.It reacts to each movement, too."}}
    Bad (before it):
        definition: {info: {description: "Keeps count of the goods in a warehouse . It reacts to each movement , too."}}
    Good:
        definition: {info: {description: "Keeps count of the goods in a warehouse. It reacts to each movement, too."}}
    """
    description = head_of_description(info)
    for found in _MISSING_BLANK.finditer(description):
        mark = info.at("description").within(found.end() - 1, found.end())
        yield Problem(
            f"A blank is missing after {quoted(found[0])} in the description.",
            info.at("description").within(*found.span()),
            fix=unsafe(mark.replace(f"{found[0][-1]} ")),
        )
    for found in _STRAY_BLANK.finditer(description):
        at = info.at("description").within(*found.span())
        yield Problem(
            f"A blank stands before {quoted(found[0].strip())} in the description.",
            at,
            fix=unsafe(at.replace(found[0].strip())),
        )
