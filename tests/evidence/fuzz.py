"""Examine packages that were scrambled at random: nothing may raise, no rule may fail, and nothing may take long.

`fuzz.py --inputs 100000 ../shared/corpus` starts from the small packages there, and without a folder from the clean one.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import traceback
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from certify.core.package import Package
from certify.core.report import Status
from certify.core.rule import Profile
from certify.engine.run import run
from certify.examples import golden
from certify.plugins import load_rules
from certify.sources import find_origins

if TYPE_CHECKING:
    from collections.abc import Mapping

LARGEST = 9_000
"""Bytes of a package to start from; in larger ones a single change is lost."""
SLOW = 3.0
VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, 10**30, "", " ", "x" * 300, "\ud800", "{", "#/paths", "http://", "@{", "2.0", [], {}, [None],
    [[]], {"$ref": "#"}, {"$ref": "#/definitions/x"}, {"$ref": 1}, {"type": "object", "properties": []}, {"a": {"a": {}}},
)  # fmt: skip
PIECES = (
    b'"', b"{", b"}", b",", b"[", b"\\", b"//x\n", b"\xff", b"\x00", b"NaN", b"\xef\xbb\xbf", b"'", b"```", b"\\u00",
)  # fmt: skip


def scrambled(files: Mapping[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """The files with one or two of them changed: in their bytes, or in the values of their JSON."""
    changed = dict(files)
    for name in chance.sample(sorted(changed), min(len(changed), chance.choice((1, 1, 2)))):
        data = changed[name]
        if name.lower().endswith(".json") and chance.random() < 0.6:
            data = _with_other_values(data, chance)
        else:
            data = _with_other_bytes(data, chance)
        changed[name] = data
    return changed


def _with_other_values(data: bytes, chance: random.Random) -> bytes:
    try:
        content = json.loads(data)
    except ValueError:
        return _with_other_bytes(data, chance)
    for _ in range(chance.choice((1, 1, 2, 4))):
        members = _members(content)
        if not members:
            break
        owner, key = chance.choice(members)
        other, other_key = chance.choice(members)
        action = chance.random()
        if action < 0.5:
            owner[key] = deepcopy(chance.choice(VALUES))
        elif action < 0.65 and isinstance(owner, dict):
            owner[chance.choice((key.upper(), f"{key} ", f"x-ms-{key}", "$ref", ""))] = owner.pop(key)
        elif action < 0.8:
            del owner[key]
        else:
            owner[key] = json.loads(json.dumps(other[other_key]))
    return json.dumps(content, indent=chance.choice((None, 2))).encode()


def _members(content: Any) -> list[tuple[Any, Any]]:
    """Every object and array with each of its keys and indexes."""
    found: list[tuple[Any, Any]] = []
    pending = [content]
    while pending:
        owner = pending.pop()
        if isinstance(owner, dict | list):
            keys = list(owner) if isinstance(owner, dict) else list(range(len(owner)))
            found += [(owner, key) for key in keys]
            pending += [owner[key] for key in keys]
    return found


def _with_other_bytes(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5))):
        at, other = chance.randrange(len(changed) + 1), chance.randrange(len(changed) + 1)
        action = chance.random()
        if action < 0.25:
            del changed[at:]
        elif action < 0.5:
            changed[at : at + 1] = bytes([chance.randrange(256)])
        elif action < 0.75:
            changed[at:at] = chance.choice(PIECES)
        else:
            changed[at:at] = changed[min(at, other) : max(at, other)][:200]
    return bytes(changed)


def faults_of(files: Mapping[str, bytes], chance: random.Random) -> list[str]:
    """What is wrong with the examination of the files: a line for each rule that failed, or the trace."""
    against = Package("old", "x", scrambled(files, chance)) if chance.random() < 0.2 else None
    ruleset = load_rules().choose(chance.choice(list(Profile)))
    start = time.perf_counter()
    try:
        report = run(Package("new", "x", dict(files)), ruleset, against=against)
    except Exception:  # noqa: BLE001 - this is what is looked for
        return [traceback.format_exc()]
    taken = time.perf_counter() - start
    failed = [
        f"{name}: {outcome.reason}"
        for name, outcome in report.outcomes.items()
        if outcome.status is Status.ERRORED
    ]
    return [*failed, f"it took {taken:.1f} s"] if taken > SLOW else failed


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", help="a folder of packages to start from")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    starts = [dict(golden(profile).files) for profile in (Profile.VERIFIED, Profile.INDEPENDENT)]
    if options.folder:
        packages = (origin.load() for origin in find_origins(options.folder))
        starts += [
            dict(package.files)
            for package in packages
            if package.files and sum(map(len, package.files.values())) < LARGEST
        ]
    wrong = 0
    for number in range(options.inputs):
        chance = random.Random(options.seed * 1_000_003 + number)
        faults = faults_of(scrambled(chance.choice(starts), chance), chance)
        wrong += bool(faults)
        for fault in faults:
            print(f"input {number} of seed {options.seed}: {fault}")
    print(f"{options.inputs:,} inputs from {len(starts)} packages: {wrong} with a fault")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
