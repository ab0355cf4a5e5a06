"""Words that a connector's title must do without."""

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
    Published,
    advice,
    documented,
    policy,
    reviewer,
    rule,
    unsafe,
    validator,
)
from certify_rules.info.wording import (
    OTHER_PRODUCTS,
    REFUSED_PRODUCTS,
    RESERVED_IN_TITLE,
    quoted,
    without_publisher_suffix,
)

_FIRST_VERSION = re.compile(
    r"(?<![A-Za-z0-9])[(\[]?(?:v(?:er(?:sion)?)?[. ]?(?:0?1|\d{1,3}\.[\d.]{0,9}\d)|version \d{1,3})(?![A-Za-z0-9.])[)\]]?",
    re.IGNORECASE,
)

# What is said of an API and not of the service: `Tidewater Public API` is of Tidewater.
_QUALIFIER = re.compile(r"(?<=\w)(?:[ -](?:public|open|rest(?:ful)?|web|http))+$", re.IGNORECASE)

_PLACEHOLDERS = frozenset(
    {
        "default title",
        "title",
        "untitled",
        "my title",
        "connector title",
        "swagger petstore",
        "sample",
        "test",
        "todo",
    }
)


# Thirty characters are allowed; what is beyond is reported for its length alone.
_LONGEST_READ = 200


def _head(info: Info) -> str:
    return (info.title or "")[:_LONGEST_READ]


@rule(
    ERROR,
    validator("ValueContainsRestrictedWords"),
    policy("5000.2.2.2"),
    documented("certification-submission"),
    custom=NOTE,
    aliases=("ValueContainsRestrictedWords.title",),
    fix="unsafe",
)
def title_no_api_connector(info: Info, published: Published) -> Problems:
    """The title does not contain the words API or Connector.

    Everything in the list of connectors is one. The validator refuses it: "The value 'title' contains at least one
    of the restricted words: 'api, connector'". Inside a longer word (`OptiAPI`) it passes. Four published connectors
    have one of the words, by a reviewer's exception.

    Bad:
        definition: {info: {title: Tidewater Stock API}}
    Good:
        definition: {info: {title: Tidewater Stock}}
    """
    title = _head(info)
    for found in RESERVED_IN_TITLE.finditer(title):
        rest = _QUALIFIER.sub("", title[: found.start()].rstrip())
        is_last = not title[found.end() :].strip()
        yield Problem(
            f"The title contains the word {quoted(found[0])}, which is reserved. Name the service alone.",
            info.at("title").within(*found.span()),
            fix=unsafe(info.at("title").replace(rest))
            if is_last and rest[-1:].isalnum() and title == info.title and not published.with_title(rest)
            else None,
        )


@rule(
    ERROR,
    validator("ValueContainsRestrictedWords"),
    policy("5000.2.2.2"),
    documented("certification-submission"),
    reviewer(550),
    custom=OFF,
    aliases=("ValueContainsRestrictedWords.title",),
    by_hand="The new title is the publisher's to choose: makers know the connector by it.",
)
def title_no_product_name(info: Info) -> Problems:
    """The title does not name a product of the Power Platform.

    Power Apps, Power Automate, Logic Apps, Power Platform, Power BI, Copilot Studio and the like are where the
    connector is used, not what it connects to. Of a thousand published connectors three have such a title.

    Bad:
        definition: {info: {title: Stock for Power Apps}}
    Good:
        definition: {info: {title: Tidewater Stock}}
    """
    title = _head(info)
    for pattern in (REFUSED_PRODUCTS, OTHER_PRODUCTS):
        for found in pattern.finditer(title):
            yield Problem(
                f"The title names the product {quoted(found[0])}. Name only the service it connects to.",
                info.at("title").within(*found.span()),
            )


@rule(WARNING, reviewer(759), custom=OFF, fix="unsafe")
def title_no_version(info: Info) -> Problems:
    """The title carries no version marker.

    Reviewers ask to take a "(V1)" away; the version belongs in `info.version`. A connector that follows another of
    the same name may be called V2, because titles must differ: that is not reported.

    Bad:
        definition: {info: {title: Tidewater Stock V1}}
    Good:
        definition: {info: {title: Tidewater Stock V2}}
    """
    title = _head(info)
    for found in _FIRST_VERSION.finditer(title):
        before = title[: found.start()].rstrip(" -")
        rest = (before + title[found.end() :]).rstrip()
        yield Problem(
            f"The title carries the version {quoted(found[0])}. Leave it to `info.version`.",
            info.at("title").within(*found.span()),
            fix=unsafe(info.at("title").replace(rest))
            if before and rest[-1:].isalnum() and title == info.title
            else None,
        )


@rule(WARNING, advice(), custom=OFF)
def title_not_default(info: Info) -> Problems:
    """The title is not the one that the editor or a sample came with.

    Reviewers refuse "Default title"; makers would find the connector under a name that says nothing.

    Bad:
        definition: {info: {title: Untitled}}
    Good:
        definition: {info: {title: Tidewater Stock}}
    """
    if is_stand_in_title(info):
        yield Problem(
            f"The title {quoted(info.title or '')} is a placeholder. Name the service.", info.at("title")
        )


def is_stand_in_title(info: Info) -> bool:
    """Whether the title is what an editor or a sample put there."""
    return without_publisher_suffix(info.title or "").strip().lower() in _PLACEHOLDERS
