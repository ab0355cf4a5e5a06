"""Quantiles of a few measures over published connectors, which `certify report` compares a connector with.

Usage: python tests/evidence/comparison.py [--write FILE] [CORPUS_FOLDER]

With --write the quantiles go into the data file that the report reads. It names no connector.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from msgspec import Struct

from certify.checking import Checker, check_all
from certify.checking.checker import Task
from certify.core.report import Run
from certify.documents.documents import Documents
from certify.report.build import definition_size, dossier_of
from certify.report.comparison import FORMAT, STEP, measures
from certify.sources import find_origins

FEWEST = 40
"""Kinds of which fewer were measured are left out: their quantiles would say nothing."""


class Measurer(Struct, frozen=True, dict=True):
    """Measures each package in the process that examined it."""

    checker: Checker

    def check(self, task: Task) -> tuple[str, dict[str, float]]:
        package = task.origin.load()
        report = self.checker.examine(package, task).report
        documents = Documents(package, report.profile)
        dossier = dossier_of(documents, report, Run("", self.checker.book, str))
        if documents.definition is None:
            return str(report.profile), {}
        counts = dossier.judgement.counts
        return str(report.profile), measures(dossier.operations, counts, definition_size(documents))

    def failed(self, task: Task, error: str) -> tuple[str, dict[str, float]]:
        sys.stderr.write(f"{task.origin.path}: {error}\n")
        return "", {}


def main() -> int:
    """Print or write the quantiles."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    default = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
    parser.add_argument("folder", nargs="?", type=Path, default=default)
    parser.add_argument("--write", type=Path)
    options = parser.parse_args()
    values: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    connectors: dict[str, int] = defaultdict(int)
    tasks = (Task(origin) for origin in find_origins(str(options.folder)))
    for profile, measured in check_all(Measurer(Checker()), tasks, 2):
        connectors[profile] += bool(measured)
        for name, value in measured.items():
            values[profile][name].append(value)
    kinds = {
        profile: {
            "connectors": count,
            "quantiles": {name: quantiles(found) for name, found in values[profile].items()},
        }
        for profile, count in sorted(connectors.items())
        if count >= FEWEST
    }
    text = written(kinds)
    if options.write:
        options.write.write_text(text, "utf-8")
    else:
        sys.stdout.write(text)
    return 0


def written(kinds: dict[str, Any]) -> str:
    """The data file, with a line for each measure."""
    parts = []
    for profile, kind in kinds.items():
        lines = ",\n".join(f'  "{name}": {json.dumps(found)}' for name, found in kind["quantiles"].items())
        parts.append(f' "{profile}": {{"connectors": {kind["connectors"]}, "quantiles": {{\n{lines}}}}}')
    return f'{{"format": "{FORMAT}", "step": {STEP}, "kinds": {{\n' + ",\n".join(parts) + "}}\n"


def quantiles(found: list[float]) -> list[float]:
    """The values at 0, 5, …, 100 percent."""
    inner = statistics.quantiles(found, n=100 // STEP, method="inclusive")
    return [round(value, 1) for value in (min(found), *inner, max(found))]


if __name__ == "__main__":
    sys.exit(main())
