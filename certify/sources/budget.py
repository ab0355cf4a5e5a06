"""What one archive, together with all archives inside it, may cost."""

from __future__ import annotations

from msgspec import Struct, field
from msgspec.structs import replace

from certify.core.package import Reason
from certify.sources.limits import MAX_ARCHIVE_BYTES, MAX_ENTRIES, in_mib
from certify.sources.refused import Refused

_MAX_LEVELS = 3


class _Purse(Struct):
    bytes_left: int = MAX_ARCHIVE_BYTES
    entries_left: int = MAX_ENTRIES


class Budget(Struct, frozen=True):
    """Unpacked bytes and entries, shared over all levels, and the level of nesting (1 for the outermost)."""

    level: int = 1
    _purse: _Purse = field(default_factory=_Purse)

    def fork(self) -> Budget:
        """As much as is left now, to be spent apart: an archive may be read more than once."""
        return Budget(self.level, replace(self._purse))

    def inner(self) -> Budget:
        """The budget for an archive inside one that was read with this budget."""
        return Budget(self.level + 1, self._purse)

    def check_level(self) -> None:
        """Raises Refused when archives are nested too deep."""
        if self.level > _MAX_LEVELS:
            raise Refused(
                Reason.BOMB,
                f"Archives are nested more than {_MAX_LEVELS} deep; repack without the outer ones.",
            )

    def spend_entries(self, count: int) -> None:
        """Raises Refused when that is more than is left."""
        if count > self._purse.entries_left:
            raise Refused(
                Reason.TOO_MANY,
                f"The archive has more than {MAX_ENTRIES} entries in all; keep only the package's own files.",
            )
        self._purse.entries_left -= count

    def spend_bytes(self, count: int) -> None:
        """Raises Refused when that is more than is left."""
        if count > self._purse.bytes_left:
            raise Refused(
                Reason.BOMB,
                f"The archive unpacks to more than {in_mib(MAX_ARCHIVE_BYTES)} in all; keep only the package's own files.",
            )
        self._purse.bytes_left -= count
