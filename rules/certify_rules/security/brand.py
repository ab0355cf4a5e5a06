"""How the connector presents itself: brand colour and capabilities."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Node,
    Problem,
    Problems,
    Profile,
    Properties,
    advice,
    checker,
    documented,
    policy,
    repository,
    rule,
    safe,
)
from certify_rules.security.wording import quoted
from certify_rules.words import enumerated

INDEPENDENT_COLOR = "#da3b01"

_HEX_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")
_REFUSED_COLORS = {"#ffffff": "white", "#007ee5": "the default colour"}
_CAPABILITIES = ("actions", "triggers", "gateway", "cloud", "tabular")


@rule(
    ERROR,
    checker("connector-validate-hexadecimalbrandcolor"),
    policy("5000.2.1.1"),
    repository("schemas/paconn-apiProperties.schema.json"),
    aliases=("AP.iconBrandColorInvalid",),
    fix="safe",
)
def props_brandcolor(properties: Properties, profile: Profile) -> Problems:
    """`iconBrandColor` is there: a number sign and six hexadecimal digits.

    It is the background of the icon. No published connector breaks this.

    Bad (without the sign):
        properties: {properties: {iconBrandColor: 1f6f8b}}
    Bad (three digits):
        properties: {properties: {iconBrandColor: "#168"}}
    Bad (missing):
        properties: {properties: {iconBrandColor: null}}
    Bad (a name):
        properties: {properties: {iconBrandColor: teal}}
    Good:
        properties: {properties: {iconBrandColor: "#1F6F8B"}}
    """
    if not isinstance(properties.get("properties"), dict):
        return
    color = properties.brand_color
    body, place = properties.at("properties"), properties.at("properties", "iconBrandColor")
    # All independent publishers share one colour; that of another brand only its owner knows.
    is_known = profile is Profile.INDEPENDENT
    if not any(member.lower() == "iconbrandcolor" for member in properties.body):
        fix = safe(body.add("iconBrandColor", INDEPENDENT_COLOR)) if is_known else None
        yield Problem("`iconBrandColor` is missing.", body, fix=fix)
    elif color is not None and not _HEX_COLOR.fullmatch(color):
        trimmed = color.strip()
        # White and the default are refused in any spelling, and reported for that.
        if trimmed.lower() in _REFUSED_COLORS:
            return
        is_whole = _HEX_COLOR.fullmatch(trimmed) is not None
        meant = INDEPENDENT_COLOR if is_known else _meant_color(trimmed)
        yield Problem(
            f"`iconBrandColor` has blanks around {quoted(trimmed)}; leave them out."
            if is_whole
            else f"`iconBrandColor` is {quoted(color)}; write `#` and six hexadecimal digits, such as `#1f6f8b`.",
            place,
            fix=None if meant is None else safe(place.replace(meant)),
        )


def _meant_color(color: str) -> str | None:
    """The six digits that a colour without its sign, with blanks around it, or of three digits has."""
    digits = color.strip().removeprefix("#")
    if len(digits) == len("abc"):
        digits = "".join(digit * 2 for digit in digits)
    written = f"#{digits}"
    return written if _HEX_COLOR.fullmatch(written) else None


@rule(
    ERROR,
    checker("connector-validate-brandcolor"),
    policy("5000.2.1.1"),
    repository(".github/pull_request_template.md"),
    custom=NOTE,
    aliases=("AP.iconBrandColorInvalid",),
    fix="safe",
)
def props_brandcolor_allowed(properties: Properties, profile: Profile) -> Problems:
    """The brand colour is neither white nor the default blue.

    `#ffffff` and `#007ee5` are refused: the icon would not stand out, or nobody has chosen a colour yet. Which colour an
    independent publisher has is said by `props-brandcolor-ip`.

    Bad (of an independent publisher):
        $profile: independent-publisher
        properties: {properties: {iconBrandColor: "#ffffff"}}
    Bad (white):
        properties: {properties: {iconBrandColor: "#FFFFFF"}}
    Bad (the default):
        properties: {properties: {iconBrandColor: "#007ee5"}}
    Good:
        properties: {properties: {iconBrandColor: "#1f6f8b"}}
    """
    color = (properties.brand_color or "").strip()
    if color.lower() not in _REFUSED_COLORS:
        return
    place = properties.at("properties", "iconBrandColor")
    is_independent = profile is Profile.INDEPENDENT
    meant = (
        f"Independent publishers have `{INDEPENDENT_COLOR}`"
        if is_independent
        else "Take the colour of the brand"
    )
    yield Problem(
        f"The brand colour {quoted(color)} is {_REFUSED_COLORS[color.lower()]}. {meant}.",
        place,
        fix=safe(place.replace(INDEPENDENT_COLOR)) if is_independent else None,
    )


@rule(WARNING, advice(), independent=OFF, custom=OFF)
def props_brandcolor_near_white(properties: Properties) -> Problems:
    """The brand colour is not nearly white.

    `#fefefe` passes the check that refuses `#ffffff`, and the icon is just as invisible. One certified connector in
    eleven does it.

    Bad:
        properties: {properties: {iconBrandColor: "#fefefe"}}
    Good:
        properties: {properties: {iconBrandColor: "#1f6f8b"}}
    """
    color = properties.brand_color or ""
    if not _HEX_COLOR.fullmatch(color) or color.lower() in _REFUSED_COLORS:
        return
    if min(int(color[start : start + 2], 16) for start in (1, 3, 5)) >= 0xF5:
        yield Problem(
            f"The brand colour {quoted(color)} is nearly white; the icon does not stand out. Take a stronger colour.",
            properties.at("properties", "iconBrandColor"),
        )


@rule(
    OFF,
    documented("certification-submission"),
    repository("README.md"),
    independent=ERROR,
    custom=OFF,
    aliases=("ip-brandcolor",),
    fix="safe",
)
def props_brandcolor_ip(properties: Properties) -> Problems:
    """An independent publisher's brand colour is `#da3b01`.

    All of them share the orange icon. Every published one has it, in capitals or not. White and the default blue are
    refused to everybody: see `props-brandcolor-allowed`.

    Bad:
        $profile: independent-publisher
        properties: {properties: {iconBrandColor: "#1f6f8b"}}
    Good:
        $profile: independent-publisher
        properties: {properties: {iconBrandColor: "#DA3B01"}}
    """
    color = properties.brand_color or ""
    if _HEX_COLOR.fullmatch(color) and color.lower() not in {INDEPENDENT_COLOR, *_REFUSED_COLORS}:
        place = properties.at("properties", "iconBrandColor")
        yield Problem(
            f"The brand colour is {quoted(color)}; independent publishers have `{INDEPENDENT_COLOR}`.",
            place,
            fix=safe(place.replace(INDEPENDENT_COLOR)),
        )


@rule(WARNING, repository("schemas/paconn-apiProperties.schema.json"), repository("README.md"), fix="safe")
def props_capabilities(properties: Properties) -> Problems:
    """The capabilities are `actions`, `triggers`, `cloud` or `gateway`, in small letters.

    An empty list does no harm.

    Bad:
        properties: {properties: {capabilities: [Actions, triggers]}}
    Good:
        properties: {properties: {capabilities: []}}
    """
    for index, name in enumerate(Node(properties.body, properties, ("properties",)).items("capabilities")):
        if not isinstance(name, str) or name in _CAPABILITIES:
            continue
        place = properties.at("properties", "capabilities", index)
        meant = name.strip().lower()
        if meant in _CAPABILITIES:
            yield Problem(
                f"The capability {quoted(name)} is spelled `{meant}`.", place, fix=safe(place.replace(meant))
            )
        else:
            known = enumerated(_CAPABILITIES[:4])
            yield Problem(f"There is no capability {quoted(name)}; there are {known}.", place)
