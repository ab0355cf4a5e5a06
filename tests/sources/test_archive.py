"""Packages in zip archives, and archives in archives."""

from __future__ import annotations

import pickle
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from zip_writer import DEFINITION, Member, one, zip_of

from certify.core.package import Form, Reason
from certify.sources import ArchiveOrigin, Budget, find_origins, read_archive

if TYPE_CHECKING:
    from pathlib import Path

    from certify.core.package import Package

NAME = "apiDefinition.swagger.json"


def packages(path: Path) -> list[Package]:
    return [origin.load() for origin in find_origins(str(path))]


@pytest.mark.skipif(shutil.which("zip") is None, reason="Info-ZIP is not installed")
@pytest.mark.parametrize(
    "arguments", [["-r", "out.zip", "."], ["-r0", "out.zip", "."], ["-rfd", "out.zip", "."]]
)
def test_info_zip_writes_what_is_accepted(tmp_path: Path, arguments: list[str]) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / NAME).write_bytes(DEFINITION * 100)
    (tmp_path / "images" / "a.png").write_bytes(bytes(5_000))
    subprocess.run(["zip", "-q", *arguments], cwd=tmp_path, check=True)
    (package,) = packages(tmp_path / "out.zip")
    assert package.refusals == ()
    assert sorted(package.files) == [NAME, "images/a.png"]


