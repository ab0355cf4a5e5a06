"""What `certify fix` does to real packages, and how its edits compare with the authors' own.

Usage: python tests/evidence/fixes.py [--every N] [--unsafe] [SHARED_FOLDER]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from certify.core.finding import Severity
from certify.core.package import Form, Package
from certify.core.place import escape, unescape
from certify.core.rule import Profile
from certify.engine.profile import profile_of
from certify.engine.run import run
from certify.fixes import fix_package
from certify.plugins import load_rules
from certify.sources import find_origins

if TYPE_CHECKING:
    from certify.core.edit import Replacement
    from certify.core.place import Edit
    from certify.core.ruleset import RuleSet

BOOK = load_rules()


def differing(one: Any, other: Any, pointer: tuple[Any, ...] = ()) -> set[tuple[Any, ...]]:
    """The places where two values differ, as deep as both have them."""
    if isinstance(one, dict) and isinstance(other, dict):
        found: set[tuple[Any, ...]] = set()
        for key in {*one, *other}:
            if key not in one or key not in other:
                found.add((*pointer, key))
            else:
                found |= differing(one[key], other[key], (*pointer, key))
        return found
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return {
            place
            for i, (a, b) in enumerate(zip(one, other, strict=True))
            for place in differing(a, b, (*pointer, i))
        }
    return set() if one == other else {pointer}


def corpus(folder: Path, every: int, *, with_unsafe: bool) -> None:
    fixed_rules: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    for origin in list(find_origins(str(folder)))[::every]:
        package = origin.load()
        rules = BOOK.choose(profile_of(package)[0])
        result = fix_package(package, rules, with_unsafe=with_unsafe)
        counts["packages"] += 1
        _first_round(package, rules, counts, with_unsafe=with_unsafe)
        fixed_rules.update(finding.rule for finding in result.fixed)
        faults.update(result.faults)
        changed = {
            path
            for path in {*package.files, *result.package.files}
            if package.files.get(path) != result.package.files.get(path)
        }
        counts["files changed"] += len(changed)
        counts["findings left"] += len(result.report.findings)
        counts["errors left"] += result.report.counts[Severity.ERROR]
        again = fix_package(result.package, rules, with_unsafe=with_unsafe)
        counts["changed by a second run"] += again.package.files != result.package.files
        for path in changed & {*package.files} & {*result.package.files}:
            _compare(package.files[path], result.package.files[path], result.fixed, path, counts, origin.path)
    sys.stdout.write(
        f"{dict(counts)}\nfixed, by rule: {fixed_rules.most_common()}\nfaults: {faults.most_common(20)}\n"
    )


def _first_round(package: Package, rules: RuleSet, counts: Counter[str], *, with_unsafe: bool) -> None:
    """The fixer's file is the old one with nothing but the told characters replaced."""
    report = run(package, rules)
    chosen: dict[str, list[Replacement]] = {}
    wanted: set[str] = set()
    for finding in report.findings:
        made = finding.replacements
        is_open = finding.fix is not None and (finding.fix.is_safe or with_unsafe)
        if made and is_open and not any(_meets(one, chosen.get(one.path, [])) for one in made):
            wanted.add(finding.fingerprint)
            for one in made:
                chosen.setdefault(one.path, []).append(one)
    known = {finding.fingerprint for finding in report.findings}
    fixed = fix_package(
        package,
        rules,
        with_unsafe=with_unsafe,
        is_wanted=lambda offer: offer.finding.fingerprint in wanted & known,
    )
    if fixed.faults or len(fixed.fixed) != len(wanted):
        counts["packages whose first round is not all"] += 1
        return
    for path, made in chosen.items():
        data = package.files[path]
        text = data.decode("utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8", "surrogateescape")
        for one in sorted(made, key=lambda one: one.start.offset, reverse=True):
            text = text[: one.start.offset] + one.text + text[one.end.offset :]
        expected = text.encode("utf-8", "surrogateescape")
        is_same = fixed.package.files[path].removeprefix(b"\xef\xbb\xbf") == expected
        counts["files equal outside the told characters" if is_same else "files that differ elsewhere"] += 1


def _meets(one: Replacement, others: list[Replacement]) -> bool:
    return any(one.edit.overlaps(other.edit) for other in others)


