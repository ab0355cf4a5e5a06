"""Keys and tokens of well-known forms in the files of a package, each with its place and never with its value."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode
from typing import TYPE_CHECKING, Any

import orjson
from msgspec import Struct

from certify.core.place import Place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator


MOST = 1_000
"""Secrets that are looked for in one file."""


class Secret(Struct, frozen=True):
    """What the characters at a place look like, such as "an AWS access key"."""

    kind: str
    place: Place


class _Form(Struct, frozen=True):
    """A form of secret: texts one of which every such secret is found beside, and the pattern of the whole.

    The group `secret`, where there is one, is what must be hidden.
    """

    kind: str
    marks: tuple[str, ...]
    pattern: re.Pattern[str]
    is_real: Callable[[str], bool]


# The words of documentation, and of templates that are filled in elsewhere.
_BY_HAND = r"example|dummy|sample|placeholder|redacted|your[_-]|xxxx|\*\*\*|0{8}|<|\[\[|\{\{"
_WRITTEN_BY_HAND = re.compile(_BY_HAND, re.IGNORECASE)
# A run of digits or letters in order may be chance in a token that only one service gives out.
_STANDS_FOR_ANOTHER = re.compile(rf"{_BY_HAND}|1234567890|abcdefgh", re.IGNORECASE)


def is_stand_in(value: str) -> bool:
    """Whether a value is one of documentation or a template: `AKIAIOSFODNN7EXAMPLE`, `<key>`, `your-key`, `xxxxxxxx`."""
    return _STANDS_FOR_ANOTHER.search(value) is not None or len(set(value)) < 6


def _is_random(value: str) -> bool:
    is_by_hand = _WRITTEN_BY_HAND.search(value) is not None or len(set(value)) < 8
    return not is_by_hand and any(c.isdigit() for c in value) and any(c.isalpha() for c in value)


def _is_mixed(value: str) -> bool:
    """Whether a token that may have no digit mixes capital and small letters, as no word does."""
    letters = value.partition("_")[2]
    return (
        not is_stand_in(value)
        and not letters.islower()
        and sum(map(str.isupper, letters)) > len(letters) // 5
    )


def _is_token(value: str) -> bool:
    """Whether the first part is the header of a signed token, and the second says of whom: jwt.io's samples do not count."""
    header, payload = (_decoded(part) for part in value.split(".")[:2])
    if not isinstance(header, dict) or "alg" not in header or not isinstance(payload, dict):
        return False
    return payload.get("sub") != "1234567890" and "John Doe" not in payload.values()


