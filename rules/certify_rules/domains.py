"""Which domain a host belongs to."""

from __future__ import annotations

_LONGEST = 255
_TWO_PART_ENDS = frozenset({"ac", "co", "com", "edu", "gov", "govt", "net", "org"})


def registered_domain(host: str) -> str:
    """The domain that was registered, as far as its form tells: `example.com`, `example.co.uk`. In small letters."""
    labels = host[:_LONGEST].lower().strip(".").split(".")
    count = 3 if len(labels) > 2 and labels[-2] in _TWO_PART_ENDS and len(labels[-1]) == 2 else 2
    return ".".join(labels[-count:])
