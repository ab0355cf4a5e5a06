"""What the connection dialog can say of a parameter of which nothing but the name is known."""

from __future__ import annotations

from typing import Any

from certify.api import ConnectionParameter
from certify_rules.words import sentence_case, title_case, words_of


def label(parameter: ConnectionParameter) -> str:
    """The words of its name: `Api Key`."""
    return title_case(words_of(parameter.name)) or parameter.name


def hint(parameter: ConnectionParameter) -> str:
    """What to enter there; empty where the name has no words."""
    words = sentence_case(words_of(parameter.name))
    if not words[1:2].isupper():
        words = words[:1].lower() + words[1:]
    return f"Enter the {words}." if words else ""


def ui_definition(parameter: ConnectionParameter) -> dict[str, Any]:
    """A whole `uiDefinition` for a field that must be filled in."""
    return {
        "displayName": label(parameter),
        "description": f"The {hint(parameter)[10:] or parameter.name}",
        "tooltip": hint(parameter) or label(parameter),
        "constraints": {"required": "true"},
    }
