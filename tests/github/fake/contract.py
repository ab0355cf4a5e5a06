"""GitHub's own description as the judge of every request to the fake, and of every answer that it gives."""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import jsonschema_rs

_DESCRIPTION = Path(__file__).with_name("openapi.json.gz")
_SLASHED = re.compile(r"\\\{(ref|branch)\\\}")
_PLAIN = re.compile(r"\\\{(\w+)\\\}")


@dataclass(frozen=True)
class Operation:
    """One operation of GitHub's description."""

    name: str
    method: str
    path: str
    parameters: tuple[dict[str, Any], ...]
    body: dict[str, Any] | None
    answers: dict[str, Any]
    schemas: dict[str, Any]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """The path as a pattern; names of branches may have slashes in them."""
        pattern = _SLASHED.sub(r"(?P<\1>.+)", re.escape(self.path))
        return re.compile(_PLAIN.sub(r"(?P<\1>[^/]+)", pattern))

    @cached_property
    def _body_validator(self) -> Any:
        assert self.body is not None
        return self._validator(self.body["schema"])

    def _validator(self, schema: Any) -> Any:
        return jsonschema_rs.Draft202012Validator(schema | {"components": {"schemas": self.schemas}})

    @cached_property
    def _query(self) -> dict[str, tuple[dict[str, Any], Any]]:
        return {
            given["name"]: (given["schema"], self._validator(given["schema"]))
            for given in self.parameters
            if given["in"] == "query"
        }

    @cached_property
    def _answer_validators(self) -> dict[str, Any]:
        return {
            status: self._validator(_lenient(schema))
            for status, schema in self.answers.items()
            if schema is not None
        }

    def complaints(self, query: dict[str, str], body: Any) -> list[str]:
        """What GitHub's description has against the request."""
        found: list[str] = []
        for name, value in query.items():
            if name not in self._query:
                found.append(f"no query parameter {name}")
                continue
            schema, validator = self._query[name]
            given: Any = value
            if schema.get("type") == "integer" and value.isdigit():
                given = int(value)
            found += [f"query {name}: {error.message}" for error in validator.iter_errors(given)]
        if self.body is None:
            return found + (["no body is taken"] if body is not None else [])
        if body is None:
            return found + (["a body is required"] if self.body["required"] else [])
        found += [
            f"{error.instance_path}: {error.message}" for error in self._body_validator.iter_errors(body)
        ]
        known = self.body["schema"].get("properties")
        if known is not None and isinstance(body, dict):
            found += [f"no property {name} is known" for name in body if name not in known]
        return found

    def complaints_on_answer(self, status: int, content: Any) -> list[str]:
        """What it has against an answer of the fake. Missing properties are forgiven, wrong ones are not."""
        if str(status) not in self.answers:
            return [f"GitHub does not answer with {status}"]
        validator = self._answer_validators.get(str(status))
        if validator is None:
            return [] if content is None else ["GitHub's answer has no content"]
        return [f"{error.instance_path}: {error.message}" for error in validator.iter_errors(content)]


def _lenient(schema: Any) -> Any:
    if isinstance(schema, list):
        return [_lenient(item) for item in schema]
    if isinstance(schema, dict):
        return {
            # Without required properties several alternatives may fit at once.
            ("anyOf" if key == "oneOf" else key): _lenient(value)
            for key, value in schema.items()
            if not (key == "required" and isinstance(value, list))
        }
    return schema


class Contract:
    """All operations that the trimmed description holds."""

    def __init__(self) -> None:
        trimmed = json.loads(gzip.decompress(_DESCRIPTION.read_bytes()))
        lenient = _lenient(trimmed["schemas"])
        # No request of ours goes through a shared schema with required properties; answers may lack some.
        self.operations = [
            Operation(
                name,
                given["method"],
                given["path"],
                tuple(given["parameters"]),
                given["body"],
                given["answers"],
                lenient,
            )
            for name, given in trimmed["operations"].items()
        ]

    def find(self, method: str, path: str) -> tuple[Operation, dict[str, str]] | None:
        """The operation of a request and the parameters in its path, or None when GitHub has no such operation."""
        for operation in self.operations:
            if operation.method == method and (match := operation.pattern.fullmatch(path)):
                return operation, match.groupdict()
        return None


@cache
def contract() -> Contract:
    """The contract, read once a process."""
    return Contract()
