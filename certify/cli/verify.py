r"""Say whether a certificate holds for a package: for exactly these bytes, now, and signed by whom you trust. It runs offline.

  certify verify connector.certificate.json ./connector --key certify-key.pub
  certify verify connector.certificate.json ./connector \
      --identity https://github.com/OWNER/REPOSITORY/.github/workflows/certify.yml@refs/heads/main \
      --issuer https://token.actions.githubusercontent.com

exit status:
  0  it holds
  1  it does not; why, and what to do, is told
  2  wrong usage, key or path
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from certify.core.finding import Severity
from certify.core.rule import Profile
from certify.errors import SourceError, UsageError

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from certify.certificate import Certificate, Statement
    from certify.certificate.signers import Key
    from certify.core.package import Package

FORMAT = "certify-certificate/1"
LARGEST = 8 * 1024 * 1024
MOST_FILES = 40
"""Files that the text names; the JSON names all."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify verify`."""
    parser.add_argument(
        "certificate", metavar="CERTIFICATE", help="the certificate, as `certify sign` wrote it"
    )
    parser.add_argument("path", metavar="PATH", help="the package: a folder, a zip or a file")
    trusted = parser.add_argument_group("who is trusted")
    trusted.add_argument(
        "--key",
        action="append",
        default=[],
        metavar="FILE",
        help="a public key in PEM; several times for several",
    )
    trusted.add_argument(
        "--identity", metavar="NAME", help="who signed without a key: a workflow's URL, or a mail address"
    )
    trusted.add_argument("--issuer", metavar="URL", help="who vouches for that identity")
    trusted.add_argument(
        "--trusted-root",
        metavar="FILE",
        help="Sigstore's root of trust (default: the public service's, as installed)",
    )
    parser.add_argument(
        "--profile",
        choices=[str(profile) for profile in Profile],
        help="it must be for this kind of connector",
    )
    parser.add_argument("--format", choices=["text", "json"], default="text", help="default: text")


def run(options: argparse.Namespace) -> int:
    """Verify, and say for what the certificate holds or why it does not."""
    from datetime import UTC, datetime

    from certify.certificate.errors import CertificateError

    has_identity = bool(options.identity or options.issuer or options.trusted_root)
    if bool(options.key) is has_identity:
        raise UsageError("say who is trusted: --key FILE, or --identity NAME and --issuer URL")
    if has_identity and not (options.identity and options.issuer):
        raise UsageError("an identity is trusted only together with its issuer: --identity NAME --issuer URL")
    try:
        certificate = _verified(options, datetime.now(UTC))
    except CertificateError as error:
        if options.format == "text":
            what_to_do = f". {error.remedy}" if error.remedy else ""
            raise CertificateError(
                f"{options.certificate} does not hold for {options.path}: {error}{what_to_do}"
            ) from None
        _print_json(
            {
                "format": FORMAT,
                "valid": False,
                "reason": str(error),
                "remedy": error.remedy or None,
                "certificate": None,
            }
        )
        return error.exit_status
    if options.format == "json":
        _print_json(_record(certificate))
    else:
        _print_text(certificate)
    return 0


def _verified(options: argparse.Namespace, now: datetime) -> Certificate:
    from certify.certificate import verify, verify_keyless
    from certify.certificate.errors import CertificateError
    from certify.cli.sign import read_file

    keys = [_key(path) for path in options.key]
    data = read_file(options.certificate, LARGEST)
    package = _package(options.path)
    if keys:
        certificate = verify(data, package, keys, now)
    else:
        root = Path(options.trusted_root) if options.trusted_root else None
        certificate = verify_keyless(
            data, package, identity=options.identity, issuer=options.issuer, now=now, trusted_root=root
        )
    said = certificate.statement.profile
    if options.profile and said != options.profile:
        raise CertificateError(
            f"it is for the profile {said}, and not for {options.profile}",
            f"Certify the package as {options.profile}, or leave out --profile if {said} will do.",
        )
    return certificate


def _key(path: str) -> Key:
    from certify.certificate import trusted_key
    from certify.certificate.errors import KeyFileError
    from certify.cli.sign import LARGEST_KEY, read_file

    try:
        return trusted_key(read_file(path, LARGEST_KEY))
    except KeyFileError as error:
        raise KeyFileError(f"{path}: {error}") from None


