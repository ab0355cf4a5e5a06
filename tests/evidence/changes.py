"""What the change rules find in real pairs of versions, and in the pairs that Microsoft's detector flagged.

Usage: python tests/evidence/changes.py [--misses] [SHARED_FOLDER]
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from certify.changes import compare
from certify.changes.update import update_of
from certify.core.finding import Severity
from certify.core.package import Form, Package
from certify.core.place import EARLIER
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.documents.documents import Documents
from certify.engine.run import run
from certify.plugins import load_rules

if TYPE_CHECKING:
    from certify.changes import Change
    from certify.core.finding import Finding
    from certify.core.report import PackageReport

BOOK = load_rules()


def package(connector: str, data: bytes) -> Package:
    return Package(
        connector, connector.rpartition("/")[2], {"apiDefinition.swagger.json": data}, form=Form.FILE
    )


def report(connector: str, profile: str, old: bytes, new: bytes) -> PackageReport:
    rules = BOOK.choose(Profile(profile), Choice(select=("changes",), ignore=("bc-safe",)))
    return run(package(connector, new), rules, against=package(connector, old))


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(__file__).resolve().parents[2].parent / "shared"
    )
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    if not options.folder.is_dir():
        sys.stdout.write(f"skipped: there is no {options.folder}\n")
        return 0
    _cases(options.folder / "cases", misses=options.misses)
    _pairs(options.folder / "changes", misses=options.misses)
    return 0


def _cases(folder: Path, *, misses: bool) -> None:
    counts: Counter[str] = Counter()
    quoted: dict[str, dict[str, str]] = defaultdict(dict)
    pairs: dict[str, tuple[Package, Package, Profile]] = {}
    for line in (folder / "cases.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["kind"] != "change-pair":
            continue
        connector, profile = case["connector"], Profile(case["profile"])
        old = package(connector, (folder / case["baseline"]).read_bytes())
        new = package(connector, (folder / case["offending"]).read_bytes())
        where = case["pointer"].removesuffix(" Source: NewSwagger")
        names = {rule.name for rule in BOOK.find(case["rule_hint"])}
        is_found = any(
            change.where == where and names & set(told) for change, told in told_errors(old, new, profile)
        )
        counts["found" if is_found else "missed"] += 1
        if misses and not is_found:
            sys.stdout.write(f"{case['id']} missed {case['rule_hint']} {where}\n")
        quoted[case["offending"]][where] = case["rule_hint"]
        pairs[case["offending"]] = old, new, profile
    sys.stdout.write(f"Microsoft's messages: {dict(counts)}\n")
    for blob, (old, new, profile) in pairs.items():
        _tell_extras(blob, quoted[blob], told_errors(old, new, profile))


def told_errors(old: Package, new: Package, profile: Profile) -> list[tuple[Change, dict[str, Finding]]]:
    """Each change that an error-level finding tells of, with the findings by rule."""
    rules = BOOK.choose(profile, Choice(select=("changes",), ignore=("bc-safe",)))
    by_where: dict[str, dict[str, Finding]] = defaultdict(dict)
    for finding in run(new, rules, against=old).findings:
        if finding.severity is Severity.ERROR and finding.change is not None:
            by_where[finding.place.removeprefix("changes#")][finding.rule] = finding
    before, after = Documents(old, profile, prefix=EARLIER), Documents(new, profile)
    changes = compare(before, after, update_of(before, after)[0])
    return [
        (change, told)
        for change in changes
        if (told := by_where.get(change.where)) and any(_asks(rule, change) for rule in told)
    ]


def _asks(rule: str, change: Change) -> bool:
    """Whether the rule looks at changes of this kind."""
    return any(change.kind in subject.keys for subject in BOOK.by_name[rule].signature.subjects)


def _tell_extras(blob: str, quoted: dict[str, str], told: list[tuple[Change, dict[str, Finding]]]) -> None:
    """Print what was found beside the quoted messages, each with both values, its place, and why it is an error."""
    quoted_rules = {rule.name for hint in quoted.values() for rule in BOOK.find(hint)}
    extras = [(change, found) for change, found in told if change.where not in quoted]
    sys.stdout.write(f"  {blob}: {len(quoted)} quoted, {len(extras)} error-level changes beside them\n")
    for change, found in extras:
        finding = next(iter(found.values()))
        note = finding.change
        place = finding.location
        if finding.rule in quoted_rules:
            why = "the thread quotes this very message at other places of this pair"
        elif note is not None and note.is_reported:
            why = "the detector's message for it was seen in public: " + _sources(finding.rule)
        else:
            why = "by policy, no message of the detector was seen: " + _sources(finding.rule)
        sys.stdout.write(
            f"      {finding.rule} {change.where}\n"
            f"          {place.pointer} line {place.start.line}: {_short(change.before)} -> {_short(change.after)}; {why}\n"
        )


def _sources(rule: str) -> str:
    return ", ".join(source.link or str(source.kind) for source in BOOK.by_name[rule].sources)


def _short(value: object) -> str:
    text = json.dumps(value, default=str)
    return text if len(text) <= 100 else text[:97] + "..."


def _pairs(folder: Path, *, misses: bool) -> None:
    times: list[float] = []
    broken: dict[str, Counter[bool]] = defaultdict(Counter)
    told: Counter[str] = Counter()
    rules: dict[str, Counter[str]] = defaultdict(Counter)
    for line in (folder / "pairs.jsonl").read_text("utf-8").splitlines():
        pair = json.loads(line)
        old, new = (folder / pair["old"]).read_bytes(), (folder / pair["new"]).read_bytes()
        start = time.perf_counter()
        found = report(pair["connector"], pair["profile"], old, new)
        times.append(time.perf_counter() - start)
        errored = [name for name, outcome in found.outcomes.items() if outcome.status == "errored"]
        if errored:
            sys.stdout.write(f"{pair['connector']}: errored {errored}\n")
        is_broken = any(finding.severity is Severity.ERROR for finding in found.findings)
        broken[pair["profile"]][is_broken] += 1
        told[pair["profile"]] += any(finding.severity is not Severity.NOTE for finding in found.findings)
        broken["flagged" if pair["flagged"] else "not flagged"][is_broken] += 1
        for name in {finding.rule for finding in found.findings}:
            rules[name][pair["profile"]] += 1
        if misses and pair["flagged"] and not is_broken:
            sys.stdout.write(
                f"flagged without an error: {pair['connector']} #{pair['pr']} {pair['note']}: {Counter(f.rule for f in found.findings)}\n"
            )
    sys.stdout.write(
        f"\n{len(times)} pairs, median {statistics.median(times) * 1000:.0f} ms, worst {max(times) * 1000:.0f} ms\n"
    )
    for name, counts in broken.items():
        sys.stdout.write(
            f"  {name}: {counts[True]} of {counts.total()} ({counts[True] / counts.total():.0%}) with an error-level change\n"
        )
    # Other counts of breaking updates take in what is a warning here: host, base path, method, a required input with a default.
    for name, count in told.items():
        share = count / broken[name].total()
        sys.stdout.write(f"  {name}: {count} ({share:.0%}) with an error- or warning-level change\n")
    for name, counts in sorted(rules.items()):
        shares = ", ".join(
            f"{profile} {count / broken[profile].total():.1%}" for profile, count in counts.items()
        )
        sys.stdout.write(f"  {name:28} {shares}\n")


if __name__ == "__main__":
    sys.exit(main())
