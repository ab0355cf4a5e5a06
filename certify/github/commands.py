"""Answer commands in comments on a pull request, for those who may give them now, and each once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from certify.errors import CertifyError
from certify.github.commands_approve import approve, publish
from certify.github.commands_parse import Command, Verb, command_in, digest_of
from certify.github.commands_reply import Reply
from certify.github.commands_waive import explain, waive
from certify.github.comment import LONGEST, upsert
from certify.github.errors import GitHubError, Refused
from certify.github.jobs import ReviewJob
from certify.github.review import review_pull_request
from certify.github.review_markdown import Markdown, render

if TYPE_CHECKING:
    from certify.github.jobs import CommandJob
    from certify.github.port import Comment, GitHub, PullRequest
    from certify.github.review_desk import Desk

_WRITERS: Final = frozenset({"write", "admin"})
_READERS: Final = _WRITERS | {"read"}
_GUARDED: Final = frozenset({Verb.WAIVE, Verb.APPROVE, Verb.PUBLISH})
_MOST_COMMENTS: Final = 10_000
_CHANGED: Final = (
    "This comment was changed after it was written, so nothing was done. Write the command in a new comment."
)


def answer_command(github: GitHub, job: CommandJob, desk: Desk) -> None:
    """Do what the comment asks, and answer it. Raises GitHubError; it may be called again after any fault.

    A comment that is gone, holds no command, or was written by a bot is left alone, and one that was changed since is
    not followed. Only the creation of a comment is to be brought here, never a change of one.
    """
    comment = _find(github, job)
    command = None if comment is None else command_in(comment)
    if comment is None or command is None:
        return
    if job.comment_digest not in ("", digest_of(comment.body)):
        # People who may write here can change what others have said, and would speak with their rights.
        _answer(github, job, desk, Reply.refused(_CHANGED))
        return
    pull = github.pull_request(job.repository, job.number)
    # Rights are those of now, not those of when the comment was written.
    permission = github.permission(job.repository, comment.author)
    refusal = _refusal(command, comment, pull, permission)
    if refusal:
        _answer(github, job, desk, Reply.refused(refusal))
        return
    _react(github, job, "eyes")
    try:
        reply = _do(github, job, desk, command, comment, pull, permission)
    except GitHubError:
        raise
    except CertifyError as error:
        reply = Reply.refused(str(error))
    _answer(github, job, desk, reply)


def _find(github: GitHub, job: CommandJob) -> Comment | None:
    for number, comment in enumerate(github.comments(job.repository, job.number)):
        if comment.id == job.comment_id:
            return comment
        if number >= _MOST_COMMENTS:
            break
    return None


def _refusal(command: Command, comment: Comment, pull: PullRequest, permission: str) -> str:
    """Why this person may not give this command; empty when they may."""
    if command.verb in _GUARDED:
        if permission not in _WRITERS:
            return f"Only people who may write to this repository can {command.verb}."
        if command.verb is Verb.APPROVE and comment.author == pull.author and permission != "admin":
            return "Nobody approves what they have proposed, unless they administer the repository. Ask somebody else."
        return ""
    if permission not in _READERS and comment.author != pull.author:
        return "Only people who may read this repository can ask for that."
    return ""


def _do(
    github: GitHub,
    job: CommandJob,
    desk: Desk,
    command: Command,
    comment: Comment,
    pull: PullRequest,
    permission: str,
) -> Reply:
    if command.mistake:
        return Reply.refused(command.mistake, "help.md.j2", head=pull.head_sha)
    match command.verb:
        case Verb.HELP:
            return Reply("help.md.j2", {"sentence": "", "head": pull.head_sha})
        case Verb.EXPLAIN:
            return explain(command, desk)
        case Verb.RECHECK:
            return _recheck(github, job, desk, pull)
        case Verb.WAIVE:
            return waive(github, job, desk, command, comment.author, pull)
        case Verb.APPROVE:
            return approve(github, job, desk, command, comment.author, permission, pull)
        case Verb.PUBLISH:
            return publish(github, job, desk, command, pull)


def _recheck(github: GitHub, job: CommandJob, desk: Desk, pull: PullRequest) -> Reply:
    if not pull.is_open:
        return Reply.refused("This pull request is closed; open it again to have it checked.")
    review_pull_request(
        github, ReviewJob(job.installation, job.repository, job.repository_id, job.number), desk
    )
    # The check run and the comment are the answer.
    return Reply("", {})


def _answer(github: GitHub, job: CommandJob, desk: Desk, reply: Reply) -> None:
    """A reaction always, a comment where there is something to say. The mark keeps an answer from being given twice."""
    if reply.template:
        mark = f"<!-- certify:answer:{job.comment_id} -->"
        values: dict[str, Any] = {"mark": Markdown(mark), **reply.values}
        body = render(reply.template, **values)
        if len(body) > LONGEST:
            reply = Reply.refused(
                "The answer is longer than a comment may be. Ask for less: name the place as well."
            )
            body = render(reply.template, mark=Markdown(mark), **reply.values)
        upsert(github, job.repository, job.number, desk.identity, body, mark)
    _react(github, job, "+1" if reply.is_done else "-1")


def _react(github: GitHub, job: CommandJob, reaction: str) -> None:
    try:
        github.react(job.repository, job.comment_id, reaction)
    except Refused:
        return  # a locked conversation, or a comment that has just gone
