"""A repository of connectors with a base, a pull request and GitHub's merge of both."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from action_runner import Done, Runner
from git_repository import Repository
from msgspec import Struct

from project import ROOT

GOLDEN = ROOT / "templates" / "certify_templates" / "golden"
NAME = "apiDefinition.swagger.json"


class Project(Struct, dict=True):
    """The repository, and a runner that has it checked out."""

    repository: Repository
    runner: Runner

    @property
    def root(self) -> Path:
        return self.repository.root

    def package(self, name: str) -> Path:
        """A new package: the clean one."""
        return Path(shutil.copytree(GOLDEN, self.root / "connectors" / name))

    def edit(self, package: str, old: str, new: str, file: str = NAME) -> None:
        """Replace text in a file of a package, which must be there."""
        path = self.root / "connectors" / package / file
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")

    def commit(self) -> str:
        return self.repository.commit()

    def git(self, *arguments: str) -> str:
        return self.repository.git(*arguments)

    def open_pull_request(self, base: str, head: str) -> str:
        """Check out what GitHub checks out for the pull request: a merge of its head into its base."""
        self.git("checkout", "-q", "--detach", base)
        self.git("merge", "-q", "--no-ff", "-m", "merge", head)
        self.runner.event("pull_request", pull_request(base, head))
        return self.git("rev-parse", "HEAD")

    def check(self, **inputs: str) -> Done:
        """Run the step that checks, with inputs named as in Python."""
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        return self.runner.run("check", given, {"steps.install.outputs.python": sys.executable})


def pull_request(base: str, head: str) -> dict[str, Any]:
    return {"pull_request": {"number": 7, "base": {"sha": base}, "head": {"sha": head}}}


def made_project(tmp_path: Path) -> Project:
    """One clean package, committed on `main`."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    repository = Repository(tmp_path / "repository")
    made = Project(repository, Runner(repository.root, temporary))
    made.package("Tidewater Stock")
    made.commit()
    return made
