"""What is not published: without a certificate, without an approval, or with files that are not those."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from publishing import NOW, Desk, certified, cleared, evidence_of, keys, package_of

from certify.certificate import CertificateError, new_key, trusted_key
from certify.core.package import Form, Package
from certify.core.report import Outcome, Status
from certify.core.rule import Profile
from certify.errors import UsageError
from certify.github.publish_clearance import Approval, approval_in, clear
from certify.github.publish_errors import PublishError
from certify.github.publish_survey import survey
from certify.github.publish_target import branch_for, branch_prefix, connector_name, folder_for, plain
from certify.github.publish_text import text_for

DIGEST = "sha256:" + "0" * 64


def _clear(package, envelope=None, approval=None, trusted=None, now=NOW):
    return clear(
        package,
        certified(package) if envelope is None else envelope,
        [keys()[1]] if trusted is None else trusted,
        approval or Approval(package.digest),
        now,
    )


def test_a_certified_and_approved_package_is_cleared():
    clearance = _clear(package_of())
    assert clearance.certificate.statement.digest == package_of().digest


def test_approved_as_it_was_and_pushed_as_it_is_now_it_is_refused():
    approved, pushed = package_of(), package_of(readme__md=b"other")
    with pytest.raises(PublishError, match="approval is for"):
        _clear(pushed, certified(pushed), Approval(approved.digest))


def test_a_certificate_for_other_files_is_refused():
    approved, pushed = package_of(), package_of(readme__md=b"other")
    with pytest.raises(CertificateError, match=r"readme\.md was changed"):
        _clear(pushed, certified(approved))


def test_a_certificate_of_somebody_else_is_refused():
    with pytest.raises(CertificateError):
        _clear(package_of(), trusted=[trusted_key(new_key().public)])


def test_a_certificate_that_has_ended_is_refused():
    package = package_of()
    with pytest.raises(CertificateError, match="ended"):
        _clear(package, certified(package, valid_until=NOW + timedelta(days=1)), now=NOW + timedelta(days=2))


@pytest.mark.parametrize("envelope", [b"", b"{}", b"[]", b"\xff", b'{"payload": 7}', b"null", b"{" * 10_000])
def test_what_is_no_certificate_is_refused(envelope):
    with pytest.raises(CertificateError):
        _clear(package_of(), envelope)


@pytest.mark.parametrize(
    "path",
    [
        "../x",
        "/x",
        "a/../x",
        ".git/config",
        "a/.git/x",
        "GIT~1/x",
        "a\\b",
        "con",
        "x.",
        "a//b",
        ".github/x.yml",
    ],
)
def test_a_name_that_git_or_windows_trips_over_is_refused(path):
    package = Package("connector", "connector", {**package_of().files, path: b"x"})
    with pytest.raises((PublishError, CertificateError)):
        _clear(package)


def test_a_submission_is_no_folder_to_publish():
    package = Package("s.zip", "s", {"package.zip": b"PK", "package.zip!/a.json": b"{}"}, form=Form.ARCHIVE)
    with pytest.raises(PublishError, match="publish the folder"):
        _clear(package)


def test_a_report_of_another_package_is_no_evidence(github):
    desk = Desk.at(github)
    package = package_of()
    found = survey(desk.user(), package, Profile.VERIFIED, upstream=desk.upstream.full_name, base="dev")
    for odd in (evidence_of(package_of(x__md=b"")), evidence_of(package, profile=Profile.CUSTOM)):
        with pytest.raises(PublishError, match="not of the package"):
            text_for(cleared(package), found, odd, None)


def test_what_is_not_ready_beside_upstreams_version_is_refused(github):
    desk = Desk.at(github)
    package = package_of()
    found = survey(desk.user(), package, Profile.VERIFIED, upstream=desk.upstream.full_name, base="dev")
    outcomes = {"bc-operation-removed": Outcome(Status.ERRORED, reason="no")}
    with pytest.raises(PublishError, match="inconclusive"):
        text_for(cleared(package), found, evidence_of(package, outcomes=outcomes), None)


def test_an_approval_is_a_digest_or_a_file_that_names_it():
    record = {"format": "certify-approval/1", "digest": DIGEST, "by": "Jane"}
    assert approval_in(f" {DIGEST}\n") == Approval(DIGEST)
    assert approval_in(json.dumps(record)) == Approval(DIGEST, "Jane")
    assert approval_in(json.dumps(record | {"at": "2026-12-01"})) == Approval(DIGEST, "Jane")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yes",
        "sha256:123",
        "{}",
        "[]",
        "null",
        "{" * 10_000,
        json.dumps({"format": "certify-approval/2", "digest": DIGEST}),
        json.dumps({"format": "certify-approval/1", "digest": "sha256:1"}),
        json.dumps({"format": "certify-approval/1", "digest": DIGEST, "by": 7}),
        json.dumps({"format": "certify-approval/1"}),
    ],
)
def test_what_is_no_approval_is_refused(text):
    with pytest.raises(UsageError):
        approval_in(text)


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("HubSpot (Independent Publisher)", "HubSpot"),
        ("HubSpot [independent publisher]", "HubSpot"),
        ("HubSpot - Independent Publisher", "HubSpot"),
        ("Independent Publisher", "folder"),
        ("  Contoso  ", "Contoso"),
        (None, "folder"),
        ("", "folder"),
    ],
)
def test_the_name_is_the_title_without_microsofts_suffix(title, expected):
    assert connector_name(title, "folder") == expected


@pytest.mark.parametrize(
    ("name", "existing", "expected"),
    [
        ("Contoso", [], "Contoso"),
        ("Contoso CRM", ["ContosoCRM"], "ContosoCRM"),
        ("contoso crm", ["Contoso CRM", "Contoso"], "Contoso CRM"),
        ("A/B: C*", [], "A B C"),
        ("Brønnøysundregistrene", [], "Brønnøysundregistrene"),
        ("x" * 300, [], "x" * 80),
    ],
)
def test_the_folder_is_the_one_that_is_there_or_named_after_the_title(name, existing, expected):
    assert folder_for([name], "connector", existing, None) == expected


@pytest.mark.parametrize("name", ["...", "///", "con", "\u202e", "nul"])
def test_a_name_that_gives_no_folder_is_asked_about(name):
    with pytest.raises(PublishError, match="--folder"):
        folder_for([name], "x", [], None)


@pytest.mark.parametrize("asked", ["../x", "a/b", ".github", "con", "", "a\x1bb"])
def test_an_asked_for_folder_must_be_one(asked):
    with pytest.raises(UsageError):
        folder_for(["x"], "x", [], asked)


def test_branches_are_plain_and_never_shared():
    names = ["Contoso", "contoso", "Contoso!", "é", "日本", "..", "a.lock", "x" * 300, "-rf", "a b/c@{1}"]
    prefixes = {branch_prefix("certified-connectors", name) for name in names}
    assert len(prefixes) == len(names)
    for prefix in prefixes:
        assert set(prefix) <= set("abcdefghijklmnopqrstuvwxyz0123456789-/")
        assert len(prefix) < 80
    assert branch_prefix("certified-connectors", "x") != branch_prefix("custom-connectors", "x")
    assert branch_for("certified-connectors", "x", DIGEST).endswith("/000000000000")


@pytest.mark.parametrize(
    "hostile",
    [
        "fixes #1",
        "@org/team",
        "closes org/repo#7",
        "GH-12",
        "a\nb\r\nSigned-off-by: x",
        "`code`",
        "<!-- x -->",
        "[a](http://x)",
    ],
)
def test_no_title_mentions_closes_or_breaks_a_line(hostile):
    title = plain(f"Contoso {hostile} CRM")
    assert not set(title) & set("#@\n\r`<>/:\\")
    assert "GH-12" not in title
    assert title.startswith("Contoso")
    assert title.endswith("CRM")


def test_nothing_about_a_clearance_can_be_bent_afterwards():
    clearance = _clear(package_of())
    with pytest.raises(AttributeError):
        clearance.package = package_of(x__md=b"")  # type: ignore[misc]
    assert replace(clearance).package is clearance.package
