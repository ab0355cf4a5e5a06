"""Whether each rule finds its own defect in real packages, at the place where it was put.

Usage: python tests/evidence/mutation.py [--packages 20] [--rule NAME] [CORPUS_FOLDER]

The clean package's content is grafted into real ones (its paths, definitions, parameters and responses beside theirs),
once as it is and once with the rule's Bad example; the defect is found when the second report has a finding of the rule
that the first lacks. A real package may hold what the Bad example takes away, as its own DELETE operation; then there is
no defect, and the count tells so.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from certify.core.engine import run
from certify.core.manual import manual_of
from certify.core.rule import Profile, RuleError
from certify.core.ruleset import Choice
from certify.documents.files import Role
from certify.examples import golden, parse_patch, patched, profile_for
from certify.plugins import load_rules
from certify.sources import find_origins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.package import Package
    from certify.core.rule import Rule
    from certify.examples import Patch

GRAFTED = ("paths", "definitions", "parameters", "responses")
BOOK = load_rules()


def grafted(clean: Package, real: dict[str, Any]) -> Package:
    """The clean package, with the content of a real definition beside its own."""
    name = Role.DEFINITION.value
    definition = json.loads(clean.files[name])
    for section in GRAFTED:
        theirs = real.get(section)
        if isinstance(theirs, dict):
            definition[section] = {**theirs, **definition.get(section, {})}
    text = json.dumps(definition, indent=2, ensure_ascii=False) + "\n"
    return replace(clean, files={**clean.files, name: text.encode("utf-8", "surrogatepass")})


def reports(rule: Rule, patch: Patch, profile: Profile, package: Package) -> set[tuple[str, str]]:
    against = None if patch.against is None else patched(package, patch.against)
    report = run(patched(package, patch), BOOK.choose(profile, Choice(select=(rule.name,))), against=against)
    # What is told once for a whole package tells of one more by its message.
    return {
        (finding.fingerprint, finding.message) for finding in report.findings if finding.rule == rule.name
    }


def tries(rule: Rule, reals: list[dict[str, Any]], wanted: int) -> Iterator[bool]:
    """For each usable real package: was the defect found there?"""
    example = manual_of(rule).bad[0]
    patch = parse_patch(example.patch)
    profile = patch.profile or profile_for(rule)
    harmless = replace(patch, files={}, renamed={}, refusals=())
    clean = golden(profile)
    in_golden = reports(rule, patch, profile, clean) - reports(rule, harmless, profile, clean)
    for real in islice(reals, wanted):
        package = grafted(clean, real)
        yield (
            bool(reports(rule, patch, profile, package) - reports(rule, harmless, profile, package))
            or not in_golden
        )


def main() -> int:
    """Print each rule that misses its defect somewhere; the exit status is 1 when one does."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--packages", type=int, default=20)
    parser.add_argument("--rule", default="")
    options = parser.parse_args()
    origins = list(find_origins(str(options.folder)))
    random.Random(1).shuffle(origins)
    reals: list[dict[str, Any]] = []
    for origin in origins:
        data = origin.load().files.get(Role.DEFINITION.value, b"")
        if len(reals) < options.packages and 1_000 < len(data) < 200_000:
            try:
                reals.append(json.loads(data))
            except ValueError:
                continue
    counts: Counter[str] = Counter()
    for rule in BOOK.find(options.rule) if options.rule else BOOK.rules:
        try:
            found = list(tries(rule, reals, options.packages))
        except (RuleError, KeyError, IndexError, ValueError) as error:
            sys.stdout.write(f"{rule.name}: cannot be tried: {error}\n")
            counts["not tried"] += 1
            continue
        counts["all found" if all(found) else "missed somewhere"] += 1
        if not all(found):
            sys.stdout.write(f"{rule.name}: {sum(found)} of {len(found)}\n")
    sys.stdout.write(f"{dict(counts)} with {len(reals)} packages each\n")
    return 1 if counts["missed somewhere"] else 0


if __name__ == "__main__":
    sys.exit(main())
