"""Packages in folders on disk, honest and hostile."""

from __future__ import annotations

import os
import pickle
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from certify.core.package import Form, Reason
from certify.sources import DirectoryOrigin
from certify.sources.directory import find_folders

if TYPE_CHECKING:
    from certify.core.package import Package

NAME = "apiDefinition.swagger.json"


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"{}")


def load(folder: Path) -> Package:
    return DirectoryOrigin(str(folder)).load()


def reasons(package: Package) -> dict[str, Reason]:
    return {refusal.path: refusal.reason for refusal in package.refusals}


def found(folder: Path) -> list[str]:
    return [os.path.relpath(origin.path, folder) for origin in find_folders(str(folder))]


def test_a_package_is_read_with_its_sub_folders(tmp_path: Path) -> None:
    write(tmp_path / "Contoso", NAME, "images/a.png")
    package = load(tmp_path / "Contoso")
    assert package.files == {NAME: b"{}", "images/a.png": b"{}"}
    assert (package.name, package.form, package.refusals) == ("Contoso", Form.FOLDER, ())


@pytest.mark.parametrize(
    "name",
    [
        NAME, "apiproperties.JSON", "CQC-Connector.swagger.json", "apiDefination.swagger.json", "api definition.json",
        "api_defintion.json", "swagger.json", "x_openapidefinition.json",
    ],
)  # fmt: skip
def test_packages_are_found_by_odd_spellings_too(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"some/where/P/{name}", "some/readme.md")
    assert found(tmp_path) == ["some/where/P"]


def test_packages_are_found_in_the_order_of_their_names_at_any_depth(tmp_path: Path) -> None:
    write(tmp_path, f"b/{NAME}", f"a/z/{NAME}", f"a/{NAME}", f"c/d/e/f/{NAME}")
    assert found(tmp_path) == ["a", "a/z", "b", "c/d/e/f"]


def test_a_package_inside_another_is_its_own(tmp_path: Path) -> None:
    write(tmp_path, NAME, f"inner/{NAME}", "inner/img/x.png", "img/y.png")
    assert sorted(load(tmp_path).files) == [NAME, "img/y.png"]
    assert sorted(load(tmp_path / "inner").files) == [NAME, "img/x.png"]


def test_an_unpacked_solution_is_one_package(tmp_path: Path) -> None:
    write(tmp_path, "solution.xml", "Connector/x_openapidefinition.json")
    assert found(tmp_path) == ["."]
    assert sorted(load(tmp_path).files) == ["Connector/x_openapidefinition.json", "solution.xml"]


def test_hidden_and_junk_folders_are_not_searched(tmp_path: Path) -> None:
    write(tmp_path, f".git/{NAME}", f"__MACOSX/{NAME}", f"__MACOSX/._{NAME}", f"a/._{NAME}", f"b/{NAME}")
    assert found(tmp_path) == ["b"]


def test_a_named_folder_with_any_file_is_a_package(tmp_path: Path) -> None:
    write(tmp_path, "readme.md")
    assert found(tmp_path) == ["."]


def test_a_folder_without_files_is_none(tmp_path: Path) -> None:
    write(tmp_path, "src/main.py", ".DS_Store")
    assert found(tmp_path) == []


def test_hidden_entries_and_junk_are_refused_once(tmp_path: Path) -> None:
    write(tmp_path, NAME, ".svn/config", ".svn/HEAD", ".env", "img/.DS_Store", "__MACOSX/._x", "Thumbs.db")
    package = load(tmp_path)
    assert list(package.files) == [NAME]
    assert reasons(package) == {
        ".env": Reason.HIDDEN,
        ".svn": Reason.HIDDEN,
        "Thumbs.db": Reason.JUNK,
        "__MACOSX": Reason.JUNK,
        "img/.DS_Store": Reason.JUNK,
    }
    assert len(package.refusals) == 5


