"""The text of the bot's comment: the verdict first, a line for each package, then what to mend, within GitHub's limit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from certify.core.finding import Effect, Severity
from certify.github.comment import MARK
from certify.github.review_markdown import (
    LONGEST_MESSAGE,
    Markdown,
    code,
    counted,
    link,
    listed,
    markdown,
    path_in_link,
    render,
)
from certify.github.review_result import SEVERITIES, PackageResult, Remark, ReviewResult, Standing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from certify.core.rule import Rule

BUDGET: Final = 60_000
"""A comment is kept so much below GitHub's limit, in characters."""

# From a generous to a bare comment: places told of each rule, rules of each severity, sections of packages, lines of the table.
_SHAPES: Final = (
    (5, 20, 50, 200),
    (3, 10, 50, 200),
    (1, 6, 30, 100),
    (1, 3, 10, 100),
    (1, 1, 3, 50),
    (0, 0, 0, 50),
    (0, 0, 0, 10),
)
_MARKS: Final = {
    Standing.READY: "✅ ready",
    Standing.NOTHING_NEW: "☑️ nothing new",
    Standing.CHANGES_REQUIRED: "❌ changes required",
    Standing.INCONCLUSIVE: "❔ inconclusive",
}
_MOST_UNEXAMINED: Final = 5
_LONGEST_PATH: Final = 500
_EFFECTS: Final = (Effect.FLOWS_FAIL, Effect.DESIGNER_BREAKS, Effect.DATA_LOST, Effect.BEHAVIOUR_CHANGES)


@dataclass(frozen=True)
class Page:
    """What the comment links to, and what it may offer. Addresses are http(s), without a slash at their end.

    `rules` are our own; `docs` is where their manuals are published, if they are. `has_commands` says whether anybody
    reads commands, `may_publish` whether one of them publishes, `is_reported` that the result was read from a report of the pull request's own workflow.
    """

    repository: str
    base_sha: str = ""
    rules: Mapping[str, Rule] = field(default_factory=dict)
    docs: str = ""
    has_commands: bool = True
    may_publish: bool = False
    is_reported: bool = False
    details: str = ""

    def file(self, sha: str, path: str, first: int = 0, last: int = 0) -> str:
        """The address of lines of a file at a commit."""
        is_inside = not path.startswith("/") and not {"", ".", ".."}.intersection(path.split("/"))
        if not self.repository or not sha or not is_inside or len(path) > _LONGEST_PATH:
            return ""
        lines = "" if not first else f"#L{first}" if last <= first else f"#L{first}-L{last}"
        return f"{self.repository}/blob/{sha}/{path_in_link(path)}{lines}"

    def rule(self, name: str) -> Markdown:
        """The rule's name, which leads to its manual, and who says so."""
        from certify.formats.link import link_of

        rule = self.rules.get(name)
        if rule is None:
            return code(name)
        shown = link(code(name), f"{self.docs}/rules/{path_in_link(name)}.html" if self.docs else "")
        source = link_of(rule)
        return Markdown(f"{shown} · {link(Markdown('source'), source)}") if source else shown


def comment_of(result: ReviewResult, page: Page) -> str:
    """The comment's text. What does not fit is left out whole, and counted."""
    body = ""
    for places, rules, sections, lines in _SHAPES:
        body = render(
            "comment.md.j2", mark=Markdown(MARK), **_Body(result, page, places, rules).view(sections, lines)
        )
        if len(body) <= BUDGET:
            return body
    raise ValueError(f"a comment of {len(body):,} characters cannot be made shorter")


def withdrawn(head_sha: str) -> str:
    """The comment of a pull request that touched a package once, and does so no longer."""
    return render("withdrawn.md.j2", mark=Markdown(MARK), head=head_sha)


