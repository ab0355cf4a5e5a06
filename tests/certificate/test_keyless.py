"""Certificates signed with an identity: which bundles hold, and what is said where nobody can sign."""

from __future__ import annotations

import base64
import json
import sys
from copy import deepcopy
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from certified import GOLDEN, NOW, certificate, clean, full, plain, record, with_files
from msgspec.structs import replace

pytest.importorskip("sigstore", reason="the extra `keyless` is not installed")

from small_sigstore import IDENTITY, ISSUER, SmallSigstore

from certify.certificate import (
    Certificate,
    CertificateError,
    KeylessError,
    payload_of,
    sign_keyless,
    verify_keyless,
)
from certify.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

SIGSTORE = SmallSigstore()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    path = tmp_path / "trusted-root.json"
    path.write_text(json.dumps(SIGSTORE.trusted_root()))
    return path


@pytest.fixture(scope="module")
def bundle() -> dict[str, Any]:
    return SIGSTORE.bundle(payload_of(full()))


def verified(bundle: dict[str, Any] | bytes, root: Path, **changed: Any) -> Certificate:
    data = bundle if isinstance(bundle, bytes) else json.dumps(bundle).encode()
    given = {"package": clean(), "identity": IDENTITY, "issuer": ISSUER, "now": NOW, "trusted_root": root}
    return verify_keyless(data, **{**given, **changed})


def test_bundle_of_the_identity_holds_without_the_network(bundle: dict[str, Any], root: Path) -> None:
    held = verified(bundle, root)
    assert held.statement == full()
    assert held.signed_by == f"{IDENTITY} ({ISSUER})"


@pytest.mark.parametrize(
    "changed", [{"identity": IDENTITY.replace("main", "dev")}, {"issuer": "https://accounts.example.com"}]
)
def test_bundle_of_another_identity_or_issuer_is_refused(
    bundle: dict[str, Any], root: Path, changed: dict[str, str]
) -> None:
    with pytest.raises(CertificateError, match="Sigstore refuses it"):
        verified(bundle, root, **changed)


def test_bundle_of_another_sigstore_is_refused(root: Path) -> None:
    with pytest.raises(CertificateError, match="Sigstore refuses it"):
        verified(SmallSigstore().bundle(payload_of(full())), root)


def test_bundle_for_other_bytes_names_the_file(bundle: dict[str, Any], root: Path) -> None:
    with pytest.raises(CertificateError, match=r"readme\.md was changed"):
        verified(bundle, root, package=with_files(readme__md=b"# Another\n"))


@pytest.mark.parametrize(
    ("payload", "payload_type", "reason"),
    [
        ({**record(), "predicateType": "https://slsa.dev/provenance/v1"}, None, "no certificate of ours"),
        (
            {**record(), "predicate": {**record()["predicate"], "verdict": "inconclusive"}},
            None,
            "says inconclusive",
        ),
        (record(), "application/json", "its payload is of type 'application/json'"),
    ],
    ids=["another predicate", "a failing verdict", "another payload type"],
)
def test_what_the_identity_signed_must_be_a_certificate(
    root: Path, payload: dict[str, Any], payload_type: str | None, reason: str
) -> None:
    given = {} if payload_type is None else {"payload_type": payload_type}
    signed = SIGSTORE.bundle(json.dumps(payload).encode(), **given)
    with pytest.raises(CertificateError, match=reason):
        verified(signed, root)


def flipped(text: str) -> str:
    data = base64.b64decode(text)
    return base64.b64encode(data[:-1] + bytes([data[-1] ^ 1])).decode()


ENTRY = ("verificationMaterial", "tlogEntries", 0)


