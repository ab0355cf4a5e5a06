"""What a webhook asks for. Reads the few fields that are needed, and trusts none of them further than that."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import orjson

from certify.formats.inert import clipped, inert
from certify.github.commands_parse import digest_of


@dataclass(frozen=True, slots=True)
class Review:
    """Review a pull request. `is_forced`: a person asked for it, so it is done even at a head that was reviewed."""

    installation: int
    repository: str
    repository_id: int
    number: int
    head: str = ""
    is_forced: bool = False


@dataclass(frozen=True, slots=True)
class Command:
    """Answer a comment that may hold a command. `comment_digest` is that of its text as it was written."""

    installation: int
    repository: str
    repository_id: int
    number: int
    comment_id: int
    comment_digest: str = ""


@dataclass(frozen=True, slots=True)
class Rerun:
    """Review again whichever pull requests were reviewed at this head, besides those that the event names."""

    installation: int
    repository: str
    repository_id: int
    head: str
    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """An installation was removed or suspended: nothing can be done there any more."""

    installation: int


@dataclass(frozen=True, slots=True)
class Ignored:
    """Nothing is to be done, for this reason."""

    reason: str


Effect = Review | Command | Rerun | Gone


class Malformed(ValueError):  # noqa: N818 - says what the body is
    """The signed body is not what its event should be. The message is safe to show."""


_EVENT = re.compile(r"[a-z][a-z0-9_]{0,63}")
_REPOSITORY = re.compile(r"(?!\.+/)[A-Za-z0-9_.-]{1,100}/(?!\.+\Z)[A-Za-z0-9_.-]{1,100}")
_SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_REVIEWED = frozenset({"opened", "synchronize", "reopened", "ready_for_review"})
_COMMAND = re.compile(r"\s*/certify(?![^\s])", re.IGNORECASE)
_MOST_PULL_REQUESTS = 20
_LARGEST_ID = 2**63 - 1


def is_event_name(name: str) -> bool:
    """Whether GitHub could name an event so; only such a name is ever logged or counted."""
    return _EVENT.fullmatch(name) is not None


def read_event(event: str, body: bytes) -> tuple[Effect | Ignored, str]:
    """What the signed body of the event asks for, and the action that it names, if any. Raises Malformed."""
    if event not in _READERS:
        return Ignored("this event asks for nothing"), ""
    try:
        payload = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise Malformed(f"the body is not JSON: {inert(clipped(str(error), 200))}") from None
    if not isinstance(payload, dict):
        raise Malformed("the body is not a JSON object")
    action = payload.get("action")
    return _READERS[event](payload), action if isinstance(action, str) and is_event_name(action) else ""


def _pull_request(payload: dict[str, Any]) -> Effect | Ignored:
    action = payload.get("action")
    pull = _object(payload, "pull_request")
    place = _place(payload)
    if isinstance(place, Ignored):
        return place
    installation, repository, repository_id = place
    if _number(_object(_object(pull, "base"), "repo"), "id") != repository_id:
        return Ignored("the pull request is not to the repository that the event names")
    number = _number(pull, "number")
    # A close that comes late may be older than what was opened again: each review looks for itself.
    changes = payload.get("changes")
    moved = action == "edited" and isinstance(changes, dict) and "base" in changes
    if action not in _REVIEWED and not moved:
        return Ignored("this action asks for nothing")
    return Review(installation, repository, repository_id, number, _sha(_object(pull, "head"), "sha"))


def _issue_comment(payload: dict[str, Any]) -> Effect | Ignored:
    comment, issue = _object(payload, "comment"), _object(payload, "issue")
    place = _place(payload)
    if isinstance(place, Ignored):
        return place
    if payload.get("action") != "created":
        return Ignored("only new comments hold commands")
    if not isinstance(issue.get("pull_request"), dict):
        return Ignored("the comment is on an issue")
    if "Bot" in (_type(comment.get("user")), _type(payload.get("sender"))):
        return Ignored("the comment is a bot's")
    text = comment.get("body")
    if not isinstance(text, str) or not _COMMAND.match(text):
        return Ignored("the comment does not begin with a command")
    return Command(*place, _number(issue, "number"), _number(comment, "id"), digest_of(text))


def _check_run(payload: dict[str, Any]) -> Effect | Ignored:
    return _rerun(payload, "check_run")


def _check_suite(payload: dict[str, Any]) -> Effect | Ignored:
    return _rerun(payload, "check_suite")


def _rerun(payload: dict[str, Any], name: str) -> Effect | Ignored:
    checked = _object(payload, name)
    place = _place(payload)
    if isinstance(place, Ignored):
        return place
    if payload.get("action") != "rerequested":
        return Ignored("this action asks for nothing")
    # Empty for pull requests from forks; the service then knows them by their head.
    pulls = checked.get("pull_requests")
    numbers = tuple(
        _number(pull, "number")
        for pull in (pulls if isinstance(pulls, list) else [])[:_MOST_PULL_REQUESTS]
        if isinstance(pull, dict) and _number(_object(_object(pull, "base"), "repo"), "id") == place[2]
    )
    return Rerun(*place, _sha(checked, "head_sha"), numbers)


def _installation(payload: dict[str, Any]) -> Effect | Ignored:
    installation = _number(_object(payload, "installation"), "id")
    if payload.get("action") in {"deleted", "suspend"}:
        return Gone(installation)
    return Ignored("this action asks for nothing")


_READERS = {
    "pull_request": _pull_request,
    "issue_comment": _issue_comment,
    "check_run": _check_run,
    "check_suite": _check_suite,
    "installation": _installation,
}


def _place(payload: dict[str, Any]) -> tuple[int, str, int] | Ignored:
    """The installation, and the repository's name and id."""
    installation = payload.get("installation")
    if not isinstance(installation, dict):
        return Ignored("the event names no installation: it is a repository's webhook, not the App's")
    repository = _object(payload, "repository")
    name = repository.get("full_name")
    if not isinstance(name, str) or not _REPOSITORY.fullmatch(name):
        raise Malformed("`repository.full_name` is no name of a repository")
    return _number(installation, "id"), name, _number(repository, "id")


def _object(payload: dict[str, Any], name: str) -> dict[str, Any]:
    value = payload.get(name)
    if not isinstance(value, dict):
        raise Malformed(f"`{name}` is not an object")
    return value


def _number(payload: dict[str, Any], name: str) -> int:
    value = payload.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= _LARGEST_ID:
        raise Malformed(f"`{name}` is no number that GitHub gives")
    return value


def _sha(payload: dict[str, Any], name: str) -> str:
    value = payload.get(name)
    if not isinstance(value, str) or not _SHA.fullmatch(value):
        raise Malformed(f"`{name}` is no commit")
    return value


def _type(user: object) -> object:
    return user.get("type") if isinstance(user, dict) else None