class _Body:
    """One shape of the comment: how many places of a rule, and rules of a severity, are told."""

    def __init__(self, result: ReviewResult, page: Page, places: int, rules: int) -> None:
        self._result = result
        self._page = page
        self._places = places
        self._rules = rules

    def view(self, sections: int, lines: int) -> dict[str, Any]:
        result = self._result
        order = list(Standing)
        packages = sorted(
            result.packages,
            key=lambda package: (-order.index(package.standing(result.threshold)), package.path),
        )
        fixed = 0 if result.fixed is None else sum(map(len, result.fixed.values()))
        told = [package for package in packages if self._has_section(package)]
        return {
            "result": result,
            "page": self._page,
            "verdict": Markdown(_MARKS[result.standing]),
            "counts": _counts(result.counts),
            "packages": [self._line(package) for package in packages[:lines]],
            "more_packages": max(len(packages) - lines, 0),
            "sections": [self._section(package) for package in told[:sections]],
            "more_sections": max(len(told) - sections, 0),
            "deleted": result.deleted[:lines],
            "more_deleted": max(len(result.deleted) - lines, 0),
            "has_fixed": fixed > 0,
            "fixed_total": fixed,
            "fails_at": None if result.threshold in (Severity.ERROR, None) else str(result.threshold),
            "never_fails": result.threshold is None,
        }

    def _fixed(self, package: PackageResult) -> Sequence[Any]:
        return () if self._result.fixed is None else self._result.fixed.get(package.path, ())

    def _has_section(self, package: PackageResult) -> bool:
        is_told = package.new or package.known or package.waived or package.unexamined or self._fixed(package)
        return bool(is_told) or package.update not in (None, "none")

    def _title(self, package: PackageResult) -> Markdown:
        return link(
            code(package.path),
            self._page.file(self._result.head_sha, package.path).replace("/blob/", "/tree/", 1),
        )

    def _line(self, package: PackageResult) -> dict[str, Any]:
        return {
            "title": self._title(package),
            "verdict": Markdown(_MARKS[package.standing(self._result.threshold)]),
            "new": _counts(package.counts),
            "known": len(package.known),
            "fixed": len(self._fixed(package)),
        }

    def _section(self, package: PackageResult) -> dict[str, Any]:
        changes = [remark for remark in package.new if remark.effect in _EFFECTS]
        others = [remark for remark in package.new if remark.effect not in _EFFECTS]
        safe = sum(remark.fix == "safe" for remark in package.new)
        return {
            **self._line(package),
            "package": package,
            "unexamined": package.unexamined[:_MOST_UNEXAMINED],
            "more_unexamined": max(len(package.unexamined) - _MOST_UNEXAMINED, 0),
            "groups": [
                self._group(package, severity, [remark for remark in others if remark.severity is severity])
                for severity in SEVERITIES
                if any(remark.severity is severity for remark in others)
            ],
            "changes": [
                self._effect(package, effect, [remark for remark in changes if remark.effect is effect])
                for effect in _EFFECTS
                if any(remark.effect is effect for remark in changes)
            ],
            "size": Markdown(package.update) if package.update in ("minor", "major") else None,
            "safe": safe,
            "command": code(f"certify fix {_quoted(package.path)}"),
            "known_rules": self._by_rule(package.known),
            "waived": [self._item(package, remark) for remark in package.waived[: self._places * 2]],
            "more_waived": max(len(package.waived) - self._places * 2, 0),
            "fixed_items": self._fixed(package)[: self._rules],
            "more_fixed": max(len(self._fixed(package)) - self._rules, 0),
        }

    def _group(self, package: PackageResult, severity: Severity, remarks: list[Remark]) -> dict[str, Any]:
        by_rule = _grouped(remarks)
        names = list(by_rule)
        left = names[self._rules :]
        return {
            "is_error": severity is Severity.ERROR,
            "title": counted(len(remarks), str(severity)),
            "rules": [self._rule(package, name, by_rule[name]) for name in names[: self._rules]],
            "more": sum(len(by_rule[name]) for name in left),
            "more_rules": len(left),
        }

    def _rule(self, package: PackageResult, name: str, remarks: list[Remark]) -> dict[str, Any]:
        rule = self._page.rules.get(name)
        return {
            "name": self._page.rule(name),
            "summary": "" if rule is None else rule.summary,
            "count": len(remarks),
            "items": [self._item(package, remark) for remark in remarks[: self._places]],
            "more": max(len(remarks) - self._places, 0),
        }

    def _effect(self, package: PackageResult, effect: Effect, remarks: list[Remark]) -> dict[str, Any]:
        return {
            "title": Markdown(str(effect)),
            "count": len(remarks),
            "items": [
                {**self._item(package, remark), "rule": self._page.rule(remark.rule)}
                for remark in remarks[: self._rules]
            ],
            "more": max(len(remarks) - self._rules, 0),
        }

    def _item(self, package: PackageResult, remark: Remark) -> dict[str, Any]:
        return {
            "at": self._place(package, remark),
            "message": markdown(
                remark.message, LONGEST_MESSAGE if self._places > 1 else LONGEST_MESSAGE // 2
            ),
            "is_safe": remark.fix == "safe",
            "severity": Markdown(str(remark.severity)),
            "waived": remark.waived or "",
        }

    def _place(self, package: PackageResult, remark: Remark) -> Markdown:
        """The file and line, which lead to the very line at the head or, for what is gone, at the base."""
        sha = self._page.base_sha if remark.is_earlier else self._result.head_sha
        if not remark.file:
            return self._title(package)
        outer, inside, _ = remark.file.partition("!/")
        lines = (0, 0) if inside else (remark.start_line, remark.end_line)
        label = remark.file if inside else f"{remark.file}:{remark.start_line}"
        path = outer if package.path == "." else f"{package.path}/{outer}"
        return link(code(label), self._page.file(sha, path, *lines))

    def _by_rule(self, remarks: Iterable[Remark]) -> dict[str, Any]:
        by_rule = _grouped(remarks)
        names = list(by_rule)
        told = [Markdown(f"{code(name)} ({len(by_rule[name]):,})") for name in names[: self._rules]]
        return {"told": listed(told), "more": max(len(names) - self._rules, 0)}


def _grouped(remarks: Iterable[Remark]) -> dict[str, list[Remark]]:
    found: dict[str, list[Remark]] = {}
    for remark in remarks:
        found.setdefault(remark.rule, []).append(remark)
    return found


def _counts(counts: Mapping[Severity, int]) -> Markdown:
    told = [counted(counts[severity], str(severity)) for severity in SEVERITIES if counts[severity]]
    return Markdown(" and ".join(filter(None, (", ".join(told[:-1]), *told[-1:]))))


def _quoted(path: str) -> str:
    from shlex import quote

    return quote(path)
