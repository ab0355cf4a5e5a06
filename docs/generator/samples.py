"""What the tool prints, made by running it, so that no page shows what it no longer says."""

from __future__ import annotations

import contextlib
import io
import os
import shlex
from typing import TYPE_CHECKING

from certify.cli.main import COMMANDS, build_parser, main
from certify.formats import FORMATS
from generator.markdown import fenced

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_EXAMPLE = "examples/harbor-weather"
_FEW = "--select json-parse-swagger,op-summary-present"
_LANGUAGES = {
    "json": "json",
    "sarif": "json",
    "gitlab": "json",
    "ndjson": "json",
    "junit": "xml",
    "markdown": "markdown",
}
_OF_DIFF = "diff-json"
"""What `certify diff` makes of `json`; nobody names it."""


def samples(root: Path, update: tuple[Path, Path]) -> Iterator[tuple[str, str]]:
    """Path and text of each sample. `update` holds the two versions that `certify diff` compares."""
    old, new = update
    lines = {
        "check": f"certify check {_EXAMPLE}",
        "check-quiet": f"certify check {_EXAMPLE} --quiet",
        "explain": "certify explain OperationIdRequired",
        "fix": f"certify fix --diff {_EXAMPLE}",
        "fix-unsafe": f"certify fix --diff --unsafe --select op-summary-present {_EXAMPLE}",
        "diff": f"certify diff {old.name} {new.name}",
        "diff-json": f"certify diff {old.name} {new.name} --format json",
        "against": f"certify check {new.name} --against {old.name} --select changes --quiet",
    }
    languages = {"diff-json": "json"}
    for name in FORMATS:
        if name != _OF_DIFF:
            lines[f"format-{name}"] = f"certify check {_EXAMPLE} {_FEW} --format {name}"
            languages[f"format-{name}"] = _LANGUAGES.get(name, "text")
    for name, line in lines.items():
        with contextlib.chdir(old.parent if "diff" in name or name == "against" else root):
            status, output = _ran(line)
        called = f"$ {line}\n"
        if name in languages:
            blocks = f"{fenced(called, 'text')}\n\n{fenced(output, languages[name])}"
        else:
            blocks = fenced(called + output, "text")
        yield f"made/{name}.md", f"{blocks}\n\nExit status: {status}\n"


def _ran(line: str) -> tuple[int, str]:
    """Exit status and everything printed. The settings and colours of whoever builds the pages have no say."""
    written = io.StringIO()
    before = dict(os.environ)
    os.environ.pop("FORCE_COLOR", None)
    os.environ["COLUMNS"] = "100"
    try:
        with contextlib.redirect_stdout(written), contextlib.redirect_stderr(written):
            status = main(shlex.split(line)[1:])
    finally:
        os.environ.clear()
        os.environ.update(before)
    return status, written.getvalue()


def commands_page() -> tuple[str, str]:
    """Path and text of the page that holds every command's help."""
    parts = [
        (
            "# Commands\n\n`certify COMMAND --help` prints what is here. Every command has its exit statuses below "
            "[Check](check.md#exit-status), where it says no other.\n"
        )
    ]
    for name in COMMANDS:
        output = io.StringIO()
        os.environ["COLUMNS"] = "100"
        with contextlib.redirect_stdout(output), contextlib.suppress(SystemExit):
            build_parser((name,)).parse_args([name, "--help"])
        parts.append(f"## {name}\n\n{fenced(output.getvalue(), 'text')}\n")
    return "commands.md", "\n".join(parts)
