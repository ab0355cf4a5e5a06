"""Runs the scripts of a composite action as GitHub's runner does: the same shell, variables and files."""

from __future__ import annotations

import json
import os
import re
import subprocess
from typing import TYPE_CHECKING, Any

import yaml
from msgspec import Struct, field

from project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SCRATCH = ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_ENV", "GITHUB_PATH")
_EXPRESSION = re.compile(r"\$\{\{ (.+?) \}\}")
_OUTPUT = re.compile(r"^([\w-]+)(?:=(.*)|<<(certify-[0-9a-f]{32})\n([\s\S]*?)\n\3)$", re.MULTILINE)


class Done(Struct, dict=True):
    """What one step did: its exit status, log, outputs and summary."""

    status: int
    log: str
    outputs: dict[str, str]
    summary: str

    def commands(self, name: str) -> list[str]:
        """The workflow commands of that name which the runner would carry out."""
        found: list[str] = []
        stopped: str | None = None
        for line in self.log.splitlines():
            text = line.lstrip()
            if stopped is not None:
                stopped = None if text == f"::{stopped}::" else stopped
            elif text.startswith("::stop-commands::"):
                stopped = text.removeprefix("::stop-commands::")
            elif text.startswith((f"::{name} ", f"::{name}::")) or f"##[{name}" in text:
                found.append(text)
        return found


class Runner(Struct, dict=True):
    """A machine with a checkout (`workspace`) and the folder for files that live as long as a job."""

    workspace: Path
    temporary: Path
    action: Path = ROOT
    environment: dict[str, str] = field(default_factory=dict)

    def event(self, name: str, content: Any) -> None:
        """What started the workflow."""
        file = self.temporary / "event.json"
        file.write_text(json.dumps(content), "utf-8")
        self.environment |= {"GITHUB_EVENT_NAME": name, "GITHUB_EVENT_PATH": str(file)}

    def run(self, step: str, inputs: dict[str, str], values: dict[str, str]) -> Done:
        """Run the step of that id or name. `values` are the expressions besides inputs, by their text."""
        action = yaml.safe_load((self.action / "action.yml").read_text("utf-8"))
        found = next(s for s in action["runs"]["steps"] if step in {s.get("id"), s["name"]})
        assert "${{" not in found["run"]
        given = {name: entry.get("default", "") for name, entry in action["inputs"].items()} | inputs
        known = values | {f"inputs.{name}": value for name, value in given.items()}
        variables = {
            name: _EXPRESSION.sub(lambda match: known[match[1]], value)
            for name, value in found["env"].items()
        }
        files = {name: self.temporary / name.lower() for name in SCRATCH}
        for file in files.values():
            file.write_text("", "utf-8")
        script = self.temporary / "step.sh"
        script.write_text(found["run"], "utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.workspace,
            env={
                "PATH": os.environ["PATH"],
                "HOME": str(self.temporary),
                "CI": "true",
                "GITHUB_ACTIONS": "true",
                "GITHUB_ACTION_PATH": str(self.action),
                "GITHUB_WORKSPACE": str(self.workspace),
                "GITHUB_REPOSITORY": "contoso/connectors",
                "RUNNER_TEMP": str(self.temporary),
                "RUNNER_OS": "Linux",
                **{name: str(file) for name, file in files.items()},
                **self.environment,
                **variables,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
            timeout=120,
        )
        written = files["GITHUB_OUTPUT"].read_text("utf-8")
        outputs = {
            match[1]: match[2] if match[3] is None else match[4] for match in _OUTPUT.finditer(written)
        }
        assert not files["GITHUB_ENV"].read_text("utf-8")
        assert not files["GITHUB_PATH"].read_text("utf-8")
        log = done.stdout.decode("utf-8", "replace")
        return Done(done.returncode, log, outputs, files["GITHUB_STEP_SUMMARY"].read_text("utf-8"))
