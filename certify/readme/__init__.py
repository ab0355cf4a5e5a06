"""The parts of `readme.md` that can be made from the package; what only its author knows stays the author's."""

from certify.readme.package import with_readme
from certify.readme.refresh import ReadmeError, Refreshed

__all__ = ["ReadmeError", "Refreshed", "with_readme"]
