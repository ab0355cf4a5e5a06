"""What class an update is of, and the version that it deserves."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct


class Update(StrEnum):
    """Microsoft takes a few weeks over a minor update, and about twice that over a major one."""

    NONE = "none"
    MINOR = "minor"
    MAJOR = "major"


class Versions(Struct, frozen=True):
    """`info.version` before and now, and what kind of update is between them."""

    old: str | None
    new: str | None
    update: Update

    def deserved(self, *, breaks: bool) -> str | None:
        """The version that the update deserves; None where nothing is different, or the old one is not made of numbers.

        The first number counts what breaks flows, the second what is new, the third texts.
        """
        if self.update is Update.NONE or not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9}){0,3}", self.old or ""):
            return None
        numbers = [int(number) for number in str(self.old).split(".")]
        raised = 0 if breaks else 1 if self.update is Update.MAJOR else 2
        numbers += [0] * (raised + 1 - len(numbers))
        numbers[raised:] = [numbers[raised] + 1] + [0] * (len(numbers) - raised - 1)
        return ".".join(map(str, numbers))
