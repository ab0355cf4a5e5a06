"""For exactly which bytes, and by which rules, a certificate holds: what `certify verify` says of it."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from certified import GOLDEN, clean, plain
from msgspec.structs import replace

from certify.certificate import Statement, new_key, sign, signer_of
from certify.cli.main import main
from certify.core.package import FileEntry, listing_digest

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def issued(statement: Statement) -> Statement:
    """The statement as if it were issued just now."""
    return replace(statement, created=datetime.now(UTC).replace(microsecond=0))


def said(tmp_path: Path, statement: Statement, capsys: pytest.CaptureFixture[str], *more: str) -> str:
    made = new_key()
    (tmp_path / "key.pub").write_bytes(made.public)
    (tmp_path / "c.json").write_bytes(sign(issued(statement), signer_of(made.private)))
    package = str(tmp_path / "package") if (tmp_path / "package").exists() else str(GOLDEN)
    assert main(["verify", str(tmp_path / "c.json"), package, f"--key={tmp_path / 'key.pub'}", *more]) == 0
    return capsys.readouterr().out


def test_every_file_is_named_with_its_size_and_digest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = said(tmp_path, plain(), capsys).splitlines()
    told = [line.split(maxsplit=1)[1] for line in lines if line.startswith("  file ")]
    assert told == [
        f"{path}, {len(data):,} bytes, sha256:{hashlib.sha256(data).hexdigest()}"
        for path, data in sorted(clean().files.items())
    ]


def test_files_beyond_the_first_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = tmp_path / "package"
    files = {**clean().files, **{f"notes-{number:02}.txt": b"x" for number in range(50)}}
    package.mkdir()
    for name, data in files.items():
        (package / name).write_bytes(data)
    listing = tuple(
        FileEntry(name, len(files[name]), hashlib.sha256(files[name]).hexdigest()) for name in sorted(files)
    )
    out = said(tmp_path, replace(plain(), files=listing, digest=listing_digest(listing)), capsys)
    assert out.count("\n  file ") == 40
    assert f"and {len(files) - 40} more files, which --format json names" in out


def test_the_rules_that_are_installed_here_need_no_remark(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "installed here" not in said(tmp_path, plain(), capsys)
    record = json.loads(said(tmp_path, plain(), capsys, "--format=json"))
    assert record["certificate"]["sameRules"] is True


def test_other_rules_than_those_installed_here_are_told_and_refuse_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = replace(plain(), version="0.0.1", rules=replace(plain().rules, applied="sha256:" + "3" * 64))
    out = said(tmp_path, old, capsys)
    assert f"{old.rules.digest}, of certify 0.0.1\n" in out
    assert "not those that are installed here: a check with these may find more, or less" in out
    record = json.loads(said(tmp_path, old, capsys, "--format=json"))
    assert (record["valid"], record["certificate"]["sameRules"]) == (True, False)


def test_whatever_does_not_hold_says_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said(tmp_path, plain(), capsys)
    (tmp_path / "other.pub").write_bytes(new_key().public)
    certificate = (tmp_path / "c.json").read_text("utf-8")
    (tmp_path / "changed.json").write_text(certificate.replace('"sig": "', '"sig": "AAAA'), "utf-8")
    (tmp_path / "words.json").write_text("certified, honestly", "utf-8")
    (tmp_path / "list.json").write_text("[]", "utf-8")
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "apiDefinition.swagger.json").write_text("{}", "utf-8")
    cases = {
        ("c.json", str(GOLDEN), "other.pub", ""): "Ask whoever issued it for their public key",
        ("changed.json", str(GOLDEN), "key.pub", ""): "get it anew from whoever issued it",
        ("words.json", str(GOLDEN), "key.pub", ""): "Name the file that `certify sign` wrote first",
        ("list.json", str(GOLDEN), "key.pub", ""): "Name the file that `certify sign` wrote first",
        ("c.json", str(tmp_path / "empty"), "key.pub", ""): "Verify the package as it was certified",
        ("c.json", str(GOLDEN), "key.pub", "--profile=custom"): "Certify the package as custom",
    }
    for (name, package, key, option), remedy in cases.items():
        options = [f"--key={tmp_path / key}", *([option] if option else [])]
        assert main(["verify", str(tmp_path / name), package, *options]) == 1
        told = capsys.readouterr().err
        assert remedy in told
        assert told.count("\n") == 1


def test_a_certificate_or_key_that_is_not_there_is_said_to_be_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "key.pub").write_bytes(new_key().public)
    for name, key in (("none.json", "key.pub"), ("key.pub", "none.pub")):
        assert main(["verify", str(tmp_path / name), str(GOLDEN), f"--key={tmp_path / key}"]) == 2
        assert "does not exist; check the name" in capsys.readouterr().err