def _compare(before: bytes, after: bytes, fixed: Any, path: str, counts: Counter[str], where: str) -> None:
    """Every difference of the values lies at or below a place that was fixed, or at its parent's."""
    try:
        old, new = json.loads(before.decode("utf-8-sig")), json.loads(after.decode("utf-8-sig"))
    except ValueError:
        counts["files that did not parse before"] += 1
        return
    places = {
        escape(pointer)
        for finding in fixed
        for edit in finding.fix.edits
        if edit.at.file == path
        for pointer in (edit.at.pointer, *((*edit.at.pointer[:-1], edit.name),) * (edit.action == "rename"))
    }
    for place in differing(old, new):
        pointer = escape(place)
        near = any(pointer.startswith(known) or known.startswith(pointer) for known in places)
        counts["differences at a fixed place" if near else "differences elsewhere"] += 1
        if not near:
            sys.stdout.write(f"difference elsewhere: {where}/{path}{pointer}\n")


def cases(folder: Path) -> None:
    counts: Counter[str] = Counter()
    for line in (folder / "cases.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        rules = {rule.name for rule in BOOK.find(case["rule_hint"]) if rule.fix}
        if case["kind"] != "fix-commit" or case["fixed"] is None or not rules:
            continue
        name = "apiProperties.json" if case["file"] == "apiProperties.json" else "apiDefinition.swagger.json"
        data = (folder / case["offending"]).read_bytes()
        package = Package(case["connector"], case["connector"], {name: data}, form=Form.FILE)
        result = fix_package(package, BOOK.choose(Profile(case["profile"])), with_unsafe=True)
        counts["cases whose rule has a fix"] += 1
        before = run(package, BOOK.choose(Profile(case["profile"])))
        with_fix = [f for f in before.findings if f.rule in rules and f.fix is not None]
        counts["of these, where the rule's finding has a fix"] += bool(with_fix)
        counts["faults"] += len(result.faults)
        # Also where the fix of another rule has mended it.
        is_gone = any(f.rule in rules for f in before.findings) and not any(
            f.rule in rules for f in result.report.findings
        )
        counts["finding gone"] += is_gone
        counts["some findings of the rule fixed"] += any(f.rule in rules for f in result.fixed)
        if is_gone:
            theirs = (folder / case["fixed"]).read_bytes()
            edits = [edit for f in result.fixed if f.rule in rules and f.fix for edit in f.fix.edits]
            verdict = _agreement(result.package.files[name], theirs, _tokens(case["pointer"]), edits)
            counts[f"of the gone ones: {verdict}"] += 1
    sys.stdout.write(f"{dict(counts)}\n")


def _agreement(ours: bytes, theirs: bytes, case: tuple[str, ...], edits: list[Edit]) -> str:
    """Whether the author left the same at the members that the rule's fix wrote at, or below, the case's place."""
    places = [
        tuple(map(str, edit.at.pointer[:-1] if edit.action == "rename" else edit.at.pointer))
        + ((edit.name,) if edit.name else ())
        for edit in edits
    ]
    near = [place for place in places if place[: len(case)] == case]
    try:
        mine, other = json.loads(ours), json.loads(theirs)
        _at(other, case[:-1])
    except (ValueError, LookupError, TypeError):
        return "the author removed or moved the place"
    if not near:
        return "mended by another rule's fix, or said of another place"
    return (
        "our edit is the author's" if all(_same(mine, other, place) for place in near) else "our edit differs"
    )


def _same(mine: Any, other: Any, place: tuple[str, ...]) -> bool:
    found = []
    for value in (mine, other):
        try:
            found.append((True, _at(value, place)))
        except (LookupError, ValueError, TypeError):
            found.append((False, None))
    return found[0] == found[1]


def _tokens(pointer: str) -> tuple[str, ...]:
    return tuple(pointer[2:].split(".")) if pointer.startswith("$.") else unescape(pointer)


def _at(value: Any, place: tuple[str, ...]) -> Any:
    for name in place:
        value = value[int(name)] if isinstance(value, list) else value[name]
    return value


def main() -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(__file__).resolve().parents[2].parent / "shared"
    )
    parser.add_argument("--every", type=int, default=1, help="only every Nth package")
    parser.add_argument("--unsafe", action="store_true")
    options = parser.parse_args()
    corpus(options.folder / "corpus", options.every, with_unsafe=options.unsafe)
    cases(options.folder / "cases")
    return 0


if __name__ == "__main__":
    sys.exit(main())
