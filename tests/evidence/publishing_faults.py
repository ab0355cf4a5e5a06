"""How publishing fares at a GitHub that fails: many seeds, each with its own GitHub, runs repeated until one ends well.

Usage: python tests/evidence/publishing_faults.py [--seeds N] [--chance 0.1]

Every run must end in one branch and one pull request whose folder holds exactly the certified bytes.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "github"))

from fake import FakeGitHub
from publishing import Desk, package_of

from certify.github.errors import GitHubError
from certify.github.publish import publish

FOLDER = "certified-connectors/Tidewater Stock"
MOST_RUNS = 200


def one(seed: int, chance: float, folder: Path) -> tuple[int, Counter[str], list[str]]:
    """How many runs it took, which faults there were, and what is wrong at the end."""
    with FakeGitHub(folder) as github:
        desk = Desk.at(github)
        plan, user = desk.plan(), desk.user()
        github.faults.chaos(seed, chance)
        runs = 1
        while runs < MOST_RUNS:
            try:
                publish(plan, user, user)
                break
            except GitHubError:
                runs += 1
        wrong = list(github.violations)
        if len(desk.pulls) != 1 or len(desk.branches()) != 1:
            wrong.append(f"{len(desk.pulls)} pull requests, {len(desk.branches())} branches")
        elif desk.held(desk.pulls[0].head_ref, FOLDER) != dict(package_of().files):
            wrong.append("other bytes")
        faults = Counter(request.fault.name for request in github.requests if request.fault is not None)
        return runs, faults, wrong


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=200)
    parser.add_argument("--chance", type=float, default=0.1)
    options = parser.parse_args()
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    began = time.monotonic()
    runs: Counter[int] = Counter()
    faults: Counter[str] = Counter()
    failures = 0
    for seed in range(options.seeds):
        with tempfile.TemporaryDirectory() as folder:
            took, seen, wrong = one(seed, options.chance, Path(folder) / "github")
        runs[took] += 1
        faults += seen
        failures += bool(wrong)
        for complaint in wrong:
            print(f"seed {seed}: {complaint}")
    print(
        f"{options.seeds} seeds at {options.chance:.0%}: {failures} wrong, {time.monotonic() - began:.0f} s"
    )
    print("runs needed:", ", ".join(f"{count} x {number}" for number, count in sorted(runs.items())))
    print("faults:", ", ".join(f"{count} {name}" for name, count in faults.most_common()))
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
