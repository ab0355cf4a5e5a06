"""Speak on a pull request, once, from a trusted job that checks nothing out.

`certify bot comment` takes the report in JSON that the pull request's own workflow made, and keeps one comment with it up to
date. The report is read as hostile data, and the pull request is found by its head, never by what the report says.

The token is taken from CERTIFY_GITHUB_TOKEN or GITHUB_TOKEN and needs `pull-requests: write`.

exit status:
  0  said, or there is no open pull request with that head
  2  wrong usage, no token, a report that is none, or a GitHub that does not answer
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from certify.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from certify.github.client import GitHubClient
    from certify.github.comment import Identity
    from certify.github.port import GitHub

_SHA = re.compile(r"[0-9a-f]{40}")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify bot`."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    comment = actions.add_parser("comment", help="say on the pull request what a report found")
    comment.add_argument(
        "--report", required=True, metavar="FILE", help="what `certify check --format json` wrote"
    )
    comment.add_argument("--repository", required=True, metavar="OWNER/NAME", help="whose pull request it is")
    comment.add_argument("--head-sha", required=True, metavar="SHA", help="the commit that was checked")
    comment.add_argument(
        "--author",
        default="github-actions[bot]",
        metavar="LOGIN",
        help="who the token writes as (default: github-actions[bot]); only comments of theirs are changed",
    )


def run(options: argparse.Namespace) -> int:
    """Say it."""
    from certify.formats.inert import inert
    from certify.github.comment import Identity
    from certify.github.review_artifact import read_report

    if not _SHA.fullmatch(options.head_sha):
        raise UsageError("--head-sha takes the whole name of a commit, 40 hexadecimal digits")
    report = read_report(Path(options.report))
    numbers = comment_on(
        _client(), report, options.repository, options.head_sha, Identity(login=options.author)
    )
    if not numbers:
        sys.stdout.write(
            f"no open pull request of {inert(options.repository)} has the head {options.head_sha}\n"
        )
    for number in numbers:
        sys.stdout.write(f"{inert(options.repository)}#{number}: the comment is up to date\n")
    return 0


def _client() -> GitHubClient:
    """The client for the token of the environment. In a workflow GitHub names its own address."""
    from certify.github.client import connect
    from certify.github.credentials import from_environment

    given = dict(os.environ)
    for name in ("TOKEN", "API_URL"):
        given[f"CERTIFY_GITHUB_{name}"] = given.get(f"CERTIFY_GITHUB_{name}") or given.get(
            f"GITHUB_{name}", ""
        )
    environment = from_environment(given)
    if environment.token is None:
        raise UsageError("there is no token; set CERTIFY_GITHUB_TOKEN or GITHUB_TOKEN")
    return connect(environment.token, environment.url)


def comment_on(
    github: GitHub, report: dict[str, object], repository: str, head_sha: str, identity: Identity
) -> list[int]:
    """Keep the comment on every open pull request with that head; returns their numbers. Raises GitHubError."""
    from certify.github.comment import own_comments, upsert
    from certify.github.review_artifact import result_in
    from certify.github.review_comment import Page, comment_of, withdrawn
    from certify.plugins import load_rules

    numbers: list[int] = []
    for pull in github.pull_requests(repository):
        if pull.head_sha != head_sha:
            continue
        result = result_in(report, head_sha=head_sha, base_ref=pull.base_ref)
        if result.packages:
            page = Page(
                repository=pull.url.rpartition("/pull/")[0],
                base_sha=pull.base_sha,
                rules=load_rules().by_name,
                has_commands=False,
                is_reported=True,
            )
            upsert(github, repository, pull.number, identity, comment_of(result, page))
        elif own_comments(github, repository, pull.number, identity):
            upsert(github, repository, pull.number, identity, withdrawn(head_sha))
        numbers.append(pull.number)
    return numbers
