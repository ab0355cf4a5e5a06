"""What is to be seen on the icon: no transparency, the brand colour behind, and a logo with room around it."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    OFF,
    WARNING,
    Artwork,
    Problem,
    Problems,
    Properties,
    Related,
    checker,
    documented,
    policy,
    reviewer,
    rule,
    unsafe,
)

_VISIBLY_CLEAR = 240
"""Opacity from 0 to 255 below which a person sees it; a published icon has pixels of 248."""

_UNIFORM = 0.9
"""Share of the outermost pixels that must have one colour for it to be the background."""

_SAME_COLOR = 8
"""By how much each part of a colour may differ, as export programs change it."""

_REFUSED = {"#ffffff": "white", "#007ee5": "the default colour of connectors without one"}
_HEX_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


@rule(
    ERROR,
    policy("5000.2.1.5"),
    checker("connector-validate-iconimage"),
    independent=OFF,
    custom=OFF,
    by_hand="A picture that a program scaled, flattened or compressed looks it; let whoever drew it draw it again.",
)
def icon_opaque(artwork: Artwork) -> Problems:
    """No part of the icon is transparent, its corners are square.

    The designer puts the icon on backgrounds of its own, and they would show through. None of the published icons is
    transparent.

    Bad:
        icon: {$png: {color: "#1f6f8b", alpha: true}}
    Good:
        icon: {$png: {color: "#1f6f8b", alpha: false}}
    """
    if artwork.lowest_opacity < _VISIBLY_CLEAR:
        where = "The corners of the icon are" if artwork.has_clear_corner else "A part of the icon is"
        yield Problem(f"{where} transparent; fill the whole square with the brand colour.", artwork)


@rule(
    ERROR,
    policy("5000.2.1.1"),
    checker("connector-validate-iconimage"),
    checker("connector-validate-brandcolor"),
    reviewer(591),
    independent=OFF,
    custom=OFF,
    aliases=("iconBrandColor-match-icon",),
    fix="unsafe",
)
def icon_background(artwork: Artwork, properties: Properties | None) -> Problems:
    """The background of the icon is the brand colour, and neither white nor `#007ee5`.

    The designer frames the icon with `iconBrandColor`; another background shows as a square in a square. Colours count
    as the same when none of red, green and blue differs by more than 8 of 255. Reviewers ask for this more often than for anything
    else.

    Bad (another colour than the brand's):
        icon: {$png: {color: "#a03020"}}
    Bad (white):
        icon: {$png: {color: "#ffffff", logo: 0}}
    Good:
        icon: {$png: {color: "#1f6f8b"}}
    """
    background = artwork.background
    if background is None or background.share < _UNIFORM or artwork.lowest_opacity < _VISIBLY_CLEAR:
        return
    if background.color in _REFUSED:
        yield Problem(
            f"The background of the icon is {_REFUSED[background.color]}; use the colour of the brand.",
            artwork,
        )
        return
    brand = properties.brand_color if properties is not None else None
    if properties is None or brand is None or not _HEX_COLOR.fullmatch(brand):
        return
    if not _is_same(background.color, brand):
        place = properties.at("properties", "iconBrandColor")
        yield Problem(
            f"`iconBrandColor` is `{brand}`, and the background of the icon is `{background.color}`; make them the same.",
            place,
            related=(Related("the icon", artwork),),
            fix=unsafe(place.replace(background.color)),
        )


@rule(
    WARNING,
    checker("connector-validate-iconimage"),
    documented("certification-submission"),
    independent=OFF,
    custom=OFF,
    by_hand="A picture that a program scaled, flattened or compressed looks it; let whoever drew it draw it again.",
)
def icon_logo_70(artwork: Artwork, *, maximum: float = 0.7) -> Problems:
    """The logo takes less than 70% of the icon's width and height, within a border of one colour.

    The designer shows the icon small and cuts its corners in some places. Six of seven published icons
    have a logo of at most 160 of 230 pixels.

    Bad:
        icon: {$png: {color: "#1f6f8b", logo: 0.85}}
    Bad (a border of two colours):
        icon: {$png: {color: "#1f6f8b", band: 0.4}}
    Good:
        icon: {$png: {color: "#1f6f8b", logo: 0.65}}
    """
    background, logo = artwork.background, artwork.logo
    if background is None or artwork.lowest_opacity < _VISIBLY_CLEAR:
        return
    if background.share < _UNIFORM:
        yield Problem(
            f"Only {background.share:.0%} of the icon's border has one colour; surround the logo with the brand colour.",
            artwork,
        )
        return
    if logo is None:
        return
    width, height = logo.width / artwork.width, logo.height / artwork.height
    if max(width, height) > maximum:
        yield Problem(
            f"The logo takes {width:.0%} of the icon's width and {height:.0%} of its height; keep it under {maximum:.0%}.",
            artwork,
        )


def _is_same(one: str, other: str) -> bool:
    pairs = zip(bytes.fromhex(one[1:]), bytes.fromhex(other[1:]), strict=True)
    return all(abs(first - second) <= _SAME_COLOR for first, second in pairs)
