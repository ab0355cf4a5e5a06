"""Reading one file from disk."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from certify.core.package import Reason
from certify.sources.refused import Refused
from certify.sources.regular_file import read_regular

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_that_grows_does_not_pass_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(b"x" * 50_000)
    real = os.fstat

    def small(descriptor: int) -> os.stat_result:
        return os.stat_result([*real(descriptor)[:6], 10, 0, 0, 0])

    monkeypatch.setattr("certify.sources.regular_file.os.fstat", small)
    with pytest.raises(Refused) as caught:
        read_regular(str(path), 1_000)
    assert caught.value.refusal.reason is Reason.TOO_LARGE
    assert len(read_regular(str(path), 50_000)) == 50_000


def test_a_file_that_becomes_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "a.json").symlink_to("/etc/passwd")
    with pytest.raises(Refused):
        read_regular(str(tmp_path / "a.json"), 10_000)
