"""How many of the real defects are found where they are, and gone in the fixed file.

Usage: python tests/evidence/recall.py [--misses] [--hint PREFIX] [CASES_FOLDER]

A case counts as found when a rule whose name or alias is the case's hint reports at the case's pointer, its parent
or its child in the offending file (what is wrong in a shared parameter also names where it is used), and no longer there in the fixed one (where there is a fixed one).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from certify.core.package import Form, Package
from certify.core.place import unescape
from certify.core.rule import Profile
from certify.engine.run import run
from certify.plugins import load_rules

if TYPE_CHECKING:
    from certify.core.report import PackageReport

CANONICAL = {"apiProperties.json": "apiProperties.json"}
BOOK = load_rules()


def examine(folder: Path, case: dict[str, Any], side: str) -> PackageReport | None:
    """The report over one side of a case, given alone as a file of its canonical name."""
    if case[side] is None:
        return None
    name = CANONICAL.get(case["file"], "apiDefinition.swagger.json")
    data = (folder / case[side]).read_bytes()
    package = Package(
        path=case["connector"], name=case["connector"].rpartition("/")[2], files={name: data}, form=Form.FILE
    )
    return run(package, BOOK.choose(Profile(case["profile"])))


def is_near(one: str, other: str) -> bool:
    """Whether two pointers are equal, or one is the other's parent. A case may also say `$.a.b`, and `$..a.b` or `*/a/b` for any
    place that ends so, and `a|b` for one name or the other.
    """
    if "|" in other:
        return any(is_near(one, each) for each in _each(other))
    a = unescape(one)
    if other.startswith(("$..", "*/")):
        tail = tuple(other[3:].split(".")) if other.startswith("$") else unescape(other[1:])
        return any(end[-len(tail) :] == tail for end in (a, a[:-1])) or a[-len(tail) + 1 :] == tail[:-1]
    b = tuple(other[2:].split(".")) if other.startswith("$.") else unescape(other)
    return a == b or a == b[:-1] or b == a[:-1]


def _each(pointer: str) -> list[str]:
    """The pointers that one with alternatives in a token stands for."""
    parts = [token.split("|") for token in pointer.split("/")]
    return ["/".join(tokens) for tokens in product(*parts)]


def hits(report: PackageReport, case: dict[str, Any]) -> list[str]:
    names = {rule.name for rule in BOOK.find(case["rule_hint"])}
    return [
        finding.rule
        for finding in report.findings
        if finding.rule in names
        and any(
            is_near(location.pointer, case["pointer"])
            for location in (finding.location, *(other.location for other in finding.related))
        )
    ]


def judge(folder: Path, case: dict[str, Any]) -> str:
    if not BOOK.find(case["rule_hint"]):
        return "no rule"
    offending = examine(folder, case, "offending")
    if offending is None or not hits(offending, case):
        return "missed"
    fixed = examine(folder, case, "fixed")
    if fixed is not None and len(hits(fixed, case)) >= len(hits(offending, case)):
        return "still there when fixed"
    return "found"


def main() -> int:
    """Print the shares; the exit status is 0 whatever they are."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(__file__).resolve().parents[2].parent / "shared" / "cases"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--misses", action="store_true", help="print every case that is not found")
    parser.add_argument("--hint", default="", help="only hints with this prefix")
    options = parser.parse_args()
    by_kind: dict[str, Counter[str]] = defaultdict(Counter)
    by_hint: dict[str, Counter[str]] = defaultdict(Counter)
    for line in (options.folder / "cases.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["rule_hint"].startswith("change.") or not case["rule_hint"].startswith(options.hint):
            continue
        result = judge(options.folder, case)
        by_kind[f"{case['kind']} ({case['confidence']})"][result] += 1
        by_hint[case["rule_hint"]][result] += 1
        if options.misses and result != "found":
            sys.stdout.write(
                f"{case['id']} {result}: {case['rule_hint']} {case['pointer']} {case['connector']}: {case['message'][:100]}\n"
            )
    for title, table in (("by kind of evidence", by_kind), ("by hint", by_hint)):
        sys.stdout.write(f"\n{title}\n")
        for name, counts in sorted(table.items(), key=lambda item: -sum(item[1].values())):
            total = sum(counts.values())
            rest = ", ".join(f"{count} {result}" for result, count in counts.items() if result != "found")
            sys.stdout.write(
                f"  {counts['found'] / total:6.1%} of {total:4}  {name}{f'  ({rest})' if rest else ''}\n"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
