"""Two versions of a package: what changed between them, each change told once and at both places."""

from certify.changes.change import Change
from certify.changes.compare import compare

__all__ = ["Change", "compare"]
