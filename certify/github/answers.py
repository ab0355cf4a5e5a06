"""GitHub's answers, read into the values of the port. A missing or odd field raises Unreachable, never KeyError."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

from certify.github.errors import Unreachable
from certify.github.port import ChangedFile, CheckRun, Comment, Commit, PullRequest, Tree, TreeEntry

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")


def read(reader: Callable[[Any], T], content: Any) -> T:
    """What the reader makes of the content."""
    try:
        return reader(content)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        noun = reader.__name__.strip("_").replace("_", " ")
        raise Unreachable(f"GitHub answered with something that is no {noun}.") from None


def pull_request(content: Any) -> PullRequest:
    head, base = content["head"], content["base"]
    return PullRequest(
        number=int(content["number"]),
        is_open=content["state"] == "open",
        is_merged=content.get("merged_at") is not None,
        title=str(content["title"]),
        author=_login(content.get("user")),
        head_sha=str(head["sha"]),
        head_ref=str(head["ref"]),
        head_repository=None if head.get("repo") is None else str(head["repo"]["full_name"]),
        base_sha=str(base["sha"]),
        base_ref=str(base["ref"]),
        url=str(content["html_url"]),
        body=str(content.get("body") or ""),
        created_at=datetime.fromisoformat(content["created_at"]),
    )


def changed_file(content: Any) -> ChangedFile:
    return ChangedFile(str(content["filename"]), str(content["status"]), content.get("previous_filename"))


def tree(content: Any) -> Tree:
    entries = tuple(
        TreeEntry(str(one["path"]), str(one["mode"]), str(one["sha"]), one.get("size"))
        for one in content["tree"]
    )
    return Tree(str(content["sha"]), entries, not content.get("truncated", False))


def commit(content: Any) -> Commit:
    return Commit(
        str(content["sha"]),
        str(content["tree"]["sha"]),
        tuple(str(parent["sha"]) for parent in content["parents"]),
        str(content.get("message", "")),
    )


def comment(content: Any) -> Comment:
    app = content.get("performed_via_github_app")
    return Comment(
        id=int(content["id"]),
        author=_login(content.get("user")),
        app_id=None if app is None else int(app["id"]),
        body=str(content.get("body") or ""),
        url=str(content["html_url"]),
    )


def check_run(content: Any) -> CheckRun:
    return CheckRun(
        id=int(content["id"]),
        name=str(content["name"]),
        head_sha=str(content["head_sha"]),
        external_id=str(content.get("external_id") or ""),
        conclusion=content.get("conclusion"),
        annotations=int(content["output"].get("annotations_count") or 0),
        url=str(content.get("html_url") or ""),
    )


def object_name(content: Any) -> str:
    return str(content["sha"])


def branch_head(content: Any) -> str:
    return str(content["object"]["sha"])


def repository_name(content: Any) -> str:
    return str(content["full_name"])


def _login(user: Any) -> str:
    """The login, or GitHub's name for an account that is no more."""
    return "ghost" if user is None else str(user["login"])
