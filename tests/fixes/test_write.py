"""A fixed package is written file by file, each whole or not at all, and never outside its folder."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from certify.core.package import Package
from certify.errors import SourceError
from certify.fixes.write import write_package

NAME = "readme.md"
SIZES = (300_000, 1_100_000)


def package(data: bytes | None, **files: bytes) -> Package:
    return Package("x", "x", {**({} if data is None else {NAME: data}), **files})


def test_killed_at_any_moment_it_leaves_the_old_or_the_new_content(tmp_path: Path) -> None:
    target = tmp_path / NAME
    target.write_bytes(b"A" * SIZES[0])
    target.chmod(0o640)
    allowed = {bytes([65 + number]) * size for number, size in enumerate(SIZES)}
    moments = random.Random(7)
    for _ in range(15):
        child = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("writer.py")), str(tmp_path), *map(str, SIZES)],
            stdout=subprocess.PIPE,
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(moments.uniform(0, 0.03))
        child.kill()
        child.wait()
        child.stdout.close()
        content = target.read_bytes()
        assert content in allowed
        assert target.stat().st_mode & 0o777 == 0o640


def test_what_a_killed_writer_left_is_taken_away_by_a_later_one(tmp_path: Path) -> None:
    stale, fresh = tmp_path / ".certify-old", tmp_path / ".certify-new"
    for path in (stale, fresh):
        path.write_bytes(b"half")
    os.utime(stale, (1, 1))
    write_package(tmp_path, package(None), package(b"whole"))
    assert {path.name for path in tmp_path.iterdir()} == {NAME, fresh.name}


def test_new_file_has_the_mode_that_the_user_s_files_have(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_package(tmp_path, package(None), package(b"new"))
    finally:
        os.umask(before)
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o640


def test_file_with_a_second_name_is_refused(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside.md", tmp_path / "package"
    folder.mkdir()
    outside.write_bytes(b"old")
    os.link(outside, folder / NAME)
    with pytest.raises(SourceError, match="second name"):
        write_package(folder, package(b"old"), package(b"new"))
    assert outside.read_bytes() == (folder / NAME).read_bytes() == b"old"


def test_nothing_is_written_when_one_file_cannot_be(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / "a.json").write_bytes(b"old")
    (folder / "images").symlink_to(outside)
    before = Package("x", "x", {"a.json": b"old", "images/b.png": b"old"})
    after = Package("x", "x", {"a.json": b"new", "images/b.png": b"new"})
    with pytest.raises(SourceError, match="link"):
        write_package(folder, before, after)
    assert (folder / "a.json").read_bytes() == b"old"
    assert list(outside.iterdir()) == []


@pytest.mark.parametrize("path", ["../out.md", "/etc/out.md", "a/../../out.md"])
def test_path_that_leads_outside_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(SourceError, match="outside"):
        write_package(tmp_path, package(None), Package("x", "x", {path: b"new"}))


def test_file_that_went_is_removed(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"old")
    assert write_package(tmp_path, package(b"old"), Package("x", "x", {})) == (NAME,)
    assert list(tmp_path.iterdir()) == []


def test_file_that_changed_since_it_was_read_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"what its author has saved meanwhile")
    (tmp_path / "a.json").write_bytes(b"old")
    before, after = package(b"old", **{"a.json": b"old"}), package(b"new", **{"a.json": b"new"})
    with pytest.raises(SourceError, match="not what was read"):
        write_package(tmp_path, before, after)
    assert (tmp_path / NAME).read_bytes() == b"what its author has saved meanwhile"
    assert (tmp_path / "a.json").read_bytes() == b"old"


def test_file_that_the_package_does_not_hold_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b"there, but left out of the package")
    with pytest.raises(SourceError, match="not what was read"):
        write_package(tmp_path, package(None), package(b"new"))


def test_renamed_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_bytes(b"text")
    (tmp_path / "README.md").chmod(0o600)
    write_package(tmp_path, package(None, **{"README.md": b"text"}), package(b"text"))
    assert [path.name for path in tmp_path.iterdir()] == [NAME]
    assert (tmp_path / NAME).stat().st_mode & 0o777 == 0o600


def test_other_capitals_lose_no_file_where_the_system_takes_both_names_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "README.md").write_bytes(b"text")
    monkeypatch.setattr(Path, "samefile", lambda one, other: one.name.lower() == other.name.lower())
    write_package(tmp_path, package(None, **{"README.md": b"text"}), package(b"text"))
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [(NAME, b"text")]
