"""The tables of what `certify.toml` and the file of waivers may hold, from their JSON Schemas."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from generator.markdown import code, markdown, table

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = ("key", "takes", "means")


def settings_tables() -> Iterator[tuple[str, str]]:
    """Path and text of each table."""
    settings, waivers = _schema("settings.schema.json"), _schema("waivers.schema.json")
    paths = settings["properties"]["paths"]["items"]
    waiver = waivers["properties"]["waiver"]["items"]
    yield "made/settings.md", _table(settings, settings)
    yield "made/settings-paths.md", _table(paths, settings)
    yield "made/waivers.md", _table(waiver, waivers)


def _schema(name: str) -> Any:
    return json.loads(files("certify.settings").joinpath(name).read_text("utf-8"))


def _table(of: Any, schema: Any) -> str:
    required = of.get("required", ())
    rows: list[list[str]] = []
    for key, given in of["properties"].items():
        entry = schema["$defs"][given["$ref"].rpartition("/")[2]] if "$ref" in given else given
        kind = _kind(entry, schema)
        rows.append(
            [
                code(key),
                f"{kind}, required" if key in required else kind,
                markdown(_meaning(key, entry, schema)),
            ]
        )
    return table(_HEAD, rows)


def _meaning(key: str, entry: Any, schema: Any) -> str:
    """The description; a part that has none is described where the settings as a whole have it."""
    return str(entry.get("description") or schema["properties"].get(key, {}).get("description", ""))


def _kind(entry: Any, schema: Any) -> str:
    if "$ref" in entry:
        return _kind(schema["$defs"][entry["$ref"].rpartition("/")[2]], schema)
    if "oneOf" in entry:
        return " or ".join(_kind(choice, schema) for choice in entry["oneOf"])
    if "enum" in entry:
        return ", ".join(code(choice) for choice in entry["enum"])
    if "pattern" in entry:
        return "day such as `2027-06-30`"
    if entry["type"] == "array":
        return "tables" if entry["items"]["type"] == "object" else "list of texts"
    return {"string": "text", "object": "table"}[entry["type"]]
