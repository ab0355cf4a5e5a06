"""Whether each change, made in real packages, is reported as that change and as nothing else.

Usage: python tests/evidence/change_mutation.py [--packages 20] [--rule NAME] [--show] [CORPUS_FOLDER]

For every rule of the family `changes` its change is made at a place chosen at random (with a fixed seed) in so many real
packages, and the old version is compared with the new one. What the place shares with others through `$ref` is copied
into it in both versions first, so that one change is one. `found` counts the packages in which the rule reports it, `extra`
those in which another rule does as well.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from change_mutators import MUTATORS
from change_places import NotHere, Version
from msgspec.structs import replace

from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.documents.files import Role
from certify.engine.run import run
from certify.plugins import load_rules
from certify.sources import find_origins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.package import Package

DEFINITION, PROPERTIES = Role.DEFINITION.value, Role.PROPERTIES.value
BOOK = load_rules()


def packages(folder: Path) -> Iterator[Package]:
    """Real packages of which both documents are sound, in an order of their own."""
    origins = list(find_origins(str(folder)))
    random.Random(1).shuffle(origins)
    for origin in origins:
        package = origin.load()
        if len(package.files.get(DEFINITION, b"")) < 300_000:
            try:
                made = version_of(package)
            except (KeyError, ValueError):
                continue
            if made.definition.get("paths") and isinstance(made.properties.get("properties"), dict):
                yield package


def version_of(package: Package) -> Version:
    return Version(json.loads(package.files[DEFINITION]), json.loads(package.files[PROPERTIES]))


def written(package: Package, version: Version) -> Package:
    def data(value: object) -> bytes:
        return json.dumps(value, indent=2, ensure_ascii=False).encode("utf-8", "surrogatepass")

    files = {**package.files, DEFINITION: data(version.definition), PROPERTIES: data(version.properties)}
    return replace(package, files=files)


def reported(name: str, package: Package, seed: int) -> set[str]:
    """The rules that report something once the change of the rule is made. Raises NotHere where there is no place."""
    old = version_of(package)
    new = MUTATORS[name](old, random.Random(seed))
    if name != "bc-version-bump":
        new.definition["info"] = {**new.definition["info"], "version": "999.1"}
    ignored = () if name == "bc-safe" else ("bc-safe",)
    ruleset = BOOK.choose(Profile.VERIFIED, Choice(select=("changes",), ignore=ignored))
    report = run(written(package, new), ruleset, against=written(package, old))
    assert not [outcome for outcome in report.outcomes.values() if outcome.status == "errored"]
    return {finding.rule for finding in report.findings}


def main() -> int:
    """Print the figures; the exit status is 1 when a change is missed or told as another one."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--packages", type=int, default=20)
    parser.add_argument("--rule", default="")
    parser.add_argument("--show", action="store_true", help="name the packages in which something is wrong")
    options = parser.parse_args()
    reals = list(packages(options.folder))
    totals: Counter[str] = Counter()
    for rule in BOOK.find(options.rule or "changes"):
        counts: Counter[str] = Counter()
        others: Counter[str] = Counter()
        for seed, package in enumerate(reals):
            if counts["tried"] == options.packages:
                break
            try:
                rules = reported(rule.name, copy.deepcopy(package), seed)
            except NotHere:
                continue
            counts.update(tried=1, found=rule.name in rules, extra=bool(rules - {rule.name}))
            others.update(rules - {rule.name})
            if options.show and rules != {rule.name}:
                sys.stdout.write(f"  {package.path} (seed {seed}): {sorted(rules)}\n")
        totals.update(counts)
        aside = f"  {dict(others)}" if others else ""
        sys.stdout.write(
            f"{rule.name:28} {counts['found']:3} of {counts['tried']:3} found, {counts['extra']:3} extra{aside}\n"
        )
    sys.stdout.write(f"{totals['found']} of {totals['tried']} found, {totals['extra']} extra\n")
    return int(totals["found"] != totals["tried"] or totals["extra"] > 0)


if __name__ == "__main__":
    sys.exit(main())
