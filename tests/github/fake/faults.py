"""What goes wrong at GitHub, on demand: scripted for the next requests, or by chance with a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from enum import Enum
from fnmatch import fnmatch
from threading import Lock

WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class Fault(Enum):
    """Kinds of failures. Those named `after` happen when the effect is already there and the answer is lost."""

    BAD_GATEWAY_BEFORE = "502 before the effect"
    BAD_GATEWAY_AFTER = "502 after the effect"
    TIMEOUT_BEFORE = "no answer, no effect"
    TIMEOUT_AFTER = "no answer, but the effect"
    RESET = "connection closed before the effect"
    SECONDARY_LIMIT = "403 with Retry-After"
    TOO_MANY_REQUESTS = "429 with Retry-After"
    PRIMARY_LIMIT = "403 with no requests left until the reset"

    @property
    def is_after(self) -> bool:
        return self in {Fault.BAD_GATEWAY_AFTER, Fault.TIMEOUT_AFTER}

    @property
    def is_limit(self) -> bool:
        return self in {Fault.SECONDARY_LIMIT, Fault.TOO_MANY_REQUESTS, Fault.PRIMARY_LIMIT}


QUICK = (
    Fault.BAD_GATEWAY_BEFORE,
    Fault.BAD_GATEWAY_AFTER,
    Fault.RESET,
    Fault.SECONDARY_LIMIT,
    Fault.TOO_MANY_REQUESTS,
    Fault.PRIMARY_LIMIT,
)
"""Those that cost a test no waiting."""


@dataclass
class _Planned:
    fault: Fault
    operation: str
    skip: int
    times: int


@dataclass
class Faults:
    """Which request fails how. `seconds` is how long a request without an answer is held."""

    seconds: float = 1.0
    retry_after: int = 30
    _planned: list[_Planned] = field(default_factory=list)
    _chance: float = 0.0
    _random: random.Random = field(default_factory=random.Random)
    _kinds: tuple[Fault, ...] = QUICK
    _lock: Lock = field(default_factory=Lock)

    def plan(self, fault: Fault, operation: str = "*", *, skip: int = 0, times: int = 1) -> None:
        """Fail the next `times` requests of the operation (`issues/create-comment`, `git/*`, `*`), after `skip` others."""
        self._planned.append(_Planned(fault, operation, skip, times))

    def chaos(self, seed: int, chance: float, kinds: tuple[Fault, ...] = QUICK) -> None:
        """From now on each request fails with the given chance."""
        self._chance, self._random, self._kinds = chance, random.Random(seed), kinds

    def stop(self) -> None:
        """Nothing fails any more."""
        self._planned.clear()
        self._chance = 0.0

    def next(self, operation: str) -> Fault | None:
        """What goes wrong with this request."""
        with self._lock:
            for planned in self._planned:
                if fnmatch(operation, planned.operation):
                    if planned.skip:
                        planned.skip -= 1
                        continue
                    planned.times -= 1
                    if planned.times <= 0:
                        self._planned.remove(planned)
                    return planned.fault
            if self._chance and self._random.random() < self._chance:
                return self._random.choice(self._kinds)
            return None
