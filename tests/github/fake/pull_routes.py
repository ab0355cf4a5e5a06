"""Pull requests, reviews, labels and comments of the fake."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fake import answers
from fake.call import No, invalid
from fake.git_store import GitFailed
from fake.state import Comment, Pull, Review

if TYPE_CHECKING:
    from fake.call import Call
    from fake.state import Repository

Answer = tuple[int, Any]
LONGEST_BODY = 65_536
MOST_FILES = 3_000
_STATUSES = {"A": "added", "M": "modified", "D": "removed", "R": "renamed", "C": "copied", "T": "changed"}


def _not_too_long(body: str | None) -> None:
    if body is not None and len(body) > LONGEST_BODY:
        raise invalid(f"body is too long (maximum is {LONGEST_BODY} characters)")


def get_pull(call: Call) -> Answer:
    pull = call.pull
    return 200, answers.pull(call, pull) | {
        "merged": pull.merged_at is not None,
        "mergeable": None,
        "maintainer_can_modify": False,
        "comments": sum(comment.number == pull.number for comment in pull.base.comments.values()),
        "review_comments": sum(len(review.comments) for review in pull.reviews),
        "commits": 1,
        "additions": 0,
        "deletions": 0,
        "changed_files": len(pull.base.git.changed(pull.base.git.branch(pull.base_ref) or "", pull.head_sha)),
    }


def list_pulls(call: Call) -> Answer:
    state, head, base = call.query.get("state", "open"), call.query.get("head"), call.query.get("base")
    found = [
        pull
        for pull in sorted(call.repository.pulls.values(), key=lambda one: -one.number)
        if state in {"all", pull.state}
        and (base is None or pull.base_ref == base)
        and (head is None or head.lower() == _label(pull).lower())
    ]
    if call.query.get("direction") == "asc":
        found.reverse()
    return 200, call.page([answers.pull(call, pull) for pull in found])


def _label(pull: Pull) -> str:
    return f"{pull.head_repository.owner.login if pull.head_repository else 'unknown'}:{pull.head_ref}"


def create_pull(call: Call) -> Answer:
    base, body = call.repository, call.body
    owner, _, ref = body["head"].rpartition(":")
    head = _head_repository(call, base, owner, body.get("head_repo"))
    call.require(base, "read", "pull_requests")
    if call.credential is not None and call.credential.installation is not None:
        call.require(base, "write", "pull_requests")
    elif not call.may(head, "write", "contents") and not call.may(base, "write", "contents"):
        raise No(403, "must be a collaborator")
    _not_too_long(body.get("body"))
    head_sha = head.git.branch(ref)
    if head_sha is None:
        raise No(
            422, "Validation Failed", errors=[{"resource": "PullRequest", "field": "head", "code": "invalid"}]
        )
    base_sha = base.git.branch(body["base"])
    if base_sha is None:
        raise No(
            422, "Validation Failed", errors=[{"resource": "PullRequest", "field": "base", "code": "invalid"}]
        )
    if any(
        pull.state == "open"
        and pull.head_repository is head
        and (pull.head_ref, pull.base_ref) == (ref, body["base"])
        for pull in base.pulls.values()
    ):
        raise invalid(f"A pull request already exists for {head.owner.login}:{ref}.")
    base.git.fetch(head.git, head_sha)
    try:
        if not base.git.changed(base_sha, head_sha):
            raise invalid(
                f"No commits between {base.owner.login}:{body['base']} and {head.owner.login}:{ref}"
            )
    except GitFailed:
        raise invalid(f"The {ref} branch has no history in common with {body['base']}") from None
    assert call.credential is not None
    number = next(base.numbers)
    pull = base.pulls[number] = Pull(
        call.state.next_id(),
        number,
        call.credential.account,
        body["title"],
        body.get("body"),
        base,
        body["base"],
        head,
        ref,
        head_sha,
        call.state.now(),
        is_draft=body.get("draft", False),
    )
    return 201, answers.pull(call, pull) | {"merged": False, "mergeable": None}


def _head_repository(call: Call, base: Repository, owner: str, name: str | None) -> Repository:
    if not owner or owner.lower() == base.owner.login.lower():
        return base
    for repository in call.state.repositories.values():
        if (
            repository.owner.login.lower() == owner.lower()
            and repository.root is base.root
            and (name is None or name.lower() == repository.name.lower())
        ):
            return repository
    raise No(
        422, "Validation Failed", errors=[{"resource": "PullRequest", "field": "head", "code": "invalid"}]
    )


def update_pull(call: Call) -> Answer:
    pull = call.pull
    if call.login.lower() != pull.author.login.lower():
        call.require(pull.base, "write", "pull_requests")
    _not_too_long(call.body.get("body"))
    pull.title = call.body.get("title", pull.title)
    pull.body = call.body.get("body", pull.body)
    pull.state = call.body.get("state", pull.state)
    return 200, answers.pull(call, pull) | {"merged": pull.merged_at is not None, "mergeable": None}


def list_files(call: Call) -> Answer:
    pull = call.pull
    git = pull.base.git
    files = []
    for letter, path, sha, previous in git.changed(git.branch(pull.base_ref) or "", pull.head_sha)[
        :MOST_FILES
    ]:
        entry = {
            "sha": sha,
            "filename": path,
            "status": _STATUSES.get(letter, "changed"),
            "additions": 1,
            "deletions": 0,
            "changes": 1,
        }
        files.append(entry if previous is None else entry | {"previous_filename": previous})
    return 200, call.page(files)


def create_review(call: Call) -> Answer:
    pull, body = call.pull, call.body
    if call.credential is not None and call.credential.installation is not None:
        call.require(pull.base, "write", "pull_requests")
    _not_too_long(body.get("body"))
    changed = {
        path
        for _, path, _, _ in pull.base.git.changed(pull.base.git.branch(pull.base_ref) or "", pull.head_sha)
    }
    comments = body.get("comments", [])
    if any(comment["path"] not in changed for comment in comments):
        raise No(422, "Unprocessable Entity", errors=["Path could not be resolved"])
    if any(
        comment.get("start_line", 0) >= comment.get("line", 1)
        for comment in comments
        if "start_line" in comment
    ):
        raise No(422, "Unprocessable Entity", errors=["start_line must precede the end line."])
    if body.get("event") == "COMMENT" and not body.get("body") and not comments:
        raise No(422, "Unprocessable Entity", errors=["Review comments is invalid"])
    assert call.credential is not None
    review = Review(
        call.state.next_id(),
        call.credential.account,
        body.get("body", ""),
        body.get("event", "PENDING"),
        body.get("commit_id", pull.head_sha),
        comments,
    )
    pull.reviews.append(review)
    return 200, answers.review(call, review, pull.number)


def add_labels(call: Call) -> Answer:
    call.require(call.repository, "triage", "issues")
    labels = call.body.get("labels", []) if isinstance(call.body, dict) else call.body
    names = [given if isinstance(given, str) else given["name"] for given in labels]
    pull = call.pull
    pull.labels += [name for name in names if name not in pull.labels]
    call.repository.labels.update(names)
    return 200, [answers.label(name) for name in pull.labels]


def list_labels(call: Call) -> Answer:
    return 200, call.page([answers.label(name) for name in call.pull.labels])


def list_repository_labels(call: Call) -> Answer:
    return 200, call.page([answers.label(name) for name in sorted(call.repository.labels)])


def list_comments(call: Call) -> Answer:
    number = call.pull.number
    found = [one for one in call.repository.comments.values() if one.number == number]
    return 200, call.page([answers.comment(call, one) for one in found])


def create_comment(call: Call) -> Answer:
    _may_comment(call)
    _not_too_long(call.body["body"])
    assert call.credential is not None
    now = call.state.now()
    comment = Comment(
        call.state.next_id(),
        call.pull.number,
        call.credential.account,
        call.credential.app,
        call.body["body"],
        now,
        now,
    )
    call.repository.comments[comment.id] = comment
    return 201, answers.comment(call, comment)


def _may_comment(call: Call) -> None:
    if call.credential is not None and call.credential.installation is not None:
        if not call.may(call.repository, "write", "issues"):
            call.require(call.repository, "write", "pull_requests")
    elif call.credential is None:
        raise No(401, "Requires authentication")


def _is_own(call: Call) -> bool:
    return call.comment.author.login == call.login


def get_comment(call: Call) -> Answer:
    return 200, answers.comment(call, call.comment)


def update_comment(call: Call) -> Answer:
    if not _is_own(call):
        call.require(call.repository, "write", "issues")
    _may_comment(call)
    _not_too_long(call.body["body"])
    call.comment.body = call.body["body"]
    call.comment.updated_at = call.state.now()
    return 200, answers.comment(call, call.comment)


def delete_comment(call: Call) -> Answer:
    if not _is_own(call):
        call.require(call.repository, "write", "issues")
    del call.repository.comments[call.comment.id]
    return 204, None


def create_reaction(call: Call) -> Answer:
    _may_comment(call)
    given = (call.login, call.body["content"])
    is_new = given not in call.comment.reactions
    if is_new:
        call.comment.reactions.append(given)
    assert call.credential is not None
    content = {
        "id": abs(hash(given)) % 10**9,
        "user": answers.user(call, call.credential.account),
        "content": given[1],
        "created_at": answers.time(call.state.now()),
    }
    return (201 if is_new else 200), content


ROUTES = {
    "pulls/get": get_pull,
    "pulls/list": list_pulls,
    "pulls/create": create_pull,
    "pulls/update": update_pull,
    "pulls/list-files": list_files,
    "pulls/create-review": create_review,
    "issues/add-labels": add_labels,
    "issues/list-labels-on-issue": list_labels,
    "issues/list-labels-for-repo": list_repository_labels,
    "issues/list-comments": list_comments,
    "issues/create-comment": create_comment,
    "issues/get-comment": get_comment,
    "issues/update-comment": update_comment,
    "issues/delete-comment": delete_comment,
    "reactions/create-for-issue-comment": create_reaction,
}
