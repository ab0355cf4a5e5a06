"""What the fake remembers: accounts, Apps, repositories, pull requests, comments, check runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fake.git_store import GitStore


@dataclass
class Account:
    """A user, an organization, or an App's own user (`name[bot]`)."""

    id: int
    login: str
    type: str = "User"


@dataclass
class App:
    id: int
    slug: str
    public_key: str
    owner: Account
    bot: Account


@dataclass
class Installation:
    """An App on the repositories of an account, with the permissions that it was given there."""

    id: int
    app: App
    account: Account
    repositories: set[str]
    permissions: dict[str, str]


@dataclass
class Credential:
    """What a token stands for: a user, or an installation narrowed to repositories and permissions."""

    account: Account
    installation: Installation | None = None
    repositories: frozenset[str] = frozenset()
    permissions: dict[str, str] = field(default_factory=dict)
    expires_at: datetime | None = None

    @property
    def app(self) -> App | None:
        return None if self.installation is None else self.installation.app


@dataclass
class Repository:
    id: int
    owner: Account
    name: str
    git: GitStore
    default_branch: str
    is_private: bool = False
    parent: Repository | None = None
    permissions: dict[str, str] = field(default_factory=dict)
    labels: set[str] = field(default_factory=set)
    numbers: Any = field(default_factory=lambda: count(1))
    pulls: dict[int, Pull] = field(default_factory=dict)
    comments: dict[int, Comment] = field(default_factory=dict)
    check_runs: dict[int, CheckRun] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        return f"{self.owner.login}/{self.name}"

    @property
    def root(self) -> Repository:
        return self if self.parent is None else self.parent.root

    def permission_of(self, login: str) -> str:
        """`admin`, `maintain`, `write`, `triage`, `read` or `none`."""
        if login.lower() == self.owner.login.lower():
            return "admin"
        return self.permissions.get(login.lower(), "none" if self.is_private else "read")


@dataclass
class Pull:
    """A pull request. `head_repository` is None once the fork is deleted."""

    id: int
    number: int
    author: Account
    title: str
    body: str | None
    base: Repository
    base_ref: str
    head_repository: Repository | None
    head_ref: str
    head_sha: str
    created_at: datetime
    is_draft: bool = False
    state: str = "open"
    merged_at: datetime | None = None
    labels: list[str] = field(default_factory=list)
    reviews: list[Review] = field(default_factory=list)


@dataclass
class Review:
    id: int
    author: Account
    body: str
    event: str
    commit_id: str
    comments: list[dict[str, Any]]


@dataclass
class Comment:
    id: int
    number: int
    author: Account
    app: App | None
    body: str
    created_at: datetime
    updated_at: datetime
    reactions: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class CheckRun:
    id: int
    app: App
    name: str
    head_sha: str
    external_id: str
    status: str
    conclusion: str | None
    started_at: str
    completed_at: str | None
    output: dict[str, Any]
    annotations: list[dict[str, Any]]
    details_url: str | None = None


@dataclass
class Delivery:
    """A webhook as GitHub sent it. `guid` stays the same when it is sent again."""

    id: int
    guid: str
    event: str
    action: str | None
    payload: dict[str, Any]
    delivered_at: datetime
    status_code: int
    is_redelivery: bool = False
    installation_id: int | None = None
    repository_id: int | None = None


@dataclass
class State:
    """Everything there is at one GitHub."""

    ids: Any = field(default_factory=lambda: count(1001))
    accounts: dict[str, Account] = field(default_factory=dict)
    apps: dict[int, App] = field(default_factory=dict)
    installations: dict[int, Installation] = field(default_factory=dict)
    credentials: dict[str, Credential] = field(default_factory=dict)
    repositories: dict[str, Repository] = field(default_factory=dict)
    deliveries: list[Delivery] = field(default_factory=list)
    time: datetime = datetime(2026, 1, 1, tzinfo=UTC)

    def next_id(self) -> int:
        return next(self.ids)

    def now(self) -> datetime:
        """A clock of its own that moves a second each time it is asked."""
        self.time += timedelta(seconds=1)
        return self.time

    def account(self, login: str, kind: str = "User") -> Account:
        """The account of that name; there is one as soon as it is asked for."""
        return self.accounts.setdefault(login.lower(), Account(self.next_id(), login, kind))

    def move_heads(self, head: Repository, branch: str, sha: str) -> None:
        """Open pull requests follow their branch."""
        for repository in self.repositories.values():
            for pull in repository.pulls.values():
                if pull.state == "open" and pull.head_repository is head and pull.head_ref == branch:
                    repository.git.fetch(head.git, sha)
                    pull.head_sha = sha
