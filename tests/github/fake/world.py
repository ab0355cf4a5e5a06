"""What a test sets up at the fake: accounts with tokens, Apps, repositories, commits, pull requests, webhooks."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any
from urllib.request import Request as HttpRequest
from urllib.request import urlopen
from uuid import uuid4

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from fake.git_store import ZERO, GitStore
from fake.state import App, Comment, Credential, Delivery, Installation, Pull, Repository, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

DEFAULT_PERMISSIONS = {
    "checks": "write",
    "contents": "write",
    "issues": "write",
    "metadata": "read",
    "pull_requests": "write",
    "workflows": "write",
}
_KEYS: list[tuple[str, str]] = []


def _key_pair(number: int) -> tuple[str, str]:
    """The n-th private and public key of this process; making one takes a while, so they are kept."""
    while len(_KEYS) <= number:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
        public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        _KEYS.append((private, public))
    return _KEYS[number]


class World:
    """The setting-up half of the fake. Everything here works on the state directly and is no request."""

    def __init__(self, state: State, folder: Path) -> None:
        self.state = state
        self.folder = folder
        self.webhook_url: str | None = None
        self.webhook_secret = ""

    def user(self, login: str) -> str:
        """A user of that name. Returns a token."""
        account = self.state.account(login)
        token = f"ghp_{login}_{uuid4().hex}"
        self.state.credentials[token] = Credential(account)
        return token

    def app(self, slug: str) -> tuple[App, str]:
        """A GitHub App, and its private key in PEM."""
        private, public = _key_pair(len(self.state.apps))
        number = self.state.next_id()
        bot = self.state.account(f"{slug}[bot]", "Bot")
        app = self.state.apps[number] = App(number, slug, public, self.state.account("app-owner"), bot)
        return app, private

    def install(self, app: App, *repositories: str, permissions: dict[str, str] | None = None) -> int:
        """Install the App on repositories of one owner. Returns the installation's id."""
        owner = repositories[0].partition("/")[0]
        number = self.state.next_id()
        self.state.installations[number] = Installation(
            number,
            app,
            self.state.account(owner),
            {name.lower() for name in repositories},
            dict(permissions if permissions is not None else DEFAULT_PERMISSIONS),
        )
        return number

    def repository(
        self,
        name: str,
        files: Mapping[str, bytes | str | None],
        *,
        branch: str = "main",
        is_private: bool = False,
        permissions: Mapping[str, str] | None = None,
    ) -> Repository:
        """A repository `owner/name` with one commit of these files; `permissions` are roles by login."""
        owner, _, short = name.partition("/")
        number = self.state.next_id()
        repository = Repository(
            number,
            self.state.account(owner),
            short,
            GitStore.create(self.folder / f"{number}.git"),
            branch,
            is_private,
            permissions={login.lower(): role for login, role in (permissions or {}).items()},
        )
        repository.git.git("symbolic-ref", "HEAD", f"refs/heads/{branch}")
        self.state.repositories[name.lower()] = repository
        for login in permissions or {}:
            self.state.account(login)
        self.push(repository, branch, files, "first commit")
        return repository

    def fork(self, source: Repository, owner: str) -> Repository:
        """A fork of the repository that this owner has."""
        number = self.state.next_id()
        fork = Repository(
            number,
            self.state.account(owner),
            source.name,
            source.git.clone(self.folder / f"{number}.git"),
            source.default_branch,
            parent=source,
        )
        self.state.repositories[fork.full_name.lower()] = fork
        return fork

    def push(
        self,
        repository: Repository,
        branch: str,
        files: Mapping[str, bytes | str | None],
        message: str = "a commit",
        *,
        start: str | None = None,
        is_forced: bool = False,
    ) -> str:
        """Commit the files (None removes one) on the branch, which starts at `start` or the default branch.

        Open pull requests of the branch move with it. With `is_forced` the branch begins at `start` anew. Returns
        the commit.
        """
        git = repository.git
        head = git.branch(branch)
        parent = start if is_forced or head is None else head
        parent = parent or git.branch(repository.default_branch)
        changes = [
            (path, "100644", None if content is None else git.add_blob(_bytes(content)))
            for path, content in files.items()
        ]
        tree = git.add_tree(parent, changes)
        when = int(self.state.now().timestamp())
        sha = git.add_commit(tree, () if parent is None else (parent,), message, when)
        git.set_branch(branch, sha, head or ZERO)
        self.state.move_heads(repository, branch, sha)
        return sha

    def open_pull(
        self,
        base: Repository,
        files: Mapping[str, bytes | str | None],
        *,
        author: str = "contributor",
        head: Repository | None = None,
        branch: str = "change",
        base_branch: str | None = None,
        title: str = "A change",
        body: str | None = "",
    ) -> Pull:
        """Open a pull request that changes these files, from a branch of `head` (default: a branch of `base`)."""
        head = head or base
        base_branch = base_branch or base.default_branch
        self.push(head, branch, files, start=head.git.branch(base_branch))
        sha = head.git.branch(branch)
        assert sha is not None
        base.git.fetch(head.git, sha)
        number = next(base.numbers)
        pull = base.pulls[number] = Pull(
            self.state.next_id(),
            number,
            self.state.account(author),
            title,
            body,
            base,
            base_branch,
            head,
            branch,
            sha,
            self.state.now(),
        )
        return pull

    def merge(self, pull: Pull) -> None:
        """Merge the pull request into its base branch."""
        git = pull.base.git
        base = git.branch(pull.base_ref)
        assert base is not None
        changes = [
            (path, "100644", None if letter == "D" else sha)
            for letter, path, sha, _ in git.changed(base, pull.head_sha)
        ]
        tree = git.add_tree(base, changes)
        when = int(self.state.now().timestamp())
        sha = git.add_commit(tree, (base, pull.head_sha), f"Merge pull request #{pull.number}", when)
        git.set_branch(pull.base_ref, sha, base)
        pull.state, pull.merged_at = "closed", self.state.now()

    def comment(self, pull: Pull, author: str, body: str, *, app: App | None = None) -> Comment:
        """A comment that somebody wrote on the pull request."""
        now = self.state.now()
        comment = Comment(self.state.next_id(), pull.number, self.state.account(author), app, body, now, now)
        pull.base.comments[comment.id] = comment
        return comment

    def files(self, repository: Repository, branch: str, folder: str = "") -> dict[str, bytes]:
        """The files of a branch below a folder, by their path in that folder."""
        start = f"{folder}/" if folder else ""
        return {
            entry.path.removeprefix(start): repository.git.blob(entry.sha)
            for entry in repository.git.entries(f"refs/heads/{branch}", recursive=True)
            if entry.kind == "blob" and entry.path.startswith(start)
        }

    def pulls(self, repository: Repository) -> Iterable[Pull]:
        """All pull requests, oldest first."""
        return sorted(repository.pulls.values(), key=lambda pull: pull.number)

    def deliver(self, event: str, payload: dict[str, Any], *, guid: str | None = None) -> Delivery:
        """Send a webhook to `webhook_url`, signed with `webhook_secret`, and remember how it went."""
        data = json.dumps(payload).encode()
        guid = guid or str(uuid4())
        status = 0
        if self.webhook_url is not None:
            signature = hmac.new(self.webhook_secret.encode(), data, hashlib.sha256).hexdigest()
            headers = {
                "Content-Type": "application/json",
                "X-GitHub-Event": event,
                "X-GitHub-Delivery": guid,
                "X-Hub-Signature-256": f"sha256={signature}",
            }
            try:
                with urlopen(HttpRequest(self.webhook_url, data, headers), timeout=10) as answer:
                    status = answer.status
            except OSError as error:
                status = getattr(error, "code", 502)
        delivery = Delivery(
            self.state.next_id(),
            guid,
            event,
            payload.get("action"),
            payload,
            self.state.now(),
            status,
            is_redelivery=any(one.guid == guid for one in self.state.deliveries),
            installation_id=payload.get("installation", {}).get("id"),
            repository_id=payload.get("repository", {}).get("id"),
        )
        self.state.deliveries.append(delivery)
        return delivery


def _bytes(content: bytes | str) -> bytes:
    return content.encode() if isinstance(content, str) else content
