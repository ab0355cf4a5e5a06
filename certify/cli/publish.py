"""Publish a certified and approved package: one pull request to the repository of published connectors.

  certify publish ./connector --certificate connector.certificate.json --key certify-key.pub --approval sha256:... --dry-run
  certify publish ./connector --certificate connector.certificate.json --key certify-key.pub --approval approval.json

It can be run again at any time: it goes on where it was cut off, and never opens a second pull request. Credentials come
from the environment: CERTIFY_GITHUB_TOKEN, or CERTIFY_GITHUB_APP_ID and CERTIFY_GITHUB_PRIVATE_KEY, push the branch;
CERTIFY_GITHUB_PUBLISH_TOKEN opens the pull request. Without the latter a human opens it, from a link.

exit status:
  0  the pull request is open, or the link to open it is printed, or there is nothing left to do
  1  refused: the certificate, the approval, or something upstream stands against it
  2  wrong usage, credentials or settings, or GitHub failed: run it again
"""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from certify.errors import UsageError

if TYPE_CHECKING:
    import argparse

    from certify.certificate.signers import Key
    from certify.core.package import Package
    from certify.core.rule import Profile
    from certify.github.credentials import Environment
    from certify.github.publish import Published
    from certify.github.publish_clearance import Approval, Clearance
    from certify.github.publish_plan import Plan
    from certify.github.publish_text import Evidence

