"""`certify sign` and `certify verify` as a user calls them."""

from __future__ import annotations

import json
import shutil
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from certified import ASKING, GOLDEN, asked_once

from certify.cli.main import main

TODAY = datetime.now(UTC).date()


@pytest.fixture(autouse=True)
def _one_question_for_one_definition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ASKING, "ask", asked_once)


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    return Path(shutil.copytree(GOLDEN, tmp_path / "Tidewater Stock"))


@pytest.fixture
def key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("CERTIFY_KEY_PASSPHRASE", raising=False)
    assert main(["sign", "--new-key", str(tmp_path / "key")]) == 0
    return tmp_path / "key"


@pytest.fixture
def certificate(clean: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    path = clean.parent / "certificate.json"
    assert main(["sign", str(clean), "--key", str(key), "--output", str(path)]) == 0
    capsys.readouterr()
    return path


def verified(*arguments: Path | str) -> int:
    return main(["verify", *(str(argument) for argument in arguments)])


def public(key: Path) -> str:
    return f"--key={key}.pub"


def break_it(clean: Path) -> None:
    path = clean / "apiDefinition.swagger.json"
    path.write_text(path.read_text("utf-8").replace('"operationId": "CreateItem",', ""), "utf-8")


def waive(clean: Path, expires: str) -> None:
    (clean.parent / "certify.toml").write_text("")
    (clean.parent / "certify-waivers.toml").write_text(
        '[[waiver]]\nrule = "op-id-present"\nplace = "*"\nreason = "it is hidden"\n'
        f'owner = "jane@example.com"\nexpires = "{expires}"\n'
    )


def test_signed_package_verifies_and_tells_for_what(
    clean: Path, key: Path, certificate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verified(certificate, clean, public(key)) == 0
    out = capsys.readouterr().out
    assert out.startswith("Tidewater Stock is certified: the certificate holds for exactly these files.\n")
    assert "verdict    ready: 0 errors, 0 warnings, 0 notes\n" in out
    assert "profile    verified-publisher" in out


def test_certificate_goes_to_standard_output_without_a_file(
    clean: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(["sign", str(clean), "--key", str(key)]) == 0
    captured = capsys.readouterr()
    assert json.loads(captured.out)["payloadType"] == "application/vnd.in-toto+json"
    assert "is certified as verified-publisher" in captured.err


def test_same_files_verify_from_a_zip_and_under_another_name(
    clean: Path, key: Path, certificate: Path
) -> None:
    moved = Path(shutil.copytree(clean, clean.parent / "elsewhere" / "Another"))
    assert verified(certificate, moved, public(key)) == 0
    archive = clean.parent / "package.zip"
    with zipfile.ZipFile(archive, "w") as file:
        for path in sorted(clean.iterdir()):
            file.write(path, path.name)
    assert verified(certificate, archive, public(key)) == 0


def test_changed_file_is_named(
    clean: Path, key: Path, certificate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (clean / "readme.md").write_bytes((clean / "readme.md").read_bytes() + b"\n")
    assert verified(certificate, clean, public(key)) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "it is for other bytes: readme.md was changed. Verify the package as" in captured.err
    assert captured.err.count("\n") == 1


def test_added_link_is_named(
    clean: Path, key: Path, certificate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (clean / "script2.csx").symlink_to("/etc/hostname")
    assert verified(certificate, clean, public(key)) == 1
    assert "script2.csx is not covered (symlink)" in capsys.readouterr().err


def test_folder_without_its_definition_is_a_changed_package(
    clean: Path, key: Path, certificate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (clean / "apiDefinition.swagger.json").unlink()
    assert verified(certificate, clean, public(key)) == 1
    assert "apiDefinition.swagger.json was removed" in capsys.readouterr().err


def test_package_within_the_package_is_told(
    clean: Path, key: Path, certificate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(GOLDEN, clean / "sub")
    assert verified(certificate, clean, public(key)) == 1
    assert "Stock/sub was added, a package within the package" in capsys.readouterr().err


def test_folder_of_several_packages_is_wrong_usage(
    clean: Path, key: Path, certificate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(GOLDEN, clean.parent / "Another")
    assert verified(certificate, clean.parent, public(key)) == 2
    assert "holds 2 packages; name one of them" in capsys.readouterr().err


def test_json_says_the_same(
    clean: Path, key: Path, certificate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verified(certificate, clean, public(key), "--format=json") == 0
    good: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (good["format"], good["valid"], good["reason"]) == ("certify-certificate/1", True, None)
    assert good["certificate"]["verdict"] == "ready"
    (clean / "readme.md").unlink()
    assert verified(certificate, clean, public(key), "--format=json") == 1
    bad: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert (bad["valid"], bad["certificate"], bool(bad["remedy"])) == (False, None, True)
    assert bad["reason"] == "it is for other bytes: readme.md was removed"


def test_other_key_and_other_profile_do_not_do(
    clean: Path, key: Path, certificate: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = key.with_name("other")
    assert main(["sign", "--new-key", str(other)]) == 0
    assert verified(certificate, clean, public(other)) == 1
    assert "signed with a key that is not trusted here" in capsys.readouterr().err
    assert verified(certificate, clean, public(other), public(key)) == 0
    assert verified(certificate, clean, public(key), "--profile=independent-publisher") == 1
    assert "it is for the profile verified-publisher" in capsys.readouterr().err


def test_package_with_an_error_is_not_signed(
    clean: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    break_it(clean)
    output = clean.parent / "certificate.json"
    assert main(["sign", str(clean), "--key", str(key), "--output", str(output)]) == 1
    assert "(op-id-present)" in capsys.readouterr().err
    assert not output.exists()


def test_waived_error_is_signed_and_told_to_whoever_verifies(
    clean: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    break_it(clean)
    waive(clean, (TODAY + timedelta(days=30)).isoformat())
    output = clean.parent / "certificate.json"
    assert main(["sign", str(clean), "--key", str(key), "--output", str(output)]) == 0
    capsys.readouterr()
    assert verified(output, clean, public(key)) == 0
    out = capsys.readouterr().out
    assert "waiver       op-id-present at *: it is hidden (jane@example.com, until" in out
    assert "holds until" in out


def test_expired_waiver_is_told(clean: Path, key: Path, capsys: pytest.CaptureFixture[str]) -> None:
    break_it(clean)
    waive(clean, (TODAY - timedelta(days=1)).isoformat())
    assert main(["sign", str(clean), "--key", str(key)]) == 1
    assert "renew it or mend the finding" in capsys.readouterr().err


def test_settings_that_silence_an_error_keep_from_a_certificate(
    clean: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    break_it(clean)
    (clean.parent / "certify.toml").write_text('ignore = ["op-id-present"]\n')
    assert main(["check", str(clean)]) == 0
    assert main(["sign", str(clean), "--key", str(key)]) == 1
    assert "what the profile refuses: op-id-present; waive single findings" in capsys.readouterr().err


def test_update_source_and_last_day_are_in_the_certificate(
    clean: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = Path(shutil.copytree(clean, clean.parent / "old"))
    (old / "readme.md").write_bytes((old / "readme.md").read_bytes() + b"\n")
    output, last = clean.parent / "certificate.json", (TODAY + timedelta(days=90)).isoformat()
    source = ["--repository", "contoso/x", "--commit", "a" * 40, "--tree", "b" * 40]
    given = ["--against", str(old), "--until", last, *source, "--output", str(output)]
    assert main(["sign", str(clean), "--key", str(key), *given]) == 0
    capsys.readouterr()
    assert verified(output, clean, public(key)) == 0
    out = capsys.readouterr().out
    assert "update       minor, from sha256:" in out
    assert f"source       contoso/x at {'a' * 40}, tree {'b' * 40}" in out
    assert "holds until" in out


def test_new_key_is_the_owners_alone_and_never_overwritten(
    key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert main(["sign", "--new-key", str(key)]) == 2
    assert "a key is never overwritten" in capsys.readouterr().err
    key.unlink()
    assert main(["sign", "--new-key", str(key)]) == 2
    assert not key.exists()


def test_link_in_the_place_of_a_new_key_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "key").symlink_to(tmp_path / "target")
    assert main(["sign", "--new-key", str(tmp_path / "key")]) == 2
    assert not (tmp_path / "target").exists()


def test_locked_key_takes_its_passphrase_from_the_environment(
    clean: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    key = clean.parent / "locked"
    monkeypatch.setenv("CERTIFY_KEY_PASSPHRASE", "correct horse")
    assert main(["sign", "--new-key", str(key)]) == 0
    assert main(["sign", str(clean), "--key", str(key)]) == 0
    capsys.readouterr()
    monkeypatch.setenv("CERTIFY_KEY_PASSPHRASE", "battery staple")
    assert main(["sign", str(clean), "--key", str(key)]) == 2
    assert "the passphrase is another one" in capsys.readouterr().err
    monkeypatch.delenv("CERTIFY_KEY_PASSPHRASE")
    assert main(["sign", str(clean), "--key", str(key)]) == 2
    err = capsys.readouterr().err
    assert "it is locked" in err
    assert "horse" not in err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["sign"], "name the package to certify"),
        (["sign", "{clean}"], "say who signs"),
        (["sign", "{clean}", "--key", "{key}", "--keyless"], "say who signs"),
        (["sign", "{clean}", "--key", "{key}.pub"], "it is a public key"),
        (["sign", "{clean}", "--key", "{clean}/readme.md"], "it is no private key"),
        (["sign", "{clean}", "--key", "{clean}/absent"], "absent"),
        (["sign", "{clean}", "--key", "{key}", "--output", "{clean}/c.json"], "is in the package"),
        (["sign", "{clean}", "--key", "{key}", "--until", "soon"], "--until takes a date"),
        (["sign", "{clean}", "--key", "{key}", "--commit", "abc"], "go together"),
        (
            ["sign", "{clean}", "--key", "{key}", "--repository", "r", "--commit", "abc", "--tree", "d"],
            "full object id",
        ),
        (["sign", "{clean}", "--key", "{key}", "--new-key", "x"], "only makes a key"),
        (["verify", "{clean}/readme.md", "{clean}"], "say who is trusted"),
        (["verify", "{clean}/readme.md", "{clean}", "--identity", "me"], "together with its issuer"),
        (["verify", "{clean}/readme.md", "{clean}", "--key", "{key}"], "keep it to yourself"),
        (["verify", "{clean}/absent", "{clean}", "--key", "{key}.pub"], "absent"),
        (["verify", "{clean}/readme.md", "{clean}/absent", "--key", "{key}.pub"], "does not exist"),
    ],
)
def test_wrong_usage_is_one_line(
    clean: Path, key: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    capsys.readouterr()
    assert main([argument.format(clean=clean, key=key) for argument in arguments]) == 2
    err = capsys.readouterr().err
    assert said in err
    assert err.count("\n") == 1


def test_file_that_is_no_certificate_does_not_hold(
    clean: Path, key: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert verified(clean / "readme.md", clean, public(key)) == 1
    assert "it is no sound JSON" in capsys.readouterr().err
