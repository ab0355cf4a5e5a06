"""Apply the fixes of a package's findings until nothing more can be fixed, and take back what does harm."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from certify.core.edit import ChosenEdits
from certify.core.package import INSIDE
from certify.documents.files import files_by_path
from certify.engine.run import run
from certify.fixes.harm import harm_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from certify.core.edit import Fix, TextEdit
    from certify.core.finding import Finding
    from certify.core.mask import Mask
    from certify.core.package import Package
    from certify.core.place import Edit
    from certify.core.report import PackageReport
    from certify.core.ruleset import RuleSet

MOST_ROUNDS = 12
MOST_PASSES = 4
MOST_TRIES = 64
"""Runs of a round; who does harm among a thousand is found in twenty."""
MOST_TAKEN_BACK = 3
"""After so many fixes of a rule that do the same harm, as when the file grows too large, its others are not tried."""


class Fixed(Struct, frozen=True, dict=True):
    """The package after its fixes, what was fixed, why fixes were taken back, and what is left.

    `mask` hides the secrets that the package had before.
    """

    package: Package
    fixed: tuple[Finding, ...]
    faults: tuple[str, ...]
    report: PackageReport
    mask: Mask


class Offer(Struct, frozen=True, dict=True):
    """A fix before it is made: its finding, and the package at that moment. `mask` hides its secrets."""

    finding: Finding
    before: Package
    mask: Mask

    @property
    def after(self) -> Package:
        """The package with this fix alone."""
        return _applied(self.before, [self.finding])[0]


class _State(Struct, dict=True):
    package: Package
    report: PackageReport
    against: Package | None
    fixed: list[Finding] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    given_up: set[str] = field(default_factory=set)
    taken_back: Counter[tuple[str, str]] = field(default_factory=Counter)
    has_untried: bool = False

    def begin_anew(self) -> None:
        """Forget what was given up."""
        self.faults.clear()
        self.given_up.clear()
        self.taken_back.clear()
        self.has_untried = False

    def give_up(self, finding: Finding, harm: str) -> None:
        """Leave the fix out, and the others of its rule where they are known to do the same harm."""
        self.given_up.add(finding.fingerprint)
        self.faults.append(f"the fix of {finding.rule} was taken back: {harm}")
        self.taken_back[finding.rule, harm] += 1
        if self.taken_back[finding.rule, harm] == MOST_TAKEN_BACK:
            others = {one.fingerprint for one in self.report.findings if one.rule == finding.rule}
            self.given_up |= others
            self.has_untried = True
            self.faults.append(f"no other fix of {finding.rule} was tried, as all do the same: {harm}")


def fix_package(
    package: Package,
    ruleset: RuleSet,
    *,
    with_unsafe: bool = False,
    is_wanted: Callable[[Offer], bool] = lambda _: True,
    against: Package | None = None,
) -> Fixed:
    """Fix what can be fixed; nothing is written.

    `against` is an earlier version: what changed since then is fixed as well, where it can be. Safe fixes only, unless
    `with_unsafe`. `is_wanted` is asked once for each fix. A fix that brings a new error, or does not mend its own
    finding, is left out and named in `faults`.
    """
    state = _State(package, run(package, ruleset, against=against), against)
    mask = state.report.mask
    answers: dict[str, bool] = {}

    def chosen(finding: Finding) -> bool:
        if (
            finding.fix is None
            or finding.fingerprint in state.given_up
            or not (finding.fix.is_safe or with_unsafe)
        ):
            return False
        if finding.fingerprint not in answers:
            answers[finding.fingerprint] = is_wanted(Offer(finding, state.package, state.report.mask))
        return answers[finding.fingerprint]

    for _ in range(MOST_PASSES):
        before = len(state.fixed)
        for _ in range(MOST_ROUNDS):
            candidates = [finding for finding in state.report.findings if chosen(finding)]
            if not candidates or not _round(state, candidates, ruleset):
                break
        if not state.has_untried or len(state.fixed) == before:
            break
        # What was not tried may do no harm now; another run would find out, so this one does.
        state.begin_anew()
    return Fixed(state.package, tuple(state.fixed), tuple(state.faults), state.report, mask)


def _round(state: _State, candidates: list[Finding], ruleset: RuleSet) -> bool:
    """Apply what does not conflict; what does harm is found by halves. Whether anything changed, or was given up."""
    pending = [[finding.fingerprint for finding in candidates]]
    has_changed = False
    for _ in range(MOST_TRIES):
        if not pending:
            break
        wanted = frozenset(pending.pop()) - state.given_up
        findings = [finding for finding in state.report.findings if finding.fingerprint in wanted]
        package, applied = _applied(state.package, findings)
        if not applied:
            continue
        report = run(package, ruleset, against=state.against)
        harm = harm_of(state.report, report, applied)
        if not harm:
            state.package, state.report = package, report
            state.fixed.extend(applied)
            has_changed = True
        elif len(applied) == 1:
            state.give_up(applied[0], harm)
            has_changed = True
        else:
            # Those of one rule stay together for as long as can be: they mostly share their fate.
            order = sorted(applied, key=lambda finding: finding.rule)
            half = len(order) // 2
            pending += [[finding.fingerprint for finding in part] for part in (order[half:], order[:half])]
    return has_changed


def _applied(package: Package, findings: Iterable[Finding]) -> tuple[Package, list[Finding]]:
    """The package with every fix that conflicts with no earlier one, and the findings so fixed."""
    edits = ChosenEdits()
    whole: dict[str, Edit] = {}
    applied = [
        finding
        # What mends most places comes first: it may mend what others would mend alone.
        for finding in sorted(findings, key=lambda one: 0 if one.fix is None else -len(one.fix.edits))
        if finding.fix is not None
        and (
            (
                not any(made.path in whole for made in finding.replacements)
                and edits.take(finding.replacements, may_share=True)
            )
            or _taken_whole(finding.fix, edits.by_path, whole)
        )
    ]
    return _rewritten(package, edits.by_path, whole), applied


def _taken_whole(fix: Fix, edits: Mapping[str, object], whole: dict[str, Edit]) -> bool:
    """Add a fix's edits of whole files when it has no others, and nobody else edits these files."""
    paths = {edit.at.file for edit in fix.edits}
    if not all(edit.is_whole_file for edit in fix.edits) or any(INSIDE in path for path in paths):
        return False
    if paths & {*edits, *whole}:
        return False
    whole.update({edit.at.file: edit for edit in fix.edits})
    return bool(paths)


def _rewritten(package: Package, edits: dict[str, list[TextEdit]], whole: dict[str, Edit]) -> Package:
    contents = dict(package.files)
    files = files_by_path(package) if edits else {}
    for path, made in edits.items():
        contents[path] = _edited(files[path].text, made).encode(files[path].encoding or "utf-8")
    for path, edit in whole.items():
        if edit.action == "remove":
            del contents[path]
        elif edit.action == "rename":
            contents[edit.name] = contents.pop(path)
        else:
            contents[path] = str(edit.value).encode()
    return replace(package, files=contents)


def _edited(text: str, edits: list[TextEdit]) -> str:
    """The text after the edits, which are sorted."""
    parts: list[str] = []
    done = 0
    for edit in edits:
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join((*parts, text[done:]))
