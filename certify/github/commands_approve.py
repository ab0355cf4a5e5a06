"""`/certify approve` and `/certify publish`: for exactly the bytes that were looked at, and no others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certify.core.report import Verdict
from certify.errors import CertifyError
from certify.github.commands_reply import Reply
from certify.github.records import Approval
from certify.github.review import examine_package
from certify.github.review_process import Assignment
from certify.github.review_survey import Touched, survey_of
from certify.github.source import Snapshot

if TYPE_CHECKING:
    from certify.core.package import Package
    from certify.github.commands_parse import Command
    from certify.github.jobs import CommandJob
    from certify.github.port import GitHub, PullRequest
    from certify.github.review_desk import Desk
    from certify.github.review_settings import Decisions
    from certify.github.review_survey import Survey

_LONGEST_CERTIFICATE = 40_000


class _NotDoneError(CertifyError):
    """Why the command cannot be followed, and what to do."""


@dataclass(frozen=True)
class _Chosen:
    """The package that a command is about, in memory: what is looked at is what is named."""

    survey: Survey
    touched: Touched
    package: Package
    before: Package | None


def approve(
    github: GitHub,
    job: CommandJob,
    desk: Desk,
    command: Command,
    author: str,
    permission: str,
    pull: PullRequest,
) -> Reply:
    """Record that these bytes are approved, and issue their certificate where there is a key."""
    if not pull.is_open:
        raise _NotDoneError("This pull request is closed; approve one that is open.")
    short = pull.head_sha[:7]
    if not command.head:
        # Who approves has seen one head; another may have been pushed a moment ago.
        raise _NotDoneError(
            f"Say what you have looked at: `/certify approve {short}` approves the head as it is now."
        )
    if not pull.head_sha.startswith(command.head):
        raise _NotDoneError(
            f"The head is `{short}` now, not `{command.head[:7]}`; look at it, and approve that."
        )
    chosen = _chosen(github, job, desk, command, pull, pull.head_sha)
    _ready(chosen, desk)
    certificate = b"" if desk.signer is None else _certificate(chosen, job, pull.head_sha, desk)
    if github.pull_request(job.repository, job.number).head_sha != pull.head_sha:
        raise _NotDoneError("Commits were pushed meanwhile; look at the new head, and approve that.")
    desk.records.approve(
        Approval(job.installation, job.repository_id, job.number, chosen.package.digest, author, desk.now())
    )
    text = certificate.decode()
    return Reply(
        "approved.md.j2",
        {
            "path": chosen.touched.path or ".",
            "digest": chosen.package.digest,
            "head": pull.head_sha,
            "author": author,
            "is_own": author == pull.author and permission == "admin",
            "certificate": text if len(text) <= _LONGEST_CERTIFICATE else "",
            "has_certificate": bool(text),
            "may_publish": desk.publish is not None,
        },
    )


def publish(github: GitHub, job: CommandJob, desk: Desk, command: Command, pull: PullRequest) -> Reply:
    """Open the pull request upstream for the package as it is now, if exactly that is approved."""
    if desk.publish is None or desk.signer is None:
        raise _NotDoneError(
            "Publishing is not set up for this bot; `certify publish` does it from a terminal."
        )
    if not pull.is_open and not pull.is_merged:
        raise _NotDoneError("This pull request was closed without being merged; there is nothing to publish.")
    sha = pull.head_sha
    if pull.is_merged:
        sha = github.branch(job.repository, pull.base_ref) or pull.head_sha
    chosen = _chosen(github, job, desk, command, pull, sha)
    approval = desk.records.approval(job.repository_id, chosen.package.digest)
    if approval is None:
        raise _NotDoneError(
            f"Nobody has approved these bytes ({chosen.package.digest[:19]}…). "
            f"After a look at them: `/certify approve {sha[:7]}`."
        )
    _ready(chosen, desk)
    published = desk.publish(
        chosen.package, _certificate(chosen, job, sha, desk), approval, _decisions(chosen).checker
    )
    return Reply(
        "published.md.j2",
        {"published": published, "digest": chosen.package.digest, "path": chosen.touched.path or "."},
    )


def _chosen(
    github: GitHub, job: CommandJob, desk: Desk, command: Command, pull: PullRequest, sha: str
) -> _Chosen:
    """The one package that the pull request touches, or the one that the command names, at the commit."""
    survey = survey_of(github, job.repository, pull, desk.now().date())
    if survey.decisions is None or not survey.is_complete:
        raise _NotDoneError(" ".join(survey.notices))
    touched = [
        one for one in survey.touched if command.package in ("", one.path, one.path.rpartition("/")[2])
    ]
    if not touched and pull.is_merged and command.package:
        # What an approval names may be published from the base branch, whatever GitHub still lists of the merge.
        touched = [Touched(command.package, None)]
    if not touched:
        named = f" called `{command.package}`" if command.package else ""
        raise _NotDoneError(f"This pull request touches no package{named}.")
    if len(touched) > 1:
        names = "`, `".join(one.path for one in touched[:10])
        raise _NotDoneError(f"This pull request touches {len(touched)} packages; name one: `{names}`.")
    snapshot = survey.head if sha == pull.head_sha else Snapshot(github, job.repository, sha)
    package = snapshot.load(touched[0].path)
    if package is None:
        raise _NotDoneError(f"There is no package `{touched[0].path}` any more.")
    before = None if touched[0].before is None else survey.base.load(touched[0].before)
    return _Chosen(survey, touched[0], package, before)


def _ready(chosen: _Chosen, desk: Desk) -> None:
    """Raises unless the package is ready without any allowance for what was there before."""
    result = examine_package(chosen.survey, Assignment(chosen.package, chosen.before), desk).result
    if result.digest != chosen.package.digest or result.verdict is not Verdict.READY or result.unexamined:
        word = "inconclusive" if result.unexamined else str(result.verdict).replace("-", " ")
        raise _NotDoneError(f"The verdict on `{result.path}` is {word}; only what is ready can be approved.")


def _certificate(chosen: _Chosen, job: CommandJob, sha: str, desk: Desk) -> bytes:
    """The certificate. It is only asked for after a bounded examination, so that the same one here ends as well."""
    from certify.certificate import Revision, examine, sign, statement_of

    decisions = _decisions(chosen)
    if desk.signer is None:
        raise _NotDoneError("This bot has no key for certificates.")
    examined = examine(
        decisions.checker,
        chosen.package,
        version=desk.version,
        threshold=decisions.threshold,
        earlier=chosen.before,
    )
    tree = Snapshot(chosen.survey.head.github, job.repository, sha).digest_of(chosen.touched.path) or ""
    statement = statement_of(
        examined.report,
        examined.run,
        examined.basis,
        at=desk.now(),
        source=Revision(job.repository, sha, tree),
    )
    return sign(statement, desk.signer)


def _decisions(chosen: _Chosen) -> Decisions:
    if chosen.survey.decisions is None:
        raise _NotDoneError(" ".join(chosen.survey.notices))
    return chosen.survey.decisions
