"""Whether each rule finds its own defect in real packages, at the place where it was put.

Usage: python tests/evidence/mutation.py [--packages 20] [--rule NAME] [CORPUS_FOLDER]

The clean package's content is grafted into real ones (its paths, definitions, parameters and responses beside theirs),
once as it is and once with each of the rule's Bad examples; the defect is found when the second report has a finding of the rule
that the first lacks, and found at its place when that is where the clean package alone has it. A real package may hold what the Bad example takes away, as its own DELETE operation; then there is
no defect. So where one is missed, the paths of the real package that hush the rule when they are alone are printed: whether they
rightly do is for the reader to judge.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from certify.core.finding import Severity
from certify.core.manual import manual_of
from certify.core.rule import Profile, RuleError
from certify.core.ruleset import Choice
from certify.documents.files import File, Role
from certify.engine.run import run
from certify.examples import Patch, golden, parse_patch, patched, profile_for
from certify.plugins import load_rules
from certify.sources import find_origins

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.core.finding import Finding
    from certify.core.manual import Example
    from certify.core.package import Package
    from certify.core.rule import Rule

GRAFTED = ("paths", "definitions", "parameters", "responses")
BOOK = load_rules()


def grafted(clean: Package, real: dict[str, Any]) -> Package:
    """The clean package, with the content of a real definition behind its own; its own text stays as it is."""
    name = Role.DEFINITION.value
    text = clean.files[name].decode()
    definition = json.loads(text)
    spans = File(name, text.encode(), Role.DEFINITION).json.locate([(section,) for section in GRAFTED])
    inserted: list[tuple[int, str]] = []
    for section in GRAFTED:
        theirs = real.get(section)
        ours = definition.get(section, {})
        added = (
            {key: value for key, value in theirs.items() if key not in ours}
            if isinstance(theirs, dict)
            else {}
        )
        if added and (section,) in spans and ours:
            end = len(text[: spans[section,].value[1] - 1].rstrip())
            inserted.append((end, "," + json.dumps(added, indent=2, ensure_ascii=False)[1:-2]))
        elif added:
            end = len(text.rstrip().removesuffix("}").rstrip())
            inserted.append((end, f',\n"{section}": {json.dumps(added, indent=2, ensure_ascii=False)}'))
    for end, piece in sorted(inserted, reverse=True):
        text = text[:end] + piece + text[end:]
    return replace(clean, files={**clean.files, name: text.encode("utf-8", "surrogatepass")})


Told = set[tuple[str, str, str]]
"""Of each finding its fingerprint, place and message: what is told once for a package tells of one more by its message."""


def reports(rule: Rule, patch: Patch, profile: Profile, package: Package) -> Told:
    against = None if patch.against is None else patched(package, patch.against)
    report = run(patched(package, patch), BOOK.choose(profile, Choice(select=(rule.name,))), against=against)
    return {_told(finding) for finding in report.findings if finding.rule == rule.name}


def _told(finding: Finding) -> tuple[str, str, str]:
    return finding.fingerprint, finding.place, finding.message


class Hosts:
    """Real definitions with the clean package in them, and what all rules say of each before any defect is put in."""

    def __init__(self, reals: list[dict[str, Any]]) -> None:
        self.reals = reals
        self._made: dict[Profile, list[tuple[Package, dict[str, Told]]]] = {}

    def of(self, profile: Profile) -> list[tuple[Package, dict[str, Told]]]:
        if profile not in self._made:
            self._made[profile] = [self._host(real, profile) for real in self.reals]
        return self._made[profile]

    def _host(self, real: dict[str, Any], profile: Profile) -> tuple[Package, dict[str, Told]]:
        package = grafted(golden(profile), real)
        told: dict[str, Told] = {}
        # As the patches leave it: with a readme that follows the definition.
        for finding in run(patched(package, Patch()), BOOK.choose(profile)).findings:
            told.setdefault(finding.rule, set()).add(_told(finding))
        return package, told


def tries(rule: Rule, example: Example, hosts: Hosts) -> Iterator[str]:
    """For each real package: whether the example's defect was found there, and at its place."""
    patch = parse_patch(example.patch)
    profile = patch.profile or profile_for(rule)
    same = None if patch.against is None else Patch()
    harmless = Patch(profile=patch.profile, form=patch.form, submission=patch.submission, against=same)
    is_plain = harmless == Patch(profile=patch.profile) and rule.severities[profile] is not Severity.OFF
    clean = golden(profile)
    in_golden = reports(rule, patch, profile, clean) - reports(rule, harmless, profile, clean)
    places = {place for _, place, _ in in_golden}
    for real, (package, told) in zip(hosts.reals, hosts.of(profile), strict=True):
        before = told.get(rule.name, set()) if is_plain else reports(rule, harmless, profile, package)
        new = reports(rule, patch, profile, package) - before
        if not in_golden:
            yield "not a defect"
        elif not new:
            holding = _holding(rule, patch, real, profile)
            yield f"held by the package's {holding[0]}" if holding else "missed"
        else:
            yield "found" if places & {place for _, place, _ in new} else "found elsewhere"


def _holding(rule: Rule, patch: Patch, real: dict[str, Any], profile: Profile) -> list[str]:
    """The paths of the real definition, each of which alone is enough for the rule to find no defect."""
    return [
        path
        for path, item in real.get("paths", {}).items()
        if not reports(rule, patch, profile, grafted(golden(profile), {**real, "paths": {path: item}}))
    ]


def _worst(rule: Rule, example: Example, hosts: Hosts) -> str:
    """What became of the defect in the package where least did; told when that is not what is hoped for."""
    name = f"{rule.name} ({example.title})" if example.title else rule.name
    try:
        found = Counter(tries(rule, example, hosts))
    except (RuleError, KeyError, IndexError, ValueError) as error:
        sys.stdout.write(f"{name}: cannot be tried: {error}\n")
        return "not tried"
    worst = next((word for word in ("missed", "found elsewhere", "not a defect") if found[word]), "found")
    if set(found) == {"found"}:
        return "found everywhere"
    sys.stdout.write(f"{name}: {dict(found)}\n")
    sys.stdout.flush()
    return "found or held" if worst == "found" else f"{worst} somewhere"


def main() -> int:
    """Print each rule that misses a defect of its own somewhere; the exit status is 1 when one does."""
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
    hosts = Hosts(reals)
    for rule in BOOK.find(options.rule) if options.rule else BOOK.rules:
        for example in manual_of(rule).bad:
            counts[_worst(rule, example, hosts)] += 1
    sys.stdout.write(f"{dict(counts)} with {len(reals)} packages each\n")
    return 1 if counts["missed somewhere"] else 0


if __name__ == "__main__":
    sys.exit(main())
