"""What breaks the schema of a settings file, as a sentence for whoever wrote it: the key, and what it takes."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jsonschema_rs import ValidationError

_TAKES = {"array": "a list", "object": "a table", "string": "text in quotes", "boolean": "true or false"}


def complaint_of(error: ValidationError, schema: Mapping[str, Any]) -> tuple[list[str | int], str]:
    """Where the mistake is (the tokens of its pointer), and the sentence."""
    pointer = list(error.instance_path)
    keyword = error.schema_path[-1]
    given: Any = error.instance
    value = _written(given)
    name = ".".join(str(token) for token in pointer if isinstance(token, str))
    broken = _at(schema, error.schema_path[:-1])
    if keyword == "additionalProperties":
        known = list(broken["properties"])
        key = next(key for key in given if key not in known)
        near = difflib.get_close_matches(key, known, n=1)
        hint = f"did you mean `{near[0]}`?" if near else f"there are {_listed(known, 'and')}"
        return [*pointer, key], f"there is no key `{key}`{f' in `{name}`' if name else ''}; {hint}"
    if keyword == "required":
        key = next(key for key in broken["required"] if key not in given)
        return pointer, f"an entry of `{name}` needs `{key}`"
    if keyword == "enum":
        return pointer, f"`{name}` is one of {_listed(broken['enum'], 'or')}, not {value}"
    if keyword == "type" and broken["type"] == "array" and isinstance(given, dict):
        return pointer, f"`{name}` may be given several times; write [[{name}]], in two brackets"
    if keyword == "type":
        return pointer, f"`{name}` takes {_TAKES[broken['type']]}, not {value}"
    if keyword == "oneOf":
        return pointer, f"`{name}` takes text in quotes or a list of such, not {value}"
    if keyword == "minLength":
        return pointer, f"`{name}` is empty"
    if keyword == "pattern":
        return pointer, f"`{name}` takes a day such as 2027-01-31, not {value}"
    return pointer, f"`{name}`: {error.message}"


def _at(schema: Mapping[str, Any], path: Sequence[str | int]) -> Any:
    part: Any = schema
    for token in path:
        part = part[token]
    return part


def _listed(names: Sequence[str], last: str) -> str:
    quoted = [f"`{name}`" for name in names]
    return f"{', '.join(quoted[:-1])} {last} {quoted[-1]}"


def _written(value: Any) -> str:
    return f"`{value}`" if isinstance(value, str) else json.dumps(value)
