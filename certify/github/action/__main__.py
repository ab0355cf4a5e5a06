"""One step of a workflow: check the packages that changed, and hand on what was found.

Reads the inputs from INPUT_… and the rest from GitHub's own variables. Exit status: as `certify check`.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from certify.cli.main import main as certify
from certify.errors import CertifyError, UsageError
from certify.formats.inert import clipped, command
from certify.github.action.comparison import comparison
from certify.github.action.inputs import Inputs, read_inputs
from certify.github.action.results import append_summary, no_commands, read_result, write_outputs

if TYPE_CHECKING:
    from collections.abc import Mapping

FILES = {
    "text": "",
    "json": "certify.json",
    "sarif": "certify.sarif",
    "github": "annotations",
    "markdown": "summary.md",
}
"""The formats of a step and their files; the text goes to the log."""

_LONGEST_ERROR = 2_000
_INCONCLUSIVE = 3


def main(environment: Mapping[str, str]) -> int:
    """Run the step. Errors become one annotation; what was not foreseen makes the result inconclusive."""
    try:
        return _step(environment)
    except CertifyError as error:
        _complain(str(error))
        return error.exit_status
    except Exception as error:  # noqa: BLE001 - a traceback would print names from the package into the log
        _complain(f"the step could not be finished: {type(error).__name__}: {error}")
        return _INCONCLUSIVE


def _step(environment: Mapping[str, str]) -> int:
    inputs = read_inputs(environment)
    folder = Path(tempfile.mkdtemp(prefix="certify-", dir=environment.get("RUNNER_TEMP") or None))
    try:
        os.chdir(Path(environment.get("GITHUB_WORKSPACE") or ".", inputs.folder))
    except OSError as error:
        raise UsageError(f"the input `working-directory` names no folder: {error.strerror}.") from None
    event = environment.get("GITHUB_EVENT_NAME", "")
    compared = comparison(event, _content(environment), inputs.since)
    status, said = _checked(inputs, compared.revision, folder, is_push=event == "push")
    outputs = {"exit-status": str(status), "base": compared.revision or ""}
    if (folder / FILES["json"]).is_file():
        outputs |= _outputs(folder)
        nothing = "No connector package has changed. " if outputs["packages"] == "0" else ""
        _show(inputs, folder, environment.get("GITHUB_STEP_SUMMARY"), f"{nothing}{compared.sentence}")
    else:
        _complain(said.strip().rpartition("\n")[2].removeprefix("certify: "))
    if environment.get("GITHUB_OUTPUT"):
        write_outputs(Path(environment["GITHUB_OUTPUT"]), outputs)
    return status


def _checked(inputs: Inputs, revision: str | None, folder: Path, *, is_push: bool) -> tuple[int, str]:
    """Check, with every format in its file. The exit status, and what was said beside the report."""
    said = io.StringIO()
    with no_commands():
        try:
            with contextlib.redirect_stderr(said):
                status = certify(arguments(inputs, revision, folder, FILES))
                if inputs.is_for_code_scanning and is_push:
                    # Code scanning takes for mended what a branch's upload lacks: this one has every package.
                    certify(arguments(inputs, None, folder, {"sarif": FILES["sarif"]}))
        finally:
            sys.stderr.write(said.getvalue())
    return status, said.getvalue()


def _outputs(folder: Path) -> dict[str, str]:
    result = read_result(folder / FILES["json"])
    return {
        "verdict": str(result.verdict),
        "packages": str(result.packages),
        **{f"{severity}s": str(count) for severity, count in result.counts.items()},
        "report": str(folder / FILES["json"]),
        "sarif": str(folder / FILES["sarif"]),
    }


def _show(inputs: Inputs, folder: Path, summary: str | None, sentence: str) -> None:
    """Put annotations and summary where GitHub shows them; what is left in the folder is the artifact."""
    annotations, report = folder / FILES["github"], folder / FILES["markdown"]
    if inputs.has_annotations:
        sys.stdout.write(annotations.read_text("utf-8"))
    if inputs.has_summary and summary:
        append_summary(Path(summary), f"{report.read_text('utf-8')}{sentence}\n\n")
    annotations.unlink()
    report.unlink()


def arguments(inputs: Inputs, revision: str | None, folder: Path, files: Mapping[str, str]) -> list[str]:
    """The command line of `certify check`, with a file in the folder for each format.

    Values stand in the same word as their option, and paths after `--`.
    """
    line = ["check", "--no-progress", "--color=always"]
    line += [
        f"--format={name}={folder / file}" if file else f"--format={name}" for name, file in files.items()
    ]
    if revision is not None:
        line += [f"--since={revision}", f"--against={revision}"]
    given = {
        "profile": inputs.profile,
        "fail-on": inputs.fail_on,
        "select": inputs.select,
        "ignore": inputs.ignore,
        "config": inputs.config,
    }
    line += [f"--{name}={value}" for name, value in given.items() if value]
    return [*line, "--", *inputs.paths]


def _content(environment: Mapping[str, str]) -> Mapping[str, Any]:
    """What GitHub says of the event; nothing when there is no such file."""
    with contextlib.suppress(OSError, ValueError, RecursionError):
        found: Any = json.loads(Path(environment.get("GITHUB_EVENT_PATH", "")).read_bytes())
        if isinstance(found, dict):
            return found
    return {}


def _complain(sentence: str) -> None:
    sys.stdout.write(command("error", {"title": "certify"}, [clipped(sentence, _LONGEST_ERROR)]))


if __name__ == "__main__":
    sys.exit(main(os.environ))
