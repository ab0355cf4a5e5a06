"""What a connector's description must do without: product names, filler words, addresses, odd characters."""

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
    reviewer,
    rule,
    safe,
    validator,
)
from certify_rules.info.wording import (
    BARE_ADDRESS,
    OTHER_PRODUCTS,
    PLAIN_CHARACTERS,
    REFUSED_PRODUCTS,
    URL,
    head_of_description,
    quoted,
)

_API = re.compile(r"(?<![A-Za-z0-9])APIs?(?![A-Za-z0-9])", re.IGNORECASE)
_CONNECTOR = re.compile(r"(?<![A-Za-z0-9])connectors?(?![A-Za-z0-9])", re.IGNORECASE)
_LAST_LATIN = "\u024f"


@rule(
    ERROR,
    validator("ValueContainsRestrictedWords"),
    policy("5000.2.3.5"),
    documented("certification-submission"),
    custom=NOTE,
    aliases=("ValueContainsRestrictedWords.description",),
)
def desc_no_product_name(info: Info) -> Problems:
    """The description does not name Power Apps, Power Automate or Logic Apps.

    The validator refuses it: "The value 'description' contains at least one of the restricted words: 'power apps,
    power automate, logic apps'". It finds them without the blank as well. Other products of the Power Platform
    are the matter of `desc-no-platform-name`.

    Bad:
        definition: {info: {description: Keeps count of the goods in every warehouse for users of Power Automate.}}
    Good:
        definition: {info: {description: Keeps count of the goods in every warehouse of a company.}}
    """
    for found in REFUSED_PRODUCTS.finditer(head_of_description(info)):
        yield Problem(
            f"The description names the product {quoted(found[0])}. Say what the service does instead.",
            info.at("description").within(*found.span()),
        )


@rule(WARNING, documented("certification-submission"), reviewer(404), custom=OFF)
def desc_no_platform_name(info: Info) -> Problems:
    """The description does not name other products of the Power Platform.

    Power Platform, Power BI, Copilot Studio and the like pass the validator, and reviewers ask to leave them out:
    the description is about the service that the connector reaches.

    Bad:
        definition: {info: {description: Brings the goods of every warehouse to the Power Platform.}}
    Good:
        definition: {info: {description: Keeps count of the goods in every warehouse of a company.}}
    """
    for found in OTHER_PRODUCTS.finditer(head_of_description(info)):
        yield Problem(
            f"The description names {quoted(found[0])}. Say what the service does instead.",
            info.at("description").within(*found.span()),
        )


@rule(WARNING, documented("connector-string-guidance"), custom=OFF)
def desc_no_word_api(info: Info) -> Problems:
    """The description does not speak of an API.

    Makers connect to a service, not to an API; Microsoft's guidance on strings forbids the word. Nothing enforces
    it: one published connector in seven has it.

    Bad:
        definition: {info: {description: This API counts the goods in every warehouse of a company.}}
    Good:
        definition: {info: {description: Keeps count of the goods in every warehouse of a company.}}
    """
    found = _API.search(head_of_description(info))
    if found:
        yield Problem(
            f"The description says {quoted(found[0])}. Name the service instead.",
            info.at("description").within(*found.span()),
        )


@rule(NOTE, reviewer(530), custom=OFF)
def desc_no_word_connector(info: Info) -> Problems:
    """The description does not call itself a connector.

    It stands in a list of connectors. A third of the published ones say it all the same.

    Bad:
        definition: {info: {description: This connector counts the goods in every warehouse of a company.}}
    Good:
        definition: {info: {description: Keeps count of the goods in every warehouse of a company.}}
    """
    found = _CONNECTOR.search(head_of_description(info))
    if found:
        yield Problem(
            f"The description says {quoted(found[0])}, which goes without saying; leave it out.",
            info.at("description").within(*found.span()),
        )


@rule(WARNING, policy("5000.2.3.6"), custom=OFF)
def desc_no_url(info: Info) -> Problems:
    """The description contains no address of a website.

    It is plain text in which nothing can be clicked. The website belongs in the connector metadata, instructions in
    the readme.

    Bad:
        definition: {info: {description: "Counts the goods in every warehouse, see https://www.tidewaterstock.com for more."}}
    Bad (without the scheme):
        definition: {info: {description: "Counts the goods in every warehouse, see tidewaterstock.com/help for more."}}
    Good:
        definition: {info: {description: Keeps count of the goods in every warehouse of a company.}}
    """
    description = head_of_description(info)
    for found in (*URL.finditer(description), *BARE_ADDRESS.finditer(description)):
        yield Problem(
            f"The description contains the address {quoted(found[0])}. Leave addresses to the metadata and the readme.",
            info.at("description").within(*found.span()),
        )


@rule(WARNING, policy("5000.2.3.6"), custom=OFF, fix="safe")
def desc_ascii(info: Info) -> Problems:
    """The description is in plain characters, without curly quotes, long dashes or trademark signs.

    They come from word processors and are shown wrongly here and there. Whole words of another script are the
    matter of `text-english`.

    Bad:
        definition: {info: {description: Tidewater’s service counts the goods in every warehouse of a company.}}
    Good:
        definition: {info: {description: "Tidewater's service counts the goods in every warehouse of a company."}}
    """
    description = info.description or ""
    if description.isascii():
        return
    odd = [index for index, character in enumerate(description) if _is_odd(character)]
    if not odd:
        return
    plain = description.translate(PLAIN_CHARACTERS).strip()
    signs = sorted({description[index] for index in odd})[:5]
    yield Problem(
        f"The description contains {', '.join(_named(sign) for sign in signs)}; use plain characters.",
        info.at("description").within(odd[0], odd[0] + 1),
        fix=safe(info.at("description").replace(plain))
        if plain.isascii() and len(plain) in range(30, 501)
        else None,
    )


def _is_odd(character: str) -> bool:
    return not character.isascii() and not (character > _LAST_LATIN and character.isalpha())


def _named(sign: str) -> str:
    return f"`{sign}`" if sign.isprintable() else f"U+{ord(sign):04X}"


@rule(NOTE, advice(), custom=OFF, fix="safe")
def desc_no_newline(info: Info) -> Problems:
    """The description is one paragraph, without line breaks.

    Lists of connectors show it on one line.

    Bad:
        definition: {info: {description: "Keeps count of the goods in every warehouse.\\nReacts to each movement of stock."}}
    Good:
        definition: {info: {description: "Keeps count of the goods in every warehouse. Reacts to each movement of stock."}}
    """
    description = info.description or ""
    if "\n" not in description and "\r" not in description:
        return
    joined = " ".join(description.split())
    if joined:
        yield Problem(
            "The description has line breaks; write it as one paragraph.",
            info.at("description"),
            fix=safe(info.at("description").replace(joined)) if len(joined) >= 30 else None,
        )