def test_links_and_devices_are_refused_and_never_opened(tmp_path: Path) -> None:
    write(tmp_path, "secret/key.md", f"P/{NAME}")
    folder = tmp_path / "P"
    (folder / "readme.md").symlink_to(tmp_path / "secret" / "key.md")
    (folder / "images").symlink_to(tmp_path / "secret")
    (folder / "loop").symlink_to(folder)
    (folder / "dangling").symlink_to("/nowhere")
    os.mkfifo(folder / "icon.png")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "s"))
        package = load(folder)
    assert list(package.files) == [NAME]
    assert reasons(package) == {
        "readme.md": Reason.SYMLINK,
        "images": Reason.SYMLINK,
        "loop": Reason.SYMLINK,
        "dangling": Reason.SYMLINK,
        "icon.png": Reason.DEVICE,
        "s": Reason.DEVICE,
    }


def test_a_package_that_is_only_a_link_is_found_and_refused(tmp_path: Path) -> None:
    (tmp_path / "P").mkdir()
    (tmp_path / "P" / NAME).symlink_to("/etc/passwd")
    assert found(tmp_path) == ["P"]
    assert reasons(load(tmp_path / "P")) == {NAME: Reason.SYMLINK}


def test_a_link_that_the_user_names_is_followed(tmp_path: Path) -> None:
    write(tmp_path, f"real/{NAME}")
    (tmp_path / "alias").symlink_to(tmp_path / "real")
    assert found(tmp_path / "alias") == ["."]
    assert (load(tmp_path / "alias").name, list(load(tmp_path / "alias").files)) == ("alias", [NAME])


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (b"bad\xff.json", Reason.NAME), (b"new\nline", Reason.NAME), (b"\x1b[2J", Reason.NAME), (b"aux.json", Reason.NAME),
        ("x\u202e.json".encode(), Reason.NAME), (b"dot.", Reason.NAME), (b"a\\b", Reason.NAME), (b"..\\b", Reason.OUTSIDE),
        (b"git~1", Reason.NAME), (b"data.json:b", Reason.NAME),
    ],
)  # fmt: skip
def test_names_that_are_not_acceptable_are_refused_and_can_be_printed(
    tmp_path: Path, name: bytes, reason: Reason
) -> None:
    write(tmp_path, NAME)
    (tmp_path / os.fsdecode(name)).write_bytes(b"x")
    package = load(tmp_path)
    assert list(package.files) == [NAME]
    assert list(reasons(package).values()) == [reason]
    package.refusals[0].path.encode()


def test_a_folder_whose_name_is_not_utf8_can_be_found_shown_and_read(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"P\xff")
    write(folder, NAME)
    (origin,) = find_folders(str(tmp_path))
    assert origin.path.endswith("P\\xff")
    assert origin.load().files == {NAME: b"{}"}


def test_names_that_fall_together_are_refused_after_the_first(tmp_path: Path) -> None:
    write(tmp_path, NAME, "README.md", "readme.md", "\u00e9.md", "e\u0301.md")
    package = load(tmp_path)
    if len(list(tmp_path.iterdir())) < 5:
        pytest.skip("the file system does not tell these names apart")
    assert reasons(package) == {"readme.md": Reason.COLLISION, "\u00e9.md": Reason.COLLISION}
    assert "README.md" in package.files


def test_a_file_over_the_limit_is_known_but_not_read(tmp_path: Path) -> None:
    write(tmp_path, "apiProperties.json")
    with (tmp_path / NAME).open("wb") as file:
        file.truncate((8 << 20) + 1)
    package = load(tmp_path)
    assert list(package.files) == ["apiProperties.json"]
    assert reasons(package) == {NAME: Reason.TOO_LARGE}


def test_a_file_of_exactly_the_limit_is_read(tmp_path: Path) -> None:
    (tmp_path / NAME).write_bytes(b" " * (8 << 20))
    assert load(tmp_path).refusals == ()


