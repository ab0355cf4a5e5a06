"""The signal inside this package that an entry, or a whole archive, is not taken; it ends as a Refusal."""

from __future__ import annotations

from certify.core.package import Reason, Refusal


class Refused(Exception):  # noqa: N818 - it is a verdict on the input, not a failure of the program
    """Carries the refusal to the place that collects refusals."""

    def __init__(self, reason: Reason, detail: str, path: str = "") -> None:
        super().__init__(detail)
        self.refusal = Refusal(path, reason, detail)
