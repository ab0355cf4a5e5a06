"""The characters of texts: plain ones, no emoji, and none that a wrong decoding made."""

from __future__ import annotations

import re

from certify.api import (
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Has,
    Problem,
    Problems,
    Text,
    advice,
    policy,
    rule,
    safe,
)
from certify_rules.text.reading import is_of_connector, is_shown
from certify_rules.words import shown

_PLAIN = {
    "‘": "'", "’": "'", "‚": "'", "‛": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "–": "-", "—": "-", "‐": "-",
    "‑": "-", "−": "-", "…": "...", "•": "-", "\u00a0": " ", "\u202f": " ", "\u2002": " ", "\u2003": " ", "\u2009": " ",
    "\u200b": "", "\u200c": "", "\u200e": "", "\u200f": "", "\u00ad": "", "\ufeff": "", "\u2060": "", "\u2028": " ", "\u2029": " ",
}  # fmt: skip
_TYPOGRAPHIC = re.compile("[" + re.escape("".join(_PLAIN)) + "]")
_TO_PLAIN = str.maketrans(_PLAIN)

_EMOJI = re.compile(
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff\u2600-\u26ff\u2705\u2708-\u270d\u2728\u274c\u274e\u2753-\u2757\u2763-\u2764\u2b50\u2b55]"
    "[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
)

# UTF-8 that was read as Windows-1252: an accented capital or `â`, and then characters of the upper half.
_GARBLED = re.compile(
    r"[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122]{1,3}"
)
_LOST = "\ufffd"


def _decoded(garbled: str) -> str | None:
    """What the characters were before they were read in the wrong encoding; None when they are what they are."""
    raw = bytearray()
    for character in garbled:
        code = ord(character)
        try:
            raw += bytes((code,)) if 0x80 <= code <= 0xFF else character.encode("cp1252")
        except UnicodeEncodeError:
            return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _mended(content: str) -> str:
    return _GARBLED.sub(lambda match: _decoded(match[0]) or match[0], content)


def _is_garbled(content: str) -> bool:
    return _LOST in content or any(_decoded(match[0]) for match in _GARBLED.finditer(content))


@rule(NOTE, policy("5000.2.3.6"), custom=OFF, fix="safe")
def text_ascii(text: Annotated[Text, Has("non-ascii")]) -> Problems:
    """Texts use the plain forms of quotation marks, dashes and blanks.

    Curly quotes, long dashes, no-break blanks and characters that cannot be seen come from word processors and web pages;
    searches miss what has them. One connector in twelve has some, so this is advice. Letters with accents and signs such as
    ° or € are free.

    Bad:
        definition: {paths: {/items: {post: {description: Adds an item – and returns it with its new ID.}}}}
    Bad (a blank that is none):
        definition: {definitions: {Item: {properties: {name: {description: "The item\\u00a0name."}}}}}
    Good:
        definition: {paths: {/items: {post: {description: Adds an item to a café and returns it with its new ID.}}}}
    """
    content = text.content
    found = _TYPOGRAPHIC.search(content)
    if found is None or is_of_connector(text) or not is_shown(text) or _is_garbled(content):
        return
    signs = list(dict.fromkeys(_TYPOGRAPHIC.findall(content)))[:5]
    plain = content.translate(_TO_PLAIN)
    yield Problem(
        f"The text has {', '.join(map(_named, signs))}; write plain characters.",
        text.place.within(found.start(), found.end()),
        fix=safe(text.place.replace(plain)) if plain.strip() == plain else None,
    )


def _named(sign: str) -> str:
    return f"`{sign}`" if sign.isprintable() and not sign.isspace() else f"U+{ord(sign):04X}"


@rule(
    WARNING, advice(), policy("5000.2.3.6"), custom=OFF, aliases=("op-description-no-url-html",), fix="safe"
)
def text_emoji(text: Annotated[Text, Has("non-ascii")]) -> Problems:
    """Texts have no emoji, unless they speak of emojis.

    Not every client draws them, and screen readers read their names aloud. Hardly a published connector has one.

    Bad:
        definition: {paths: {/items: {post: {description: "Adds an item 🎉 to a warehouse."}}}}
    Good:
        definition: {paths: {/items: {post: {description: Adds an item to a warehouse.}}}}
    Good (an example):
        definition: {definitions: {Item: {properties: {name: {description: "The emoji of the item, such as 🎉."}}}}}
        $profile: custom
    """
    found = _EMOJI.search(text.content)
    if found is None or is_of_connector(text) or not is_shown(text) or "emoji" in text.content.lower():
        return
    # Beside a word the blank goes with the emoji; where nothing else is left, somebody has to write something.
    rest = " ".join(_EMOJI.sub(" ", text.content).replace(" .", ".").split())
    yield Problem(
        f"The text has the emoji `{found[0]}`; leave it out.",
        text.place.within(*found.span()),
        fix=safe(text.place.replace(rest)) if len(rest) > 3 and "\n" not in text.content else None,
    )


# No error: nothing refuses it, and three certified connectors in a thousand have it.
@rule(WARNING, advice(), fix="safe")
def text_mojibake(text: Annotated[Text, Has("non-ascii")]) -> Problems:
    """No text was read in a wrong encoding: `Â°` for `°`, `â€™` for an apostrophe, or U+FFFD for what is lost.

    It happens when UTF-8 is read as Windows-1252 and saved again. Makers see the garbled characters.

    Bad:
        definition: {definitions: {Item: {properties: {name: {description: "The name of the cafÃ© item."}}}}}
    Bad (what cannot be brought back):
        definition: {definitions: {Item: {properties: {name: {description: "The name of the caf\\ufffd item."}}}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {description: The name of the café item.}}}}}
    """
    content = text.content
    if is_of_connector(text) or not is_shown(text) or not _is_garbled(content):
        return
    garbled = next((match for match in _GARBLED.finditer(content) if _decoded(match[0])), None)
    if garbled is None:
        at = content.index(_LOST)
        yield Problem(
            "Characters are lost here: U+FFFD stands in their place. Write them again.",
            text.place.within(at, at + 1),
        )
        return
    yield Problem(
        f"`{shown(garbled[0])}` stands for `{_decoded(garbled[0])}`, read in a wrong encoding; write the character itself.",
        text.place.within(*garbled.span()),
        fix=safe(text.place.replace(_mended(content))),
    )