def test_a_package_over_the_limit_is_cut_at_a_file(tmp_path: Path) -> None:
    write(tmp_path, NAME)
    for number in range(5):
        with (tmp_path / f"{number}.png").open("wb") as file:
            file.truncate(12 << 20)
    package = load(tmp_path)
    assert sum(map(len, package.files.values())) <= 50 << 20
    assert NAME in package.files
    assert reasons(package) == {"4.png": Reason.TOO_LARGE}


def test_what_cannot_be_read_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, NAME, "a.md")
    real = os.open

    def closed(path: str, *rest: int) -> int:
        if path.endswith("a.md"):
            raise PermissionError(13, "Permission denied")
        return real(path, *rest)

    monkeypatch.setattr("certify.sources.regular_file.os.open", closed)
    package = load(tmp_path)
    assert list(package.files) == [NAME]
    assert reasons(package) == {"a.md": Reason.UNREADABLE}


def test_a_folder_that_cannot_be_listed_is_reported_and_not_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, f"a/{NAME}", f"b/{NAME}", f"b/img/{NAME}x")
    real = os.scandir

    def closed(path: str) -> object:
        if path.endswith(("a", "img")):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr("certify.sources.directory.os.scandir", closed)
    assert found(tmp_path) == ["a", "b", "b/img"]
    assert reasons(load(tmp_path / "a")) == {"": Reason.UNREADABLE}
    assert reasons(load(tmp_path / "b")) == {"img": Reason.UNREADABLE}


@pytest.mark.parametrize(("count", "kept"), [(500, 500), (501, 500), (2_100, 0)])
def test_the_number_of_files_is_limited(tmp_path: Path, count: int, kept: int) -> None:
    for number in range(count):
        (tmp_path / f"{number:04}.md").touch()
    package = load(tmp_path)
    assert len(package.files) == kept
    assert reasons(package) == ({} if count == kept else {"": Reason.TOO_MANY})


def test_files_at_the_top_are_read_before_a_full_sub_folder(tmp_path: Path) -> None:
    write(tmp_path, "z.md", NAME, *(f"a/{number}.md" for number in range(600)))
    package = load(tmp_path)
    assert {NAME, "z.md"} <= set(package.files)
    assert reasons(package) == {"a": Reason.TOO_MANY}


def test_depth_is_limited(tmp_path: Path) -> None:
    write(tmp_path, NAME, "d/" * 40 + "x.md")
    package = load(tmp_path)
    assert list(package.files) == [NAME]
    assert list(reasons(package).values()) == [Reason.NAME]


def test_a_folder_that_vanishes_is_a_package_without_files(tmp_path: Path) -> None:
    assert reasons(load(tmp_path / "gone")) == {"": Reason.UNREADABLE}


def test_origins_can_be_sent_to_a_worker(tmp_path: Path) -> None:
    write(tmp_path, NAME)
    (origin,) = find_folders(str(tmp_path))
    assert pickle.loads(pickle.dumps(origin)).load().digest == origin.load().digest


CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus"


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="the real connector packages are not here")
def test_every_real_package_is_found_and_read_without_refusals() -> None:
    loaded = [origin.load() for origin in find_folders(str(CORPUS))]
    assert len(loaded) == sum(1 for area in CORPUS.iterdir() for _ in area.iterdir())
    assert [package.path for package in loaded if package.refusals] == []
    assert sum(len(package.files) for package in loaded) == sum(path.is_file() for path in CORPUS.rglob("*"))


def test_entries_of_git_at_the_root_of_a_checkout_are_the_repositorys(tmp_path: Path) -> None:
    (tmp_path / "apiDefinition.swagger.json").write_text("{}")
    for name in (".git", ".github"):
        (tmp_path / name).mkdir()
    (tmp_path / ".gitignore").write_text("x")
    package = DirectoryOrigin(str(tmp_path)).load()
    assert list(package.files) == ["apiDefinition.swagger.json"]
    assert package.refusals == ()
