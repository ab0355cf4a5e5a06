"""The examples in rules' manuals: patches over the golden package, and what they must show."""

from certify.examples.patch import Patch, golden, parse_patch, patched
from certify.examples.submission import packed
from certify.examples.trial import Trial, examine, profile_for, try_examples

__all__ = [
    "Patch",
    "Trial",
    "examine",
    "golden",
    "packed",
    "parse_patch",
    "patched",
    "profile_for",
    "try_examples",
]
