"""The hooks of pre-commit, run by pre-commit itself in a repository of connectors."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from action_project import made_project

from project import ROOT

if TYPE_CHECKING:
    from action_project import Project

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
STOCK = "Tidewater Stock"
pytestmark = pytest.mark.skipif(find_spec("pre_commit") is None, reason="pre-commit is not installed")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A repository whose hooks are ours, run with the certify that is installed here instead of a fresh one."""
    made = made_project(tmp_path)
    hooks = [{**hook, "language": "system"} for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))]
    (made.root / ".pre-commit-config.yaml").write_text(
        yaml.safe_dump({"repos": [{"repo": "local", "hooks": hooks}]})
    )
    made.commit()
    return made


def committed(project: Project, hook: str, *arguments: str) -> tuple[int, str]:
    """What the hook says of what is staged."""
    project.git("add", "-A")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "run", hook, *arguments],
        cwd=project.root,
        env={**os.environ, "PATH": path, "PRE_COMMIT_HOME": str(project.root.parent / "pre-commit")},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout


def test_manifest_is_valid() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)], check=False
    )
    assert done.returncode == 0


def test_example_names_a_hook_that_there_is() -> None:
    example = yaml.safe_load((ROOT / "docs" / "examples" / "pre-commit-hook.yaml").read_text("utf-8"))
    known = {hook["id"] for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))}
    assert {hook["id"] for repository in example["repos"] for hook in repository["hooks"]} <= known


def test_commit_with_a_new_error_is_stopped_and_told_why(project: Project) -> None:
    project.edit(STOCK, '"operationId": "CreateItem",', "")
    status, said = committed(project, "certify")
    assert (status, "op-id-present" in said) == (1, True)


def test_commit_that_leaves_an_old_error_goes_through(project: Project) -> None:
    project.edit(STOCK, '"operationId": "CreateItem",', "")
    project.commit()
    project.edit(STOCK, '"version": "1.0.0"', '"version": "1.1.0"')
    assert committed(project, "certify")[0] == 0
    assert committed(project, "certify-all")[0] == 1


def test_commit_without_a_package_does_not_run_it(project: Project) -> None:
    (project.root / "notes.txt").write_text("nothing")
    status, said = committed(project, "certify")
    assert (status, "Skipped" in said) == (0, True)
