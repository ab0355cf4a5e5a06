"""Apply the fixes of a package's findings until nothing more can be fixed, and take back what does harm."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from certify.core.engine import run
from certify.core.finding import Severity
from certify.documents.documents import Documents
from certify.fixes.json_text import TextEdit, text_edit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from certify.core.edit import Edit
    from certify.core.finding import Finding
    from certify.core.mask import Mask
    from certify.core.package import Package
    from certify.core.report import PackageReport
    from certify.core.ruleset import RuleSet
    from certify.documents.files import File

MOST_ROUNDS = 12


@dataclass(frozen=True)
class Fixed:
    """The package after its fixes, what was fixed, the faults of rules whose fixes were taken back, and what is left.

    `mask` hides the secrets that the package had before.
    """

    package: Package
    fixed: tuple[Finding, ...]
    faults: tuple[str, ...]
    report: PackageReport
    mask: Mask


@dataclass
class _State:
    package: Package
    report: PackageReport
    fixed: list[Finding] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    banned: set[str] = field(default_factory=set)


def fix_package(
    package: Package,
    ruleset: RuleSet,
    *,
    with_unsafe: bool = False,
    is_wanted: Callable[[Finding], bool] = lambda _: True,
) -> Fixed:
    """Fix what can be fixed; nothing is written.

    Safe fixes only, unless `with_unsafe`. `is_wanted` is asked once for each finding. A rule whose fix brings a new
    error, or does not mend its own finding, is left out and named in `faults`.
    """
    state = _State(package, run(package, ruleset))
    mask = state.report.mask
    answers: dict[str, bool] = {}

    def chosen(finding: Finding) -> bool:
        if finding.fix is None or finding.rule in state.banned or not (finding.fix.is_safe or with_unsafe):
            return False
        if finding.fingerprint not in answers:
            answers[finding.fingerprint] = is_wanted(finding)
        return answers[finding.fingerprint]

    for _ in range(MOST_ROUNDS):
        candidates = [finding for finding in state.report.findings if chosen(finding)]
        if not candidates or not _round(state, candidates, ruleset):
            break
    return Fixed(state.package, tuple(state.fixed), tuple(state.faults), state.report, mask)


def _round(state: _State, candidates: list[Finding], ruleset: RuleSet) -> bool:
    """Apply what does not conflict; on harm, rule by rule. Whether anything changed."""
    package, applied = _applied(state.package, candidates)
    if not applied:
        return False
    report = run(package, ruleset)
    if not _harm(state.report, report, applied):
        _accept(state, package, report, applied)
        return True
    changed = False
    for rule in dict.fromkeys(finding.rule for finding in candidates):
        mine = [
            finding for finding in state.report.findings if finding.rule == rule and finding in candidates
        ]
        package, applied = _applied(state.package, mine)
        if not applied:
            continue
        report = run(package, ruleset)
        harm = _harm(state.report, report, applied)
        if harm:
            state.banned.add(rule)
            state.faults.append(f"the fix of {rule} was taken back: {harm}")
        else:
            _accept(state, package, report, applied)
            changed = True
    return changed or bool(state.banned)


def _accept(state: _State, package: Package, report: PackageReport, applied: list[Finding]) -> None:
    state.package, state.report = package, report
    state.fixed.extend(applied)


def _harm(before: PackageReport, after: PackageReport, applied: list[Finding]) -> str:
    """Why the fixes must not stay; empty when they may."""
    known = {(finding.rule, finding.place) for finding in before.findings}
    for finding in after.findings:
        if finding.severity is Severity.ERROR and (finding.rule, finding.place) not in known:
            return f"it brings {finding.rule} at {finding.place}"
    left = {finding.fingerprint for finding in after.findings}
    for finding in applied:
        if finding.fingerprint in left:
            return f"it does not mend {finding.place}"
    return ""


def _applied(package: Package, findings: Iterable[Finding]) -> tuple[Package, list[Finding]]:
    """The package with every fix that conflicts with no earlier one, and the findings so fixed."""
    from certify.core.rule import Profile

    files = Documents(package, Profile.VERIFIED).files
    edits: dict[str, list[TextEdit]] = {}
    whole: dict[str, Edit] = {}
    applied: list[Finding] = []
    for finding in findings:
        if finding.fix is not None and _taken(finding.fix.edits, files, edits, whole):
            applied.append(finding)
    return _rewritten(package, files, edits, whole), applied


def _taken(
    wanted: tuple[Edit, ...], files: dict[str, File], edits: dict[str, list[TextEdit]], whole: dict[str, Edit]
) -> bool:
    """Add a fix's edits when all of them can be made and none conflicts; else none."""
    found: list[tuple[str, TextEdit]] = []
    files_changed: list[Edit] = []
    for edit in wanted:
        path = edit.at.file
        file = files.get(path)
        if file is None or path in whole:
            return False
        is_whole = not edit.at.pointer and edit.at.span is None and edit.action != "add"
        if not is_whole and _encoding_of(file) is None:
            return False
        if is_whole:
            if path in edits:
                return False
            files_changed.append(edit)
            continue
        made = text_edit(file, edit)
        if made is None:
            return False
        others = [other for where, other in found if where == path]
        if any(made.overlaps(other) for other in (*edits.get(path, ()), *others)):
            return False
        found.append((path, made))
    for path, made in found:
        edits.setdefault(path, []).append(made)
    for edit in files_changed:
        whole[edit.at.file] = edit
    return bool(found or files_changed)


def _rewritten(
    package: Package, files: dict[str, File], edits: dict[str, list[TextEdit]], whole: dict[str, Edit]
) -> Package:
    contents = dict(package.files)
    for path, made in edits.items():
        contents[path] = _edited(files[path].text, made).encode(_encoding_of(files[path]) or "utf-8")
    for path, edit in whole.items():
        if edit.action == "remove":
            del contents[path]
        elif edit.action == "rename":
            contents[edit.name] = contents.pop(path)
        else:
            contents[path] = str(edit.value).encode()
    return replace(package, files=contents)


def _edited(text: str, edits: list[TextEdit]) -> str:
    parts: list[str] = []
    done = 0
    for edit in sorted(edits):
        parts += [text[done : edit.start], edit.text]
        done = edit.end
    return "".join((*parts, text[done:]))


_ENCODINGS = (
    "utf-8",
    "utf-8-sig",
    "utf-16",
    "utf-16-le",
    "utf-16-be",
    "utf-32",
    "utf-32-le",
    "utf-32-be",
    "cp1252",
)


def _encoding_of(file: File) -> str | None:
    """The encoding in which the file's characters are its bytes again; None when some could not be read."""
    for encoding in _ENCODINGS:
        try:
            if file.text.encode(encoding) == file.data:
                return encoding
        except UnicodeEncodeError:
            continue
    return None
