"""Descriptions guessed from names and labels: beginnings for the author to go on from, made only by unsafe fixes."""

from __future__ import annotations

from certify_rules.words import sentence_case, words_of

LONGEST_GUESS = 200

_DETERMINERS = frozenset({"the", "a", "an", "your", "this", "each", "all", "any", "whether"})

# What a summary may begin with so that its first word can be put in the third person. A word that is not here may
# be no verb: "Weather forecast" must not become "Weathers forecast".
_VERB_LIST = """
accept activate add append apply approve archive assign attach block build calculate call cancel change check clear
clone close complete compress connect convert copy count create deactivate delete deploy detect disable download
duplicate edit enable execute export extract fetch filter find generate get import insert invite invoke link list load
lock lookup make mark merge modify move open parse patch post process publish put query read receive refresh register
reject release remove rename render replace reply request resend reset resolve restore resume retrieve return revoke
run save scan schedule search send set share show sign split start stop submit subscribe summarize sync test transfer
translate trigger undelete unlink unlock unsubscribe update upload upsert validate verify view write
"""
_VERBS = frozenset(_VERB_LIST.split())


def value_description(label: str, *, is_switch: bool = False) -> str | None:
    """A sentence on a value: `The order ID.` for `orderId` or `Order ID`, `Yes or no: include archived.` for a switch.

    None where the label has no words.
    """
    phrase = " ".join(label.split()).rstrip(" .:;,!?")
    words = phrase.split()
    if all(word.isalnum() and not word[0].islower() for word in words) or len(words) == 1:
        phrase = sentence_case(words_of(phrase))
    if not phrase or not phrase[0].isalnum() or len(phrase) > LONGEST_GUESS:
        return None
    if is_switch:
        return f"Yes or no: {_small(phrase)}."
    first = phrase.split(maxsplit=1)[0].lower()
    return f"{phrase}." if first in _DETERMINERS else f"The {_small(phrase)}."


def operation_description(summary: str) -> str | None:
    """A sentence on an operation: `Gets an order.` for `Get an order`. None where the summary begins with no known verb."""
    words = summary.rstrip(" .:;,!?").split()
    if len(words) < 2 or words[0].lower() not in _VERBS:
        return None
    return " ".join((_third_person(words[0].lower()).capitalize(), *words[1:])) + "."


def is_verb(word: str) -> bool:
    """Whether it is one of the verbs with which operations begin."""
    return word.lower() in _VERBS


def _third_person(verb: str) -> str:
    if verb.endswith(("s", "x", "ch", "sh", "z")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2] not in "aeou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def _small(phrase: str) -> str:
    """With a small first letter, unless the word is an abbreviation or a name with capitals in it."""
    first = phrase.split(maxsplit=1)[0]
    return phrase if any(char.isupper() for char in first[1:]) else phrase[0].lower() + phrase[1:]