@pytest.mark.skipif(shutil.which("zip") is None, reason="Info-ZIP is not installed")
def test_info_zip_streams_what_is_accepted(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(DEFINITION)
    done = subprocess.run(["zip", "-q", "-", NAME], cwd=tmp_path, check=True, stdout=subprocess.PIPE)
    assert read_archive(done.stdout, Budget()) == ({NAME: DEFINITION}, ())


def test_junk_and_hidden_entries_are_refused_once_and_the_rest_is_read() -> None:
    names = [
        "a.json",
        "__MACOSX/._a.json",
        "__MACOSX/b/._c",
        "x/.DS_Store",
        "._a.json",
        ".vscode/1",
        ".vscode/2",
    ]
    files, refusals = read_archive(zip_of(*(Member(name=name.encode()) for name in names)), Budget())
    assert list(files) == ["a.json"]
    assert {(refusal.path, refusal.reason) for refusal in refusals} == {
        ("__MACOSX", Reason.JUNK),
        ("x/.DS_Store", Reason.JUNK),
        ("._a.json", Reason.JUNK),
        (".vscode", Reason.HIDDEN),
    }
    assert len(refusals) == 4


def test_a_file_that_is_too_large_is_left_out_and_the_rest_is_read() -> None:
    large = Member(name=b"large.json", data=bytes((8 << 20) + 1), method=0)
    files, refusals = read_archive(zip_of(Member(), large), Budget())
    assert list(files) == [NAME]
    assert [(refusal.path, refusal.reason) for refusal in refusals] == [("large.json", Reason.TOO_LARGE)]


def read_all(data: bytes, budget: Budget) -> list[Reason]:
    files, refusals = read_archive(data, budget)
    reasons = [refusal.reason for refusal in refusals]
    for name, inner in files.items():
        if name.endswith(".zip"):
            reasons += read_all(inner, budget.inner())
    return reasons


def nested(data: bytes, levels: int, copies: int = 1) -> bytes:
    for _ in range(levels):
        data = zip_of(*(Member(name=b"%d.zip" % number, data=data, method=0) for number in range(copies)))
    return data


def test_three_levels_of_archives_are_read_and_no_fourth() -> None:
    assert read_all(nested(one(), 2), Budget()) == []
    assert read_all(nested(one(), 3), Budget()) == [Reason.BOMB]
    assert read_all(nested(one(), 40), Budget()) == [Reason.BOMB]


def test_nested_archives_share_one_budget_of_bytes() -> None:
    inner = zip_of(*(Member(name=b"%d.bin" % number, data=bytes(1 << 20)) for number in range(15)))
    assert Reason.BOMB in read_all(nested(inner, 1, copies=10), Budget())
    assert read_all(nested(inner, 1, copies=5), Budget()) == []


def test_nested_archives_share_one_budget_of_entries() -> None:
    inner = zip_of(*(Member(name=b"%d.json" % number) for number in range(600)))
    assert set(read_all(nested(inner, 1, copies=4), Budget())) == {Reason.TOO_MANY}


def test_nested_archives_stay_files_beside_what_they_hold(tmp_path: Path) -> None:
    (tmp_path / "s.zip").write_bytes(
        zip_of(Member(name=b"intro.md"), Member(name=b"package.zip", data=one()))
    )
    (package,) = packages(tmp_path / "s.zip")
    assert package.files == {
        "intro.md": DEFINITION,
        "package.zip": one(),
        f"package.zip!/{NAME}": DEFINITION,
    }
    assert package.form is Form.ARCHIVE


def test_a_single_top_folder_is_read_as_the_root(tmp_path: Path) -> None:
    names = [b"Contoso/" + NAME.encode(), b"Contoso/images/a.png", b"__MACOSX/._Contoso"]
    (tmp_path / "up.zip").write_bytes(zip_of(*(Member(name=name) for name in names)))
    (package,) = packages(tmp_path / "up.zip")
    assert sorted(package.files) == [NAME, "images/a.png"]
    assert (package.name, package.path) == ("Contoso", str(tmp_path / "up.zip"))
    assert [refusal.path for refusal in package.refusals] == ["__MACOSX"]


def test_several_package_folders_are_several_packages(tmp_path: Path) -> None:
    names = [b"README.md", b"all/B/" + NAME.encode(), b"all/A/apiProperties.json", b"all/A/.env"]
    (tmp_path / "all.zip").write_bytes(zip_of(*(Member(name=name) for name in names)))
    first, second = packages(tmp_path / "all.zip")
    assert first.path == f"{tmp_path / 'all.zip'}!/all/A"
    assert (list(first.files), [refusal.path for refusal in first.refusals]) == (
        ["apiProperties.json"],
        [".env"],
    )
    assert (list(second.files), second.refusals, second.name) == ([NAME], (), "B")


def test_a_package_folder_beside_other_files_is_shown_as_that_folder(tmp_path: Path) -> None:
    names = [b"malware.exe", b"Contoso/" + NAME.encode()]
    (tmp_path / "up.zip").write_bytes(zip_of(*(Member(name=name) for name in names)))
    (package,) = packages(tmp_path / "up.zip")
    assert package.path.endswith("up.zip!/Contoso")


def test_a_solution_is_one_package_with_all_its_folders(tmp_path: Path) -> None:
    names = [b"solution.xml", b"Connector/x_openapidefinition.json", b"Connector/y.swagger.json"]
    (tmp_path / "solution.zip").write_bytes(zip_of(*(Member(name=name) for name in names)))
    (package,) = packages(tmp_path / "solution.zip")
    assert sorted(package.files) == sorted(name.decode() for name in names)


def test_an_unsafe_archive_on_disk_is_a_package_without_files(tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"<html>")
    (package,) = packages(tmp_path / "bad.zip")
    assert package.files == {}
    assert [(refusal.path, refusal.reason) for refusal in package.refusals] == [("", Reason.BROKEN_ARCHIVE)]


def test_an_archive_that_vanishes_is_a_package_without_files(tmp_path: Path) -> None:
    package = ArchiveOrigin(str(tmp_path / "gone.zip")).load()
    assert [refusal.reason for refusal in package.refusals] == [Reason.UNREADABLE]


def test_a_changed_archive_is_read_again(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(one())
    origin = pickle.loads(pickle.dumps(ArchiveOrigin(str(path))))
    assert origin.load().files == {NAME: DEFINITION}
    path.write_bytes(one(data=b"{}"))
    assert origin.load().files == {NAME: b"{}"}
