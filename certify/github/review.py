"""Review a pull request as it is now: check what it touches, and say so in a check run and in one comment."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from certify.core.finding import Severity
from certify.github import checkrun
from certify.github.comment import own_comments, upsert
from certify.github.review_comment import Page, comment_of, withdrawn
from certify.github.review_memory import Memory, fixed_since, memory_of, read_memory
from certify.github.review_process import Assignment, Examined
from certify.github.review_result import ReviewResult, Suggested
from certify.github.review_suggestions import MOST, as_review
from certify.github.review_survey import survey_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from certify.github.jobs import ReviewJob
    from certify.github.port import GitHub, PullRequest
    from certify.github.review_desk import Desk
    from certify.github.review_survey import Survey, Touched


def review_pull_request(github: GitHub, job: ReviewJob, desk: Desk) -> None:
    """Review the pull request. Raises GitHubError; it may be called again after any fault, and changes nothing twice.

    When commits were pushed meanwhile, nothing is said of the old head: whoever told us of the push asks for another
    review.
    """
    pull = github.pull_request(job.repository, job.number)
    if not pull.is_open:
        return
    survey = survey_of(github, job.repository, pull, desk.now().date())
    run = checkrun.begin(github, job.repository, pull.head_sha, _key(pull, survey, desk))
    examined = [examine_touched(survey, touched, desk) for touched in survey.touched]
    memory = read_memory(desk.records.last_result(job.repository_id, job.number, other_than=pull.head_sha))
    result = _result(pull, survey, examined, memory, desk)
    if github.pull_request(job.repository, job.number).head_sha != pull.head_sha:
        checkrun.supersede(github, job.repository, run, desk.now())
        return
    run = checkrun.complete(github, job.repository, run, checkrun.told_of(result), desk.now())
    if result.is_empty:
        if own_comments(github, job.repository, job.number, desk.identity):
            upsert(github, job.repository, job.number, desk.identity, withdrawn(pull.head_sha))
    else:
        page = _page(pull, desk, run.url)
        upsert(github, job.repository, job.number, desk.identity, comment_of(result, page))
    _suggest(github, job, pull, result, examined, memory, desk)


def examine_touched(survey: Survey, touched: Touched, desk: Desk) -> Examined:
    """Examine one package of the head."""
    package = survey.head.load(touched.path)
    assert package is not None  # the survey found it in this very tree
    before = None if touched.before is None else survey.base.load(touched.before)
    return examine_package(survey, Assignment(package, before, touched.added), desk)


def examine_package(survey: Survey, assignment: Assignment, desk: Desk) -> Examined:
    """Examine a package with the survey's decisions, in a process of its own."""
    if survey.decisions is None:
        # Without its settings nothing of it can be decided; the notices of the survey say why.
        return _undecided(assignment)
    return desk.examine(survey.decisions.checker, assignment, desk.limits)


def _undecided(assignment: Assignment) -> Examined:
    from certify.checking.checker import Task, failed_report
    from certify.github.review_result import result_of
    from certify.github.source import LoadedOrigin

    task = Task(LoadedOrigin(assignment.package))
    report = failed_report(task, "the settings of the base branch cannot be used").report
    return Examined(result_of(report, is_new=assignment.before is None))


def _key(pull: PullRequest, survey: Survey, desk: Desk) -> str:
    """What the result depends on: with the same key it is the same result."""
    decisions = survey.decisions
    digest = "" if decisions is None else decisions.checker.ruleset_digest
    waivers = "" if decisions is None else repr(decisions.checker.waivers)
    parts = (pull.number, pull.head_sha, pull.base_sha, desk.version, digest, waivers, survey.notices)
    return f"certify:{pull.number}:{hashlib.sha256(repr(parts).encode()).hexdigest()[:32]}"


def _result(
    pull: PullRequest, survey: Survey, examined: list[Examined], memory: Memory | None, desk: Desk
) -> ReviewResult:
    packages = tuple(one.result for one in examined)
    decisions = survey.decisions
    return ReviewResult(
        head_sha=pull.head_sha,
        base_ref=pull.base_ref,
        packages=packages,
        version=desk.version,
        ruleset_digest="" if decisions is None else decisions.checker.ruleset_digest,
        deleted=survey.deleted,
        notices=survey.notices,
        threshold=Severity.ERROR if decisions is None else decisions.threshold,
        fixed=None if memory is None else fixed_since(memory, packages),
        is_complete=survey.is_complete,
    )


def _page(pull: PullRequest, desk: Desk, details: str) -> Page:
    from certify.plugins import load_rules

    return Page(
        repository=pull.url.rpartition("/pull/")[0],
        base_sha=pull.base_sha,
        rules=load_rules().by_name,
        docs=desk.docs,
        details=details,
        may_publish=desk.publish is not None,
    )


def _suggest(
    github: GitHub,
    job: ReviewJob,
    pull: PullRequest,
    result: ReviewResult,
    examined: Iterable[Examined],
    memory: Memory | None,
    desk: Desk,
) -> None:
    """Offer safe fixes as suggested changes, each once in the life of the pull request.

    What was offered is remembered before it is offered: when an attempt dies in between, suggestions are missing,
    which is better than twenty comments twice.
    """
    own = read_memory(desk.records.last_result(job.repository_id, job.number))
    known = frozenset(key for past in (memory, own) if past is not None for key in past.suggested)
    offered = [one for one in _in_repository(examined) if not known.intersection(one.fingerprints)][:MOST]
    suggested = known.union(key for one in offered for key in one.fingerprints)
    desk.records.remember(job.repository_id, job.number, memory_of(result, suggested))
    if offered:
        github.review_with_suggestions(
            job.repository,
            job.number,
            head_sha=pull.head_sha,
            body="Safe fixes, which change no meaning. Take them one by one or as a batch, or run `certify fix`.",
            suggestions=as_review(offered),
        )


def _in_repository(examined: Iterable[Examined]) -> list[Suggested]:
    """The suggestions with paths from the root of the repository; their fingerprints name the package too."""
    from dataclasses import replace

    found: list[Suggested] = []
    for one in examined:
        path = one.result.path
        prefix = "" if path == "." else f"{path}/"
        for suggested in one.suggested:
            keys = tuple(f"{prefix}{suggested.path}#{key[:16]}" for key in suggested.fingerprints)
            found.append(replace(suggested, path=f"{prefix}{suggested.path}", fingerprints=keys))
    return found
