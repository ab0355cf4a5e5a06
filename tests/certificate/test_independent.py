"""A certificate can be verified without us: Node's cryptography, and a second implementation of DSSE and of the digest."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from certified import GOLDEN, certificate, clean, full, plain

from certify.certificate import Statement, new_key, sign, signer_of

VERIFIER = Path(__file__).with_name("verify.mjs")


@pytest.fixture
def node() -> str:
    found = shutil.which("node")
    if found is None:
        pytest.skip("node is not installed")
    return found


def run(node: str, certificate: Path, key: Path, package: Path) -> tuple[int, str]:
    files = [str(path) for path in sorted(package.iterdir())]
    done = subprocess.run(
        [node, str(VERIFIER), str(certificate), str(key), *files],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stderr == ""
    return done.returncode, done.stdout.strip()


@pytest.mark.parametrize("statement", [plain(), full()], ids=["plain", "full"])
def test_node_verifies_signature_and_digest(node: str, tmp_path: Path, statement: Statement) -> None:
    made = new_key()
    (tmp_path / "key.pub").write_bytes(made.public)
    (tmp_path / "c.json").write_bytes(sign(statement, signer_of(made.private)))
    package = Path(shutil.copytree(GOLDEN, tmp_path / "package"))
    assert {path.name for path in package.iterdir()} == set(clean().files)
    assert run(node, tmp_path / "c.json", tmp_path / "key.pub", package) == (0, "ready")

    (package / "readme.md").write_bytes(b"# Another\n")
    assert run(node, tmp_path / "c.json", tmp_path / "key.pub", package) == (1, "digest")


def test_node_refuses_the_signature_of_another_key(node: str, tmp_path: Path) -> None:
    (tmp_path / "key.pub").write_bytes(new_key().public)
    (tmp_path / "c.json").write_bytes(certificate())
    assert run(node, tmp_path / "c.json", tmp_path / "key.pub", GOLDEN) == (1, "signature")
