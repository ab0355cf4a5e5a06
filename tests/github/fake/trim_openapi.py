"""Trims GitHub's OpenAPI description to the operations that we use, and turns it into plain JSON Schema.

    npm pack @octokit/openapi@23 && tar xzf octokit-openapi-*.tgz
    python tests/github/fake/trim_openapi.py package/generated/api.github.com.json

The description is made by GitHub and published by Octokit under the MIT licence, which stands in the result.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

OPERATIONS = frozenset(
    (
        "apps/create-installation-access-token",
        "apps/get-authenticated",
        "apps/get-installation",
        "apps/get-repo-installation",
        "apps/get-webhook-delivery",
        "apps/list-installations",
        "apps/list-webhook-deliveries",
        "apps/redeliver-webhook-delivery",
        "checks/create",
        "checks/get",
        "checks/list-annotations",
        "checks/list-for-ref",
        "checks/update",
        "git/create-blob",
        "git/create-commit",
        "git/create-ref",
        "git/create-tree",
        "git/delete-ref",
        "git/get-blob",
        "git/get-commit",
        "git/get-ref",
        "git/get-tree",
        "git/list-matching-refs",
        "git/update-ref",
        "issues/add-labels",
        "issues/create-comment",
        "issues/delete-comment",
        "issues/get-comment",
        "issues/list-comments",
        "issues/list-labels-for-repo",
        "issues/list-labels-on-issue",
        "issues/update-comment",
        "pulls/create",
        "pulls/create-review",
        "pulls/get",
        "pulls/list",
        "pulls/list-files",
        "pulls/update",
        "rate-limit/get",
        "reactions/create-for-issue-comment",
        "repos/create-fork",
        "repos/get",
        "repos/get-collaborator-permission-level",
        "repos/list-forks",
        "repos/merge-upstream",
        "users/get-authenticated",
        "users/get-by-username",
    )
)
METHODS = ("get", "post", "put", "patch", "delete")
PROSE = frozenset(
    {
        "description",
        "example",
        "examples",
        "title",
        "x-github",
        "externalDocs",
        "deprecated",
        "x-multi-segment",
    }
)
NAMED = frozenset({"properties", "schemas", "patternProperties"})
TARGET = Path(__file__).with_name("openapi.json.gz")
MARK = "#/components/schemas/"


def as_schema(node, *, names: bool = False):
    """The node without prose, and `nullable` in JSON Schema's words; `names` when its keys are names, not keywords."""
    if isinstance(node, list):
        return [as_schema(item) for item in node]
    if not isinstance(node, dict):
        return node
    kept = {
        key: as_schema(value, names=key in NAMED and not names)
        for key, value in node.items()
        if names or (key not in PROSE and key != "nullable" and not key.startswith("x-"))
    }
    return or_null(kept) if not names and node.get("nullable") is True else kept


def or_null(schema):
    if "enum" in schema or "type" not in schema:
        return {"anyOf": [schema, {"type": "null"}]}
    return schema | {"type": [schema["type"], "null"]}


def references(node):
    """The names of all schemas that the node refers to."""
    if isinstance(node, list):
        for item in node:
            yield from references(item)
    elif isinstance(node, dict):
        target = node.get("$ref")
        if isinstance(target, str) and target.startswith(MARK):
            yield target.removeprefix(MARK)
        for value in node.values():
            yield from references(value)


def trim(description):
    """What is left: per operation its method, path, parameters, body and answers; and the schemas that these name."""

    def resolved(node):
        if "$ref" not in node:
            return node
        found = description
        for part in node["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        return found

    operations = {}
    for path, item in description["paths"].items():
        for method in METHODS:
            operation = item.get(method)
            if operation is None or operation["operationId"] not in OPERATIONS:
                continue
            given = [resolved(parameter) for parameter in operation.get("parameters", [])]
            body = operation.get("requestBody")
            operations[operation["operationId"]] = {
                "method": method.upper(),
                "path": path,
                "parameters": [
                    {
                        "name": parameter["name"],
                        "in": parameter["in"],
                        "required": parameter.get("required", False),
                        "schema": as_schema(parameter["schema"]),
                    }
                    for parameter in given
                ],
                "body": None
                if body is None
                else {
                    "required": body.get("required", False),
                    "schema": as_schema(body["content"]["application/json"]["schema"]),
                },
                "answers": {
                    status: as_schema(
                        resolved(answer).get("content", {}).get("application/json", {}).get("schema")
                    )
                    for status, answer in operation["responses"].items()
                    if status.startswith("2")
                },
            }
    missing = OPERATIONS - operations.keys()
    if missing:
        sys.exit(f"the description lacks {', '.join(sorted(missing))}")
    schemas = {}
    wanted = set(references(operations))
    while wanted:
        name = wanted.pop()
        schemas[name] = as_schema(description["components"]["schemas"][name])
        wanted |= set(references(schemas[name])) - schemas.keys()
    return operations, schemas


def main() -> None:
    source = Path(sys.argv[1])
    description = json.loads(source.read_bytes())
    licence = (source.parents[1] / "LICENSE").read_text("utf-8")
    operations, schemas = trim(description)
    trimmed = {
        "origin": f"npm @octokit/openapi, {description['info']['title']} {description['info']['version']}",
        "licence": licence,
        "operations": dict(sorted(operations.items())),
        "schemas": dict(sorted(schemas.items())),
    }
    data = json.dumps(trimmed, separators=(",", ":"), ensure_ascii=False).encode()
    TARGET.write_bytes(gzip.compress(data, 9, mtime=0))
    print(
        f"{len(operations)} operations, {len(schemas)} schemas, {len(data):,} bytes, {TARGET.stat().st_size:,} packed"
    )


if __name__ == "__main__":
    main()
