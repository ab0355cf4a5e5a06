"""The Action that comments: what it calls, and that the report of the check is one that it takes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from action_project import made_project

from certify.cli.main import build_parser
from certify.github.review_artifact import read_report
from project import ROOT

if TYPE_CHECKING:
    from action_project import Project

SHA = "0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    made = made_project(tmp_path)
    made.runner.action = ROOT / ".github" / "actions" / "comment"
    return made


def called(project: Project, **inputs: str) -> list[str]:
    """The words that the step's interpreter is given."""
    words = project.runner.temporary / "words.json"
    stub = project.runner.temporary / "python"
    stub.write_text(
        f"#!{sys.executable} -I\nimport json, sys\nopen({str(words)!r}, 'w').write(json.dumps(sys.argv[1:]))\n"
    )
    stub.chmod(0o755)
    given = {"token": "secret", **{name.replace("_", "-"): value for name, value in inputs.items()}}
    values = {"steps.install.outputs.python": str(stub)}
    assert project.runner.run("Write the comment", given, values).status == 0
    found: list[str] = json.loads(words.read_text("utf-8"))
    return found


def test_step_calls_the_command_as_it_is_meant(project: Project) -> None:
    words = called(project, report="report/certify.json", head_sha=SHA)
    assert words[:5] == ["-I", "-X", "utf8", "-m", "certify"]
    options = build_parser(("bot",)).parse_args(words[5:])
    assert (options.action, options.report, options.repository, options.head_sha, options.author) == (
        "comment",
        "report/certify.json",
        "contoso/connectors",
        SHA,
        "github-actions[bot]",
    )


def test_token_is_in_no_argument(project: Project) -> None:
    assert not [word for word in called(project, report="x", head_sha=SHA) if "secret" in word]


@pytest.mark.parametrize(
    "value", ["$(touch pwned)", "' x", '" --author=me "', "--repository=o/n", "a\nb", "* ?"]
)
def test_value_stays_one_word(project: Project, value: str) -> None:
    words = called(project, report=value, head_sha=value, author=value)
    assert words[7:] == [
        f"--report={value}",
        "--repository=contoso/connectors",
        f"--head-sha={value}",
        f"--author={value}",
    ]
    assert not (project.root / "pwned").exists()


def test_report_of_a_check_is_what_the_command_reads(tmp_path: Path) -> None:
    project = made_project(tmp_path)
    project.edit("Tidewater Stock", '"operationId": "CreateItem",', "")
    project.runner.event("schedule", {})
    report = read_report(Path(project.check().outputs["report"]))
    assert [package["path"] for package in report["packages"]] == ["connectors/Tidewater Stock"]
