"""Keys and tokens that can be told by their form, in any file."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterator

from msgspec import Struct

from certify.api import (
    ERROR,
    File,
    Fix,
    Place,
    Problem,
    Problems,
    Role,
    advice,
    is_stand_in,
    repository,
    rule,
    safe,
)

_STAND_IN = "[[REDACTED]]"

# Digits that words, which people write there as stand-ins, do not have.
_DIGITS = 3
_PRINTABLE = re.compile(r"[ -~]+:[ -~]+")


def _is_random(value: str) -> bool:
    return not is_stand_in(value) and sum(1 for character in value if character.isdigit()) >= _DIGITS


def _is_password(value: str) -> bool:
    return not is_stand_in(value) and sum(1 for character in value if character.isdigit()) >= _DIGITS - 1


def _is_name_and_password(value: str) -> bool:
    """Whether the characters decode to `name:password`, and not to those of documentation."""
    try:
        decoded = b64decode(value + "=" * (-len(value) % 4)).decode("ascii")
    except ValueError:
        return False
    name, _, password = decoded.partition(":")
    if _PRINTABLE.fullmatch(decoded) is None or is_stand_in(decoded):
        return False
    return not {name.lower(), password.lower()} & {"username", "user", "password", "pass", "test", "admin"}


class _Form(Struct, frozen=True):
    """What a literal looks like, and texts one of which stands in every such literal."""

    kind: str
    marks: tuple[str, ...]
    pattern: re.Pattern[str]
    is_real: Callable[[str], bool] = _is_random


_FORMS = (
    _Form(
        "a literal bearer token",
        ("earer ",),
        re.compile(r"\b[Bb]earer +(?P<secret>[A-Za-z0-9+/_.~-]{20,4000}={0,2})", re.ASCII),
    ),
    _Form(
        "a literal name and password",
        ("asic ",),
        re.compile(r"\b[Bb]asic +(?P<secret>[A-Za-z0-9+/]{8,400}={0,2})(?![\w=])", re.ASCII),
        _is_name_and_password,
    ),
    _Form(
        "a key in an address",
        ("ey=", "oken=", "ecret=", "assword="),
        re.compile(
            r"[?&](?:api[_-]?key|(?:ocp-apim-)?subscription-key|access[_-]token|auth[_-]token|client[_-]secret|password)"
            r"=(?P<secret>[A-Za-z0-9_~.-]{16,400})",
            re.ASCII | re.IGNORECASE,
        ),
    ),
    _Form(
        "a key in an address",
        ("azurewebsites.net/",),
        re.compile(
            r"azurewebsites\.net/[^\s\"'?]{0,200}\?(?:[^\s\"']{0,200}&)?code=(?P<secret>[A-Za-z0-9%/+_-]{40,100}={0,2})",
            re.ASCII,
        ),
    ),
    _Form(
        "a password in an address",
        ("://",),
        re.compile(
            r"://[^\s/:@\"'?#]{1,64}:(?P<secret>[^\s/:@\"'{}<>?#]{6,100})@[A-Za-z0-9]",
            re.ASCII,
        ),
        _is_password,
    ),
    _Form(
        "a password in a connection string",
        ("assword=", "ASSWORD=", "wd=", "WD="),
        re.compile(r"(?i:password|pwd)=(?P<secret>[^\s;\"'&{}<>]{8,100});", re.ASCII),
        _is_password,
    ),
)


def _mended(place: Place) -> Fix | None:
    """A stand-in for the secret; none where other members may depend on the name."""
    return None if place.part == "key" else safe(place.replace(_STAND_IN))


@rule(
    ERROR,
    repository(".pipelines/security.yml"),
    repository("README.md"),
    aliases=("script-no-secrets",),
    fix="safe",
)
def secret_patterns(file: File) -> Problems:
    """No file holds a private key, a signed token, or a key of a well-known service.

    Keys of AWS, GitHub, Slack, Stripe, SendGrid, Google, OpenAI, Anthropic, Azure and a dozen others, client secrets of
    Microsoft Entra, addresses of webhooks, shared access signatures, JSON web tokens and private keys are told by their form, in every file, in comments and in
    texts within texts too. The repository is public and keeps its history, and Microsoft's pipeline runs CredScan over
    it: withdraw the key at the service first, then remove it here. Let connection parameters carry it instead.
    Stand-ins of documentation such as `AKIAIOSFODNN7EXAMPLE` pass. No output shows the value.

    Bad (in the definition):
        definition: {paths: {/items: {post: {description: "Adds an item. The key AKIAQ3PLUMB7TIDE42XY works."}}}}
    Bad (in the script):
        script: {$replace: {"var refusal =": "var key = \\"AKIAQ3PLUMB7TIDE42XY\\";\\n        var refusal ="}}
    Bad (in the readme):
        readme: {$replace: {"- An account at": "The key AKIAQ3PLUMB7TIDE42XY.\\n\\n- An account at"}}
    Good:
        definition: {paths: {/items: {post: {description: "Adds an item. A key looks like AKIAIOSFODNN7EXAMPLE."}}}}
    """
    for secret in file.secrets:
        yield Problem(
            f"This looks like {secret.kind}. Revoke it if it is valid, and take it out of the file.",
            secret.place,
            fix=_mended(secret.place),
            secrets=(secret.place,),
        )


@rule(ERROR, advice(), repository(".pipelines/security.yml"), fix="safe")
def secret_literal_auth(file: File) -> Problems:
    """Neither definition, properties nor script holds a literal `Bearer` or `Basic` value, nor a key or password in an address.

    What a header or a query parameter carries to the service is what signs in: a connection parameter and a policy that
    inserts it keep it out of the file. Words such as `Bearer YOUR_API_KEY` pass. One independent connector has an address
    with its author's key among its examples. No output shows the value.

    Bad:
        properties:
          properties:
            policyTemplateInstances:
              0: {parameters: {x-ms-apimTemplateParameter.value: "Bearer 7f3kq9Zt2LmX84vWc1RbYp6N"}}
    Bad (a password before the host):
        definition: {paths: {/items: {post: {description: "Adds an item, like ftp://stock:kV8w2Zt0mQ41@files does."}}}}
    Bad (in an address):
        definition: {paths: {/items: {post: {description: "Adds an item, like ?api_key=7f3kq9Zt2LmX84vWc1RbYp6N does."}}}}
    Good:
        properties:
          properties:
            policyTemplateInstances:
              0: {parameters: {x-ms-apimTemplateParameter.value: "Bearer @connectionParameters('partnerKey')"}}
    """
    if file.role not in (Role.DEFINITION, Role.PROPERTIES, Role.SCRIPT):
        return
    if next(_literals(file.text), None) is None:
        return
    for place, kind in _placed(file):
        yield Problem(
            f"This looks like {kind}. Revoke it if it is valid, and let the connection provide it.",
            place,
            fix=_mended(place),
            secrets=(place,),
        )


def _placed(file: File) -> Iterator[tuple[Place, str]]:
    """The literals that are not reported for their form already."""
    known = {(secret.place.pointer, secret.place.span) for secret in file.secrets}
    if not file.is_json:
        for kind, start, end in _literals(file.text):
            if not any(span and span[0] < end and start < span[1] for _, span in known):
                yield Place(file.path, span=(start, end)), kind
        return
    for place, string in file.strings():
        if place.part == "value":
            for kind, start, end in _literals(string):
                overlapping = (
                    span
                    for pointer, span in known
                    if pointer == place.pointer and span and span[0] < end and start < span[1]
                )
                if next(overlapping, None) is None:
                    yield place.within(start, end), kind


def _literals(text: str) -> Iterator[tuple[str, int, int]]:
    for form in _FORMS:
        if any(mark in text for mark in form.marks):
            for match in form.pattern.finditer(text):
                if form.is_real(match["secret"]):
                    yield form.kind, match.start("secret"), match.end("secret")
