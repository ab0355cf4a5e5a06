"""Hostile inputs, file names, commits and events: nothing of them is executed, and nothing becomes a command."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from action_project import made_project, pull_request

if TYPE_CHECKING:
    from action_project import Project

NAUGHTY = [
    "$(touch pwned)",
    "`touch pwned`",
    "; touch pwned #",
    "' && touch pwned && '",
    '" && touch pwned && "',
    "--help",
    "-",
    "--format=text=pwned",
    "x\n::set-output name=verdict::ready",
    "x\n::error::pwned",
    "::add-mask::pwned",
    "##[error]pwned",
    "x\r::error::pwned",
    "verdict<<EOF\nready\nEOF",
    "../../../../etc",
    "\u202egnp.exe",
    "${{ github.token }}",
]
INPUTS = [
    "paths",
    "working_directory",
    "profile",
    "fail_on",
    "since",
    "select",
    "ignore",
    "config",
    "annotations",
    "summary",
    "upload_sarif",
]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    made = made_project(tmp_path_factory.mktemp("hostile"))
    made.runner.event("schedule", {})
    return made


def files_of(folder: Path) -> set[str]:
    return {str(file.relative_to(folder)) for file in folder.rglob("*") if ".git" not in file.parts}


EVERYTHING_AT_ONCE = "'\"`; $(touch pwned)\n::set-output name=verdict::ready\n##[error]pwned"


@pytest.mark.parametrize(
    ("name", "value"),
    [("paths", value) for value in NAUGHTY] + [(name, EVERYTHING_AT_ONCE) for name in INPUTS],
)
def test_naughty_input_does_nothing(project: Project, name: str, value: str) -> None:
    before = files_of(project.root)
    done = project.check(**{name: value})
    assert done.status in {0, 2}
    assert files_of(project.root) == before
    assert not done.commands("set-output")
    assert not done.commands("add-mask")
    assert len(done.commands("error")) == (done.status == 2)
    assert done.outputs.get("verdict") in {None, "ready"}
    if done.status == 2:
        assert "verdict" not in done.outputs
        (error,) = done.commands("error")
        assert error.startswith("::error title=certify::")


def test_names_of_files_never_become_commands(tmp_path: Path) -> None:
    project = made_project(tmp_path)
    base = project.git("rev-parse", "HEAD")
    project.git("checkout", "-q", "-b", "work")
    for name in ("::error::pwned", "x\n::error::pwned", "##[error]pwned", "$(touch pwned)", "a,file=b::c"):
        folder = project.package(name.replace("/", "_"))
        definition = folder / "apiDefinition.swagger.json"
        definition.write_text(
            definition.read_text("utf-8").replace('"operationId": "CreateItem",', ""), "utf-8"
        )
    project.open_pull_request(base, project.commit())
    before = files_of(project.root)
    done = project.check()
    assert (done.status, done.outputs["packages"]) == (1, "5")
    assert files_of(project.root) == before
    errors = done.commands("error")
    assert errors
    assert all(error.startswith("::error file=connectors/") for error in errors)
    assert all("title=certify" in error.split("::")[1] for error in errors)


def test_texts_of_a_package_never_become_commands(tmp_path: Path) -> None:
    project = made_project(tmp_path)
    base = project.git("rev-parse", "HEAD")
    project.git("checkout", "-q", "-b", "work")
    project.edit(
        "Tidewater Stock",
        '"operationId": "CreateItem"',
        json.dumps("operationId") + ': "\\n::error::pwned ##[error]x"',
    )
    project.open_pull_request(base, project.commit())
    done = project.check()
    assert done.status == 1
    assert all(
        error.startswith("::error file=connectors/Tidewater Stock/") for error in done.commands("error")
    )


def test_nothing_in_the_checkout_is_imported(tmp_path: Path) -> None:
    project = made_project(tmp_path)
    project.runner.event("schedule", {})
    for name in (
        "json.py",
        "sitecustomize.py",
        "usercustomize.py",
        "certify.py",
        "orjson.py",
        "git.py",
        "argparse.py",
    ):
        (project.root / name).write_text("open('pwned', 'w')\nraise SystemExit('pwned')\n")
    project.runner.environment |= {
        "PYTHONPATH": str(project.root),
        "PYTHONSTARTUP": str(project.root / "json.py"),
    }
    done = project.check()
    assert (done.status, done.outputs["verdict"]) == (0, "ready")
    assert not (project.root / "pwned").exists()


def test_hooks_and_filters_of_the_checkout_are_not_run(tmp_path: Path) -> None:
    project = made_project(tmp_path)
    base = project.git("rev-parse", "HEAD")
    project.git("checkout", "-q", "-b", "work")
    pwned = tmp_path / "pwned"
    (project.root / ".gitattributes").write_text("* filter=evil diff=evil\n")
    project.edit("Tidewater Stock", '"version": "1.0.0"', '"version": "1.1.0"')
    project.open_pull_request(base, project.commit())
    for key in ("filter.evil.clean", "filter.evil.smudge", "core.fsmonitor", "diff.evil.command"):
        project.git("config", key, f"touch {pwned}")
    assert project.check().status == 0
    assert not pwned.exists()


@pytest.mark.parametrize("name", ["pull_request_target", "workflow_run", "issue_comment"])
def test_event_with_the_rights_of_the_repository_is_refused(tmp_path: Path, name: str) -> None:
    project = made_project(tmp_path)
    project.runner.event(name, {})
    done = project.check()
    assert done.status == 2
    assert "check on `pull_request`" in done.commands("error")[0]


def test_file_named_like_the_base_is_not_taken_for_it(tmp_path: Path) -> None:
    project = made_project(tmp_path)
    base = project.git("rev-parse", "HEAD")
    project.git("checkout", "-q", "-b", "work")
    project.edit("Tidewater Stock", '"operationId": "CreateItem"', '"operationId": "AddItem"')
    lie = project.package(base)
    (project.root / "connectors" / base).rename(project.root / base)
    lie = project.root / base / "apiDefinition.swagger.json"
    lie.write_text(lie.read_text("utf-8").replace('"CreateItem"', '"AddItem"'), "utf-8")
    project.open_pull_request(base, project.commit())
    done = project.check(select="bc-operation-id")
    assert (done.status, done.outputs["errors"]) == (1, "1")


@pytest.mark.parametrize(
    "event",
    [
        None,
        [],
        "text",
        {"pull_request": None},
        {"pull_request": {"base": {"sha": "--upload-pack=touch pwned"}, "head": {"sha": 1}}},
        {"pull_request": {"base": {"sha": "HEAD"}, "head": {"sha": "x" * 40}}},
        pull_request("f" * 40, "e" * 40),
    ],
)
def test_event_without_a_commit_that_is_there_ends_with_what_to_do(tmp_path: Path, event: object) -> None:
    project = made_project(tmp_path)
    project.runner.event("pull_request", event)
    done = project.check()
    assert done.status == 2
    assert any(hint in done.commands("error")[0] for hint in ("`fetch-depth: 0`", "the input `since`"))
    assert not (project.root / "pwned").exists()


def test_scratch_of_an_earlier_step_stays(tmp_path: Path) -> None:
    project = made_project(tmp_path)
    project.runner.event("schedule", {})
    first, second = (Path(project.check().outputs["report"]) for _ in range(2))
    assert first != second
    assert first.is_file()
    assert first.parent.stat().st_mode & 0o077 == 0
