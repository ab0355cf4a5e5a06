"""A definition on standard input."""

from __future__ import annotations

import sys

from msgspec import Struct

from certify.core.package import Form, Package, Reason, Refusal
from certify.errors import SourceError
from certify.sources.limits import MAX_DEFINITION_BYTES, in_mib

_NAME = "apiDefinition.swagger.json"


class StandardInputOrigin(Struct, frozen=True):
    """What came in on standard input. It holds the bytes, because a worker has no standard input of ours."""

    data: bytes

    def __repr__(self) -> str:
        return f"StandardInputOrigin({len(self.data)} bytes)"

    @property
    def path(self) -> str:
        return "<stdin>"

    def load(self) -> Package:
        if len(self.data) > MAX_DEFINITION_BYTES:
            detail = (
                f"Standard input holds more than {in_mib(MAX_DEFINITION_BYTES)}; make the definition smaller."
            )
            return Package(self.path, self.path, {}, (Refusal(_NAME, Reason.TOO_LARGE, detail),), Form.FILE)
        return Package(self.path, self.path, {_NAME: self.data}, (), Form.FILE)


def read_standard_input() -> StandardInputOrigin:
    """Reads standard input to its end, or until there is more than the limit."""
    # A program started without standard input has None here, whatever the type says.
    if sys.stdin is None:
        raise SourceError("There is no standard input to read; name a folder, zip or file instead of '-'.")
    return StandardInputOrigin(sys.stdin.buffer.read(MAX_DEFINITION_BYTES + 1))
