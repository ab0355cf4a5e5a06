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
from certify.core.engine import run
from certify.core.finding import Severity
from certify.core.package import Form, Package
from certify.core.place import EARLIER
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.documents.documents import Documents
from certify.plugins import load_rules

if TYPE_CHECKING:
    from certify.core.report import PackageReport

BOOK = load_rules()


def package(connector: str, data: bytes) -> Package:
    return Package(
        connector, connector.rpartition("/")[2], {"apiDefinition.swagger.json": data}, form=Form.FILE
    )


def report(connector: str, profile: str, old: bytes, new: bytes) -> PackageReport:
    rules = BOOK.choose(Profile(profile), Choice(select=("changes",), ignore=("bc-safe",)))
    return run(package(connector, new), rules, against=package(connector, old))


def wheres(connector: str, old: bytes, new: bytes) -> dict[str, set[str]]:
    """The detector's paths of all changes, by rule alias family: the kind of each change."""
    before = Documents(package(connector, old), Profile.VERIFIED, prefix=EARLIER)
    after = Documents(package(connector, new), Profile.VERIFIED)
    found: dict[str, set[str]] = defaultdict(set)
    for change in compare(before, after):
        found[change.where].add(change.kind)
    return found


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
    _cases(options.folder / "cases", misses=options.misses)
    _pairs(options.folder / "changes", misses=options.misses)
    return 0


def _cases(folder: Path, *, misses: bool) -> None:
    counts: Counter[str] = Counter()
    extra: dict[str, tuple[set[str], set[str]]] = {}
    for line in (folder / "cases.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["kind"] != "change-pair":
            continue
        old, new = (folder / case["baseline"]).read_bytes(), (folder / case["offending"]).read_bytes()
        where = case["pointer"].removesuffix(" Source: NewSwagger")
        found = wheres(case["connector"], old, new)
        names = {rule.name for rule in BOOK.find(case["rule_hint"])}
        reported = [
            f for f in report(case["connector"], case["profile"], old, new).findings if f.rule in names
        ]
        is_found = where in found and bool(reported)
        counts["found" if is_found else "missed"] += 1
        wanted, all_errors = extra.setdefault(case["offending"], (set(), set()))
        wanted.add(where)
        all_errors.update(
            f"{f.rule} {f.message}"
            for f in report(case["connector"], case["profile"], old, new).findings
            if f.severity is Severity.ERROR
        )
        if misses and not is_found:
            sys.stdout.write(
                f"{case['id']} missed {case['rule_hint']} {where}; near: {[w for w in found if where.split('/')[1] in w][:6]}\n"
            )
    sys.stdout.write(f"Microsoft's messages: {dict(counts)}\n")
    for blob, (wanted, errors) in extra.items():
        sys.stdout.write(f"  {blob}: {len(wanted)} quoted, {len(errors)} error-level changes found\n")
        if misses:
            sys.stdout.writelines(f"      {text[:170]}\n" for text in sorted(errors)[:40])


def _pairs(folder: Path, *, misses: bool) -> None:
    times: list[float] = []
    broken: dict[str, Counter[bool]] = defaultdict(Counter)
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
    for name, counts in sorted(rules.items()):
        shares = ", ".join(
            f"{profile} {count / broken[profile].total():.1%}" for profile, count in counts.items()
        )
        sys.stdout.write(f"  {name:28} {shares}\n")


if __name__ == "__main__":
    sys.exit(main())
