"""Read a TOML file against its JSON Schema, with the line of each mistake."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from certify.errors import SettingsError

if TYPE_CHECKING:
    from pathlib import Path


def read_toml(path: Path, schema_name: str) -> tuple[dict[str, Any], str]:
    """The file's content and text.

    Raises SettingsError, with file and line, when it cannot be read, is no TOML, or breaks the schema.
    """
    import tomllib  # most runs have no settings to read

    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise SettingsError(f"{path}: there is no such file") from None
    except OSError as error:
        raise SettingsError(f"{path}: it cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        number = error.object[: error.start].count(b"\n") + 1
        raise SettingsError(f"{path}:{number}: it is not UTF-8; save it as UTF-8") from error
    try:
        content = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, _, place = str(error).partition(" (at ")
        line = re.match(r"line (\d+)", place)
        number = int(line[1]) if line else max(1, len(text.splitlines()))
        raise SettingsError(f"{path}:{number}: this is no TOML: {reason}") from error
    complaint = _first_complaint(content, schema_name)
    if complaint is not None:
        pointer, message = complaint
        raise SettingsError(f"{path}:{line_of(text, pointer)}: {message}")
    return content, text


def _first_complaint(content: dict[str, Any], schema_name: str) -> tuple[list[str | int], str] | None:
    import jsonschema_rs

    from certify.settings.complaint import complaint_of

    schema = json.loads(files("certify.settings").joinpath(schema_name).read_text("utf-8"))
    plain = json.loads(json.dumps(content, default=str))
    for error in jsonschema_rs.validator_for(schema).iter_errors(plain):
        return complaint_of(error, schema)
    return None


def line_of(text: str, pointer: list[str | int]) -> int:
    """The line on which a member is written, as near as its table; 1 when it cannot be told."""
    lines = text.splitlines()
    best, table, counts = 1, [], dict[str, int]()
    wanted = [str(token) for token in pointer]
    for number, line in enumerate(lines, 1):
        header = re.match(r"\s*\[(\[)?\s*([^\]]+?)\s*\]", line)
        if header is not None:
            name = header[2]
            table = [part.strip().strip("\"'") for part in name.split(".")]
            if header[1]:
                table.append(str(counts.get(name, 0)))
                counts[name] = counts.get(name, 0) + 1
            if table and wanted[: len(table)] == table:
                best = number
            continue
        key = re.match(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w.-]+))\s*=""", line)
        if key is not None:
            path = [*table, *(key[1] or key[2] or key[3]).split(".")]
            if wanted[: len(path)] == path:
                best = number
    return best
