"""`certify check` as a user calls it: what it prints, and how it ends."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from certify.cli.main import main

GOLDEN = Path(__file__).resolve().parents[2] / "templates" / "certify_templates" / "golden"


@pytest.fixture
def clean(tmp_path: Path) -> Path:
    """A clean package in a folder of its own."""
    return Path(shutil.copytree(GOLDEN, tmp_path / "Tidewater Stock"))


@pytest.fixture
def faulty(clean: Path) -> Path:
    """The clean package with one error: an operation without an id."""
    path = clean / "apiDefinition.swagger.json"
    path.write_text(path.read_text("utf-8").replace('"operationId": "CreateItem",', ""), "utf-8")
    return clean


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, dict[str, Any]]:
    status = main(["check", *arguments, "--format", "json"])
    return status, json.loads(capsys.readouterr().out)


def test_clean_package_is_ready(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = report(capsys, str(clean))
    (package,) = found["packages"]
    assert (status, package["verdict"], package["findings"]) == (0, "ready", [])


def test_error_is_told_at_its_line(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    status, found = report(capsys, str(faulty), "--select", "op-id-present")
    (finding,) = found["packages"][0]["findings"]
    lines = (faulty / "apiDefinition.swagger.json").read_text("utf-8").splitlines()
    assert status == 1
    assert (finding["rule"], finding["pointer"], finding["severity"]) == (
        "op-id-present",
        "/paths/~1items/post",
        "error",
    )
    start, end = finding["start"], finding["end"]
    assert lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1] == '"post"'


def test_folder_of_many_packages_reports_each(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(GOLDEN, faulty.parent / "deep" / "er" / "Another")
    status, found = report(capsys, str(faulty.parent), "--jobs", "2", "--select", "op-id-present")
    assert status == 1
    assert [(p["name"], p["verdict"]) for p in found["packages"]] == [
        ("Tidewater Stock", "changes-required"),
        ("Another", "ready"),
    ] or [(p["name"], p["verdict"]) for p in found["packages"]] == [
        ("Another", "ready"),
        ("Tidewater Stock", "changes-required"),
    ]


def test_path_that_is_named_twice_is_checked_once(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, found = report(capsys, str(clean), f"{clean}/", str(clean.parent / "." / clean.name))
    assert len(found["packages"]) == 1


def test_standard_input_is_a_definition(
    faulty: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    data = (faulty / "apiDefinition.swagger.json").read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    status, found = report(capsys, "-", "--select", "op-id-present")
    assert status == 1
    assert found["packages"][0]["findings"][0]["path"] == "apiDefinition.swagger.json"


@pytest.mark.parametrize(("fail_on", "status"), [("error", 1), ("warning", 1), ("note", 1), ("never", 0)])
def test_failing_severity_decides(
    faulty: Path, fail_on: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(capsys, str(faulty), "--fail-on", fail_on)[0] == status


def test_warning_fails_only_when_asked(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = clean / "apiDefinition.swagger.json"
    path.write_text(path.read_text("utf-8").replace("CreateItem", "Create_Item"), "utf-8")
    choice = ("--select", "op-id-alnum")
    assert report(capsys, str(clean), *choice)[0] == 0
    assert report(capsys, str(clean), *choice, "--fail-on", "warning")[0] == 1


def test_baseline_lets_known_findings_pass(
    faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    baseline = tmp_path / "baseline.json"
    assert main(["check", str(faulty), "--format", f"json={baseline}"]) == 1
    capsys.readouterr()
    status, found = report(capsys, str(faulty), "--baseline", str(baseline))
    assert status == 0
    assert {finding["new"] for finding in found["packages"][0]["findings"]} == {False}


def test_since_reports_only_what_changed(faulty: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = faulty.parent
    shutil.copytree(GOLDEN, root / "Untouched")
    for command in (
        ["init", "-q"],
        ["add", "."],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "x"],
    ):
        subprocess.run(["git", *command], cwd=root, check=True)
    path = faulty / "apiDefinition.swagger.json"
    path.write_text(path.read_text("utf-8").replace('"operationId": "UpdateItem",', ""), "utf-8")
    status, found = report(capsys, str(root), "--since", "HEAD", "--select", "op-id-present")
    (package,) = found["packages"]
    assert status == 1
    assert [(finding["pointer"], finding["new"]) for finding in package["findings"]] == [
        ("/paths/~1items/post", False),
        ("/paths/~1items~1{itemId}/patch", True),
    ]
    status, found = report(capsys, str(root), "--rev", "HEAD", "--select", "op-id-present")
    assert [len(package["findings"]) for package in found["packages"]] in ([1, 0], [0, 1])


def test_waived_finding_does_not_fail_and_expired_waiver_is_told(
    faulty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(faulty.parent)
    (faulty.parent / "certify.toml").write_text('select = ["op-id-present"]\n')
    _, found = report(capsys, str(faulty))
    place = found["packages"][0]["findings"][0]["place"]
    assert main(["waive", "OperationIdRequired", place, "--reason", "later", "--owner", "me"]) == 0
    capsys.readouterr()
    status, found = report(capsys, str(faulty))
    assert (status, found["packages"][0]["findings"][0]["waived"]) == (0, "later (me)")
    waivers = faulty.parent / "certify-waivers.toml"
    waivers.write_text(waivers.read_text() + 'expires = "2020-01-01"\n')
    assert main(["check", str(faulty)]) == 1
    assert "expired on 2020-01-01" in capsys.readouterr().err


def test_waiver_needs_no_settings_beside_it(
    faulty: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(faulty.parent)
    assert main(["waive", "op-id-present", "*", "--reason", "later", "--owner", "me"]) == 0
    capsys.readouterr()
    status, found = report(capsys, str(faulty), "--select", "op-id-present")
    assert (status, found["packages"][0]["findings"][0]["waived"]) == (0, "later (me)")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "nowhere"),
        ([""], "a path is empty"),
        ([".", "--select", "no-such-rule"], "no-such-rule"),
        ([".", "--config", "absent.toml"], "absent.toml"),
        ([".", "--baseline", "absent.json"], "absent.json"),
        ([".", "--against", "absent"], "absent is no path, and as a git revision"),
        ([".", "--format", "papyrus"], "papyrus"),
        ([".", "--rev", "a", "--since", "b"], "together"),
    ],
)
def test_wrong_usage_is_one_clear_line_and_status_2(
    arguments: list[str],
    words: str,
    clean: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(clean)
    assert main(["check", *arguments]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("certify: ")
    assert captured.err.count("\n") == 1
    assert words in captured.err


def test_empty_folder_is_nothing_to_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(tmp_path)]) == 2
    assert capsys.readouterr().err.startswith("certify: ")


def test_crash_in_a_local_rule_is_inconclusive(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rules = clean.parent / "house"
    rules.mkdir()
    (rules / "broken.py").write_text(
        "from certify.api import NOTE, Operation, Problems, advice, rule\n\n\n"
        "@rule(NOTE, advice())\n"
        "def house_broken(operation: Operation) -> Problems:\n"
        '    """Breaks."""\n'
        "    yield operation.value['no such member']\n"
    )
    settings = clean.parent / "certify.toml"
    settings.write_text('local-rules = "house"\nselect = ["house-broken"]\n')
    status, found = report(capsys, str(clean), "--config", str(settings), "--outcomes")
    package = found["packages"][0]
    assert (status, package["verdict"], package["outcomes"]["errored"]) == (3, "inconclusive", 1)
    assert "house-broken" in json.dumps(package["rules"])


def test_readme_shows_what_the_example_gives(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = GOLDEN.parents[2]
    sample = (root / "README.md").read_text("utf-8").split("```text\n")[1].split("```")[0]
    monkeypatch.chdir(root / "examples" / "harbor-weather")
    assert main(["check", "."]) == 1
    assert sample in capsys.readouterr().out


def test_starts_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "certify", "--version"], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("certify ")


def test_costs_are_printed_beside_the_report(clean: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(clean), "--profile-rules", "--select", "operations"]) == 0
    assert "op-id-present" in capsys.readouterr().err


def test_folders_above_decide_the_profile_from_within_too(
    clean: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    package = Path(shutil.copytree(clean, clean.parent / "independent-publisher-connectors" / "Stock"))
    monkeypatch.chdir(package)
    for path in (".", "apiProperties.json"):
        _, found = report(capsys, path)
        (entry,) = found["packages"]
        assert entry["profile"] == "independent-publisher"
        assert entry["profile_reason"] == "the path holds independent-publisher-connectors"
