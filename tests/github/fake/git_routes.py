"""GitHub's Git Data API over real git: blobs, trees, commits, branches, forks."""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING, Any

from fake import answers
from fake.call import No, invalid
from fake.git_store import ZERO, GitFailed
from fake.state import Repository

if TYPE_CHECKING:
    from fake.call import Call

Answer = tuple[int, Any]
_LARGEST_LISTING = 100_000


def _object(call: Call, sha: str, *kinds: str) -> str:
    if call.repository.git.kind(sha) not in kinds:
        raise No(404, "Not Found")
    return sha


def create_blob(call: Call) -> Answer:
    call.require(call.repository, "write", "contents")
    content = call.body["content"]
    if call.body.get("encoding", "utf-8") == "base64":
        try:
            data = base64.b64decode(content, validate=False)
        except binascii.Error:
            raise invalid("content is not valid Base64") from None
    else:
        data = content.encode()
    sha = call.repository.git.add_blob(data)
    return 201, {"sha": sha, "url": call.url(f"/repos/{call.repository.full_name}/git/blobs/{sha}")}


def get_blob(call: Call) -> Answer:
    sha = _object(call, call.parameters["file_sha"], "blob")
    data = call.repository.git.blob(sha)
    encoded = base64.encodebytes(data).decode()
    return 200, {
        "sha": sha,
        "size": len(data),
        "encoding": "base64",
        "content": encoded,
        "node_id": sha,
        "url": call.url(f"/repos/{call.repository.full_name}/git/blobs/{sha}"),
    }


def create_tree(call: Call) -> Answer:
    call.require(call.repository, "write", "contents")
    store = call.repository.git
    changes = []
    for entry in call.body["tree"]:
        path, sha = entry["path"], entry.get("sha")
        if path.startswith("/") or any(part in {"", ".", "..", ".git"} for part in path.split("/")):
            raise invalid("tree.path contains a malformed path component")
        if "content" in entry:
            sha = store.add_blob(entry["content"].encode())
        elif sha is not None and store.kind(sha) not in {"blob", "tree", "commit"}:
            raise invalid(f"tree.sha {sha} is not a valid object")
        changes.append((path, entry["mode"], sha))
    base = call.body.get("base_tree")
    if base is not None and store.kind(base) not in {"tree", "commit"}:
        raise No(404, "Not Found")
    try:
        sha = store.add_tree(base, changes)
    except GitFailed:
        raise No(422, "GitRPC::BadObjectState") from None
    return 201, _tree(call, sha, recursive=False)


def get_tree(call: Call) -> Answer:
    sha = call.parameters["tree_sha"]
    sha = call.repository.git.branch(sha) or sha
    _object(call, sha, "tree", "commit")
    return 200, _tree(call, sha, recursive="recursive" in call.query)


def _tree(call: Call, sha: str, *, recursive: bool) -> dict[str, Any]:
    store = call.repository.git
    entries = store.entries(sha, recursive=recursive)
    tree = store.commit(sha).tree if store.kind(sha) == "commit" else sha
    listed = []
    for entry in entries[:_LARGEST_LISTING]:
        item: dict[str, Any] = {"path": entry.path, "mode": entry.mode, "type": entry.kind, "sha": entry.sha}
        if entry.size is not None:
            item["size"] = entry.size
        listed.append(item)
    return {
        "sha": tree,
        "url": call.url(f"/repos/{call.repository.full_name}/git/trees/{tree}"),
        "tree": listed,
        "truncated": len(entries) > _LARGEST_LISTING,
    }


def create_commit(call: Call) -> Answer:
    call.require(call.repository, "write", "contents")
    store = call.repository.git
    tree, parents = call.body["tree"], tuple(call.body.get("parents", ()))
    if store.kind(tree) != "tree":
        raise invalid("Tree SHA does not exist")
    if any(store.kind(parent) != "commit" for parent in parents):
        raise invalid("Parent SHA does not exist or is not a commit object")
    when = int(call.state.now().timestamp())
    sha = store.add_commit(tree, parents, call.body["message"], when)
    return 201, answers.git_commit(call, store.commit(sha))


def get_commit(call: Call) -> Answer:
    sha = _object(call, call.parameters["commit_sha"], "commit")
    return 200, answers.git_commit(call, call.repository.git.commit(sha))


def _branch_name(ref: str) -> str:
    if not ref.startswith("heads/"):
        raise No(404, "Not Found")
    return ref.removeprefix("heads/")


def get_ref(call: Call) -> Answer:
    name = _branch_name(call.parameters["ref"])
    sha = call.repository.git.branch(name)
    if sha is None:
        raise No(404, "Not Found")
    return 200, answers.ref(call, name, sha)


