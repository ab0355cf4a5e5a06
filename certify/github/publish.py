"""Publishes a cleared package: one branch, one commit of exactly the certified bytes, one pull request upstream.

Every step first reads what is there, so that a run which was cut off anywhere is simply run again.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import quote

from certify.github.errors import GitHubError, NotFound, Refused
from certify.github.publish_branch import branch_with, moved_branch
from certify.github.publish_errors import PublishError
from certify.github.publish_link import compare_link
from certify.github.publish_text import with_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from certify.github.port import GitHub, PullRequest
    from certify.github.publish_plan import Plan

# GitHub lists no more files of a pull request than this.
_MOST_FILES = 3_000


class State(StrEnum):
    """How it ended."""

    OPENED = "opened"
    UPDATED = "updated"
    OPEN = "open"
    LINK = "link"
    MERGED = "merged"
    UPSTREAM = "upstream"


@dataclass(frozen=True, slots=True)
class Published:
    """How it ended, and the address of the pull request, of the page that opens one, or of nothing (already upstream).

    `remarks` are what did not work and did not matter.
    """

    state: State
    url: str
    branch: str = ""
    remarks: tuple[str, ...] = ()


def standing(
    plan: Plan, reader: GitHub, *, web: str = "https://github.com"
) -> Published | PullRequest | None:
    """What is upstream already: an end with nothing left to do, our open pull request, or nothing. Only reads.

    Raises PublishError when something stands against the plan.
    """
    survey = plan.survey
    if survey.folder_tree == plan.tree:
        folder = quote(f"{survey.base}/{survey.folder}", safe="/")
        return Published(State.UPSTREAM, f"{web}/{survey.upstream}/tree/{folder}")
    ours, others = _open_ones(plan, reader)
    if others:
        named = ", ".join(pull.url for pull in others)
        raise PublishError(
            f"Somebody else's pull request for {survey.folder} is open: {named}. Have it merged or closed first."
        )
    if len(ours) > 1:
        named = ", ".join(pull.url for pull in ours)
        raise PublishError(f"Several pull requests of ours are open: {named}. Close all but one.")
    if ours:
        return ours[0]
    owner = plan.push_to.partition("/")[0]
    for pull in reader.pull_requests(survey.upstream, head=f"{owner}:{plan.branch}", state="all"):
        if _is_from(pull, plan):
            if pull.is_merged:
                return Published(State.MERGED, pull.url, plan.branch)
            raise PublishError(
                f"{pull.url} for this very package was closed without being merged; open it again on GitHub if it should go on."
            )
    return None


def publish(
    plan: Plan, pusher: GitHub, opener: GitHub | None, *, web: str = "https://github.com"
) -> Published:
    """Carry the plan out. `pusher` writes to `plan.push_to`; `opener` opens the pull request, None leaves that to a human.

    Raises PublishError when something stands against it, and a GitHubError when GitHub fails; after Unreachable and
    RateLimited the same call goes on where it was.
    """
    found = standing(plan, opener or pusher, web=web)
    if isinstance(found, Published):
        return found
    if found is not None:
        return _brought_up_to_date(plan, pusher, opener, found)
    branch_with(plan, pusher)
    if opener is None:
        return Published(State.LINK, compare_link(plan, web), plan.branch)
    pull = _opened(plan, opener)
    _refuse_other_files(plan, opener, pull)
    return Published(State.OPENED, pull.url, plan.branch, _labelled(plan, opener, pull))


def _open_ones(plan: Plan, reader: GitHub) -> tuple[list[PullRequest], list[PullRequest]]:
    """The open pull requests for the connector: ours, and other people's."""
    ours: list[PullRequest] = []
    others: list[PullRequest] = []
    for pull in reader.pull_requests(plan.survey.upstream):
        if pull.base_ref != plan.survey.base:
            continue
        if _is_from(pull, plan) and pull.head_ref.startswith(plan.prefix):
            ours.append(pull)
        elif _touches(plan, reader, pull):
            others.append(pull)
    return ours, others


def _is_from(pull: PullRequest, plan: Plan) -> bool:
    return pull.head_repository is not None and pull.head_repository.lower() == plan.push_to.lower()


def _touches(plan: Plan, reader: GitHub, pull: PullRequest) -> bool:
    """Whether the pull request changes the connector; one with too many files to list is taken to."""
    folder = f"{plan.survey.folder}/".casefold()
    files = reader.changed_files(plan.survey.upstream, pull.number)
    return len(files) >= _MOST_FILES or any(
        path.casefold().startswith(folder) for file in files for path in (file.path, file.previous_path or "")
    )


def _brought_up_to_date(plan: Plan, pusher: GitHub, opener: GitHub | None, pull: PullRequest) -> Published:
    """Our open pull request, with this version of the package on its branch and in its text."""
    is_moved = moved_branch(plan, pusher, pull.head_ref)
    body = with_section(pull.body, plan.text.section)
    remarks: tuple[str, ...] = ()
    if opener is None:
        if body != pull.body:
            remarks = (
                "The text of the pull request is of an earlier version; the credentials may not edit it.",
            )
    elif body != pull.body or pull.title != plan.text.title:
        opener.update_pull_request(plan.survey.upstream, pull.number, title=plan.text.title, body=body)
        is_moved = True
    if opener is not None:
        _refuse_other_files(plan, opener, pull)
        remarks += _labelled(plan, opener, pull)
    return Published(State.UPDATED if is_moved else State.OPEN, pull.url, pull.head_ref, remarks)


def _opened(plan: Plan, opener: GitHub) -> PullRequest:
    survey = plan.survey
    head = plan.branch if plan.push_to.lower() == survey.upstream.lower() else f"{plan.push_to}:{plan.branch}"
    try:
        return opener.create_pull_request(
            survey.upstream, head=head, base=survey.base, title=plan.text.title, body=plan.text.body
        )
    except Refused as refused:
        if refused.status == 403:
            raise PublishError(
                f"{refused} An App that is not installed on {survey.upstream}, and a fine-grained token, cannot open a pull "
                f"request there: give a classic token with public_repo (--mode token) of a user who may write to {plan.push_to}, "
                "or open it by hand (--mode link)."
            ) from None
        # Another run of ours may have been quicker: GitHub takes one pull request of a branch, and no second.
        for pull in opener.pull_requests(survey.upstream):
            if _is_from(pull, plan) and pull.head_ref == plan.branch:
                return pull
        raise


def _refuse_other_files(plan: Plan, opener: GitHub, pull: PullRequest) -> None:
    """The pull request must change nothing but the connector's folder, whatever else became of the branch."""
    folder = f"{plan.survey.folder}/"
    for file in opener.changed_files(plan.survey.upstream, pull.number):
        if not file.path.startswith(folder) or not (file.previous_path or folder).startswith(folder):
            raise PublishError(
                f"{pull.url} also changes {file.path}, which is not the connector's; look at its branch."
            )


def _labelled(plan: Plan, opener: GitHub, pull: PullRequest) -> tuple[str, ...]:
    """Labels are a courtesy: few may set them upstream."""
    labels: Sequence[str] = plan.labels
    if labels:
        try:
            opener.add_labels(plan.survey.upstream, pull.number, labels)
        except (Refused, NotFound) as error:
            return (f"The labels were not set: {error}",)
        except GitHubError:
            return ("The labels were not set, as GitHub failed.",)
    return ()
