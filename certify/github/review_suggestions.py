"""Safe fixes as GitHub's suggested changes: whole lines of a file, replaced in one click."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from certify.core.finding import Severity
from certify.formats.inert import inert
from certify.github.port import Suggestion
from certify.github.review_markdown import LONGEST_FENCE, code, markdown
from certify.github.review_result import Suggested

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from certify.core.edit import Replacement
    from certify.core.finding import Finding
    from certify.core.package import Package
    from certify.core.report import PackageReport

MOST: Final = 20
_MOST_LINES: Final = 12
_LONGEST: Final = 4_000


def suggestions(package: Package, report: PackageReport, files: frozenset[str]) -> tuple[Suggested, ...]:
    """The safe fixes of new errors and warnings that replace few whole lines of these files, no line twice.

    `path` of each is that in the package. Left out are lines with a secret, with characters that a reader would not see,
    or that would notify somebody. Advice is not worth an interruption, so notes get none.
    """
    taken: dict[str, list[tuple[int, int]]] = {}
    made: list[Suggested] = []
    wanted = [
        finding
        for finding in report.findings
        if finding.fix_kind == "safe" and finding.counts and finding.severity.reaches(Severity.WARNING)
    ]
    for finding in sorted(wanted, key=lambda finding: finding.severity.rank):
        if len(made) == MOST:
            break
        replacements = report.replacements_of(finding)
        paths = {replacement.path for replacement in replacements}
        if len(paths) != 1 or not paths <= files:
            continue
        path = next(iter(paths))
        text = _text(package.files[path])
        suggested = None if text is None else _whole_lines(text, replacements, finding)
        if text is None or suggested is None or _shows_secret(report, path, text, suggested):
            continue
        lines = (suggested.start_line, suggested.end_line)
        places = taken.setdefault(path, [])
        if not any(lines[0] <= last and first <= lines[1] for first, last in places):
            places.append(lines)
            made.append(suggested)
    return tuple(made)


def _text(data: bytes) -> str | None:
    """The characters of a file that GitHub shows as they are.

    Not of one with a byte order mark, which shifts every place, or with carriage returns: GitHub does not say which line
    ends a suggestion gets there.
    """
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return None
    return None if text.startswith("\ufeff") or "\r" in text else text


def _whole_lines(text: str, replacements: Sequence[Replacement], finding: Finding) -> Suggested | None:
    """The lines of the text that the edits touch, as they will be."""
    edits = sorted(replacement.edit for replacement in replacements)
    first = text.rfind("\n", 0, edits[0].start) + 1
    last = text.find("\n", max(edit.end for edit in edits))
    end = len(text) if last < 0 else last
    old = text[first:end]
    new: list[str] = []
    done = first
    for edit in edits:
        if edit.start < done:
            return None
        new += [text[done : edit.start], edit.text]
        done = edit.end
    replaced = "".join((*new, text[done:end]))
    lines = old.count("\n") + 1
    if lines > _MOST_LINES or len(replaced) > _LONGEST or not _is_plain(old) or not _is_plain(replaced):
        return None
    start_line = text.count("\n", 0, first) + 1
    return Suggested(
        replacements[0].path,
        start_line,
        start_line + lines - 1,
        replaced,
        (finding.rule,),
        (finding.message,),
        (finding.fingerprint,),
    )


def _shows_secret(report: PackageReport, path: str, text: str, suggested: Suggested) -> bool:
    """Whether a line of it, before or after, holds something that no output may show."""
    hidden = report.mask.file(path, text).split("\n")[suggested.start_line - 1 : suggested.end_line]
    plain = text.split("\n")[suggested.start_line - 1 : suggested.end_line]
    return hidden != plain or report.mask.text(suggested.text) != suggested.text


def _is_plain(text: str) -> bool:
    """Whether a reader sees every character of it, nobody is told of it, and it cannot end the block that it stands in."""
    return (
        "@" not in text
        and "`" * LONGEST_FENCE not in text
        and all(inert(line) == line for line in text.replace("\t", " ").split("\n"))
    )


def as_review(suggested: Iterable[Suggested]) -> list[Suggestion]:
    """The suggestions as comments of a review."""
    return [Suggestion(one.path, one.start_line, one.end_line, _body(one)) for one in suggested]


def _body(suggested: Suggested) -> str:
    longest = max((len(run) for run in re.findall("`+", suggested.text)), default=0)
    fence = "`" * max(3, longest + 1)
    said = "\n".join(
        f"{code(rule)}: {markdown(message)}"
        for rule, message in zip(suggested.rules, suggested.messages, strict=True)
    )
    return f"{said}\n\n{fence}suggestion\n{suggested.text}\n{fence}\n"
