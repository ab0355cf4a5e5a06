"""The Action on pull requests, pushes and schedules: what it checks, shows, hands on, and how it ends."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from action_project import made_project

from project import ROOT

if TYPE_CHECKING:
    from action_project import Project
    from action_runner import Done

ID = '"operationId": "CreateItem",'
SUMMARY = '"summary": "Create an item",'
STOCK = "Tidewater Stock"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return made_project(tmp_path)


@pytest.fixture
def branch(project: Project) -> str:
    """The commit that `main` has; work goes on on another branch."""
    base = project.git("rev-parse", "HEAD")
    project.git("checkout", "-q", "-b", "work")
    return base


def test_error_of_a_pull_request_fails_the_step_and_is_shown_at_its_line(
    project: Project, branch: str
) -> None:
    project.edit(STOCK, ID, "")
    project.open_pull_request(branch, project.commit())
    done = project.check()
    assert done.status == 1
    assert done.outputs | {"report": "", "sarif": ""} == {
        "verdict": "changes-required",
        "exit-status": "1",
        "packages": "1",
        "errors": "2",
        "warnings": "0",
        "notes": done.outputs["notes"],
        "base": branch,
        "report": "",
        "sarif": "",
    }
    file = project.root / "connectors" / STOCK / "apiDefinition.swagger.json"
    line = file.read_text("utf-8").splitlines().index('      "post": {') + 1
    errors = done.commands("error")
    assert len(errors) == 2
    place = f"::error file=connectors/{STOCK}/{file.name},line={line},"
    assert any(error.startswith(place) and "op-id-present" in error for error in errors)


def test_pull_request_that_breaks_flows_is_told_so(project: Project, branch: str) -> None:
    project.edit(STOCK, ID, '"operationId": "AddItem",')
    project.open_pull_request(branch, project.commit())
    done = project.check(select="changes")
    assert done.status == 1
    assert ["bc-operation-id" in error for error in done.commands("error")] == [True]


def test_finding_that_the_base_has_is_known_and_does_not_decide(project: Project) -> None:
    project.edit(STOCK, ID, "")
    base = project.commit()
    project.edit(STOCK, SUMMARY, '"summary": "Create one item",')
    project.edit(STOCK, '"version": "1.0.0"', '"version": "1.1.0"')
    project.open_pull_request(base, project.commit())
    done = project.check()
    assert (done.status, done.outputs["errors"]) == (0, "0")
    (package,) = json.loads(Path(done.outputs["report"]).read_bytes())["packages"]
    (finding,) = [found for found in package["findings"] if found["rule"] == "op-id-present"]
    assert not finding["new"]
    assert done.commands("error") == []


def test_only_packages_that_changed_are_checked(project: Project, branch: str) -> None:
    project.package("Another")
    project.open_pull_request(branch, project.commit())
    done = project.check()
    (package,) = json.loads(Path(done.outputs["report"]).read_bytes())["packages"]
    assert package["path"].endswith("connectors/Another")


def test_what_changed_on_the_base_since_is_not_the_pull_requests(project: Project, branch: str) -> None:
    project.edit(STOCK, SUMMARY, '"summary": "Create one item",')
    head = project.commit()
    project.git("checkout", "-q", "main")
    project.package("Another")
    base = project.commit()
    project.open_pull_request(base, head)
    assert project.check().outputs["packages"] == "1"
    project.git("checkout", "-q", "--detach", head)
    done = project.check()
    assert (done.outputs["packages"], done.outputs["base"]) == ("1", branch)


def test_pull_request_without_a_package_passes_and_says_so(project: Project, branch: str) -> None:
    (project.root / "notes.txt").write_text("nothing")
    project.open_pull_request(branch, project.commit())
    done = project.check()
    assert (done.status, done.outputs["packages"], done.outputs["verdict"]) == (0, "0", "ready")
    assert "No connector package has changed." in done.summary


def test_summary_holds_the_report_and_what_it_was_compared_with(project: Project, branch: str) -> None:
    project.edit(STOCK, ID, "")
    project.open_pull_request(branch, project.commit())
    done = project.check()
    assert "changes required" in done.summary
    assert (
        f"Compared with the base of the pull request ({branch[:10]}); only what is new decides."
        in done.summary
    )
    assert len(done.summary.encode()) < 1024 * 1024


def test_artifact_is_the_report_in_both_formats(project: Project, branch: str) -> None:
    project.edit(STOCK, ID, "")
    project.open_pull_request(branch, project.commit())
    done = project.check()
    report, sarif = Path(done.outputs["report"]), Path(done.outputs["sarif"])
    assert json.loads(report.read_bytes())["format"] == "certify/1"
    (run,) = json.loads(sarif.read_bytes())["runs"]
    assert {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in run["results"]
    } == {"connectors/Tidewater%20Stock/apiDefinition.swagger.json"}
    assert sorted(file.name for file in report.parent.iterdir()) == ["certify.json", "certify.sarif"]
    assert project.root not in report.parents


def test_code_scanning_of_a_branch_gets_every_package(project: Project) -> None:
    project.edit(STOCK, ID, "")
    before = project.commit()
    definition = project.package("Another") / "apiDefinition.swagger.json"
    definition.write_text(definition.read_text("utf-8").replace(ID, ""), "utf-8")
    project.commit()
    project.runner.event("push", {"before": before})

    def folders(done: Done) -> set[str]:
        (run,) = json.loads(Path(done.outputs["sarif"]).read_bytes())["runs"]
        places = (result["locations"][0]["physicalLocation"]["artifactLocation"] for result in run["results"])
        return {place["uri"].split("/")[1] for place in places}

    assert folders(project.check()) == {"Another"}
    done = project.check(upload_sarif="true")
    assert folders(done) == {"Another", "Tidewater%20Stock"}
    assert (done.status, done.outputs["packages"]) == (1, "1")


def test_annotations_stay_within_what_github_shows(project: Project, branch: str) -> None:
    definition = project.package("Many") / "apiDefinition.swagger.json"
    content = json.loads(definition.read_text("utf-8"))
    for number in range(30):
        content["paths"][f"/extra{number}"] = {"get": {"responses": {}}}
    definition.write_text(json.dumps(content, indent=2), "utf-8")
    project.open_pull_request(branch, project.commit())
    done = project.check()
    assert int(done.outputs["errors"]) > 30
    for kind in ("error", "warning", "notice"):
        assert len(done.commands(kind)) <= 10
    assert "more findings are not shown here" in done.commands("notice")[-1]


@pytest.mark.parametrize(("fail_on", "status"), [("", 1), ("error", 1), ("note", 1), ("never", 0)])
def test_step_fails_as_asked(project: Project, branch: str, fail_on: str, status: int) -> None:
    project.edit(STOCK, ID, "")
    project.open_pull_request(branch, project.commit())
    done = project.check(fail_on=fail_on)
    assert (done.status, done.outputs["exit-status"]) == (status, str(status))
    assert done.outputs["verdict"] == "changes-required"


def test_annotations_and_summary_can_be_left_out(project: Project, branch: str) -> None:
    project.edit(STOCK, ID, "")
    project.open_pull_request(branch, project.commit())
    done = project.check(annotations="false", summary="false")
    assert (done.status, done.commands("error"), done.summary) == (1, [], "")


def test_inconclusive_is_no_pass(project: Project, branch: str) -> None:
    folder = project.root / "rules" / "local"
    folder.mkdir(parents=True)
    (folder / "broken.py").write_text(
        "from certify.api import ERROR, Operation, Problems, advice, rule\n\n\n"
        "@rule(ERROR, advice())\ndef local_broken(operation: Operation) -> Problems:\n"
        '    """It raises.\n\n    Bad:\n        {}\n    Good:\n        {}\n    """\n'
        "    raise ValueError('::error::no')\n    yield\n"
    )
    (project.root / "certify.toml").write_text('local-rules = "rules"\n')
    project.edit(STOCK, SUMMARY, '"summary": "Create one item",')
    project.open_pull_request(branch, project.commit())
    done = project.check()
    assert (done.status, done.outputs["verdict"]) == (3, "inconclusive")


def test_settings_and_waivers_of_the_repository_count(project: Project, branch: str) -> None:
    (project.root / "certify.toml").write_text('ignore = ["op-id-present", "changes"]\n')
    project.edit(STOCK, ID, "")
    project.open_pull_request(branch, project.commit())
    assert project.check().outputs["errors"] == "0"


def test_working_directory_is_where_paths_start(project: Project, branch: str) -> None:
    project.edit(STOCK, ID, "")
    project.open_pull_request(branch, project.commit())
    assert project.check(working_directory="connectors", paths=STOCK).outputs["packages"] == "1"
    done = project.check(working_directory="nowhere")
    assert (done.status, "`working-directory` names no folder" in done.commands("error")[0]) == (2, True)


def test_nothing_to_check_is_wrong_usage(project: Project) -> None:
    done = project.check(paths="nowhere")
    assert (done.status, "verdict" in done.outputs) == (2, False)
    assert "nowhere" in done.commands("error")[0]


@pytest.mark.parametrize("name", ["schedule", "workflow_dispatch", ""])
def test_event_without_a_base_checks_everything(project: Project, name: str) -> None:
    project.edit(STOCK, ID, "")
    project.commit()
    project.runner.event(name, {})
    done = project.check()
    assert (done.status, done.outputs["packages"], done.outputs["base"]) == (1, "1", "")
    assert "every finding decides" in done.summary


@pytest.mark.parametrize(
    ("version", "status"),
    [
        ("3.13", 0),
        ("3.11.9", 0),
        ("", 0),
        ("2.7", 2),
        ("3.10", 2),
        ("3.13; touch x", 2),
        ("3.13\n3.12", 2),
        ("$(x)", 2),
    ],
)
def test_python_version_is_a_version(project: Project, version: str, status: int) -> None:
    done = project.runner.run("Check the Python version that is asked for", {"python-version": version}, {})
    assert (done.status, bool(done.commands("error"))) == (status, status == 2)


def test_cache_is_named_by_the_lock_and_the_platform(project: Project) -> None:
    values = {
        "steps.python.outputs.python-path || (runner.os == 'Windows' && 'python' || 'python3')": sys.executable
    }
    first = project.runner.run("name", {}, values)
    assert first.status == 0
    assert first.outputs["key"].startswith("certify-pip-")
    assert first.outputs == project.runner.run("name", {}, values).outputs


def test_install_runs_before_anything_is_installed() -> None:
    import ast

    tree = ast.parse((ROOT / "certify" / "github" / "action" / "install.py").read_text("utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names
