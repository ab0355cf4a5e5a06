"""The icon as a file: a sound PNG of the right size."""

from __future__ import annotations

from certify.api import (
    ERROR,
    OFF,
    Icon,
    PngFaultKind,
    Problem,
    Problems,
    checker,
    documented,
    policy,
    rule,
)

SMALLEST = 100
LARGEST = 230


@rule(
    ERROR,
    policy("5000.2.1.3"),
    checker("connector-validate-iconimage"),
    documented("certification-submission"),
    independent=OFF,
    custom=OFF,
    by_hand="A picture that a program scaled, flattened or compressed looks it; let whoever drew it draw it again.",
)
def icon_png(icon: Icon) -> Problems:
    """The icon is a sound PNG image.

    The name of the file does not make it one: a JPEG image or a drawing that was renamed is refused, and so is an image
    that is cut off, animated, or followed by other data. The file is read by its parts and checksums.

    Bad (a JPEG image):
        icon: {$hex: "ff d8 ff e0 00 10 4a 46 49 46"}
    Bad (other data behind the image):
        icon: {$png: {color: "#1f6f8b", tail: 12}}
    Bad (animated):
        icon: {$png: {color: "#1f6f8b", frames: 2}}
    Good:
        icon: {$png: {color: "#1f6f8b"}}
    """
    for fault in icon.faults:
        if fault.kind is not PngFaultKind.TOO_LARGE:
            yield Problem(f"The icon {fault.detail}; save it as a plain PNG image.", icon)
            return


@rule(
    ERROR,
    policy("5000.2.1.2"),
    checker("connector-validate-iconimage"),
    independent=OFF,
    custom=OFF,
    by_hand="A picture that a program scaled, flattened or compressed looks it; let whoever drew it draw it again.",
)
def icon_size(icon: Icon, *, maximum: int = 1_048_576) -> Problems:
    """The icon's file is smaller than 1 MB.

    The icons of published connectors have 4 to 24 KB.

    Bad:
        icon: {$png: {color: "#1f6f8b", extra: 1100000}}
    Good:
        icon: {$png: {color: "#1f6f8b"}}
    """
    if icon.size >= maximum:
        yield Problem(f"The icon has {icon.size:,} bytes; it must have fewer than {maximum:,}.", icon)


@rule(
    ERROR,
    policy("5000.2.1.4"),
    checker("connector-validate-iconimage"),
    documented("certification-submission"),
    independent=OFF,
    custom=OFF,
    by_hand="A picture that a program scaled, flattened or compressed looks it; let whoever drew it draw it again.",
)
def icon_dimensions(icon: Icon) -> Problems:
    """The icon is square, and 100 to 230 pixels wide.

    Each of the icons in published folders is 230 by 230 pixels.

    Bad (not square):
        icon: {$png: {width: 230, height: 200, color: "#1f6f8b"}}
    Bad (too small):
        icon: {$png: {width: 64, height: 64, color: "#1f6f8b"}}
    Bad (too large):
        icon: {$png: {width: 512, height: 512, color: "#1f6f8b"}}
    Good:
        icon: {$png: {width: 230, height: 230, color: "#1f6f8b"}}
    """
    header = icon.header
    if header is None:
        return
    size = f"The icon is {header.width} by {header.height} pixels"
    if header.width != header.height:
        yield Problem(f"{size}; it must be square.", icon)
    elif not SMALLEST <= header.width <= LARGEST:
        yield Problem(f"{size}; {SMALLEST} to {LARGEST} are allowed.", icon)
