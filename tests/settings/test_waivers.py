"""Accepted findings: covered by meaning, until a day, and told when nobody needs them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import tiny

from certify.core.rule import Profile
from certify.engine.run import run
from certify.errors import SettingsError
from certify.settings import Waiver, read_waivers, written_waiver

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 6, 1)
PLACE = "apiDefinition.swagger.json#operation:GetA"


def entry(**changes: object) -> Waiver:
    values = {"rule": "tiny-summary", "place": PLACE, "reason": "old", "owner": "jane", **changes}
    return Waiver(**values)  # type: ignore[arg-type] - a table of changes in a test


def applied(folder: Path, *entries: Waiver) -> tuple[list[str | None], list[str]]:
    path = folder / "certify-waivers.toml"
    path.write_text("\n".join(written_waiver(waiver) for waiver in entries), "utf-8")
    waivers = read_waivers(path, TODAY, tiny.book())
    report = run(tiny.package(), tiny.book(tiny.tiny_summary).choose(Profile.VERIFIED))
    report, used = waivers.apply(report)
    return [finding.waived for finding in report.findings], list(waivers.complaints(used))


def test_waiver_is_written_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "w.toml"
    original = entry(reason='quotes " and \\ and \n', expires=date(2027, 1, 31), package="Tiny")
    path.write_text(written_waiver(original), "utf-8")
    (read,) = read_waivers(path, TODAY, tiny.book()).entries
    assert (read.reason, read.expires, read.package, read.line) == (
        original.reason,
        original.expires,
        "Tiny",
        1,
    )


def test_covered_finding_is_waived_with_reason_and_owner(tmp_path: Path) -> None:
    assert applied(tmp_path, entry()) == (["old (jane)", None], [])


def test_alias_and_star_cover_too(tmp_path: Path) -> None:
    waived, _ = applied(tmp_path, entry(rule="NeedsSummary", place="apiDefinition.swagger.json#operation:*"))
    assert waived == ["old (jane)", "old (jane)"]


def test_expired_waiver_does_not_hold_and_is_told(tmp_path: Path) -> None:
    waived, complaints = applied(tmp_path, entry(expires=date(2026, 5, 31)))
    assert waived == [None, None]
    assert "expired on 2026-05-31" in complaints[0]


def test_waiver_holds_on_its_last_day(tmp_path: Path) -> None:
    assert applied(tmp_path, entry(expires=TODAY))[0] == ["old (jane)", None]


def test_unused_waiver_is_told_with_its_line(tmp_path: Path) -> None:
    _, complaints = applied(tmp_path, entry(), entry(place="nowhere"))
    assert complaints == [
        f"{tmp_path}/certify-waivers.toml:7: the waiver of tiny-summary at nowhere is not needed: there is no such finding; remove it"
    ]


def test_waiver_of_another_package_does_not_cover(tmp_path: Path) -> None:
    assert applied(tmp_path, entry(package="Other"))[0] == [None, None]


@pytest.mark.parametrize(
    "text",
    ['[[waiver]]\nrule = "tiny-summary"\n', '[[waiver]]\nrule="nope"\nplace="x"\nreason="x"\nowner="x"\n'],
)
def test_mistakes_are_refused_with_their_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "w.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(SettingsError, match=":1:"):
        read_waivers(path, TODAY, tiny.book())


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('expire = "2027-01-31"', ":6: there is no key `expire` in `waiver`; did you mean `expires`?"),
        ('expires = "31.1.2027"', ":6: `waiver.expires` takes a day such as 2027-01-31, not `31.1.2027`"),
        ('package = ["Tiny"]', ':6: `waiver.package` takes text in quotes, not ["Tiny"]'),
    ],
)
def test_mistake_is_told_with_what_the_key_takes(tmp_path: Path, line: str, sentence: str) -> None:
    path = tmp_path / "w.toml"
    path.write_text(f'[[waiver]]\nrule = "tiny-summary"\nplace = "x"\nreason = "x"\nowner = "x"\n{line}\n')
    with pytest.raises(SettingsError) as caught:
        read_waivers(path, TODAY, tiny.book())
    assert str(caught.value).endswith(sentence)


def test_entry_without_a_reason_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "w.toml"
    path.write_text('[[waiver]]\nrule = "tiny-summary"\nplace = "x"\nreason = ""\nowner = "x"\n')
    with pytest.raises(SettingsError, match=r":4: `waiver\.reason` is empty"):
        read_waivers(path, TODAY, tiny.book())
