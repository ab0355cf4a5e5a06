"""Which packages a pull request touches, and what decides about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from certify.errors import SettingsError
from certify.github.port import ChangedFile
from certify.github.review_settings import Decisions, decisions_at, own_settings
from certify.github.source import Snapshot, differing
from certify.sources.refused import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from certify.github.port import GitHub, PullRequest

MOST_LISTED: Final = 3_000
"""GitHub lists no more changed files of a pull request."""

MOST_PACKAGES: Final = 200


@dataclass(frozen=True, slots=True)
class Touched:
    """A package at the head. `before` is its folder at the base, or None for a new one; `added` are its new files."""

    path: str
    before: str | None
    added: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Survey:
    """What there is to look at. `is_complete` is false when packages may have been missed; `notices` say why.

    `decisions` is None when the settings of the base branch cannot be used.
    """

    head: Snapshot
    base: Snapshot
    touched: tuple[Touched, ...]
    deleted: tuple[str, ...]
    decisions: Decisions | None
    notices: tuple[str, ...] = ()
    is_complete: bool = True


def survey_of(github: GitHub, repository: str, pull: PullRequest, today: date) -> Survey:
    """Look at the pull request as it is. Raises GitHubError.

    Both trees are read from the repository that the pull request is for: it has the head's commits as well, even when
    the fork is gone. Settings are taken from the base branch as it is now.
    """
    head = Snapshot(github, repository, pull.head_sha)
    base = Snapshot(github, repository, pull.base_sha)
    notices: list[str] = []
    is_complete = True
    try:
        changed = _changed(github, repository, pull, base, head)
        touched, deleted = _packages(changed, base, head)
    except Refused as refused:
        changed, touched, deleted, is_complete = (), (), (), False
        notices.append(
            f"The packages that this pull request touches cannot be told: {refused.refusal.detail} "
            "Split it into smaller ones."
        )
    if len(touched) > MOST_PACKAGES:
        notices.append(
            f"It touches {len(touched):,} packages, of which {MOST_PACKAGES} were looked at. Split it into smaller ones."
        )
        touched, is_complete = touched[:MOST_PACKAGES], False
    tip = github.branch(repository, pull.base_ref) or pull.base_sha
    decisions = None
    try:
        decisions = decisions_at(Snapshot(github, repository, tip), today)
    except SettingsError as error:
        notices.append(f"The settings of {pull.base_ref} cannot be used, so nothing was decided: {error}")
    except Refused as refused:
        notices.append(f"The settings of {pull.base_ref} cannot be read: {refused.refusal.detail}")
    if decisions is not None:
        notices += decisions.notices
        own = own_settings((path for file in changed for path in _paths(file)), decisions)
        if own:
            notices.append(
                f"This pull request changes `{'`, `'.join(own)}`. Until it is merged, those of {pull.base_ref} decide."
            )
    return Survey(head, base, touched, deleted, decisions, tuple(notices), is_complete)


def _changed(
    github: GitHub, repository: str, pull: PullRequest, base: Snapshot, head: Snapshot
) -> Sequence[ChangedFile]:
    listed = github.changed_files(repository, pull.number)
    if len(listed) < MOST_LISTED:
        return listed
    # The list may be cut short. Both trees are complete, though they also tell what the base has changed since.
    return [ChangedFile(path, "modified") for path in sorted(differing(base, head))]


def _paths(file: ChangedFile) -> tuple[str, ...]:
    return (file.path,) if file.previous_path is None else (file.path, file.previous_path)


def _packages(
    changed: Sequence[ChangedFile], base: Snapshot, head: Snapshot
) -> tuple[tuple[Touched, ...], tuple[str, ...]]:
    at_head = head.packages_of(path for file in changed for path in _paths(file))
    at_base = base.packages_of(path for file in changed for path in _paths(file))
    moved = _moves(changed, at_base, at_head)
    touched: list[Touched] = []
    for path in sorted(at_head):
        prefix = f"{path}/" if path else ""
        added = frozenset(
            file.path.removeprefix(prefix)
            for file in changed
            if file.status == "added" and file.path.startswith(prefix)
        )
        touched.append(Touched(path, path if path in at_base else moved.get(path), added))
    gone = at_base - at_head - set(moved.values())
    return tuple(touched), tuple(path or "." for path in sorted(gone))


def _moves(
    changed: Sequence[ChangedFile], at_base: frozenset[str], at_head: frozenset[str]
) -> dict[str, str]:
    """For packages that are new at the head: the one of the base that is gone and whose definition came here."""
    found: dict[str, str] = {}
    for file in changed:
        if file.previous_path is None or not file.path.lower().endswith(".json"):
            continue
        old, new = file.previous_path.rpartition("/")[0], file.path.rpartition("/")[0]
        if new in at_head - at_base and old in at_base - at_head and old not in found.values():
            found.setdefault(new, old)
    return found
