"""The share of connectors that each rule hits, by kind of connector, over a folder of packages.

Usage: python tests/evidence/prevalence.py [--family NAME] [--write FILE] [CORPUS_FOLDER]

With --write the shares go into the data file that `certify explain` reads.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from certify.checking import Checker, check_all
from certify.checking.checker import Task
from certify.core.report import Status
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.sources import find_origins

COLUMNS = {Profile.VERIFIED: "C", Profile.INDEPENDENT: "I", Profile.CUSTOM: "K"}


def main() -> int:
    """Print or write the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--family", default="")
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    checker = Checker(choice=Choice(select=(options.family,) if options.family else ()))
    applicable: dict[str, Counter[Profile]] = defaultdict(Counter)
    hit: dict[str, Counter[Profile]] = defaultdict(Counter)
    findings: Counter[str] = Counter()
    for checked in check_all(checker, (Task(origin) for origin in find_origins(str(options.folder))), 2):
        report = checked.report
        for name, outcome in report.outcomes.items():
            if outcome.status in (Status.PASSED, Status.FAILED):
                applicable[name][report.profile] += 1
                hit[name][report.profile] += outcome.status is Status.FAILED
            if outcome.status is Status.ERRORED:
                sys.stderr.write(f"{report.path}: {name} errored: {outcome.reason}\n")
        findings.update(finding.rule for finding in report.findings)
    shares = {
        name: {COLUMNS[profile]: [hit[name][profile], count] for profile, count in sorted(counts.items())}
        for name, counts in sorted(applicable.items())
    }
    if options.write:
        options.write.write_text(json.dumps(shares, indent=1) + "\n", "utf-8")
        return 0
    for name, columns in shares.items():
        cells = " · ".join(
            f"{column} {found / count:6.1%} (n={count})" for column, (found, count) in columns.items()
        )
        severity = checker.book.by_name[name].severities[Profile.VERIFIED]
        sys.stdout.write(f"{severity:8} {name:40} {cells}  {findings[name]} findings\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
