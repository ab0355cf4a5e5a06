"""The words that Microsoft keeps out of titles and descriptions, and how a finding quotes a text."""

from __future__ import annotations

import re

from certify.api import Info
from certify_rules.words import shown

RESERVED_IN_TITLE = re.compile(r"(?<![A-Za-z0-9])(?:api|connector)s?(?![A-Za-z0-9])", re.IGNORECASE)

# The three names are all that the validator prints; it finds them without the blank as well. A hyphen or slash beside
# them means a part of an address, and in small letters one between their words does so, too.
REFUSED_PRODUCTS = re.compile(
    r"(?<![\w/-])(?:power[ \u00a0]?apps|power[ \u00a0]?automate|logic[ \u00a0]?apps|(?-i:Power-A(?:pps|utomate)|Logic-Apps))(?![\w/-])",
    re.IGNORECASE,
)

OTHER_PRODUCTS = re.compile(
    r"(?<![\w/-])(?:power ?platform|power ?bi|power ?pages|power ?virtual ?agents?|copilot ?studio|microsoft flow"
    r"|power ?app|logic ?app)(?![\w/-])",
    re.IGNORECASE,
)

URL = re.compile(r"(?:\bhttps?://|\bwww\.)[^\s<>\"']*[^\s<>\"'.,;:!?)\]]", re.IGNORECASE)

# A path behind the domain: `Booking.com` alone is a name.
BARE_ADDRESS = re.compile(
    r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,10}/[^\s<>\"']{0,200}[^\s<>\"'.,;:!?)\]]", re.IGNORECASE
)

_ABSOLUTE_URL = re.compile(r"https?://[^\s/?#@\\:;,]+(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE)
_SECOND_URL = re.compile(r"[;,|]\s*(?:https?://|www\.)", re.IGNORECASE)

# Domains that are nobody's, and what templates put where a domain is to be written.
_NOBODYS_DOMAIN = re.compile(
    r"(?:.{0,200}\.)?(?:example(?:\.[a-z]{2,10}){1,2}|contoso\.[a-z.]{2,10}|fabrikam\.[a-z.]{2,10}"
    r"|[a-z-]{0,20}your-?(?:company|domain|organi[sz]ation|web-?site|site|service|host|server|tenant|name)(?:-?name)?\.[a-z.]{2,10}"
    r"|.{0,200}[\[\]{}<>].{0,200})",
    re.IGNORECASE,
)
_NAME_TO_WRITE = re.compile(
    r"[<\[{].*[>\]}]|tbd|to ?do|n/?a|none|dummy|placeholder|x{3,}"
    r"|(?:your|my)[ _-](?:(?:full|company|publisher|contact|organi[sz]ation|team)[ _-])?(?:name|company|organi[sz]ation|team)"
    r"|(?:company|publisher|contact|organi[sz]ation)[ _-]name",
    re.IGNORECASE | re.DOTALL,
)

_PUBLISHER_SUFFIX = "(independent publisher)"

PLAIN_CHARACTERS = str.maketrans(
    {
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "\u00a0": " ",
        "\u200b": "",
        "™": "",
        "®": "",
        "©": "",
    }
)


def head_of_description(info: Info) -> str:
    """The part that is searched for words; 500 characters are allowed, and more are reported for their length."""
    return (info.description or "")[:2_000]


def quoted(text: str) -> str:
    """The text between backticks, on one line, cut where it is too long for a message."""
    return f"`{shown(text)}`"


def is_absolute_url(text: str) -> bool:
    """Whether the text is one http or https URL with a host, and nothing else."""
    return _ABSOLUTE_URL.fullmatch(text) is not None and _SECOND_URL.search(text) is None


def is_nobodys(address: str) -> bool:
    """Whether an absolute URL or a mail address has a host that cannot be anybody's: `example.com`, `[[SITE]]`, `todo`."""
    host = re.split(r"[/?#:]", address.rpartition("://")[2].rpartition("@")[2], maxsplit=1)[0]
    return "." not in host.strip(".") or _NOBODYS_DOMAIN.fullmatch(host) is not None


def is_name_to_write(name: str) -> bool:
    """Whether a template left the name to be written: `Your Name`, `<company>`, `TBD`."""
    return _NAME_TO_WRITE.fullmatch(name[:200].strip()) is not None


def without_publisher_suffix(title: str) -> str:
    """The title as the validator measures it: Microsoft adds `(Independent Publisher)` on publishing."""
    trimmed = title.rstrip()
    if trimmed.lower().endswith(_PUBLISHER_SUFFIX):
        return trimmed[: -len(_PUBLISHER_SUFFIX)].rstrip()
    return title
