"""Certify a package: check it, ask for a second opinion, and sign what was found.

  certify sign --new-key certify-key                         once: a private key, and certify-key.pub
  certify sign ./connector --key certify-key --output connector.certificate.json
  certify verify connector.certificate.json ./connector --key certify-key.pub

A certificate is issued only where nothing keeps the package from certification. It names the rules, the waivers in use, and the
digest of every file. The passphrase of a key goes into the environment variable CERTIFY_KEY_PASSPHRASE.

exit status:
  0  issued
  1  not issued: something must change first
  2  wrong usage, settings or key
  3  not issued: something could not be looked at, or the second opinion differs
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from certify.core.rule import Profile
from certify.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from certify.certificate import Examined, Revision, Statement
    from certify.core.package import Package

PASSPHRASE = "CERTIFY_KEY_PASSPHRASE"  # noqa: S105 - the variable's name
LARGEST_KEY = 64 * 1024


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify sign`."""
    parser.add_argument("path", nargs="?", metavar="PATH", help="the package: a folder, a zip or a file")
    parser.add_argument(
        "-o", "--output", metavar="FILE", help="where the certificate goes (default: standard output)"
    )
    signer = parser.add_argument_group("who signs")
    signer.add_argument("--key", metavar="FILE", help="the private key, in PEM")
    signer.add_argument(
        "--keyless",
        action="store_true",
        help="the build system's identity, through Sigstore; uses the network",
    )
    signer.add_argument(
        "--new-key", metavar="FILE", help="make a key: the private one in FILE, the public one in FILE.pub"
    )
    rules = parser.add_argument_group("what is examined")
    rules.add_argument(
        "--profile", choices=[str(profile) for profile in Profile], help="the kind of connector"
    )
    rules.add_argument(
        "--config",
        metavar="FILE",
        help="the settings file (default: the nearest certify.toml above the path)",
    )
    rules.add_argument("--no-config", action="store_true", help="use no settings file")
    rules.add_argument(
        "--baseline",
        metavar="REPORT",
        help="a report in JSON of the version before; the certificate names it",
    )
    rules.add_argument(
        "--against",
        metavar="OLD",
        help="the published version: the certificate tells the class of the update",
    )
    said = parser.add_argument_group("what else it says")
    said.add_argument("--until", metavar="YYYY-MM-DD", help="the last day on which it holds")
    said.add_argument("--repository", metavar="NAME", help="where the package lies, with --commit and --tree")
    said.add_argument("--commit", metavar="SHA", help="the commit it was taken from")
    said.add_argument("--tree", metavar="SHA", help="the git tree of its folder in that commit")


def run(options: argparse.Namespace) -> int:
    """Make a key, or issue a certificate."""
    from datetime import UTC, datetime

    if options.new_key:
        if options.path or options.key or options.keyless:
            raise UsageError("--new-key only makes a key; sign with it in a second command")
        return _make_key(Path(options.new_key))
    if not options.path:
        raise UsageError("name the package to certify, or make a key with --new-key FILE")
    if bool(options.key) is options.keyless:
        raise UsageError("say who signs: --key FILE, or --keyless")
    _refuse_inside(options.path, options.output)
    return _issue(options, datetime.now(UTC))


def one_package(path: str) -> Package:
    """The one package at the path. Raises UsageError where there are several."""
    from certify.sources import find_origins

    origins = list(find_origins(path))
    if len(origins) != 1:
        raise UsageError(f"{path} holds {len(origins)} packages; name one of them")
    return origins[0].load()


def read_file(path: str, limit: int) -> bytes:
    """A file that the user named. Raises UsageError where it cannot be read or is larger than the limit."""
    from certify.sources.refused import Refused
    from certify.sources.regular_file import read_regular

    try:
        return read_regular(path, limit, follow=True)
    except Refused as refused:
        if not os.path.lexists(path):
            raise UsageError(f"{path} does not exist; check the name") from None
        if os.path.isdir(path):  # noqa: PTH112 - as above
            raise UsageError(f"{path} is a folder, and a file is needed in its place") from None
        raise UsageError(f"{path}: {refused.refusal.detail}") from None


