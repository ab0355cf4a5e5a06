"""Archives in archives: where their files appear, what all of them together may cost, and what is refused."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from submission_zip import CONNECTOR, FLOW, good, zipped

from certify.core.package import Form, Package, Reason
from certify.core.report import Status
from certify.core.rule import Profile
from certify.documents.submission.xml_text import LARGEST, read_xml
from certify.engine.run import run
from certify.plugins import load_rules
from certify.sources import find_origins

if TYPE_CHECKING:
    from pathlib import Path


def loaded(folder: Path, data: bytes) -> Package:
    path = folder / "a.zip"
    path.write_bytes(data)
    (origin,) = find_origins(str(path))
    assert origin.load().digest == origin.load().digest
    return origin.load()


def test_files_of_inner_archives_join_the_outer_ones(tmp_path: Path) -> None:
    tree = {"a.txt": b"1", "b.zip!/c.txt": b"2", "b.zip!/d/e.ZIP!/f.txt": b"3"}
    package = loaded(tmp_path, zipped(tree))
    assert {path: data for path, data in package.files.items() if path in tree} == tree
    assert set(package.files) == {*tree, "b.zip", "b.zip!/d/e.ZIP"}
    assert package.refusals == ()


@pytest.mark.parametrize(
    ("tree", "path", "reason"),
    [
        ({"a.zip!/b.zip!/c.zip!/d.txt": b""}, "a.zip!/b.zip!/c.zip", Reason.BOMB),
        ({"a.zip!/b.zip!/../c.txt": b""}, "a.zip!/b.zip!/../c.txt", Reason.OUTSIDE),
        ({"a.zip!/.git/config": b""}, "a.zip!/.git/config", Reason.HIDDEN),
        ({"a.zip!/__MACOSX/._b": b"", "a.zip!/c.txt": b""}, "a.zip!/__MACOSX", Reason.JUNK),
        ({"a.zip": b"no zip"}, "a.zip", Reason.BROKEN_ARCHIVE),
        ({"a.zip!/zeros": bytes(8 << 20)}, "a.zip!/zeros", Reason.BOMB),
    ],
    ids=["four deep", "outside", "hidden", "junk", "broken", "bomb"],
)
def test_what_is_refused_inside_is_named_by_its_whole_path(
    tmp_path: Path, tree: dict[str, bytes], path: str, reason: Reason
) -> None:
    package = loaded(tmp_path, zipped(tree))
    assert [(refusal.path, refusal.reason) for refusal in package.refusals] == [(path, reason)]


def test_inner_archives_share_one_budget(tmp_path: Path) -> None:
    tree = {f"{letter}.zip!/{number}.txt": b"" for letter in "abc" for number in range(900)}
    package = loaded(tmp_path, zipped(tree))
    assert [(refusal.path, refusal.reason) for refusal in package.refusals] == [("c.zip", Reason.TOO_MANY)]


def test_folder_cannot_pass_for_the_content_of_an_archive(tmp_path: Path) -> None:
    import io
    import zipfile

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("package.zip", zipped({"PkgAssets/real.txt": b""}))
        archive.writestr("package.zip!/PkgAssets/faked.txt", b"")
    package = loaded(tmp_path, buffer.getvalue())
    assert [(refusal.path, refusal.reason) for refusal in package.refusals] == [
        ("package.zip", Reason.COLLISION)
    ]


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        "<a>" * 101,
        f"<a>{'<b/>' * 60_000}</a>",
        " " * (LARGEST + 1),
        "<a>\ud800</a>",
        "<a>\0</a>",
        "",
        "<a/><b/>",
    ],
    ids=["entities", "external", "deep", "wide", "large", "surrogate", "zero", "empty", "two roots"],
)
def test_hostile_xml_is_refused(text: str) -> None:
    read = read_xml(text)
    assert read.root is None
    assert read.fault
    assert 0 <= read.offset <= len(text)


def test_elements_know_where_they_stand_behind_any_characters() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?>\n<a>é🐟<b x="1">text</b><b/></a>'
    root = read_xml(text).root
    assert root is not None
    assert [text[slice(*element.span)] for element in root.descendants("b")] == ["<b", "<b"]
    assert root.children[0].text == "text"


def test_no_rule_breaks_on_a_damaged_submission() -> None:
    rules = load_rules().choose(Profile.VERIFIED)
    clean = good(with_plugin=True)
    chance = random.Random(20)
    paths = sorted(path for path in clean if not path.endswith(".zip"))
    for _ in range(25):
        tree = dict(clean)
        for path in chance.sample(paths, 4):
            data = bytearray(tree[path])
            for _ in range(8):
                start = chance.randrange(len(data) + 1)
                data[start : start + chance.randrange(60)] = chance.choice(
                    [b"", b"null", b"[]", b"{}", b"<a>", b"</", b'"', b"\xff\0", b"&x;", b"1e999"]
                )
            tree[path] = bytes(data)
        for path in chance.sample(paths, 2):
            tree.pop(path, None)
        report = run(Package("a.zip", "a", tree, form=Form.ARCHIVE), rules)
        assert not [name for name, what in report.outcomes.items() if what.status is Status.ERRORED]


def test_reference_out_of_the_solution_leads_nowhere() -> None:
    tree = good()
    path = f"{CONNECTOR}customizations.xml"
    tree[path] = tree[path].replace(
        b"/Connector/qs_tidewaterstock_openapi", b"/../flow.zip!/Connector/qs_tidewaterstock_openapi"
    )
    assert f"{FLOW}Connector/qs_tidewaterstock_openapidefinition.json" in tree
    rules = load_rules().choose(Profile.VERIFIED)
    report = run(Package("a.zip", "a", tree, form=Form.ARCHIVE), rules)
    assert "pkg-connector-files" in {finding.rule for finding in report.findings}
