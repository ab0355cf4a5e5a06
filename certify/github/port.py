"""Everything that we ask of GitHub, and nothing more. The bot and publishing see only this."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A pull request as it is now. `head_repository` is None when the fork is gone; names are `owner/name`."""

    number: int
    is_open: bool
    is_merged: bool
    title: str
    author: str
    head_sha: str
    head_ref: str
    head_repository: str | None
    base_sha: str
    base_ref: str
    url: str
    body: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file that a pull request changes. `status` is GitHub's: added, modified, removed, renamed, ..."""

    path: str
    status: str
    previous_path: str | None = None


@dataclass(frozen=True, slots=True)
class TreeEntry:
    """An entry of a git tree. `mode` is git's (`100644`, `100755`, `120000`, `160000`, `040000`); `size` in bytes."""

    path: str
    mode: str
    sha: str
    size: int | None = None


@dataclass(frozen=True, slots=True)
class Tree:
    """All entries below a tree. GitHub cuts listings of more than 100,000 entries or 7 MB short."""

    sha: str
    entries: tuple[TreeEntry, ...]
    is_complete: bool


@dataclass(frozen=True, slots=True)
class Commit:
    sha: str
    tree_sha: str
    parents: tuple[str, ...]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a pull request. `app_id` is the App that wrote it, if an App did."""

    id: int
    author: str
    app_id: int | None
    body: str
    url: str


class Level(StrEnum):
    """The levels of annotations."""

    FAILURE = "failure"
    WARNING = "warning"
    NOTICE = "notice"


@dataclass(frozen=True, slots=True)
class Annotation:
    """A remark at lines of a file. GitHub takes columns only where both lines are the same."""

    path: str
    start_line: int
    end_line: int
    level: Level
    title: str
    message: str
    start_column: int | None = None
    end_column: int | None = None


class Conclusion(StrEnum):
    """The conclusions of check runs that we use."""

    SUCCESS = "success"
    FAILURE = "failure"
    NEUTRAL = "neutral"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CheckRun:
    """A check run of ours. `annotations` is how many it has; `conclusion` is None until it is completed."""

    id: int
    name: str
    head_sha: str
    external_id: str
    conclusion: str | None
    annotations: int
    url: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A review comment that replaces whole lines of a file by other text, in one click."""

    path: str
    start_line: int
    end_line: int
    body: str


class GitHub(Protocol):
    """One set of credentials at one GitHub. Repositories are named `owner/name`.

    Every method raises a GitHubError: NotFound, Refused, RateLimited or Unreachable. No write is tried twice here:
    after Unreachable the caller reads back first.
    """

    def pull_request(self, repository: str, number: int) -> PullRequest: ...

    def pull_requests(
        self, repository: str, *, head: str | None = None, state: str = "open"
    ) -> Sequence[PullRequest]:
        """Those with that state (`open`, `closed`, `all`), and of that head (`owner:branch`) where one is given."""
        ...

    def create_pull_request(
        self, repository: str, *, head: str, base: str, title: str, body: str, draft: bool = False
    ) -> PullRequest: ...

    def update_pull_request(self, repository: str, number: int, *, title: str, body: str) -> PullRequest: ...

    def changed_files(self, repository: str, number: int) -> Sequence[ChangedFile]:
        """At most 3,000, GitHub's limit; a caller that gets so many must not take them for all."""
        ...

    def add_labels(self, repository: str, number: int, labels: Sequence[str]) -> None: ...

    def commit(self, repository: str, sha: str) -> Commit: ...

    def tree(self, repository: str, sha: str) -> Tree:
        """Everything below the tree, or below a commit's."""
        ...

    def subtree(self, repository: str, sha: str) -> Tree:
        """The entries of this one tree, without what is below."""
        ...

    def blob(self, repository: str, sha: str) -> bytes: ...

    def branch(self, repository: str, name: str) -> str | None:
        """The commit at the branch's head, or None when there is no such branch."""
        ...

    def default_branch(self, repository: str) -> str: ...

    def create_blob(self, repository: str, data: bytes) -> str: ...

    def create_tree(self, repository: str, base: str, entries: Sequence[tuple[str, str | None]]) -> str:
        """A tree from `base` (a tree) with each path set to a blob, or removed (None). Returns its name."""
        ...

    def create_commit(self, repository: str, *, message: str, tree: str, parents: Sequence[str]) -> str: ...

    def create_branch(self, repository: str, name: str, sha: str) -> None:
        """Raises Refused (422) when there is one already."""
        ...

    def update_branch(self, repository: str, name: str, sha: str) -> None:
        """Move the branch forward; Refused (422) unless its head is an ancestor."""
        ...

    def fork(self, repository: str, organization: str | None = None) -> str:
        """Fork it, or find the fork that is there; returns its name."""
        ...

    def sync_fork(self, repository: str, branch: str) -> None:
        """Move the fork's branch to where its parent's is; Refused (409) when the two have parted."""
        ...

    def permission(self, repository: str, login: str) -> str:
        """`admin`, `write`, `read` or `none` (with GitHub's `maintain` as write and `triage` as read)."""
        ...

    def comments(self, repository: str, number: int) -> Iterator[Comment]:
        """All of them, oldest first."""
        ...

    def create_comment(self, repository: str, number: int, body: str) -> Comment: ...

    def update_comment(self, repository: str, comment: int, body: str) -> Comment: ...

    def delete_comment(self, repository: str, comment: int) -> None: ...

    def react(self, repository: str, comment: int, reaction: str) -> None:
        """Add a reaction (`eyes`, `+1`, `-1`, `rocket`, ...) to a comment."""
        ...

    def review_with_suggestions(
        self, repository: str, number: int, *, head_sha: str, body: str, suggestions: Sequence[Suggestion]
    ) -> None: ...

    def check_runs(self, repository: str, head_sha: str, name: str) -> Sequence[CheckRun]:
        """Our own App's runs of that name at the commit."""
        ...

    def create_check_run(
        self, repository: str, *, name: str, head_sha: str, external_id: str, title: str, summary: str
    ) -> CheckRun:
        """Begin a check run; it is in progress."""
        ...

    def annotate(
        self, repository: str, check_run: int, *, title: str, summary: str, annotations: Sequence[Annotation]
    ) -> CheckRun:
        """Append up to 50 annotations."""
        ...

    def complete_check_run(
        self,
        repository: str,
        check_run: int,
        *,
        conclusion: Conclusion,
        completed_at: datetime,
        title: str,
        summary: str,
        text: str = "",
    ) -> CheckRun: ...
