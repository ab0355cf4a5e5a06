r"""Accept a finding: write a waiver with a reason, an owner, and perhaps a last day.

  certify waive op-id-alnum 'apiDefinition.swagger.json#operation:Get_Item/operationId' \
      --reason "published since 2021, flows depend on it" --owner jane@example.com --expires 2027-06-30

The place is what `certify check --format json` calls `place`; `*` in it stands for anything.
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from certify.errors import UsageError
from certify.settings import Waiver, read_waivers, settings_for, written_waiver
from certify.settings.settings import WAIVERS_NAME, unknown_rule

if TYPE_CHECKING:
    import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify waive`."""
    parser.add_argument("rule", help="the rule's name or alias")
    parser.add_argument("place", help="the place, as a finding's `place` says it")
    parser.add_argument("--reason", required=True, help="why the finding is accepted")
    parser.add_argument("--owner", required=True, help="who accepts it")
    parser.add_argument("--package", default="", help="the package's name (default: every package)")
    parser.add_argument("--expires", metavar="YYYY-MM-DD", help="the last day on which it holds")
    parser.add_argument("--file", metavar="FILE", help="the file of waivers (default: the settings' one)")


def run(options: argparse.Namespace) -> int:
    """Write the waiver."""
    from certify.cli.rules import configured_rules

    book = configured_rules()
    if not book.find(options.rule):
        raise UsageError(unknown_rule(options.rule, book))
    for option in ("reason", "owner"):
        if not getattr(options, option).strip():
            raise UsageError(f"--{option} is empty")
    waiver = Waiver(
        rule=options.rule,
        place=options.place,
        reason=options.reason,
        owner=options.owner,
        package=options.package,
        expires=_day(options.expires),
    )
    path = Path(options.file) if options.file else _default_file()
    if path.is_file():
        read_waivers(path, _today(), book)
    _append(path, written_waiver(waiver))
    sys.stdout.write(f"{path}: {waiver.rule} at {waiver.place} is waived\n")
    return 0


def _today() -> date:
    return datetime.now(UTC).date()


def _day(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"--expires takes a date such as 2027-01-31, not {text!r}") from error
    if day < _today():
        raise UsageError(f"--expires is in the past: {text}")
    return day


def _default_file() -> Path:
    settings, found = settings_for(Path())
    return settings.waivers or (Path() if found is None else found.parent) / WAIVERS_NAME


def _append(path: Path, entry: str) -> None:
    """Add the entry; the old or the new file is there at any moment, never a part of one."""
    before = path.read_text("utf-8") if path.is_file() else ""
    gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
    with tempfile.NamedTemporaryFile(
        "w", encoding="utf-8", dir=path.parent, prefix=".certify-", delete=False
    ) as file:
        file.write(before + gap + entry)
    if path.is_file():
        Path(file.name).chmod(path.stat().st_mode & 0o777)
    Path(file.name).replace(path)
