"""The certificate names the baseline that was applied, whatever becomes of its file meanwhile."""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from certified import ASKING, GOLDEN, asked_once

from certify.cli.main import main

if TYPE_CHECKING:
    import pytest


def test_certificate_names_the_baseline_that_was_read_and_not_what_its_file_became(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean = Path(shutil.copytree(GOLDEN, tmp_path / "Tidewater Stock"))
    baseline = tmp_path / "before.json"
    assert main(["check", str(clean), "--format", f"json={baseline}"]) == 0
    applied = hashlib.sha256(baseline.read_bytes()).hexdigest()
    read_bytes = Path.read_bytes

    def read_and_then_changed(path: Path) -> bytes:
        data = read_bytes(path)
        if path == baseline:
            path.write_text('{"format": "certify/1", "packages": []}')
        return data

    monkeypatch.setattr(Path, "read_bytes", read_and_then_changed)
    monkeypatch.setattr(ASKING, "ask", asked_once)
    monkeypatch.delenv("CERTIFY_KEY_PASSPHRASE", raising=False)
    key, certificate = tmp_path / "key", tmp_path / "certificate.json"
    assert main(["sign", "--new-key", str(key)]) == 0
    asked = ["sign", str(clean), "--key", str(key), "--baseline", str(baseline), "--output", str(certificate)]
    assert main(asked) == 0
    statement = json.loads(base64.b64decode(json.loads(certificate.read_bytes())["payload"]))
    assert statement["predicate"]["baseline"] == f"sha256:{applied}"
    assert hashlib.sha256(baseline.read_bytes()).hexdigest() != applied
