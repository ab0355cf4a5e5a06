"""What the texts and characters of a script give away: other hosts, characters that deceive."""

from __future__ import annotations

import re

from certify.api import (
    NOTE,
    OFF,
    WARNING,
    Definition,
    Problem,
    Problems,
    Script,
    advice,
    rule,
)
from certify_rules.words import shown

_URL_HOST = re.compile(r"https?://([A-Za-z0-9][A-Za-z0-9.-]{0,252}\.[A-Za-z]{2,24})(?![A-Za-z0-9.-]*\{)")
_NAMES_NOT_PLACES = (
    "w3.org", "xmlsoap.org", "json-schema.org", "microsoft.com", "openxmlformats.org", "adaptivecards.io",
    "example.com", "example.org", "schema.org",
)  # fmt: skip


@rule(NOTE, advice(), custom=OFF)
def script_hardcoded_host(script: Script, definition: Definition) -> Problems:
    """The script talks to the domain of the declared host.

    A URL of another domain means that data may leave the service that the connector describes. Services with several
    domains have a reason for that; a reviewer wants to know it. Each domain is told once.

    Bad:
        script: {$replace: {"var refusal =": "var target = new Uri(\\"https://files.tidewaterarchive.com/upload\\");\\n        var refusal ="}}
    Good:
        script: {$replace: {"var refusal =": "var target = new Uri(\\"https://api.tidewaterstock.com/v1/upload\\");\\n        var refusal ="}}
    """
    declared = (definition.text("host") or "").lower().partition(":")[0]
    met = {_domain(declared)}
    for text in script.strings:
        if "://" not in text.text:
            continue
        for match in _URL_HOST.finditer(text.text):
            host = match[1].lower()
            domain = _domain(host)
            if domain in met or host.startswith("docs.") or domain in _NAMES_NOT_PLACES:
                continue
            met.add(domain)
            yield Problem(
                f"The script names the host `{shown(host)}`, and the definition `{shown(declared) or 'none'}`; be ready to say what goes there.",
                script.span(text.start + match.start(1), text.start + match.end(1)),
            )


def _domain(host: str) -> str:
    """The last two labels, which nearly always belong to one owner."""
    return ".".join(host.split(".")[-2:])


@rule(WARNING, advice())
def script_deceptive_characters(script: Script) -> Problems:
    """The script has no invisible characters, and no words that mix look-alike letters of several alphabets.

    With them code reads otherwise than it runs: comments end elsewhere, two names look the same. No published script
    has any.

    Bad (text direction is turned around):
        script: {$replace: {"The service returns": "The \\u202e service returns"}}
    Bad (a Cyrillic letter):
        script: {$replace: {"var movements": "var m\\u043evements", "(movements.": "(m\\u043evements."}}
    Good:
        script: {$replace: {"The service returns": "Der Dienst in München returns"}}
    """
    for oddity in script.oddities:
        yield Problem(
            f"The character {oddity.name} cannot be seen for what it is; remove it, or write it as an escape.",
            script.span(oddity.start, oddity.end),
        )
