"""`certify report` and `certify badge`, as people call them."""

from __future__ import annotations

import json
import re
import shutil
from xml.etree import ElementTree as ET

import pytest
from naughty import hostile
from reporting import EXAMPLE, GOLDEN, golden_files

from certify.cli.main import main
from certify.core.report import Verdict
from certify.report.badge import badge


@pytest.fixture
def golden(tmp_path):
    folder = tmp_path / "tidewater"
    shutil.copytree(GOLDEN, folder)
    return folder


@pytest.fixture
def many(tmp_path, golden):
    folder = tmp_path / "connectors"
    folder.mkdir()
    shutil.copytree(golden, folder / "ready")
    shutil.copytree(EXAMPLE, folder / "harbor")
    shutil.copytree(EXAMPLE, folder / "Harbor ")
    return folder


def called(capsys, *arguments):
    status = main([str(argument) for argument in arguments])
    return status, *capsys.readouterr()


def test_a_page_is_written_and_the_status_is_that_of_a_check(tmp_path, golden, capsys):
    ready, changes = tmp_path / "ready.html", tmp_path / "changes.html"
    assert called(capsys, "report", golden, "--output", ready) == (0, "", "")
    assert called(capsys, "report", EXAMPLE, "--format", "html", "--output", changes) == (1, "", "")
    assert "Nothing stands in the way" in ready.read_text("utf-8")
    assert "Changes required" in changes.read_text("utf-8")


def test_the_name_of_the_output_says_the_format(tmp_path, capsys):
    called(capsys, "report", EXAMPLE, "-o", tmp_path / "a.md")
    called(capsys, "report", EXAMPLE, "-o", tmp_path / "a.json")
    assert (tmp_path / "a.md").read_text("utf-8").startswith("# Harbor Weather: ❌ changes required")
    assert json.loads((tmp_path / "a.json").read_text("utf-8"))["format"] == "certify-report/1"


def test_standard_output_carries_the_report_and_nothing_else(capsys):
    status, written, said = called(capsys, "report", EXAMPLE, "--format", "json")
    made = json.loads(written)
    assert (status, said) == (1, "")
    assert made["judgement"]["verdict"] == "changes-required"
    assert made["judgement"]["counts"]["error"] == sum(step["findings"] for step in made["path"]["needed"])


