"""The connector's title: there, short, plain and well ended."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Definition,
    Info,
    Problem,
    Problems,
    documented,
    policy,
    reviewer,
    rule,
    safe,
    specification,
    validator,
)
from certify_rules.info.wording import quoted, without_publisher_suffix

_CUSTOMARY = ("(deprecated)", "(preview)")


@rule(ERROR, specification("swagger-object"), validator("RequiredPropertyMissing"))
def info_present(definition: Definition) -> Problems:
    """The definition has an `info` object.

    It holds the title, description, version and contact; without it the definition is no OpenAPI 2.0 document.
    Every published connector has one.

    Bad:
        definition: {info: null}
    Good:
        definition: {info: {version: "1.1.0"}}
    """
    if not definition.has("info"):
        yield Problem(
            "The definition has no `info`. Add it with title, description, version and contact.", definition
        )


@rule(
    ERROR, specification("info-object"), validator("RequiredPropertyMissing"), validator("RequiredValueEmpty")
)
def title_present(info: Info) -> Problems:
    """The connector has a title.

    It is the name under which makers find the connector. Every published connector has one.

    Bad (missing):
        definition: {info: {title: null}}
    Bad (empty):
        definition: {info: {title: ""}}
    Good:
        definition: {info: {title: Tidewater Stock}}
    """
    if not info.has("title"):
        yield Problem("The connector has no `title`.", info)
    elif info.title is not None and not info.title.strip():
        yield Problem("The connector's `title` is empty.", info.at("title"))


@rule(
    ERROR,
    validator("FieldLengthExceeded"),
    policy("5000.2.2.1"),
    documented("connector-string-guidance"),
    custom=NOTE,
    aliases=("FieldLengthExceeded.title",),
)
def title_max_30(info: Info, *, maximum: int = 30) -> Problems:
    """The title has 30 characters or fewer.

    Microsoft's validator refuses a longer one: "The 'title' value goes over the character limit '30'". The suffix
    "(Independent Publisher)" counts when it stands in the file, where it does not belong.

    Bad:
        definition: {info: {title: Tidewater Stock and Warehouse Keeping}}
    Good:
        definition: {info: {title: Tidewater Stock and Warehouses}}
    """
    title = info.title or ""
    length = len(title.strip())
    if length <= maximum:
        return
    has_suffix = len(without_publisher_suffix(title)) < len(title.rstrip())
    hint = (
        " Leave out `(Independent Publisher)`, which Microsoft adds by itself; leave it out."
        if has_suffix
        else ""
    )
    yield Problem(
        f"The title {quoted(title)} has {length} characters; {maximum} are allowed.{hint}", info.at("title")
    )


@rule(
    ERROR,
    validator("ValueMustEndWithAlphanumeric"),
    policy("5000.2.2.3"),
    documented("certification-submission"),
    custom=OFF,
    aliases=("ValueMustEndWithAlphanumeric.title",),
    fix="safe",
)
def title_ends_alnum(info: Info) -> Problems:
    """The title ends with a letter or digit.

    A final period or dash is refused. A final parenthesis is another matter: see `title-ends-parenthesis`.

    Bad:
        definition: {info: {title: Tidewater Stock.}}
    Good:
        definition: {info: {title: Tidewater Stock 24}}
    """
    title = without_publisher_suffix(info.title or "").rstrip()
    if not title or title[-1].isalnum() or title[-1] == ")" or not title[-1].isascii():
        return
    end = len(title)
    while end and not title[end - 1].isalnum():
        end -= 1
    trimmed = title[:end]
    # Cutting back into a pair of brackets would leave half of it.
    can_trim = bool(trimmed) and title[-1] not in "]}>\"'"
    yield Problem(
        f"The title {quoted(title)} ends with {quoted(title[-1])}; it must end with a letter or digit.",
        info.at("title"),
        fix=safe(info.at("title").replace(trimmed)) if can_trim else None,
    )


@rule(
    WARNING,
    validator("ValueMustEndWithAlphanumeric"),
    policy("5000.2.2.3"),
    custom=OFF,
    aliases=("ValueMustEndWithAlphanumeric.title",),
)
def title_ends_parenthesis(info: Info) -> Problems:
    """The title does not end with a parenthesis.

    The requirement asks for a final letter or digit, yet a few connectors with a region in parentheses, such as
    "(UAE)", are published: expect a reviewer's question. "(deprecated)" and "(preview)" are customary.

    Bad:
        definition: {info: {title: Tidewater Stock (Europe)}}
    Good:
        definition: {info: {title: Tidewater Stock Europe}}
    """
    title = without_publisher_suffix(info.title or "").rstrip()
    if title.endswith(")") and not title.lower().endswith(_CUSTOMARY):
        yield Problem(
            f"The title {quoted(title)} ends with a parenthesis; end it with a letter or digit.",
            info.at("title"),
        )


@rule(
    ERROR,
    validator("ValueMustBeInEnglish"),
    documented("certification-submission"),
    custom=OFF,
    aliases=("ValueMustBeInEnglish.title",),
)
def title_english_ascii(info: Info) -> Problems:
    """The title is written in English, in plain characters.

    Letters with accents, other scripts and signs such as ™ are refused; published connectors with one can be counted
    on one hand.

    Bad:
        definition: {info: {title: Tidewater™ Stock}}
    Good:
        definition: {info: {title: Tidewater Stock}}
    """
    title = info.title or ""
    start = next((index for index, character in enumerate(title) if _is_foreign(character)), None)
    if start is None:
        return
    end = start
    while end < len(title) and _is_foreign(title[end]):
        end += 1
    yield Problem(
        f"The title {quoted(title)} contains {quoted(title[start:end])}; use plain English letters.",
        info.at("title").within(start, end),
    )


def _is_foreign(character: str) -> bool:
    return not character.isascii() and not character.isspace()


@rule(ERROR, documented("certification-submission"), fix="safe")
def title_trimmed(info: Info) -> Problems:
    """The title has no blanks around it, no double blanks and no line breaks.

    Makers see the title in lists and search for it; no published connector breaks this.

    Bad:
        definition: {info: {title: "Tidewater  Stock "}}
    Good:
        definition: {info: {title: Tidewater Stock}}
    """
    title = info.title or ""
    trimmed = " ".join(title.split())
    if trimmed and trimmed != title:
        yield Problem(
            f"The title {quoted(title)} has surplus blanks or line breaks; remove them.",
            info.at("title"),
            fix=safe(info.at("title").replace(trimmed)),
        )


@rule(NOTE, documented("certification-submission"), reviewer(3407), custom=OFF, fix="safe")
def title_no_ip_suffix_in_file(info: Info) -> Problems:
    """The title in the file does not say "(Independent Publisher)".

    Microsoft adds it on publishing; the pull request's title carries it, the file does not. No published connector
    has it in the file. With it most titles are longer than the 30 characters that `title-max-30` allows; then that rule
    alone reports it.

    Bad:
        $profile: independent-publisher
        definition: {info: {title: Tides (Independent Publisher)}}
    Good:
        $profile: independent-publisher
        definition: {info: {title: Tidewater Stock}}
    """
    title = info.title or ""
    bare = without_publisher_suffix(title)
    if bare and bare != title and len(title.strip()) <= 30:
        yield Problem(
            "The title carries `(Independent Publisher)`, which Microsoft adds by itself; leave it out.",
            info.at("title").within(len(bare), len(title)),
            fix=safe(info.at("title").replace(bare)),
        )