FORMAT = "certify-publish/1"
UPSTREAM = "microsoft/PowerPlatformConnectors"
TRIES = 3
_LARGEST_CERTIFICATE = 8 * 1024 * 1024
_LARGEST_APPROVAL = 64 * 1024
# What keeps words from becoming mentions and links in Markdown; the body is shown as it will be.
_BREAK = "\u200b"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify publish`."""
    parser.add_argument("path", metavar="PACKAGE", help="the package: the folder or zip that was certified")
    cleared = parser.add_argument_group("what allows it")
    cleared.add_argument(
        "--certificate", required=True, metavar="FILE", help="its certificate, as `certify sign` wrote it"
    )
    cleared.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="FILE",
        help="a public key that is trusted; may be repeated",
    )
    cleared.add_argument(
        "--approval",
        required=True,
        metavar="DIGEST|FILE",
        help="the approved digest, or a file that names it and who approved",
    )
    where = parser.add_argument_group("where it goes")
    where.add_argument("--upstream", default=UPSTREAM, metavar="OWNER/NAME", help=f"default: {UPSTREAM}")
    where.add_argument("--base", default="dev", metavar="BRANCH", help="default: dev")
    where.add_argument(
        "--fork",
        metavar="OWNER/NAME",
        help="which fork takes the branch (default: the token's own, which is made)",
    )
    where.add_argument("--folder", metavar="NAME", help="the connector's folder (default: after its title)")
    how = parser.add_argument_group("how")
    how.add_argument(
        "--mode",
        choices=["app", "token", "link"],
        help="who opens the pull request: what pushes also opens it (app), CERTIFY_GITHUB_PUBLISH_TOKEN (token), or a "
        "human (link; the default without that token)",
    )
    how.add_argument("--label", action="append", default=[], metavar="NAME", help="a label, if we may set it")
    how.add_argument(
        "--dry-run", action="store_true", help="show everything that would happen, and write nothing"
    )
    how.add_argument("--format", choices=["text", "json"], default="text", help="default: text")
    settings = parser.add_argument_group("settings")
    settings.add_argument(
        "--config",
        metavar="FILE",
        help="the settings file (default: the nearest certify.toml above the path)",
    )
    settings.add_argument("--no-config", action="store_true", help="use no settings file")


def run(options: argparse.Namespace) -> int:
    """Publish, or show what that would do."""
    # Said here, before anything is read.
    if find_spec("github") is None:
        raise UsageError("PyGithub is not installed; in a checkout of certify: pip install '.[github]'")
    return _run(options)


def _run(options: argparse.Namespace) -> int:
    import os
    from datetime import UTC, datetime

    from certify.cli.sign import one_package, read_file
    from certify.github.credentials import from_environment
    from certify.github.errors import Unreachable
    from certify.github.publish_clearance import clear

    if not options.key:
        raise UsageError("say whose certificates are trusted: --key FILE")
    clearance = clear(
        one_package(options.path),
        read_file(options.certificate, _LARGEST_CERTIFICATE),
        [_key(path) for path in options.key],
        _approval(options.approval),
        datetime.now(UTC),
    )
    environment = from_environment(os.environ)
    for tries_left in reversed(range(TRIES)):
        try:
            record, lines = _attempt(options, environment, clearance)
        except Unreachable as error:
            # What was done already is found again, so that another try goes on from there.
            if not tries_left:
                raise
            _say(f"{error} Trying again.")
        else:
            _print(options, record, lines)
            break
    return 0


def _attempt(
    options: argparse.Namespace, environment: Environment, clearance: Clearance
) -> tuple[dict[str, Any], list[str]]:
    """Publish once, or only look; the result as JSON and as lines."""
    from certify.github.publish import Published, publish, standing
    from certify.github.publish_access import Mode, access
    from certify.github.publish_link import web_address
    from certify.github.publish_plan import Plan
    from certify.github.publish_survey import published_version, survey
    from certify.github.publish_text import text_for

    mode = Mode(options.mode) if options.mode else None
    given = access(environment, mode, options.upstream, options.fork, may_fork=not options.dry_run)
    package, profile = clearance.package, clearance.certificate.statement.profile
    found = survey(
        given.pusher, package, profile, upstream=options.upstream, base=options.base, folder=options.folder
    )
    earlier = published_version(given.pusher, found)
    evidence = _evidence(options, package, profile, earlier)
    text = text_for(clearance, found, evidence, earlier)
    plan = Plan(clearance, found, text, given.push_to or "", tuple(options.label))
    web = web_address(environment.url)
    if not options.dry_run:
        published = publish(plan, given.pusher, given.opener, web=web)
        return _published_record(published, plan), _published_lines(published)
    now = standing(plan, given.opener or given.pusher, web=web)
    if isinstance(now, Published):
        return _published_record(now, plan), _published_lines(now)
    url = None if now is None else now.url
    return _plan_record(plan, url), _plan_lines(plan, url, has_opener=given.opener is not None)


def _evidence(
    options: argparse.Namespace, package: Package, profile: Profile, earlier: Package | None
) -> Evidence:
    """The package examined as the certificate has it, and against what upstream has."""
    import argparse

    from certify.certificate import examine
    from certify.cli.check import prepared
    from certify.github.publish_text import Evidence

    asked = argparse.Namespace(
        paths=[options.path],
        profile=str(profile),
        config=options.config,
        no_config=options.no_config,
        baseline=None,
        select=[],
        ignore=[],
        fail_on=None,
        profile_rules=False,
    )
    checker, shared = prepared(asked)
    examined = examine(checker, package, version=shared.version, threshold=shared.threshold, earlier=earlier)
    return Evidence(examined.report, examined.run)


def _key(path: str) -> Key:
    from certify.certificate import trusted_key
    from certify.certificate.errors import KeyFileError
    from certify.cli.sign import LARGEST_KEY, read_file

    try:
        return trusted_key(read_file(path, LARGEST_KEY))
    except KeyFileError as error:
        raise KeyFileError(f"{path}: {error}") from None


def _approval(given: str) -> Approval:
    from certify.cli.sign import read_file
    from certify.github.publish_clearance import approval_in

    if given.startswith("sha256:"):
        return approval_in(given)
    return approval_in(read_file(given, _LARGEST_APPROVAL).decode("utf-8", "replace"))


def _published_record(published: Published, plan: Plan) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "state": str(published.state),
        "url": published.url,
        "digest": plan.clearance.package.digest,
        "folder": plan.survey.folder,
        "branch": published.branch or None,
        "remarks": list(published.remarks),
    }


def _published_lines(published: Published) -> list[str]:
    from certify.github.publish import State

    said = {
        State.OPENED: "The pull request is open: {}",
        State.UPDATED: "The open pull request has this version now: {}",
        State.OPEN: "The pull request is open already: {}",
        State.LINK: "The branch is there. Open the pull request here: {}",
        State.MERGED: "It was published already: {}",
        State.UPSTREAM: "Upstream has exactly these files already: {}",
    }
    return [said[published.state].format(published.url), *published.remarks]


def _plan_record(plan: Plan, url: str | None) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "state": "planned",
        "url": url,
        "digest": plan.clearance.package.digest,
        "folder": plan.survey.folder,
        "branch": plan.branch,
        "pushTo": plan.push_to or None,
        "base": {
            "repository": plan.survey.upstream,
            "branch": plan.survey.base,
            "commit": plan.survey.commit,
        },
        "tree": plan.tree,
        "files": [{"path": path, "change": change} for path, change in plan.changes],
        "title": plan.text.title,
        "body": plan.text.body,
    }


def _plan_lines(plan: Plan, url: str | None, *, has_opener: bool) -> list[str]:
    survey = plan.survey
    opens = (
        "the pull request would be opened"
        if has_opener
        else "a human would open the pull request from a link"
    )
    return [
        "Nothing is written. This would happen:",
        f"  upstream  {survey.upstream}, branch {survey.base} at {survey.commit[:12]}",
        f"  folder    {survey.folder}, tree {plan.tree}",
        f"  branch    {plan.branch} of {plan.push_to or 'your fork, which would be made if need be'}",
        f"  then      {opens if url is None else f'{url} would be brought up to this version'}",
        *(f"  {change:9} {path}" for path, change in plan.changes),
        "",
        plan.text.title,
        "",
        *plan.text.body.splitlines(),
    ]


def _print(options: argparse.Namespace, record: dict[str, Any], lines: list[str]) -> None:
    from certify.formats.inert import inert

    if options.format == "json":
        sys.stdout.write(json.dumps(record, indent=2) + "\n")
    else:
        sys.stdout.write("".join(f"{_BREAK.join(map(inert, line.split(_BREAK)))}\n" for line in lines))


def _say(sentence: str) -> None:
    from certify.formats.inert import inert

    print(f"certify: {inert(sentence)}", file=sys.stderr)  # noqa: T201 - remarks beside the result go to stderr
