"""What a rule says (a problem), and what the engine makes of it (a finding)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from certify.core.edit import Fix, Replacement
    from certify.core.location import Location, RelatedLocation
    from certify.core.place import Placed


class Severity(StrEnum):
    """SARIF's three levels; `off` switches a rule off."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
    OFF = "off"

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return _RANKS[self]

    def reaches(self, threshold: Severity) -> bool:
        """Whether this severity is at or above the threshold."""
        return self.rank <= threshold.rank


_RANKS = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.NOTE: 2, Severity.OFF: 3}


class Related(Struct, frozen=True):
    """A second place that helps to understand a problem, with what is to be seen there."""

    message: str
    at: Placed


class Effect(StrEnum):
    """What a change does to the flows that exist."""

    FLOWS_FAIL = "existing flows fail"
    DESIGNER_BREAKS = "the designer breaks for existing flows"
    DATA_LOST = "existing flows may lose data"
    BEHAVIOUR_CHANGES = "existing flows may behave differently"
    NONE = "none"


class ChangeNote(Struct, frozen=True):
    """What a problem says of a change between two versions: its effect, the operation, and both places.

    `where` is the change by meaning, such as `operation/GetItem/parameter/top`. `way_out` says how to reach the aim and
    keep the flows; `is_reported` whether Microsoft's own detector tells of the change.
    """

    where: str
    effect: Effect
    operation: str | None
    old: Placed | None
    new: Placed | None
    way_out: str = ""
    is_reported: bool = False


class Problem(Struct, frozen=True):
    """One thing that a rule found: a sentence, the place, other places, and perhaps the fix.

    `secrets` are the values that no output may show, of this finding or of another; places of strings, or of parts of
    them. `lacks` is where that should be which the problem misses, when that is not the problem's own place: where the
    file broke off before or in it, nothing is missed.
    """

    message: str
    at: Placed
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    change: ChangeNote | None = None
    secrets: tuple[Placed, ...] = ()
    lacks: Placed | None = None


class FindingChange(Struct, frozen=True):
    """A change note with its places resolved."""

    effect: Effect
    operation: str | None
    old: Location | None
    new: Location | None
    way_out: str = ""
    is_reported: bool = False


class Finding(Struct, frozen=True):
    """A problem stamped with its rule, severity, location and fingerprint.

    `place` is the place by meaning (operation ids and names instead of indexes), as waivers name it.
    `replacements` are the edits of the fix as characters of files: all of them, or none where one is of another kind or
    cannot be made. They may hold secrets; `PackageReport.replacements_of` gives those that may be shown.
    `waived` is the reason of the waiver that accepts it; `is_new` is false when the baseline has it.
    """

    rule: str
    aliases: tuple[str, ...]
    family: str
    severity: Severity
    message: str
    location: Location
    place: str
    fingerprint: str
    related: tuple[RelatedLocation, ...] = ()
    fix: Fix | None = None
    replacements: tuple[Replacement, ...] = ()
    change: FindingChange | None = None
    waived: str | None = None
    is_new: bool = True

    @property
    def fix_kind(self) -> str | None:
        """`safe`, `unsafe` or None."""
        if self.fix is None:
            return None
        return "safe" if self.fix.is_safe else "unsafe"

    @property
    def counts(self) -> bool:
        """Whether the finding takes part in the verdict and the exit status."""
        return self.waived is None and self.is_new


def breaks_flows(finding: Finding) -> bool:
    """Whether it is a change after which a flow fails, cannot be edited, or loses data, and more than a remark."""
    return (
        finding.change is not None
        and finding.change.effect not in (Effect.NONE, Effect.BEHAVIOUR_CHANGES)
        and finding.severity is not Severity.NOTE
    )