def _decoded(part: str) -> Any:
    try:
        return orjson.loads(urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except ValueError:
        return None


def _is_key_block(value: str) -> bool:
    """Whether anything of a key stands behind the opening line."""
    body = value.partition("KEY")[2]
    return sum(1 for character in body if character.isalnum()) >= 64


def _form(kind: str, marks: str, pattern: str, is_real: Callable[[str], bool] = _is_random) -> _Form:
    return _Form(kind, tuple(marks.split()), re.compile(pattern, re.ASCII), is_real)


# Every repetition is possessive or has an end, so that no text takes more than time in proportion to its length.
_FORMS = (
    _form(
        "a private key",
        "-----BEGIN",
        r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----"
        r"(?:[\s\\nr]{0,8}[A-Z][A-Za-z-]{2,20}: [^\n\\\"]{1,100}){0,4}[A-Za-z0-9+/=\s\\]{0,20000}+(?:-----END[A-Z0-9 ]{1,50}-----)?",
        _is_key_block,
    ),
    _form("an AWS access key", "AKIA", r"(?<![A-Za-z0-9])AKIA[A-Z0-9]{16}(?![A-Za-z0-9])"),
    _form(
        "a GitHub token",
        "ghp_ gho_ ghu_ ghs_ ghr_ github_pat_",
        r"(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{50,255})",
    ),
    _form("a GitLab token", "glpat-", r"(?<![A-Za-z0-9_-])glpat-[A-Za-z0-9_-]{20,64}(?![A-Za-z0-9_-])"),
    _form("a Slack token", "xox xapp-", r"(?<![A-Za-z0-9])(?:xox[abeoprs]|xapp)-[0-9A-Za-z-]{20,255}"),
    _form(
        "the address of a Slack webhook",
        "hooks.slack.com",
        r"hooks\.slack\.com/services/(?P<secret>T[A-Z0-9]{6,14}/B[A-Z0-9]{6,14}/[A-Za-z0-9]{20,30})",
    ),
    _form("a Stripe key", "k_live_", r"(?<![A-Za-z0-9])[rs]k_live_[0-9A-Za-z]{16,255}"),
    _form("a SendGrid key", "SG.", r"(?<![A-Za-z0-9])SG\.[\w-]{22}\.[\w-]{43}(?![\w-])"),
    _form("a Google API key", "AIza", r"(?<![A-Za-z0-9])AIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])"),
    _form("a Google client secret", "GOCSPX-", r"(?<![A-Za-z0-9])GOCSPX-[0-9A-Za-z_-]{28}"),
    _form("an npm token", "npm_", r"(?<![A-Za-z0-9_])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])"),
    _form("a PyPI token", "pypi-AgEI", r"(?<![A-Za-z0-9])pypi-AgEI[\w-]{50,255}"),
    _form(
        "a Shopify token",
        "shpat_ shpss_ shpca_ shppa_",
        r"(?<![A-Za-z0-9])shp(?:at|ss|ca|pa)_[a-fA-F0-9]{32}",
    ),
    _form("a Hugging Face token", "hf_", r"(?<![A-Za-z0-9_])hf_[A-Za-z]{30,40}(?![A-Za-z0-9])", _is_mixed),
    _form("a DigitalOcean token", "dop_v1_ doo_v1_ dor_v1_", r"(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{64}"),
    _form("an Atlassian token", "ATATT3x", r"(?<![A-Za-z0-9])ATATT3x[\w=-]{60,255}"),
    _form("a Telegram token", ":AA", r"(?<![A-Za-z0-9])[0-9]{8,10}:AA[\w-]{33}(?![\w-])"),
    _form("a Mailgun key", "key-", r"(?<![A-Za-z0-9_-])key-[0-9a-f]{32}(?![A-Za-z0-9])"),
    _form(
        "the address of a webhook in Teams",
        "webhook.office.com/webhookb2/",
        r"webhook\.office\.com/webhookb2/(?P<secret>[0-9a-fA-F@-]{36,80}/IncomingWebhook/[0-9a-f]{32}/[\w-]{30,80})",
    ),
    _form(
        "the address of a Discord webhook",
        "/api/webhooks/",
        r"discord(?:app)?\.com/api/webhooks/(?P<secret>[0-9]{17,20}/[\w-]{60,80})",
    ),
    _form(
        "an OpenAI key",
        "T3BlbkFJ",
        r"(?<![A-Za-z0-9_-])sk-[A-Za-z0-9_-]{16,200}?T3BlbkFJ[A-Za-z0-9_-]{16,200}",
    ),
    _form("an Anthropic key", "sk-ant-", r"(?<![A-Za-z0-9_-])sk-ant-[A-Za-z0-9_-]{40,200}"),
    _form(
        "a client secret of Microsoft Entra",
        "Q~",
        r"(?<![\w.~-])[A-Za-z0-9_.~-]{3}[0-9]Q~[A-Za-z0-9_.~-]{31,34}(?![\w.~-])",
    ),
    _form(
        "an Azure account key",
        "AccountKey= SharedAccessKey=",
        r"(?:AccountKey|SharedAccessKey)=(?P<secret>(?:[A-Za-z0-9+]|\\?/){42,100}={1,2})",
    ),
    _form(
        "a shared access signature",
        "sig=",
        r"[?&;]sig=(?P<secret>[A-Za-z0-9%+/_-]{40,120}={0,2})",
    ),
    _form(
        "a signed token",
        "eyJ",
        r"(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{10,2000}+\.eyJ[A-Za-z0-9_-]{10,8000}+\.[A-Za-z0-9_-]{20,1400}",
        _is_token,
    ),
)

_MARK = re.compile("|".join(re.escape(mark) for form in _FORMS for mark in form.marks))
_SHORTEST = 16


def secrets_in(text: str) -> Iterator[tuple[str, int, int]]:
    """Kind, start and end of each secret in a text, form by form."""
    for form in _FORMS:
        if not any(mark in text for mark in form.marks):
            continue
        for match in form.pattern.finditer(text):
            group = "secret" if form.pattern.groupindex else 0
            if form.is_real(match[group]):
                yield form.kind, match.start(group), match.end(group)


def secrets_of(path: str, text: str, strings: Iterable[tuple[Place, str]] | None) -> tuple[Secret, ...]:
    """The secrets of one file, at most `MOST`; none in a file that is no text.

    `strings` are those of a JSON file with their places, None of any other file. In JSON the place is that of the string, or of the member's name, that holds the secret, whatever escapes it is written with.
    """
    if strings is None and "\0" in text[:1024]:
        return ()
    found = list(secrets_in(text))
    if strings is None or not (found or _has_escapes(text)):
        return tuple(Secret(kind, Place(path, span=(start, end))) for kind, start, end in found[:MOST])
    in_values: list[Secret] = []
    met: set[str] = set()
    for place, string in strings:
        if len(string) < _SHORTEST or _MARK.search(string) is None:
            continue
        for kind, start, end in secrets_in(string):
            met.add(string[start:end])
            in_values.append(Secret(kind, place if place.part == "key" else place.within(start, end)))
    # What a comment holds, or a member that another one of its name overrides, is in the file all the same.
    elsewhere = [
        Secret(kind, Place(path, span=(start, end)))
        for kind, start, end in found
        if _unescaped(text[start:end]) not in met
    ]
    return (*in_values, *elsewhere)[:MOST]


def _has_escapes(text: str) -> bool:
    """Whether plain characters are written as escapes, as `&` and `/` are by some serializers."""
    return "\\u00" in text or "\\/" in text


def _unescaped(literal: str) -> str:
    """The characters that a part of a JSON string stands for; the part itself where it stands for none."""
    try:
        value = orjson.loads(f'"{literal}"')
    except orjson.JSONDecodeError:
        return literal
    return value if isinstance(value, str) else literal
