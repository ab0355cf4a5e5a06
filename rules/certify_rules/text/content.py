"""What texts must not hold: names of products, addresses, HTML, and what was to be filled in later."""

from __future__ import annotations

import re

from certify.api import (
    OFF,
    WARNING,
    Annotated,
    Has,
    Problem,
    Problems,
    Properties,
    Response,
    Text,
    advice,
    documented,
    policy,
    rule,
    safe,
)
from certify_rules.info.wording import URL
from certify_rules.text.reading import (
    PLACEHOLDER_WORDS,
    PRODUCT_WORDS,
    is_of_connector,
    is_of_operation,
    is_shown,
    watched_words,
)
from certify_rules.words import shown

# Addresses, file names and identifiers that hold such a name are no prose.
_PRODUCT = re.compile(
    r"(?<![\w/.@-])(?:power ?automate|power ?apps|power ?pages|power virtual agents?|power ?platform|logic ?apps"
    r"|copilot studio|microsoft flow)(?![\w/@-]|\.\w)",
    re.IGNORECASE,
)


@rule(WARNING, documented("certification-submission"), custom=OFF)
def text_product_names(text: Annotated[Text, Has("summary", "description", "hint")]) -> Problems:
    """No text of a parameter, property, response or connection names a product of the Power Platform.

    The connector works in all of them. The texts of the connector and of its operations have errors of their own. One
    connector in twenty-five breaks this.

    Bad:
        definition: {definitions: {Item: {properties: {name: {description: The name that Power Automate shows.}}}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {description: The name that the flow shows.}}}}}
    """
    if (
        PRODUCT_WORDS.isdisjoint(watched_words(text.content))
        or is_of_connector(text)
        or is_of_operation(text)
    ):
        return
    found = _PRODUCT.search(text.content)
    if found is not None and is_shown(text):
        yield Problem(
            f"The text names `{found[0]}`; leave the name out, for a connector works in every product of the Power Platform.",
            text.place.within(*found.span()),
        )


@rule(
    WARNING,
    policy("5000.2.3.6"),
    custom=OFF,
    aliases=("op-description-no-url-html",),
    by_hand="What the address stands for must be said in words, and the sentence around it says nothing without.",
)
def text_url(text: Annotated[Text, Has("address")]) -> Problems:
    """Descriptions of operations, parameters and properties have no addresses of web pages.

    They cannot be clicked, and die while flows live on. Put them into the readme. One connector in ten has some. An
    address that shows what a value looks like passes: in quotation marks or backticks, or behind "example", "e.g.", "such as".
    So does what the dialog of a connection says, where it helps to know the page that a key comes from.

    Bad:
        definition: {definitions: {Item: {properties: {name: {description: "The name. See https://docs.tidewaterstock.com/names for more."}}}}}
    Good:
        definition: {definitions: {Document: {properties: {url: {description: "The address, such as https://files.tidewaterstock.com/1."}}}}}
    Good (in the dialog of a connection):
        $profile: independent-publisher
        properties: {properties: {connectionParameters: {partnerKey: {uiDefinition: {description: "The key from https://my.tidewaterstock.com/keys."}}}}}
    """
    content = text.content
    if text.role not in {"description", "hint"} or is_of_connector(text) or isinstance(text.root, Properties):
        return
    for found in URL.finditer(content):
        before = content[max(0, found.start() - 60) : found.start()]
        if _EXAMPLE_BEFORE.search(before) is None and _INVENTED.search(found[0]) is None:
            yield Problem(
                f"The text has the address `{shown(found[0])}`; say it in words, and leave addresses to the readme.",
                text.place.within(*found.span()),
            )
            return


_INVENTED = re.compile(
    r"[<{\[*]|your|example|contoso|//(?:\w+\.)?(?:domain|company|tenant|server|host|abc|xyz)\b", re.IGNORECASE
)
_EXAMPLE_BEFORE = re.compile(
    r"(?:[`'\"“‘=]|\b(?:examples?|e\.?g|such as|like|i\.e|format|sample|default|must be|starts? with|begins? with)\b[^.!?]{0,40})$",
    re.IGNORECASE,
)

_TAG = re.compile(
    r"</?(?:a|b|br|code|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|small|span|strong|sub|sup|table|tbody|td|th|tr|u|ul)"
    r"(?:\s[^<>]{0,300})?/?>",
    re.IGNORECASE,
)
_ABOUT_MARKUP = re.compile(r"\bhtml\b|\bxml\b|\btags?\b|\belements?\b|\bmarkup\b", re.IGNORECASE)
_BREAKING = re.compile(r"</?(?:br|p|div|li|ul|ol|h[1-6]|hr)\s?/?>", re.IGNORECASE)
_PLAIN_TAG = re.compile(r"</?(?:b|em|i|strong|u|code|small|span)>", re.IGNORECASE)