def _package(path: str) -> Package:
    """The package; a folder stays the package that it was, whatever was taken away or put into it.

    Raises CertificateError for a package within the package: sources take it for another one, and no certificate covers both.
    """
    from certify.certificate.errors import CertificateError
    from certify.sources import DirectoryOrigin, find_origins

    folder = DirectoryOrigin(path)
    is_folder = Path(path).is_dir()
    try:
        origins = list(find_origins(path))
    except SourceError:
        if is_folder:
            return folder.load()
        raise
    if len(origins) == 1:
        return origins[0].load()
    paths = [origin.path for origin in origins]
    if folder.path in paths:
        inner = next(found for found in paths if found != folder.path)
        raise CertificateError(
            f"it is for other bytes: {inner} was added, a package within the package",
            "Take it out, or certify each of the two.",
        )
    raise UsageError(f"{path} holds {len(origins)} packages; name one of them")


def _record(certificate: Certificate) -> dict[str, Any]:
    from certify.certificate import statement_record

    statement = statement_record(certificate.statement)
    return {
        "format": FORMAT,
        "valid": True,
        "reason": None,
        "remedy": None,
        "certificate": {
            "name": certificate.statement.name,
            "digest": certificate.statement.digest,
            "signedBy": certificate.signed_by,
            "sameRules": _are_rules_the_same(certificate.statement),
            **statement["predicate"],
        },
    }


def _print_json(record: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(record, indent=2) + "\n")


def _print_text(certificate: Certificate) -> None:
    from certify.formats.inert import inert

    rows = list(_rows(certificate.statement))
    rows.append(("signed by", certificate.signed_by))
    width = max(len(label) for label, _ in rows)
    lines = [f"{certificate.statement.name} is certified: the certificate holds for exactly these files."]
    lines += [f"  {label:{width}}  {value}" for label, value in rows]
    sys.stdout.write("".join(inert(line) + "\n" for line in lines))


def _file_rows(statement: Statement) -> list[tuple[str, str]]:
    rows = [
        ("file", f"{entry.path}, {entry.size:,} bytes, sha256:{entry.sha256}")
        for entry in statement.files[:MOST_FILES]
    ]
    more = len(statement.files) - len(rows)
    return [*rows, ("", f"and {more:,} more files, which --format json names")] if more else rows


def _are_rules_the_same(statement: Statement) -> bool:
    from certify.certificate import are_as_installed
    from certify.plugins import load_rules

    return are_as_installed(statement.rules, statement.profile, load_rules())


def _rows(statement: Statement) -> list[tuple[str, str]]:
    counts = ", ".join(
        f"{statement.counts[severity]} {severity}{'' if statement.counts[severity] == 1 else 's'}"
        for severity in (Severity.ERROR, Severity.WARNING, Severity.NOTE)
    )
    rows = [
        ("digest", statement.digest),
        *_file_rows(statement),
        ("profile", f"{statement.profile} ({statement.profile_reason})"),
        ("verdict", f"{statement.verdict}: {counts}"),
        ("rules", f"{statement.rules.count}, {statement.rules.digest}, of certify {statement.version}"),
    ]
    if not _are_rules_the_same(statement):
        rows.append(("", "not those that are installed here: a check with these may find more, or less"))
    for deviation in statement.rules.deviations:
        options = ", ".join(f"{name} = {json.dumps(value)}" for name, value in deviation.options)
        changed = [f"{deviation.used} instead of {deviation.installed}"] * (
            deviation.used is not deviation.installed
        )
        rows.append(
            ("settings", f"{deviation.rule}: {', '.join([*changed, *([options] if options else [])])}")
        )
    for waiver in statement.waivers:
        until = f", until {waiver.expires}" if waiver.expires else ""
        rows.append(("waiver", f"{waiver.rule} at {waiver.place}: {waiver.reason} ({waiver.owner}{until})"))
    rows += [("not covered", f"{entry.path} ({entry.reason})") for entry in statement.refused]
    if statement.baseline is not None:
        rows.append(("baseline", statement.baseline))
    if statement.earlier is not None:
        rows.append(("update", f"{statement.earlier.update}, from {statement.earlier.digest}"))
    if statement.source is not None:
        source = statement.source
        rows.append(("source", f"{source.repository} at {source.commit}, tree {source.tree}"))
    rows.append(("issued", f"{statement.created:%Y-%m-%d %H:%M} UTC"))
    if statement.valid_until is not None:
        rows.append(("holds until", f"{statement.valid_until:%Y-%m-%d %H:%M} UTC"))
    return rows
