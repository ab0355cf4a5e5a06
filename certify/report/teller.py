"""What a report quotes of a package: secrets hidden, bounded, and without what no JSON can carry."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from certify.formats.inert import clipped

if TYPE_CHECKING:
    from certify.core.mask import Mask

LONGEST_NAME = 200
LONGEST_TEXT = 600
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Teller:
    """Everything that a report takes from a package goes through here."""

    mask: Mask

    def text(self, value: Any, longest: int = LONGEST_TEXT) -> str:
        """The text as it may be told; empty when the value is none."""
        if not isinstance(value, str) or not value:
            return ""
        told = clipped(self.mask.text(value), longest)
        return told if told.isascii() else _SURROGATE.sub("\ufffd", told)

    def name(self, value: Any) -> str:
        """A title or a name, which is shorter."""
        return self.text(value, LONGEST_NAME)

    def scalar(self, value: Any) -> str:
        """A default or a choice as it is written; empty for null and for what has parts."""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return self.name(repr(value))
        return self.name(value)