def matching_refs(call: Call) -> Answer:
    prefix = call.parameters["ref"].removeprefix("heads/")
    found = sorted(call.repository.git.branches().items())
    return 200, call.page([answers.ref(call, name, sha) for name, sha in found if name.startswith(prefix)])


def create_ref(call: Call) -> Answer:
    call.require(call.repository, "write", "contents")
    store = call.repository.git
    if not call.body["ref"].startswith("refs/heads/"):
        raise No(422, "Reference name must start with 'refs/heads/'")
    name, sha = call.body["ref"].removeprefix("refs/heads/"), call.body["sha"]
    if store.kind(sha) != "commit":
        raise No(422, "Object does not exist")
    if store.branch(name) is not None:
        raise No(422, "Reference already exists")
    try:
        store.set_branch(name, sha, ZERO)
    except GitFailed:
        raise No(422, f"refs/heads/{name} is not a valid ref name.") from None
    return 201, answers.ref(call, name, sha)


def update_ref(call: Call) -> Answer:
    call.require(call.repository, "write", "contents")
    store = call.repository.git
    name, sha = _branch_name(call.parameters["ref"]), call.body["sha"]
    head = store.branch(name)
    if head is None:
        raise No(422, "Reference does not exist")
    if store.kind(sha) != "commit":
        raise No(422, "Object does not exist")
    if not call.body.get("force", False) and not store.is_ancestor(head, sha):
        raise No(422, "Update is not a fast forward")
    store.set_branch(name, sha, head)
    call.state.move_heads(call.repository, name, sha)
    return 200, answers.ref(call, name, sha)


def delete_ref(call: Call) -> Answer:
    call.require(call.repository, "write", "contents")
    name = _branch_name(call.parameters["ref"])
    if call.repository.git.branch(name) is None:
        raise No(422, "Reference does not exist")
    call.repository.git.delete_branch(name)
    return 204, None


def get_repository(call: Call) -> Answer:
    return 200, answers.repository(call, call.repository)


def list_forks(call: Call) -> Answer:
    forks = [one for one in call.state.repositories.values() if one.parent is call.repository]
    return 200, call.page([answers.repository(call, fork, whole=False) for fork in forks])


def create_fork(call: Call) -> Answer:
    source = call.repository
    if call.credential is None:
        raise No(401, "Requires authentication")
    if call.credential.installation is not None:
        raise No(403, "Resource not accessible by integration")
    owner = call.state.account(call.body.get("organization") or call.login)
    for existing in call.state.repositories.values():
        if existing.root is source.root and existing.owner is owner:
            return 202, answers.repository(call, existing)
    name = call.body.get("name") or source.name
    while f"{owner.login}/{name}".lower() in call.state.repositories:
        name += "-1"
    number = call.state.next_id()
    fork = Repository(
        number,
        owner,
        name,
        source.git.clone(source.git.folder.parent / f"{number}.git"),
        source.default_branch,
        parent=source,
        permissions={call.login.lower(): "admin"},
    )
    call.state.repositories[fork.full_name.lower()] = fork
    return 202, answers.repository(call, fork)


def merge_upstream(call: Call) -> Answer:
    call.require(call.repository, "write", "contents")
    parent, name = call.repository.parent, call.body["branch"]
    head = call.repository.git.branch(name)
    sha = None if parent is None else parent.git.branch(name)
    if parent is None or sha is None or head is None:
        raise No(422, "This repository is not a fork, or has no such branch")
    call.repository.git.fetch(parent.git, sha)
    if call.repository.git.is_ancestor(sha, head):
        return 200, {
            "message": "This branch is not behind the upstream.",
            "merge_type": "none",
            "base_branch": name,
        }
    if not call.repository.git.is_ancestor(head, sha):
        raise No(409, "There are merge conflicts")
    call.repository.git.set_branch(name, sha, head)
    return 200, {
        "message": f"Successfully fetched and fast-forwarded from upstream {parent.owner.login}:{name}.",
        "merge_type": "fast-forward",
        "base_branch": f"{parent.owner.login}:{name}",
    }


ROUTES = {
    "git/create-blob": create_blob,
    "git/get-blob": get_blob,
    "git/create-tree": create_tree,
    "git/get-tree": get_tree,
    "git/create-commit": create_commit,
    "git/get-commit": get_commit,
    "git/get-ref": get_ref,
    "git/list-matching-refs": matching_refs,
    "git/create-ref": create_ref,
    "git/update-ref": update_ref,
    "git/delete-ref": delete_ref,
    "repos/get": get_repository,
    "repos/list-forks": list_forks,
    "repos/create-fork": create_fork,
    "repos/merge-upstream": merge_upstream,
}