@pytest.mark.parametrize(
    "pointer",
    [
        ("dsseEnvelope", "payload"),
        ("dsseEnvelope", "signatures", 0, "sig"),
        ("verificationMaterial", "certificate", "rawBytes"),
        (*ENTRY, "canonicalizedBody"),
        (*ENTRY, "inclusionPromise", "signedEntryTimestamp"),
        (*ENTRY, "inclusionProof", "rootHash"),
        (*ENTRY, "logId", "keyId"),
    ],
    ids=str,
)
def test_altered_bundle_is_refused(
    bundle: dict[str, Any], root: Path, pointer: tuple[str | int, ...]
) -> None:
    altered = deepcopy(bundle)
    inner: Any = altered
    for token in pointer[:-1]:
        inner = inner[token]
    inner[pointer[-1]] = flipped(inner[pointer[-1]])
    with pytest.raises(CertificateError) as refused:
        verified(altered, root)
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "member",
    [("dsseEnvelope",), ("verificationMaterial",), ("verificationMaterial", "tlogEntries"), ("mediaType",)],
)
def test_bundle_that_lacks_something_is_refused(
    bundle: dict[str, Any], root: Path, member: tuple[str, ...]
) -> None:
    altered = deepcopy(bundle)
    inner = altered
    for token in member[:-1]:
        inner = inner[token]
    del inner[member[-1]]
    with pytest.raises(CertificateError):
        verified(altered, root)


@pytest.mark.parametrize("data", [b"", b"hello", b"[]", b"{}", b"[" * 100_000, b" " * (9 << 20)])
def test_what_is_no_bundle_is_refused(data: bytes, root: Path) -> None:
    with pytest.raises(CertificateError):
        verified(data, root)


def test_certificate_made_with_a_key_says_what_to_give(root: Path) -> None:
    with pytest.raises(CertificateError, match="no Sigstore bundle") as refused:
        verified(certificate(), root)
    assert "verify it with --key" in refused.value.remedy


@pytest.mark.parametrize("content", [None, "", "{}", "[]", "trust me"])
def test_root_of_trust_that_is_none_is_wrong_usage(
    bundle: dict[str, Any], tmp_path: Path, content: str | None
) -> None:
    path = tmp_path / "root.json"
    if content is not None:
        path.write_text(content)
    with pytest.raises(KeylessError, match="cannot be used"):
        verified(bundle, path)


def test_identity_without_an_issuer_is_not_trusted(bundle: dict[str, Any], root: Path) -> None:
    with pytest.raises(KeylessError, match="together with its issuer"):
        verified(bundle, root, issuer="")


def test_command_verifies_a_bundle(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    statement = replace(plain(), created=datetime(2025, 1, 1, tzinfo=UTC))
    path = tmp_path / "c.json"
    path.write_text(json.dumps(SIGSTORE.bundle(payload_of(statement))))
    trusted = ["--identity", IDENTITY, "--issuer", ISSUER, "--trusted-root", str(root)]
    assert main(["verify", str(path), str(GOLDEN), *trusted]) == 0
    captured = capsys.readouterr()
    assert f"signed by  {IDENTITY} ({ISSUER})" in captured.out
    assert captured.err == ""


def test_public_service_is_trusted_as_installed_and_knows_nothing_of_ours(
    bundle: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    path = tmp_path / "c.json"
    path.write_text(json.dumps(bundle))
    assert main(["verify", str(path), str(GOLDEN), "--identity", IDENTITY, "--issuer", ISSUER]) == 1
    err = capsys.readouterr().err
    assert "Sigstore refuses it" in err
    assert err.count("\n") == 1


def test_where_no_identity_is_offered_signing_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sigstore.oidc.detect_credential", lambda: None)
    with pytest.raises(KeylessError, match=r"there is no identity to sign with: run this in a build system"):
        sign_keyless(full())


def test_without_the_extra_signing_and_verifying_say_what_to_install(
    monkeypatch: pytest.MonkeyPatch, root: Path
) -> None:
    for name in ("sigstore.dsse", "sigstore.models"):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(KeylessError, match=r"pip install .*keyless"):
        sign_keyless(full())
    with pytest.raises(KeylessError, match=r"pip install .*keyless"):
        verified(b"{}", root)