@rule(WARNING, advice(), custom=OFF, aliases=("op-description-no-url-html",), fix="safe")
def text_html(text: Annotated[Text, Has("markup")]) -> Problems:
    """Texts have no HTML.

    The designer shows the tags as they are written. One connector in forty has some. A text that speaks of HTML or of
    elements may name them, and so may one that puts them in quotation marks or backticks.

    Bad:
        definition: {paths: {/items: {post: {description: Adds an item<br/>to a <b>warehouse</b>.}}}}
    Good:
        definition: {paths: {/items: {post: {description: Adds an item to the shelf <shelf>.}}}}
    """
    content = text.content
    if ">" not in content or not is_shown(text):
        return
    found = _TAG.search(content)
    if (
        found is None
        or _ABOUT_MARKUP.search(content)
        or content[: found.start()].rstrip()[-1:] in ("`", "'", '"')
    ):
        return
    plain = " ".join(_PLAIN_TAG.sub("", _BREAKING.sub(" ", content)).split())
    can_mend = len(plain) > 3 and "<" not in plain and "\n" not in content and not is_of_connector(text)
    yield Problem(
        f"The text has the tag `{shown(found[0])}`, which is shown as it is written; write plain text.",
        text.place.within(*found.span()),
        fix=safe(text.place.replace(plain)) if can_mend else None,
    )


_PLACEHOLDERS = re.compile(
    r"(?<![\w'\"-])(?:TODO|FIXME|TBD|[Ll]orem [Ii]psum [Dd]olor"
    r"|(?:[Ii]nsert|[Aa]dd|[Ee]nter|[Yy]our|[Pp]ut) (?:an? |the |your )?(?:description|summary|text) here|[Dd]escription goes here)(?![\w'\"-])"
)
_NOTHING = frozenset(
    [
        "n/a",
        "na",
        "null",
        "undefined",
        "test",
        "testing",
        "asdf",
        "asdfasdf",
        "string",
        "object",
        "integer",
        "boolean",
        "array",
        "desc",
    ]
) | {"no description", "no description available", "no description provided"}
_X_ONLY = re.compile(r"[Xx]{3,}\.?|[Xx]{3,} .{0,30}|.{0,30} [Xx]{3,}\.?")


# No error: nothing refuses it, and two published connectors in a hundred have it.
@rule(WARNING, advice(), custom=OFF)
def text_placeholder(text: Annotated[Text, Has("summary", "description", "hint")]) -> Problems:
    """No text is left unwritten: no TODO, TBD, `lorem ipsum dolor`, `xxx`, "add description here", and no "N/A".

    Makers read it as it is. Reviewers send it back. `xxx` inside of an example of a value passes.

    Bad:
        definition: {paths: {/items: {post: {description: "TODO: say what is added."}}}}
    Bad (crosses):
        definition: {definitions: {Item: {properties: {name: {description: xxx}}}}}
    Bad (says nothing):
        definition: {definitions: {Item: {properties: {name: {description: N/A}}}}}
    Good:
        definition: {paths: {/items: {post: {description: Adds a task to the to-do list of a warehouse.}}}}
    """
    content = text.content
    if len(content) < _LONGEST_NOTHING and text.role in {"description", "hint"} and _says_nothing(content):
        # Of a response another rule says it.
        if not isinstance(text.owner, Response) and not is_of_connector(text):
            yield Problem(f"`{shown(content)}` describes nothing; say what makers need to know.", text.place)
        return
    if PLACEHOLDER_WORDS.isdisjoint(watched_words(content)):
        return
    found = _PLACEHOLDERS.search(content) or (_X_ONLY.fullmatch(content) if len(content) < 60 else None)
    if found is None or not is_shown(text) or (is_of_connector(text) and text.role == "title"):
        return
    yield Problem(
        f"`{shown(found[0])}` stands for a text that is not written yet; say what makers need to know.",
        text.place.within(*found.span()),
    )


_LONGEST_NOTHING = 30


def _says_nothing(content: str) -> bool:
    """Whether a text is a word that says nothing, or no word at all; one without any character is another rule's matter."""
    said = content.strip().rstrip(".").lower()
    return said in _NOTHING or (content.strip() != "" and not any(character.isalnum() for character in said))
