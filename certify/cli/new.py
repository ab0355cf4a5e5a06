"""Write the beginnings of a connector package: definition, properties and readme, with nothing in them to refuse.

Replace what it says of records by what the service has, and run `certify fix readme` to bring the readme up to date.

exit status: 0, or 2 when the folder holds something already
"""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from certify.core.finding import Severity
from certify.errors import UsageError
from certify.formats.inert import inert

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from certify.core.package import Package
    from certify.skeleton import Names

_AUTHS = ("none", "api-key", "basic", "oauth2")
_SOMEBODY = "Your Name"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify new`."""
    parser.add_argument("folder", metavar="FOLDER", help="where to write it; a new folder, or an empty one")
    parser.add_argument(
        "--profile",
        "--kind",
        dest="kind",
        type=_kind,
        default="verified",
        metavar="PROFILE",
        help="who publishes it: verified-publisher (default), independent-publisher or custom",
    )
    parser.add_argument(
        "--auth", choices=_AUTHS, default="api-key", help="how a connection signs in (default: api-key)"
    )
    parser.add_argument("--name", metavar="TITLE", help="the connector's title (default: the folder's name)")
    parser.add_argument(
        "--publisher",
        metavar="NAME",
        help="who publishes the connector (default: the title; of an independent publisher a name to write over)",
    )
    parser.add_argument("--owner", metavar="NAME", help="whose service it is (default: the title)")
    parser.add_argument("--host", metavar="HOST", help="where the service answers (default: from the title)")


def _kind(text: str) -> str:
    """`verified`, `independent` or `custom`, as it is or as the profile of that name."""
    import argparse

    kind = text.removesuffix("-publisher")
    if kind not in ("verified", "independent", "custom"):
        raise argparse.ArgumentTypeError(
            f"takes verified-publisher, independent-publisher or custom, not {text!r}"
        )
    return kind


def run(options: argparse.Namespace) -> int:
    """Write the package, and say what to do next."""
    from certify.core.package import Package
    from certify.engine.run import run as examine
    from certify.fixes.write import write_package
    from certify.plugins import load_rules
    from certify.skeleton import Auth, Kind, skeleton

    kind, folder = Kind(options.kind), Path(options.folder)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UsageError(
            f"{options.folder} exists already, and nothing in it is written over; name a new folder"
        )
    names = _names(options, folder)
    package = skeleton(kind, Auth(options.auth), names)
    folder.mkdir(parents=True, exist_ok=True)
    write_package(folder, Package("", "", {}), package)
    report = examine(package, load_rules().choose(kind.profile))
    sys.stdout.writelines(_next_steps(options, package, names))
    for finding in report.findings:
        if finding.severity is not Severity.NOTE:
            sys.stdout.write(
                f"{finding.severity} from the start: {inert(finding.message)} [{finding.rule}]\n"
            )
    return 0


def _names(options: argparse.Namespace, folder: Path) -> Names:
    from certify.skeleton import Names
    from certify.skeleton.skeleton import host_of

    title = " ".join((options.name or _spoken(folder.resolve().name)).split())
    if not title:
        raise UsageError("the connector needs a title: --name 'Harbour Ledger'")
    return Names(
        title=title,
        # An independent publisher does not own the service, so that the title cannot be the name of both.
        publisher=options.publisher or (_SOMEBODY if options.kind == "independent" else title),
        owner=options.owner or title,
        host=options.host or host_of(title),
    )


def _spoken(name: str) -> str:
    """The name of a folder as a title: `Harbor Ledger` for `harbor-ledger`."""
    words = name.replace("-", " ").replace("_", " ").split()
    return " ".join(word if word != word.lower() else word[:1].upper() + word[1:] for word in words)


def _next_steps(options: argparse.Namespace, package: Package, names: Names) -> Iterator[str]:
    folder = inert(options.folder)
    quoted = quote(folder)
    profile = " --profile custom" if options.kind == "custom" else ""
    yield f"{folder}: {', '.join(sorted(package.files))} are written. What comes next:\n"
    if not options.host:
        yield f"  put the service's own addresses in the place of {inert(names.host)} and {inert(names.domain)}\n"
    if names.publisher == _SOMEBODY:
        yield f"  put your name in the place of {_SOMEBODY}\n"
    yield "  put its operations in the place of those on records\n"
    yield f"  certify fix readme {quoted}\n"
    yield f"  certify check {quoted}{profile}\n"
