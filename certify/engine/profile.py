"""What kind of connector a package is, and why we think so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certify.core.rule import Profile
from certify.documents.documents import Documents

if TYPE_CHECKING:
    from certify.core.package import Package

_FOLDERS = {
    "certified-connectors": Profile.VERIFIED,
    "independent-publisher-connectors": Profile.INDEPENDENT,
    "custom-connectors": Profile.CUSTOM,
}
INDEPENDENT_BRAND_COLOR = "#da3b01"


def profile_of(package: Package) -> tuple[Profile, str]:
    """The profile and the reason, from where the package lies, else from what it holds.

    Without any sign it is a verified publisher's: the strictest, so that nothing that a gate refuses is missed.
    """
    for part in reversed(re.split(r"[/\\:!]", package.place or package.path)):
        if part.lower() in _FOLDERS:
            return _FOLDERS[part.lower()], f"the path holds {part}"
    properties = Documents(package, Profile.VERIFIED).properties
    if properties is not None and (properties.brand_color or "").lower() == INDEPENDENT_BRAND_COLOR:
        return (
            Profile.INDEPENDENT,
            f"its brand colour is {INDEPENDENT_BRAND_COLOR}, as only independent publishers have it",
        )
    return Profile.VERIFIED, "nothing says otherwise"
