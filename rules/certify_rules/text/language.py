"""That texts are in English: their script, and their words."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Has,
    Info,
    Problem,
    Problems,
    Text,
    documented,
    policy,
    reviewer,
    rule,
    validator,
)
from certify_rules.text.foreign_words import ENGLISH, EVERY_WORD, SHARED, TELLING, WORDS
from certify_rules.text.reading import is_shown, watched_words, words_of_text
from certify_rules.words import shown

_SCRIPTS = re.compile(
    "(?P<Greek>[\u0370-\u03ff]{3,})|(?P<Cyrillic>[\u0400-\u052f]{2,})|(?P<Armenian>[\u0530-\u058f]{2,})"
    "|(?P<Hebrew>[\u0590-\u05ff]{2,})|(?P<Arabic>[\u0600-\u06ff\u0750-\u077f]{2,})|(?P<Indian>[\u0900-\u0dff]{2,})"
    "|(?P<Thai>[\u0e00-\u0e7f]{2,})|(?P<Georgian>[\u10a0-\u10ff]{2,})|(?P<Japanese>[\u3040-\u30ff]{2,})"
    "|(?P<Chinese>[\u3400-\u9fff\uf900-\ufaff\u3000-\u303f]{2,})|(?P<Korean>[\u1100-\u11ff\uac00-\ud7af]{2,})"
)
_LONGEST_LABEL_WORDS = 6
_NONE = frozenset[str]()
_QUOTES = ('"', "'", "`", "“", "‘", "„", "(")


def _is_reported(text: Text) -> bool:
    """Whether the rule on the connector's title has it."""
    return text.member == "title" and isinstance(text.owner, Info)


@rule(
    ERROR,
    validator("ValueMustBeInEnglish"),
    policy("5000.2.3.1"),
    documented("certification-submission"),
    custom=NOTE,
    established=WARNING,
)
def text_english(text: Annotated[Text, Has("non-ascii")]) -> Problems:
    """Texts are written in Latin letters.

    Microsoft translates English texts into the languages of its makers, and asks for English ones. Words in Cyrillic,
    Greek, Arabic, Chinese, Japanese and the like are told by their letters; single signs such as µ or Ω are free, and so is
    an example in quotation marks. Three certified connectors in a thousand have such words. What is in a language with Latin letters is `text-english-words`'
    matter.

    Bad:
        definition: {paths: {/items: {post: {description: Добавляет товар на склад.}}}}
    Good:
        definition: {paths: {/items: {post: {description: Adds an item of 5 µm to a warehouse.}}}}
    """
    found = _SCRIPTS.search(text.content)
    if found is None or _is_reported(text) or not is_shown(text):
        return
    # What an English text quotes is an example of a value.
    is_quoted = text.content[: found.start()].rstrip()[-1:] in _QUOTES
    if is_quoted and not ENGLISH.isdisjoint(words_of_text(text.content)):
        return
    yield Problem(
        f"`{shown(found[0])}` is {found.lastgroup}; write the text in English.",
        text.place.within(*found.span()),
    )


# A warning, because words are no proof: the validator's own error is not known to look at sentences.
@rule(
    WARNING,
    validator("ValueMustBeInEnglish"),
    documented("certification-submission"),
    reviewer(2133),
    custom=NOTE,
)
def text_english_words(text: Annotated[Text, Has("title", "summary", "description", "hint")]) -> Problems:
    """Texts are written in English, and not in another language with Latin letters.

    Reviewers send German or Spanish labels back. A text counts as foreign when it has two words of one language that
    English does not have, and none of the smallest English words; a label, when its verb is a foreign one. No published
    connector breaks this.

    Bad:
        definition: {paths: {/items: {post: {description: Legt einen Artikel für das Lager an und liefert ihn zurück.}}}}
    Bad (a label):
        definition: {paths: {/items: {post: {summary: Artikel hochladen}}}}
    Good:
        definition: {paths: {/items: {post: {description: Adds an item to the El Dorado warehouse.}}}}
    """
    if EVERY_WORD.isdisjoint(watched_words(text.content)):
        return
    words = words_of_text(text.content)
    english = ENGLISH.intersection(words)
    for language, vocabulary in WORDS.items():
        if english and not english <= SHARED.get(language, _NONE):
            continue
        met = vocabulary.intersection(words)
        is_label = len(words) <= _LONGEST_LABEL_WORDS and not TELLING.isdisjoint(met)
        # Every third word of a sentence is one of the smallest; names of places and people have one, too.
        if is_label or (len(met) >= 2 and len(words) >= 3 and len(words) <= len(met) * 6):
            if not _is_reported(text) and is_shown(text):
                yield Problem(f"`{shown(text.content)}` seems to be {language}; write it in English.", text)
            return
