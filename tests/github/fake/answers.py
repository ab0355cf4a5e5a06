"""What the fake remembers, in the words of GitHub's answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from fake.call import Call
    from fake.git_store import GitCommit
    from fake.state import Account, App, CheckRun, Comment, Delivery, Installation, Pull, Repository, Review


def time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def user(call: Call, account: Account) -> dict[str, Any]:
    return {
        "id": account.id,
        "login": account.login,
        "type": account.type,
        "url": call.url(f"/users/{account.login}"),
        "html_url": f"https://github.example/{account.login}",
        "site_admin": False,
    }


def app(call: Call, given: App) -> dict[str, Any]:
    return {
        "id": given.id,
        "slug": given.slug,
        "name": given.slug,
        "owner": user(call, given.owner),
        "html_url": f"https://github.example/apps/{given.slug}",
        "permissions": {},
        "events": [],
    }


def installation(call: Call, given: Installation) -> dict[str, Any]:
    return {
        "id": given.id,
        "account": user(call, given.account),
        "app_id": given.app.id,
        "app_slug": given.app.slug,
        "target_type": given.account.type,
        "permissions": given.permissions,
        "events": [],
        "repository_selection": "selected",
        "suspended_at": None,
    }


def repository(call: Call, given: Repository, *, whole: bool = True) -> dict[str, Any]:
    content = {
        "id": given.id,
        "name": given.name,
        "full_name": given.full_name,
        "owner": user(call, given.owner),
        "private": given.is_private,
        "fork": given.parent is not None,
        "default_branch": given.default_branch,
        "url": call.url(f"/repos/{given.full_name}"),
        "html_url": f"https://github.example/{given.full_name}",
        "permissions": {
            "admin": call.may(given, "admin", "administration"),
            "push": call.may(given, "write", "contents"),
            "pull": True,
        },
    }
    if whole and given.parent is not None:
        content["parent"] = repository(call, given.parent, whole=False)
        content["source"] = repository(call, given.root, whole=False)
    return content


def _end(call: Call, where: Repository | None, ref: str, sha: str) -> dict[str, Any]:
    return {
        "label": f"{where.owner.login if where else 'unknown'}:{ref}",
        "ref": ref,
        "sha": sha,
        "user": user(call, call.state.account("ghost") if where is None else where.owner),
        "repo": None if where is None else repository(call, where, whole=False),
    }


def pull(call: Call, given: Pull) -> dict[str, Any]:
    url = call.url(f"/repos/{given.base.full_name}/pulls/{given.number}")
    base_sha = given.base.git.branch(given.base_ref) or ""
    return {
        "id": given.id,
        "number": given.number,
        "state": given.state,
        "title": given.title,
        "body": given.body,
        "draft": given.is_draft,
        "user": user(call, given.author),
        "url": url,
        "issue_url": call.url(f"/repos/{given.base.full_name}/issues/{given.number}"),
        "html_url": f"https://github.example/{given.base.full_name}/pull/{given.number}",
        "head": _end(call, given.head_repository, given.head_ref, given.head_sha),
        "base": _end(call, given.base, given.base_ref, base_sha),
        "labels": [label(name) for name in given.labels],
        "created_at": time(given.created_at),
        "updated_at": time(given.created_at),
        "closed_at": None if given.state == "open" else time(given.created_at),
        "merged_at": None if given.merged_at is None else time(given.merged_at),
    }


def label(name: str) -> dict[str, Any]:
    return {"id": abs(hash(name)) % 10**9, "name": name, "color": "ededed", "default": False}


def comment(call: Call, given: Comment) -> dict[str, Any]:
    where = f"/repos/{call.repository.full_name}"
    return {
        "id": given.id,
        "body": given.body,
        "user": user(call, given.author),
        "performed_via_github_app": None if given.app is None else app(call, given.app),
        "created_at": time(given.created_at),
        "updated_at": time(given.updated_at),
        "url": call.url(f"{where}/issues/comments/{given.id}"),
        "html_url": f"https://github.example/{call.repository.full_name}/pull/{given.number}#issuecomment-{given.id}",
        "issue_url": call.url(f"{where}/issues/{given.number}"),
    }


def review(call: Call, given: Review, pull_number: int) -> dict[str, Any]:
    return {
        "id": given.id,
        "user": user(call, given.author),
        "body": given.body,
        "state": {"COMMENT": "COMMENTED", "APPROVE": "APPROVED"}.get(given.event, "CHANGES_REQUESTED"),
        "commit_id": given.commit_id,
        "html_url": f"https://github.example/{call.repository.full_name}/pull/{pull_number}#pullrequestreview-{given.id}",
    }


def check_run(call: Call, given: CheckRun) -> dict[str, Any]:
    where = f"/repos/{call.repository.full_name}/check-runs/{given.id}"
    return {
        "id": given.id,
        "name": given.name,
        "head_sha": given.head_sha,
        "external_id": given.external_id,
        "status": given.status,
        "conclusion": given.conclusion,
        "started_at": given.started_at,
        "completed_at": given.completed_at,
        "app": app(call, given.app),
        "url": call.url(where),
        "html_url": f"https://github.example/{call.repository.full_name}/runs/{given.id}",
        "details_url": given.details_url,
        "pull_requests": [],
        "output": {
            "title": given.output.get("title"),
            "summary": given.output.get("summary"),
            "text": given.output.get("text"),
            "annotations_count": len(given.annotations),
            "annotations_url": call.url(f"{where}/annotations"),
        },
    }


def git_commit(call: Call, given: GitCommit) -> dict[str, Any]:
    where = f"/repos/{call.repository.full_name}/git"
    return {
        "sha": given.sha,
        "url": call.url(f"{where}/commits/{given.sha}"),
        "message": given.message,
        "tree": {"sha": given.tree, "url": call.url(f"{where}/trees/{given.tree}")},
        "parents": [{"sha": sha, "url": call.url(f"{where}/commits/{sha}")} for sha in given.parents],
    }


def ref(call: Call, name: str, sha: str) -> dict[str, Any]:
    where = f"/repos/{call.repository.full_name}/git"
    return {
        "ref": f"refs/heads/{name}",
        "url": call.url(f"{where}/refs/heads/{name}"),
        "object": {"type": "commit", "sha": sha, "url": call.url(f"{where}/commits/{sha}")},
    }


def delivery(call: Call, given: Delivery, *, whole: bool = False) -> dict[str, Any]:
    content = {
        "id": given.id,
        "guid": given.guid,
        "delivered_at": time(given.delivered_at),
        "redelivery": given.is_redelivery,
        "duration": 0.1,
        "status": "OK" if given.status_code < 300 else "Invalid HTTP Response",
        "status_code": given.status_code,
        "event": given.event,
        "action": given.action,
        "installation_id": given.installation_id,
        "repository_id": given.repository_id,
        "throttled_at": None,
    }
    if whole:
        content["url"] = call.url("/hook")
        content["request"] = {"headers": {"X-GitHub-Event": given.event}, "payload": given.payload}
        content["response"] = {"headers": {}, "payload": ""}
    return content
