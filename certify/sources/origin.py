"""What every source offers: something that can be sent to a worker and loads one package there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from certify.core.package import Package


class Origin(Protocol):
    """Where one package comes from; small and picklable."""

    @property
    def path(self) -> str:
        """The path as shown to the user; printable and valid UTF-8."""
        ...

    def load(self) -> Package:
        """Reads the package. What cannot be taken becomes a refusal, never an exception."""
        ...
