"""Accepted findings: who accepted what, why, and until when. JSON has no comments, so they live in a side file."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

from certify.core.report import Status
from certify.errors import SettingsError
from certify.settings.toml import line_of, read_toml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from certify.core.finding import Finding
    from certify.core.report import PackageReport
    from certify.core.ruleset import RuleBook


class Waiver(Struct, frozen=True):
    """One entry. `place` may hold `*`; an empty `package` means every package; `line` is where it is written.

    `names` are those of the rules that `rule` means.
    """

    rule: str
    place: str
    reason: str
    owner: str
    package: str = ""
    expires: date | None = None
    line: int = 0
    names: tuple[str, ...] = ()

    def is_expired(self, today: date) -> bool:
        return self.expires is not None and today > self.expires

    def is_looked_for(self, report: PackageReport) -> bool:
        """Whether the run could have found what it accepts: in this package, by a rule that found something to look at."""
        if self.package and self.package != report.name:
            return False
        outcomes = (report.outcomes.get(name) for name in self.names)
        return any(outcome and outcome.status in (Status.PASSED, Status.FAILED) for outcome in outcomes)

    def covers(self, finding: Finding, package: str) -> bool:
        """Whether it speaks of this finding of the package of that name."""
        if self.package and self.package != package:
            return False
        if self.rule != finding.rule and self.rule not in finding.aliases:
            return False
        return self.place == finding.place or (
            "*" in self.place and fnmatchcase(finding.place, _pattern(self.place))
        )


class Waivers(Struct, frozen=True, dict=True):
    """All entries of one file, on one day."""

    file: Path | None = None
    entries: tuple[Waiver, ...] = ()
    today: date = field(default=date.max)

    def apply(self, report: PackageReport) -> tuple[PackageReport, Counter[int]]:
        """The report with accepted findings marked, and how often each entry (by its index) that was looked for was used."""
        valid = [
            (index, entry) for index, entry in enumerate(self.entries) if not entry.is_expired(self.today)
        ]
        used = Counter({index: 0 for index, entry in valid if entry.is_looked_for(report)})
        if not valid:
            return report, used
        findings: list[Finding] = []
        for finding in report.findings:
            index, entry = next(
                ((index, entry) for index, entry in valid if entry.covers(finding, report.name)), (-1, None)
            )
            if entry is None:
                findings.append(finding)
            else:
                used[index] += 1
                findings.append(replace(finding, waived=f"{entry.reason} ({entry.owner})"))
        return replace(report, findings=tuple(findings)), used

    def complaints(self, used: Counter[int]) -> Iterator[str]:
        """One sentence for each entry that has expired, or that was looked for and no finding needed."""
        for index, entry in enumerate(self.entries):
            where = f"{self.file}:{entry.line}: the waiver of {entry.rule} at {entry.place}"
            if entry.is_expired(self.today):
                yield f"{where} expired on {entry.expires}; renew it or mend the finding"
            elif index in used and not used[index]:
                there = f"in {entry.package}; remove it" if entry.package else "in any package of this run"
                yield f"{where} is not needed: there is no such finding {there}"


def read_waivers(path: Path, today: date, book: RuleBook) -> Waivers:
    """Read the file. Raises SettingsError with the line for a mistake, or for a rule that does not exist."""
    from certify.settings.settings import unknown_rule

    content, text = read_toml(path, "waivers.schema.json")
    entries: list[Waiver] = []
    raw: dict[str, Any]
    for index, raw in enumerate(content.get("waiver", ())):
        line = line_of(text, ["waiver", index])
        meant = book.find(raw["rule"])
        if not meant:
            raise SettingsError(f"{path}:{line}: {unknown_rule(raw['rule'], book)}")
        entries.append(
            Waiver(
                rule=raw["rule"],
                place=raw["place"],
                reason=raw["reason"],
                owner=raw["owner"],
                package=raw.get("package", ""),
                expires=_day(raw.get("expires"), path, line),
                line=line,
                names=tuple(rule.name for rule in meant),
            )
        )
    return Waivers(path, tuple(entries), today)


def written_waiver(waiver: Waiver) -> str:
    """The entry as it is written into the file."""
    lines = ["[[waiver]]", f"rule = {_quoted(waiver.rule)}", f"place = {_quoted(waiver.place)}"]
    if waiver.package:
        lines.append(f"package = {_quoted(waiver.package)}")
    lines += [f"reason = {_quoted(waiver.reason)}", f"owner = {_quoted(waiver.owner)}"]
    if waiver.expires is not None:
        lines.append(f"expires = {_quoted(waiver.expires.isoformat())}")
    return "\n".join(lines) + "\n"


def _day(value: Any, path: Path, line: int) -> date | None:
    if value is None:
        return None
    try:
        return date.fromisoformat(str(value))
    except ValueError as error:
        raise SettingsError(f"{path}:{line}: `expires` is no date of the form 2027-01-31: {value}") from error


def _quoted(text: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's."""
    return json.dumps(text)


def _pattern(place: str) -> str:
    """Only `*` is special in a waiver's place; brackets occur in paths."""
    return place.replace("[", "[[]").replace("?", "[?]")