def _issue(options: argparse.Namespace, now: datetime) -> int:
    from certify.certificate import sign, sign_keyless, signer_of, statement_of
    from certify.certificate.errors import KeyFileError

    source = _source(options)
    until = _after(options.until)
    signer = None
    if options.key:
        # Before the examination, so that a wrong passphrase is told at once.
        try:
            signer = signer_of(read_file(options.key, LARGEST_KEY), _passphrase())
        except KeyFileError as error:
            raise KeyFileError(f"{options.key}: {error}") from None
    examined = _examined(options)
    statement = statement_of(
        examined.report, examined.run, examined.basis, at=now, until=until, source=source
    )
    data = sign_keyless(statement) if signer is None else sign(statement, signer)
    _write(options.output, data.decode())
    _say(_summary(statement))
    return 0


def _examined(options: argparse.Namespace) -> Examined:
    import argparse

    from certify.certificate import examine
    from certify.cli.check import prepared

    # A certificate leaves no choice of rules, and no other severity that fails, to the command line.
    asked = argparse.Namespace(
        paths=[options.path],
        profile=options.profile,
        config=options.config,
        no_config=options.no_config,
        baseline=options.baseline,
        select=[],
        ignore=[],
        fail_on=None,
        profile_rules=False,
    )
    checker, run = prepared(asked)
    return examine(
        checker,
        one_package(options.path),
        version=run.version,
        threshold=run.threshold,
        earlier=one_package(options.against) if options.against else None,
    )


def _make_key(path: Path) -> int:
    from certify.certificate import new_key

    public = path.with_name(path.name + ".pub")
    for taken in (path, public):
        if os.path.lexists(taken):
            raise UsageError(f"{taken} is there already, and a key is never overwritten; name another file")
    pair = new_key(_passphrase())
    _create(path, pair.private, 0o600)
    try:
        _create(public, pair.public, 0o644)
    except UsageError:
        path.unlink(missing_ok=True)
        raise
    locked = "" if _passphrase() else f"; it is not locked, as {PASSPHRASE} is not set"
    _say(f"{path} is the private key: keep it secret{locked}")
    _say(f"{public} is the public key: give it to whoever verifies")
    return 0


def _create(path: Path, data: bytes, mode: int) -> None:
    """A new file; it never has another mode than this one, and takes no other's place."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a Path opens no descriptor
            file.write(data)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error


def _passphrase() -> bytes | None:
    return os.environ.get(PASSPHRASE, "").encode() or None


def _source(options: argparse.Namespace) -> Revision | None:
    import re

    from certify.certificate import Revision

    given = (options.repository, options.commit, options.tree)
    if not any(given):
        return None
    if not all(given):
        raise UsageError("--repository, --commit and --tree go together")
    for option, value in (("--commit", options.commit), ("--tree", options.tree)):
        if not re.fullmatch("[0-9a-f]{40}(?:[0-9a-f]{24})?", value):
            raise UsageError(f"{option} takes a full object id of 40 or 64 hexadecimal digits, not {value}")
    return Revision(*given)


def _after(day: str | None) -> datetime | None:
    """The first moment after the day."""
    from datetime import UTC, datetime, timedelta

    if day is None:
        return None
    try:
        return datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC) + timedelta(days=1)
    except (ValueError, OverflowError):
        raise UsageError(f"--until takes a date such as 2027-01-31, not {day}") from None


def _refuse_inside(path: str, output: str | None) -> None:
    """A certificate in the folder that it speaks of would be a file that it does not know."""
    if output and Path(path).is_dir() and Path(output).resolve().is_relative_to(Path(path).resolve()):
        raise UsageError(f"{output} is in the package, which it would change; write it elsewhere")


def _write(output: str | None, text: str) -> None:
    from certify.sinks.file import to_file
    from certify.sinks.terminal import to_stream

    with to_file(Path(output)) if output else to_stream(sys.stdout) as write:
        write([text])


def _summary(statement: Statement) -> str:
    waivers = f", resting on {len(statement.waivers)} waivers" if statement.waivers else ""
    until = f" until {statement.valid_until:%Y-%m-%d %H:%M} UTC" if statement.valid_until else ""
    return f"{statement.name} is certified as {statement.profile}{waivers}{until}: {statement.digest}"


def _say(sentence: str) -> None:
    from certify.formats.inert import inert

    print(f"certify: {inert(sentence)}", file=sys.stderr)  # noqa: T201 - remarks beside the certificate go to stderr
