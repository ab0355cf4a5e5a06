"""What gets a certificate, what does not, and what the certificate says of how it came about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from certified import ASKING, ISSUED, asked_once, clean, with_files
from msgspec.structs import replace

from certify.certificate import (
    CertificateError,
    Examined,
    InconclusiveError,
    NotIssuedError,
    Statement,
    examine,
    payload_of,
    statement_of,
)
from certify.certificate.verify import held
from certify.checking import Checker
from certify.core.finding import Severity
from certify.core.package import Package, Reason, Refusal
from certify.core.report import Outcome, Status
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.second_opinion import Judgement, Opinion
from certify.settings import Settings, Waiver, Waivers

DEFINITION = "apiDefinition.swagger.json"


@pytest.fixture(autouse=True)
def _one_question_for_one_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ASKING, "ask", asked_once)


def edited(old: str, new: str) -> Package:
    text = clean().files[DEFINITION].decode()
    assert old in text
    return with_files(**{DEFINITION: text.replace(old, new).encode()})


def faulty() -> Package:
    """The clean package with one error: an operation without an id."""
    return edited('"operationId": "CreateItem",\n', "\n")


def waiver(expires: date | None = None, **changed: Any) -> Waiver:
    given = {
        "rule": "op-id-present",
        "place": "*",
        "reason": "published since 2021",
        "owner": "jane@example.com",
    }
    return Waiver(**{**given, **changed}, expires=expires)


CHECKER = Checker()


def examined(package: Package, checker: Checker = CHECKER, **options: Any) -> Examined:
    return examine(checker, package, version="0.1.0", **options)


def issued(package: Package, checker: Checker = CHECKER, **options: Any) -> Statement:
    found = examined(package, checker)
    return statement_of(found.report, found.run, found.basis, at=ISSUED, **options)


def waiving(*waivers: Waiver) -> Checker:
    return Checker(waivers=Waivers(Path("certify-waivers.toml"), waivers, ISSUED.date()))


def test_clean_package_gets_a_certificate_that_lists_every_file() -> None:
    statement = issued(clean())
    assert statement.digest == clean().digest
    assert {entry.path for entry in statement.files} == set(clean().files)
    assert statement.rules.deviations == ()
    assert (statement.waivers, statement.valid_until) == ((), None)
    assert statement.opinion.judgement is Judgement.VALID


def test_package_with_an_error_gets_none_and_hears_where_it_is() -> None:
    with pytest.raises(NotIssuedError, match=rf"{DEFINITION}:\d+: .*\(op-id-present\)") as refused:
        issued(faulty())
    assert refused.value.exit_status == 1


def test_errored_rule_leaves_it_open() -> None:
    found = examined(clean())
    errored = {**found.report.outcomes, "op-id-present": Outcome(Status.ERRORED, reason="KeyError: 'x'")}
    with pytest.raises(InconclusiveError, match="op-id-present: KeyError") as refused:
        statement_of(replace(found.report, outcomes=errored), found.run, found.basis, at=ISSUED)
    assert refused.value.exit_status == 3


@pytest.mark.parametrize(
    ("opinion", "said"),
    [
        (Opinion(Judgement.INVALID, "0.9.0", ("/paths: it is odd",)), "does not agree: /paths: it is odd"),
        (Opinion(Judgement.NONE, reason="it did not come to an end"), "it did not come to an end"),
    ],
)
def test_no_certificate_without_an_opinion_that_agrees(opinion: Opinion, said: str) -> None:
    found = examined(clean())
    with pytest.raises(InconclusiveError, match=said):
        statement_of(found.report, found.run, replace(found.basis, opinion=opinion), at=ISSUED)


def test_report_of_other_bytes_is_no_basis() -> None:
    found = examined(clean())
    other = replace(found.basis, package=with_files(readme__md=b"# other"))
    with pytest.raises(NotIssuedError, match="changed while it was examined"):
        statement_of(found.report, found.run, other, at=ISSUED)


def test_waiver_is_named_with_its_findings_and_ends_the_certificate() -> None:
    statement = issued(faulty(), waiving(waiver(date(2027, 6, 30)), waiver(rule="op-id-alnum")))
    (used,) = statement.waivers
    assert (used.rule, used.owner, used.reason) == (
        "op-id-present",
        "jane@example.com",
        "published since 2021",
    )
    assert [(finding.rule, finding.severity) for finding in used.findings] == [
        ("op-id-present", Severity.ERROR)
    ]
    assert statement.valid_until == datetime(2027, 7, 1, tzinfo=UTC)
    assert held(payload_of(statement), faulty(), datetime(2027, 6, 30, 23, 59, tzinfo=UTC)) == statement
    with pytest.raises(
        CertificateError, match=r"as the waiver of op-id-present by jane@example\.com holds until"
    ):
        held(payload_of(statement), faulty(), datetime(2027, 7, 1, tzinfo=UTC))


def test_waiver_without_an_end_does_not_end_the_certificate() -> None:
    assert issued(faulty(), waiving(waiver(date.max))).valid_until == datetime(9999, 12, 31, tzinfo=UTC)
    assert issued(faulty(), waiving(waiver())).valid_until is None


def test_earlier_of_the_wanted_end_and_the_waivers_counts() -> None:
    checker = waiving(waiver(date(2027, 6, 30)))
    soon, late = datetime(2027, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)
    assert issued(faulty(), checker, until=soon).valid_until == soon
    assert issued(faulty(), checker, until=late).valid_until == datetime(2027, 7, 1, tzinfo=UTC)


def test_certificate_that_would_have_ended_is_not_issued() -> None:
    with pytest.raises(NotIssuedError, match="the last day of the certificate, is past"):
        issued(clean(), until=ISSUED - timedelta(days=1))


def test_expired_waiver_is_named_as_the_reason() -> None:
    with pytest.raises(
        NotIssuedError, match=r"the waiver of op-id-present at .* expired on 2026-01-01; renew it"
    ):
        issued(faulty(), waiving(waiver(date(2026, 1, 1))))


def test_expired_waiver_of_something_else_does_not_matter() -> None:
    assert issued(clean(), waiving(waiver(date(2026, 1, 1)))).waivers == ()


@pytest.mark.parametrize(
    "choice",
    [
        Choice(ignore=("op-id-present",)),
        Choice(select=("readme",)),
        Choice(severities=(("op-id-present", Severity.WARNING),)),
        Choice(severities=(("op-id-present", Severity.OFF),)),
        Choice(options=(("title-max-30", (("maximum", 300),)),)),
    ],
    ids=["ignored", "not selected", "softened", "switched off", "another limit"],
)
def test_settings_cannot_silence_what_the_profile_refuses(choice: Choice) -> None:
    with pytest.raises(NotIssuedError, match="switch off, soften or bend what the profile refuses"):
        issued(clean(), Checker(settings=Settings(choice=choice)))


def test_lesser_changes_of_settings_are_named() -> None:
    choice = Choice(
        ignore=("text-summary-80",),
        severities=(("op-description-length", Severity.WARNING),),
        options=(("readme-length", (("minimum_words", 10),)),),
    )
    statement = issued(clean(), Checker(settings=Settings(choice=choice)))
    named = {entry.rule: (entry.installed, entry.used, entry.options) for entry in statement.rules.deviations}
    assert named == {
        "op-description-length": (Severity.NOTE, Severity.WARNING, ()),
        "readme-length": (Severity.NOTE, Severity.NOTE, (("minimum_words", 10),)),
        "text-summary-80": (Severity.WARNING, Severity.OFF, ()),
    }


def test_options_as_they_are_installed_are_no_change() -> None:
    choice = Choice(options=(("title-max-30", (("maximum", 30),)),))
    assert issued(clean(), Checker(settings=Settings(choice=choice))).rules.deviations == ()


def test_severity_that_fails_a_check_keeps_from_a_certificate_too() -> None:
    package = with_files(**{"Thumbs.txt": b"x" * 10})
    found = examined(package, threshold=Severity.NOTE)
    assert found.report.counts[Severity.ERROR] == 0
    assert found.report.fails(Severity.NOTE)
    with pytest.raises(NotIssuedError, match="no certificate"):
        statement_of(found.report, found.run, found.basis, at=ISSUED)


def test_profile_is_named_with_its_reason() -> None:
    statement = issued(clean(), Checker(profile=Profile.CUSTOM))
    assert statement.profile is Profile.CUSTOM
    assert "command line" in statement.profile_reason


def test_version_that_it_was_compared_with_is_named() -> None:
    earlier = with_files(readme__md=clean().files["readme.md"] + b"\nOld.\n")
    found = examined(clean(), earlier=earlier)
    statement = statement_of(found.report, found.run, found.basis, at=ISSUED)
    assert statement.earlier is not None
    assert (statement.earlier.digest, statement.earlier.update) == (earlier.digest, "minor")


def test_entry_that_was_left_out_is_named_and_may_be_there() -> None:
    left = Refusal(".DS_Store", Reason.JUNK, "the Finder wrote it")
    package = replace(clean(), refusals=(left,))
    statement = issued(package)
    assert [(entry.path, entry.reason) for entry in statement.refused] == [(".DS_Store", Reason.JUNK)]
    assert held(payload_of(statement), package, ISSUED) == statement
    assert held(payload_of(statement), clean(), ISSUED) == statement


def test_time_is_told_in_utc_to_the_second() -> None:
    found = examined(clean())
    at = datetime(2026, 11, 25, 14, 30, 5, 999, tzinfo=timezone(timedelta(hours=2)))
    statement = statement_of(found.report, found.run, found.basis, at=at)
    assert statement.created == datetime(2026, 11, 25, 12, 30, 5, tzinfo=UTC)


def test_same_bytes_and_rules_say_the_same() -> None:
    assert payload_of(issued(clean())) == payload_of(issued(clean()))


def test_name_that_no_json_can_carry_is_refused() -> None:
    statement = issued(clean())
    with pytest.raises(NotIssuedError, match="no Unicode"):
        payload_of(replace(statement, name="a\ud800"))
