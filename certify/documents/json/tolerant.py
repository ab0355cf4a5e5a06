"""Reads what is nearly JSON as a person would mend it, and says what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from certify.documents.json.brackets import Guess
from certify.documents.json.structure import Structure

if TYPE_CHECKING:
    from certify.documents.json.faults import Fault
    from certify.documents.json.tree import Json, Node

_MAX_GUESSED = 2 * 1024 * 1024
"""Longer texts are read under one guess only; that bounds the time."""


class Reading(Struct, frozen=True):
    """What was made of a text. `tree` is None when nothing could be read; then `value` is None, too."""

    value: Json
    faults: tuple[Fault, ...]
    tree: Node | None


def read_tolerantly(text: str) -> Reading:
    """The value of a text that is JSON, or nearly, and its faults in the order of the text.

    Takes time in proportion to the text and never raises. At most 20 faults of syntax are told, and 20 of each kind
    that is none of syntax. Of members with the same name the last one counts.
    """
    best = _read(text, Guess.MISSING_BRACKET)
    if best.recording.is_unbalanced and len(text) <= _MAX_GUESSED:
        # Which bracket is the wrong one shows only behind it: the guess that explains the text with the fewest
        # faults is taken, and of two as good the one that follows the indentation.
        others = [_read(text, Guess.INDENTATION), best, _read(text, Guess.WRONG_BRACKET)]
        best = min(others, key=lambda structure: structure.recording.defects)
    faults = sorted(best.recording.faults, key=lambda fault: fault.start)
    return Reading(best.value, tuple(faults), best.tree)


def _read(text: str, guess: Guess) -> Structure:
    structure = Structure(text, guess)
    structure.read()
    return structure
