"""The bot's one comment on a pull request: found again by mark and author, changed in place, written only when it differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from certify.github.errors import NotFound

if TYPE_CHECKING:
    from certify.github.port import Comment, GitHub

MARK: Final = "<!-- certify:v1 -->"
LONGEST: Final = 65_536
"""GitHub takes no longer comment."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Who we are at GitHub: the App's id, or where there is no App the login. A mark alone proves nothing."""

    app_id: int | None = None
    login: str = ""

    def wrote(self, comment: Comment) -> bool:
        if self.app_id is not None:
            return comment.app_id == self.app_id
        return bool(self.login) and comment.author == self.login


ACTIONS: Final = Identity(login="github-actions[bot]")
"""Who writes with the token of a workflow."""


def own_comments(
    github: GitHub, repository: str, number: int, identity: Identity, mark: str = MARK
) -> list[Comment]:
    """Our comments that begin with the mark, the oldest first."""
    found = [
        comment
        for comment in github.comments(repository, number)
        if identity.wrote(comment) and comment.body.startswith(mark)
    ]
    return sorted(found, key=lambda comment: comment.id)


def upsert(
    github: GitHub, repository: str, number: int, identity: Identity, body: str, mark: str = MARK
) -> Comment:
    """Make the body, which begins with the mark, our only comment with that mark.

    It may be called again after any fault: a comment whose writing was not confirmed is found, and of several the
    oldest stays. Raises GitHubError.
    """
    if not body.startswith(mark):
        raise ValueError(f"the body does not begin with {mark}")
    for _ in range(2):
        existing = own_comments(github, repository, number, identity, mark)
        if not existing:
            github.create_comment(repository, number, body)
            # Two workers may have created one each; whoever looks last sees both, and both keep the same one.
            existing = own_comments(github, repository, number, identity, mark)
        if not existing:
            continue
        kept = existing[0]
        for other in existing[1:]:
            _delete(github, repository, other.id)
        if _same(kept.body, body):
            return kept
        try:
            return github.update_comment(repository, kept.id, body)
        except NotFound:
            continue  # somebody deleted it just now
    return github.create_comment(repository, number, body)


def _delete(github: GitHub, repository: str, comment: int) -> None:
    try:
        github.delete_comment(repository, comment)
    except NotFound:
        return


def _same(there: str, wanted: str) -> bool:
    """GitHub changes line ends, and drops blanks at the end."""
    return there.replace("\r\n", "\n").strip() == wanted.strip()
