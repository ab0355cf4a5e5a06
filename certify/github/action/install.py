"""Install certify from the Action's own checkout into an environment of its own; runs before anything is installed.

Usage: python -I install.py key | install
`key` gives the step output `key`, for the cache of downloads; `install` gives `python`, the interpreter to run.
"""

from __future__ import annotations

import hashlib
import os
import platform
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
LOCK = ROOT / ".github" / "requirements-action.txt"


def main(arguments: list[str]) -> int:
    """Do one of both. The exit status is 1 when pip fails, whose words then stand in the log."""
    if arguments == ["key"]:
        _output("key", f"certify-pip-{_platform()}-{_digest(LOCK)}")
        return 0
    if arguments != ["install"]:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    try:
        python = _installed(Path(os.environ["RUNNER_TEMP"]))
    except subprocess.CalledProcessError as error:
        sys.stdout.write("::error title=certify::certify could not be installed; pip says why in the log.\n")
        return int(error.returncode != 0)
    _output("python", str(python))
    return 0


def _installed(temporary: Path) -> Path:
    """The interpreter of the environment; a job that uses the Action twice installs once."""
    folder = temporary / f"certify-venv-{_digest(LOCK)}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    finished = folder / "finished"
    if not finished.exists():
        venv.create(folder, clear=True, with_pip=True, symlinks=os.name != "nt")
        downloads = ["--cache-dir", str(temporary / "certify-pip"), "--require-hashes", "--only-binary=:all:"]
        _pip(python, *downloads, "--requirement", str(LOCK))
        # The lock has the build's own tools too, so nothing is fetched that it does not name.
        _pip(python, "--no-index", "--no-deps", "--no-build-isolation", str(ROOT))
        finished.touch()
    return python


def _pip(python: Path, *arguments: str) -> None:
    # -I: the working directory holds a stranger's files, and none of them is to be imported.
    options = ["--quiet", "--disable-pip-version-check", "--no-input"]
    subprocess.run([str(python), "-I", "-m", "pip", "install", *options, *arguments], check=True)  # noqa: S603 - no shell, and every word is ours


def _platform() -> str:
    return f"{sysconfig.get_platform()}-{platform.python_version()}"


def _digest(file: Path) -> str:
    # Git may have given the file other line ends on Windows.
    return hashlib.sha256(file.read_bytes().replace(b"\r\n", b"\n")).hexdigest()[:16]


def _output(name: str, value: str) -> None:
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(f"{name}={value}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
