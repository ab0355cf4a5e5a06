"""What the bot has to do: one pull request to review, or one comment to answer. Small enough to be stored."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReviewJob:
    """Review the pull request as it is when the job runs. `repository` is `owner/name`; its id outlives a renaming."""

    installation: int
    repository: str
    repository_id: int
    number: int


@dataclass(frozen=True, slots=True)
class CommandJob:
    """Answer the comment on the pull request, if it holds a command.

    `comment_digest` is that of its text as it was written, empty where that is not known: a comment that somebody changed
    since is no longer what its author said.
    """

    installation: int
    repository: str
    repository_id: int
    number: int
    comment_id: int
    comment_digest: str = ""
