"""The check run of a head: begun once, given annotations in GitHub's portions, and completed with the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from certify.core.finding import Severity
from certify.formats.inert import clipped, inert
from certify.github.port import Annotation, Conclusion, Level
from certify.github.review_markdown import render
from certify.github.review_result import SEVERITIES, PackageResult, Remark, ReviewResult, Standing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from certify.github.port import CheckRun, GitHub

NAME: Final = "certify"
MOST: Final = 500
"""So many annotations are told; ten requests."""

_PORTION: Final = 50
_LONGEST_TITLE: Final = 200
_LONGEST_MESSAGE: Final = 4_000
_LEVELS: Final = {Severity.ERROR: Level.FAILURE, Severity.WARNING: Level.WARNING, Severity.NOTE: Level.NOTICE}
_CONCLUSIONS: Final = {
    Standing.READY: Conclusion.SUCCESS,
    Standing.NOTHING_NEW: Conclusion.SUCCESS,
    Standing.CHANGES_REQUIRED: Conclusion.FAILURE,
    # Neutral does not block a merge by itself, but it is never taken for a pass; the title says why.
    Standing.INCONCLUSIVE: Conclusion.NEUTRAL,
}


@dataclass(frozen=True)
class Told:
    """What a check run says when it is complete."""

    conclusion: Conclusion
    title: str
    summary: str
    annotations: tuple[Annotation, ...]


def begin(github: GitHub, repository: str, head_sha: str, key: str) -> CheckRun:
    """Our check run of this head in progress, or a new one.

    One that an earlier attempt began is gone on with. `key` names what is examined (the same key, the same result),
    so that a completed one of the same key can be left as it is.
    """
    runs = github.check_runs(repository, head_sha, NAME)
    same = [run for run in runs if run.external_id == key]
    if same:
        return min(same, key=lambda run: (run.conclusion is not None, -run.id))
    return github.create_check_run(
        repository,
        name=NAME,
        head_sha=head_sha,
        external_id=key,
        title="Looking at the connector packages",
        summary="The result will stand here.",
    )


def complete(github: GitHub, repository: str, run: CheckRun, told: Told, at: datetime) -> CheckRun:
    """Append the annotations that the run does not have yet, and conclude it. May be called again after any fault."""
    if run.conclusion is not None:
        if run.conclusion == told.conclusion and run.annotations == len(told.annotations):
            return run
        run = github.create_check_run(
            repository,
            name=NAME,
            head_sha=run.head_sha,
            external_id=run.external_id,
            title=told.title,
            summary=told.summary,
        )
    for start in range(run.annotations, len(told.annotations), _PORTION):
        run = github.annotate(
            repository,
            run.id,
            title=told.title,
            summary=told.summary,
            annotations=told.annotations[start : start + _PORTION],
        )
    return github.complete_check_run(
        repository,
        run.id,
        conclusion=told.conclusion,
        completed_at=at,
        title=told.title,
        summary=told.summary,
    )


def supersede(github: GitHub, repository: str, run: CheckRun, at: datetime) -> None:
    """Conclude the run of a head that is no longer the head."""
    if run.conclusion is None:
        github.complete_check_run(
            repository,
            run.id,
            conclusion=Conclusion.CANCELLED,
            completed_at=at,
            title="A newer push is looked at instead",
            summary="Commits were pushed while this head was looked at; the newest head has the result.",
        )


def told_of(result: ReviewResult) -> Told:
    """What the check run says of a review."""
    ranked = sorted(
        chain.from_iterable(
            ((remark.severity.rank, number, package, remark) for remark in package.new)
            for number, package in enumerate(result.packages)
        ),
        key=lambda entry: entry[:2],
    )
    annotations = tuple(_annotation(package, remark) for _, _, package, remark in ranked[:MOST])
    return Told(
        _CONCLUSIONS[result.standing],
        _title(result),
        render(
            "checkrun.md.j2",
            result=result,
            packages=result.packages[:100],
            more_packages=max(len(result.packages) - 100, 0),
            left_out=max(len(ranked) - MOST, 0),
            unexamined=_unexamined(result.packages),
        ),
        annotations,
    )


def _unexamined(packages: Sequence[PackageResult]) -> list[tuple[str, str, str]]:
    found = [(package.path, rule, reason) for package in packages for rule, reason in package.unexamined]
    return found[:20]


def _title(result: ReviewResult) -> str:
    counts = ", ".join(
        f"{count:,} {severity}{'' if count == 1 else 's'}"
        for severity in SEVERITIES
        if (count := result.counts[severity])
    )
    if result.is_empty:
        return "No connector package is touched"
    if result.standing is Standing.INCONCLUSIVE:
        return "Inconclusive: something could not be looked at"
    if result.standing is Standing.CHANGES_REQUIRED:
        return f"Changes required: {counts}"
    if result.standing is Standing.NOTHING_NEW:
        return "Nothing new stands in the way"
    return f"Ready; {counts} to look at" if counts else "Ready"


def _annotation(package: PackageResult, remark: Remark) -> Annotation:
    """GitHub shows title and message as plain text."""
    outer, inside, _ = remark.file.partition("!/")
    prefix = "" if package.path == "." else f"{package.path}/"
    start, end = (1, 1) if inside or remark.is_earlier else (remark.start_line, remark.end_line)
    is_one_line = start == end and not inside and not remark.is_earlier
    where = f"{remark.file}, line {remark.start_line} of the version before: " if remark.is_earlier else ""
    return Annotation(
        path=f"{prefix}{outer}" if outer else package.path,
        start_line=start,
        end_line=end,
        level=_LEVELS[remark.severity],
        title=clipped(inert(f"certify: {remark.rule}"), _LONGEST_TITLE),
        message=clipped(inert(where + remark.message), _LONGEST_MESSAGE),
        start_column=remark.start_column if is_one_line else None,
        end_column=max(remark.end_column - 1, remark.start_column) if is_one_line else None,
    )
