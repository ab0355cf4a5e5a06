"""The port to GitHub over PyGithub."""

from __future__ import annotations

import base64
import re
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from certify.github import answers, bodies
from certify.github.answers import read
from certify.github.errors import NotFound, Unreachable
from certify.github.transport import PAUSE, PUBLIC_URL, Transport

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from certify.github.credentials import Token
    from certify.github.pace import Pace
    from certify.github.port import (
        Annotation,
        ChangedFile,
        CheckRun,
        Comment,
        Commit,
        Conclusion,
        PullRequest,
        Suggestion,
        Tree,
    )

MOST_FILES = 3_000
_NAME = re.compile(r"(?!\.+(?:/|$))[\w.-]{1,100}/(?!\.+$)[\w.-]{1,100}", re.ASCII)
_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_NEW_FILE = "100644"


class GitHubClient:
    """One set of credentials at one GitHub; see the port for what each method does and raises.

    `app_id` is our App's, where we are one: only check runs of that App are seen.
    """

    def __init__(self, transport: Transport, app_id: int | None = None) -> None:
        self._transport = transport
        self._app_id = app_id

    def pull_request(self, repository: str, number: int) -> PullRequest:
        return read(answers.pull_request, self._get(repository, f"/pulls/{number:d}"))

    def pull_requests(
        self, repository: str, *, head: str | None = None, state: str = "open"
    ) -> Sequence[PullRequest]:
        query = {"state": state} if head is None else {"state": state, "head": head}
        found = self._list(repository, "/pulls", **query)
        return tuple(read(answers.pull_request, one) for one in found)

    def create_pull_request(
        self, repository: str, *, head: str, base: str, title: str, body: str, draft: bool = False
    ) -> PullRequest:
        """`head` is `branch`, `owner:branch`, or `owner/name:branch`."""
        owner, _, branch = head.rpartition(":")
        owner, _, name = owner.partition("/")
        given: dict[str, Any] = {
            "head": f"{owner}:{branch}" if owner else branch,
            "base": base,
            "title": title,
            "body": body,
            "draft": draft,
        }
        if name:
            given["head_repo"] = name
        return read(answers.pull_request, self._send("POST", repository, "/pulls", given))

    def update_pull_request(self, repository: str, number: int, *, title: str, body: str) -> PullRequest:
        given = {"title": title, "body": body}
        return read(answers.pull_request, self._set("PATCH", repository, f"/pulls/{number:d}", given))

    def changed_files(self, repository: str, number: int) -> Sequence[ChangedFile]:
        found = self._list(repository, f"/pulls/{number:d}/files")
        return tuple(
            read(answers.changed_file, one) for _, one in zip(range(MOST_FILES), found, strict=False)
        )

    def add_labels(self, repository: str, number: int, labels: Sequence[str]) -> None:
        self._set("POST", repository, f"/issues/{number:d}/labels", {"labels": list(labels)})

    def commit(self, repository: str, sha: str) -> Commit:
        return read(answers.commit, self._get(repository, f"/git/commits/{_sha(sha)}"))

    def tree(self, repository: str, sha: str) -> Tree:
        return read(answers.tree, self._get(repository, f"/git/trees/{_sha(sha)}", recursive="1"))

    def subtree(self, repository: str, sha: str) -> Tree:
        return read(answers.tree, self._get(repository, f"/git/trees/{_sha(sha)}"))

    def blob(self, repository: str, sha: str) -> bytes:
        return read(_blob, self._get(repository, f"/git/blobs/{_sha(sha)}"))

    def branch(self, repository: str, name: str) -> str | None:
        try:
            return read(answers.branch_head, self._get(repository, f"/git/ref/heads/{_branch(name)}"))
        except NotFound:
            # GitHub answers alike when the branch is missing and when the repository is.
            self.default_branch(repository)
            return None

    def default_branch(self, repository: str) -> str:
        return read(_default_branch, self._get(repository, ""))

    def create_blob(self, repository: str, data: bytes) -> str:
        given = {"content": base64.b64encode(data).decode("ascii"), "encoding": "base64"}
        return read(answers.object_name, self._set("POST", repository, "/git/blobs", given))

    def create_tree(self, repository: str, base: str, entries: Sequence[tuple[str, str | None]]) -> str:
        given = {
            "base_tree": base,
            "tree": [{"path": path, "mode": _NEW_FILE, "type": "blob", "sha": sha} for path, sha in entries],
        }
        return read(answers.object_name, self._set("POST", repository, "/git/trees", given))

    def create_commit(self, repository: str, *, message: str, tree: str, parents: Sequence[str]) -> str:
        given = {"message": message, "tree": tree, "parents": list(parents)}
        return read(answers.object_name, self._set("POST", repository, "/git/commits", given))

    def create_branch(self, repository: str, name: str, sha: str) -> None:
        self._send("POST", repository, "/git/refs", {"ref": f"refs/heads/{name}", "sha": sha})

    def update_branch(self, repository: str, name: str, sha: str) -> None:
        self._set("PATCH", repository, f"/git/refs/heads/{_branch(name)}", {"sha": sha, "force": False})

    def fork(self, repository: str, organization: str | None = None) -> str:
        given = {} if organization is None else {"organization": organization}
        return read(answers.repository_name, self._set("POST", repository, "/forks", given))

    def sync_fork(self, repository: str, branch: str) -> None:
        self._set("POST", repository, "/merge-upstream", {"branch": branch})

    def permission(self, repository: str, login: str) -> str:
        try:
            return read(
                _permission, self._get(repository, f"/collaborators/{quote(login, safe='')}/permission")
            )
        except NotFound:
            return "none"

    def comments(self, repository: str, number: int) -> Iterator[Comment]:
        for one in self._list(repository, f"/issues/{number:d}/comments"):
            yield read(answers.comment, one)

    def create_comment(self, repository: str, number: int, body: str) -> Comment:
        return read(
            answers.comment, self._send("POST", repository, f"/issues/{number:d}/comments", {"body": body})
        )

    def update_comment(self, repository: str, comment: int, body: str) -> Comment:
        path = f"/issues/comments/{comment:d}"
        return read(answers.comment, self._set("PATCH", repository, path, {"body": body}))

    def delete_comment(self, repository: str, comment: int) -> None:
        self._send("DELETE", repository, f"/issues/comments/{comment:d}")

    def react(self, repository: str, comment: int, reaction: str) -> None:
        self._set("POST", repository, f"/issues/comments/{comment:d}/reactions", {"content": reaction})

    def review_with_suggestions(
        self, repository: str, number: int, *, head_sha: str, body: str, suggestions: Sequence[Suggestion]
    ) -> None:
        given = {
            "commit_id": _sha(head_sha),
            "body": body,
            "event": "COMMENT",
            "comments": [bodies.review_comment(suggestion) for suggestion in suggestions],
        }
        self._send("POST", repository, f"/pulls/{number:d}/reviews", given)

    def check_runs(self, repository: str, head_sha: str, name: str) -> Sequence[CheckRun]:
        query: dict[str, str | int] = {"check_name": name, "filter": "all"}
        if self._app_id is not None:
            query["app_id"] = self._app_id
        path = f"{repository_path(repository)}/commits/{_sha(head_sha)}/check-runs"
        pages = (read(_check_runs, page) for page in self._transport.pages(path, **query))
        return tuple(read(answers.check_run, one) for one in chain.from_iterable(pages))

    def create_check_run(
        self, repository: str, *, name: str, head_sha: str, external_id: str, title: str, summary: str
    ) -> CheckRun:
        given = {
            "name": name,
            "head_sha": _sha(head_sha),
            "external_id": external_id,
            "status": "in_progress",
            "output": {"title": title, "summary": summary},
        }
        return read(answers.check_run, self._send("POST", repository, "/check-runs", given))

    def annotate(
        self, repository: str, check_run: int, *, title: str, summary: str, annotations: Sequence[Annotation]
    ) -> CheckRun:
        output = {
            "title": title,
            "summary": summary,
            "annotations": [bodies.annotation(annotation) for annotation in annotations],
        }
        return read(
            answers.check_run,
            self._send("PATCH", repository, f"/check-runs/{check_run:d}", {"output": output}),
        )

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
    ) -> CheckRun:
        given = {
            "status": "completed",
            "conclusion": str(conclusion),
            "completed_at": f"{completed_at:%Y-%m-%dT%H:%M:%SZ}",
            "output": {"title": title, "summary": summary} | ({"text": text} if text else {}),
        }
        return read(answers.check_run, self._set("PATCH", repository, f"/check-runs/{check_run:d}", given))

    def _get(self, repository: str, path: str, **query: str | int) -> Any:
        return self._transport.get(f"{repository_path(repository)}{path}", **query)

    def _list(self, repository: str, path: str, **query: str | int) -> Iterator[Any]:
        for page in self._transport.pages(f"{repository_path(repository)}{path}", **query):
            if not isinstance(page, list):
                raise Unreachable(f"GitHub answered {path} with something that is no list.")
            yield from page

    def _send(self, verb: str, repository: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        return self._transport.send(verb, f"{repository_path(repository)}{path}", body)

    def _set(self, verb: str, repository: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Send what has no second effect when it is sent twice."""
        return self._transport.send(verb, f"{repository_path(repository)}{path}", body, is_repeatable=True)


def connect(token: Token, url: str = PUBLIC_URL, *, pause: float | Pace = PAUSE) -> GitHubClient:
    """GitHub as a user sees it. `pause` is the time between writes in seconds, or the user's pace; see Transport."""
    return GitHubClient(Transport(token.auth(), url, pause=pause))


def repository_path(name: str) -> str:
    """The path of a repository; what is no name of one cannot be found."""
    if not _NAME.fullmatch(name):
        raise NotFound(f"{name!r} is not the name of a repository; write it as owner/name.")
    return f"/repos/{name}"


def _sha(sha: str) -> str:
    if not _SHA.fullmatch(sha):
        raise NotFound(f"{sha!r} is not the name of a git object.")
    return sha


def _branch(name: str) -> str:
    if not name or any(part in {"", ".", ".."} for part in name.split("/")):
        raise NotFound(f"{name!r} is not the name of a branch.")
    return quote(name, safe="/")


def _blob(content: Any) -> bytes:
    if content["encoding"] != "base64":
        raise ValueError
    return base64.b64decode(content["content"])


def _default_branch(content: Any) -> str:
    return str(content["default_branch"])


def _permission(content: Any) -> str:
    return {"maintain": "write", "triage": "read"}.get(content["permission"], str(content["permission"]))


def _check_runs(content: Any) -> list[Any]:
    return list(content["check_runs"])
