"""Merge patches of examples: RFC 7396, and what it lacks for lists, copies and many members."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from certify.core.place import unescape


def with_copies(patch: Any, original: Any) -> Any:
    """The patch with each `{$golden: pointer}` replaced by what the clean file has there."""
    if isinstance(patch, dict):
        if "$golden" in patch:
            value = original
            for token in unescape(patch["$golden"]):
                value = value[int(token)] if isinstance(value, list) else value[token]
            return value
        return {key: with_copies(change, original) for key, change in patch.items()}
    return patch


def merged(value: Any, patch: Any) -> Any:
    """The value after a merge patch that also reaches into lists, see `certify.examples.patch.Patch`."""
    if isinstance(patch, Mapping):
        if "$repeat" in patch:
            patch = _repeated(patch)
        if isinstance(value, list):
            return _merged_list(value, patch)
        result = dict(value) if isinstance(value, dict) else {}
        for raw_key, change in patch.items():
            key = _key(raw_key)
            if change is None:
                result.pop(key, None)
            else:
                result[key] = merged(result.get(key), change)
        return result
    return None if patch == "$null" else patch


def _repeated(patch: Mapping[Any, Any]) -> dict[Any, Any]:
    members = {key: change for key, change in patch.items() if key != "$repeat"}
    for times, template in patch["$repeat"].items():
        text = json.dumps(template)
        for number in range(1, times + 1):
            numbered = text.replace("<n>", str(number)).replace("<n+1>", str(number + 1))
            members.update(json.loads(numbered))
    return members


def _merged_list(value: list[Any], patch: Mapping[Any, Any]) -> list[Any]:
    result: list[Any] = list(value)
    removed: set[int] = set()
    for key, change in patch.items():
        if key == "+":
            result.append(merged(None, change))
        elif change is None:
            removed.add(int(key))
        else:
            result[int(key)] = merged(result[int(key)], change)
    return [element for index, element in enumerate(result) if index not in removed]


def _key(key: Any) -> str:
    """YAML reads `200` and `on` as no strings; JSON member names always are."""
    if isinstance(key, bool):
        return "on" if key else "off"
    return str(key)