def test_a_terminal_gets_no_page_but_what_can_be_read_there(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    status, out, error = called(capsys, "report", GOLDEN)
    assert (status, out) == (2, "")
    assert "--output report.html" in error
    _, out, _ = called(capsys, "report", GOLDEN, "--format", "markdown")
    assert out.startswith("# ")


def test_the_report_says_of_the_package_what_a_check_says(capsys):
    _, checked, _ = called(capsys, "check", EXAMPLE, "--format", "json")
    _, reported, _ = called(capsys, "report", EXAMPLE, "--format", "json")
    check, report = json.loads(checked), json.loads(reported)
    (package,) = check["packages"]
    assert report["ruleset"] == check["ruleset"]
    assert report["identity"]["digest"] == package["digest"]
    assert report["judgement"]["verdict"] == package["verdict"]
    assert sorted(each["fingerprint"] for each in report["findings"]) == sorted(
        each["fingerprint"] for each in package["findings"]
    )


def test_several_formats_go_to_their_files(tmp_path, capsys):
    page, data = tmp_path / "a.html", tmp_path / "a.json"
    called(capsys, "report", EXAMPLE, "--format", f"html={page}", "--format", f"json={data}")
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert json.loads(data.read_text("utf-8"))["identity"]["title"] == "Harbor Weather"


def test_many_packages_get_an_index_and_a_report_each(tmp_path, many, capsys):
    folder = tmp_path / "reports"
    status, *_ = called(
        capsys, "report", many, "--output", folder, "--jobs", "2", "--format", "html", "--format", "json"
    )
    assert status == 1
    names = sorted(path.name for path in folder.iterdir())
    assert names == sorted(
        f"{name}.{ending}" for name in ("harbor", "harbor-2", "index", "ready") for ending in ("html", "json")
    )
    index = (folder / "index.html").read_text("utf-8")
    assert set(re.findall(r'href="([^"#]*\.html)"', index)) == {"harbor.html", "harbor-2.html", "ready.html"}
    listed = json.loads((folder / "index.json").read_text("utf-8"))
    assert sorted(package["verdict"] for package in listed["packages"]) == ["changes-required"] * 2 + [
        "ready"
    ]
    assert all((folder / package["file"]).is_file() for package in listed["packages"])


def test_one_process_and_two_write_the_same_reports(tmp_path, many, capsys):
    one, two = tmp_path / "one", tmp_path / "two"
    called(capsys, "report", many, "-o", one, "--jobs", "1")
    called(capsys, "report", many, "-o", two, "--jobs", "2")
    assert {path.name: path.read_bytes() for path in one.iterdir()} == {
        path.name: path.read_bytes() for path in two.iterdir()
    }


def test_names_of_hostile_packages_never_leave_the_folder(tmp_path, capsys):
    package = hostile(golden_files())
    folder = tmp_path / "in" / "<b>..x\u202e"
    folder.mkdir(parents=True)
    for name, data in package.files.items():
        if "/" not in name:
            (folder / name).write_bytes(data)
    shutil.copytree(EXAMPLE, tmp_path / "in" / "plain")
    called(capsys, "report", tmp_path / "in", "-o", tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "b-x.html",
        "index.html",
        "plain.html",
    ]


def test_what_is_new_and_gone_is_told_beside_the_old_version(tmp_path, golden, capsys):
    new = tmp_path / "new"
    shutil.copytree(golden, new)
    definition = json.loads((new / "apiDefinition.swagger.json").read_text("utf-8"))
    gone = next(iter(definition["paths"]))
    del definition["paths"][gone]
    (new / "apiDefinition.swagger.json").write_text(json.dumps(definition), "utf-8")
    status, written, _ = called(capsys, "report", new, "--against", golden, "--format", "json")
    changes = json.loads(written)["changes"]
    assert status == 1
    assert changes["update"] == "major"
    assert any(entry["kind"] == "gone" and entry["breaks"] for entry in changes["entries"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--format", "pdf"), "html, markdown, json"),
        (("--format", "html", "--format", "html"), "once"),
        (("--format", "html", "--format", "json"), "one place"),
        (("--format", "html="), "file after the equals sign"),
        (("--output", "no/such/folder/a.html"), "no folder"),
        (("--output", "a.pdf"), "end in .pdf"),
        (("--against", "./no-such-package"), "nothing at ./no-such-package"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(arguments, words, capsys):
    status, written, said = called(capsys, "report", EXAMPLE, *arguments)
    assert (status, written) == (2, "")
    assert said.count("\n") == 1
    assert words in said


def test_many_packages_need_a_folder(tmp_path, many, capsys):
    assert called(capsys, "report", many)[0] == 2
    assert called(capsys, "report", many, "--output", tmp_path, "--format", "html=a.html")[0] == 2
    file = tmp_path / "a.html"
    file.write_text("kept", "utf-8")
    assert called(capsys, "report", many, "--output", file)[0] == 2
    assert file.read_text("utf-8") == "kept"


@pytest.mark.parametrize(
    ("verdict", "word"),
    [
        (Verdict.READY, "ready"),
        (Verdict.CHANGES_REQUIRED, "changes required"),
        (Verdict.INCONCLUSIVE, "inconclusive"),
    ],
)
def test_a_badge_says_what_certify_said_and_nothing_of_microsofts_certification(verdict, word):
    root = ET.fromstring(badge(verdict))
    texts = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert texts == ["certify", word]
    assert root.get("aria-label") == f"certify: {word}"
    assert "certified" not in badge(verdict).lower()
    assert "not Microsoft" in (root.findtext("{http://www.w3.org/2000/svg}title") or "")


def test_a_badge_is_made_of_a_package_or_of_a_report(tmp_path, golden, capsys):
    for command in ("check", "report"):
        report = tmp_path / f"{command}.json"
        _, written, _ = called(capsys, command, golden, "--format", "json")
        report.write_text(written, "utf-8")
        assert called(capsys, "badge", report)[:2] == (0, badge(Verdict.READY))
    assert called(capsys, "badge", golden)[:2] == (0, badge(Verdict.READY))
    assert called(capsys, "badge", EXAMPLE)[:2] == (0, badge(Verdict.CHANGES_REQUIRED))


def test_a_badge_of_many_packages_shows_the_worst(tmp_path, many, capsys):
    file = tmp_path / "badge.svg"
    assert called(capsys, "badge", many, "--output", file) == (0, "", "")
    assert file.read_text("utf-8") == badge(Verdict.CHANGES_REQUIRED)


@pytest.mark.parametrize(
    "content",
    ['{"format": "certify-rules/1"}', '{"format": "certify-report/1"}', '{"format": "certify/1", "packages": [{"verdict": "splendid"}]}'],
)  # fmt: skip
def test_a_report_without_a_verdict_gives_no_badge(tmp_path, content, capsys):
    file = tmp_path / "a.json"
    file.write_text(content, "utf-8")
    assert called(capsys, "badge", file)[:2] == (2, "")


def test_a_lone_file_that_is_no_package_gives_no_badge(tmp_path, capsys):
    file = tmp_path / "notes.txt"
    file.write_text("hello", "utf-8")
    assert called(capsys, "badge", file)[:2] == (2, "")
