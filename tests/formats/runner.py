"""A model of how the GitHub Actions runner finds commands in a line of a log (actions/runner, ActionCommand.cs)."""

from __future__ import annotations

import unicodedata

KNOWN = {
    "error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "set-output", "set-env", "add-path",
    "save-state", "stop-commands", "add-matcher", "remove-matcher", "echo", "t",
}  # fmt: skip


def commands(log: str) -> list[tuple[str, dict[str, str], str]]:
    """Name, properties and data of every command in the log."""
    return [found for line in log.replace("\r", "\n").split("\n") if (found := _command(line)) is not None]


def _command(line: str) -> tuple[str, dict[str, str], str] | None:
    # Its searches are culture-sensitive, so characters without a weight are as good as not there.
    line = "".join(c for c in line if unicodedata.category(c) not in ("Cf", "Cc", "Mn", "Cn", "Cs"))
    return _with_colons(line.lstrip()) or _with_hashes(line)


def _with_colons(line: str) -> tuple[str, dict[str, str], str] | None:
    head, colons, data = line[2:].partition("::")
    name, _, given = head.partition(" ")
    if not line.startswith("::") or not colons or name not in KNOWN:
        return None
    properties = dict(part.split("=", 1) for part in given.split(",") if "=" in part)
    return name, {key: _plain(value) for key, value in properties.items()}, _plain(data)


def _with_hashes(line: str) -> tuple[str, dict[str, str], str] | None:
    head, bracket, data = line.partition("##[")[2].partition("]")
    name = head.partition(" ")[0]
    return (name, {}, data) if bracket and name in KNOWN else None


def _plain(value: str) -> str:
    for escaped, plain in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        value = value.replace(escaped, plain)
    return value
