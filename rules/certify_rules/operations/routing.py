"""Which operation a request reaches: no two paths can be mistaken for each other."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    WARNING,
    Definition,
    Operation,
    PathItem,
    Problem,
    Problems,
    Related,
    rule,
    validator,
)
from certify_rules.words import enumerated, shown

_VARIABLE = re.compile(r"\{[^{}/]*\}")
# The platform takes 256 operations; what lies far beyond is refused anyway and not worth comparing pair by pair.
_COMPARED = 512


@rule(ERROR, validator("PathRedefined"))
def path_case_unique(definition: Definition) -> Problems:
    """No two paths differ by capitals only.

    Microsoft's validator: "Paths must be unique when compared case-insensitively." A path without operations counts.

    Bad:
        definition:
          paths: {/Account: {put: {operationId: PutAccount, summary: Change the account,
            description: Changes the account that is signed in.,
            responses: {"200": {description: The account., schema: {$ref: "#/definitions/Account"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    Good:
        definition:
          paths: {/account: {put: {operationId: PutAccount, summary: Change the account,
            description: Changes the account that is signed in., parameters: [],
            responses: {"200": {description: The account., schema: {$ref: "#/definitions/Account"}},
              "400": {$ref: "#/responses/BadRequest"}}}}}
    """
    first: dict[str, PathItem] = {}
    for item in definition.path_items:
        other = first.setdefault(item.path.casefold(), item)
        if other is not item:
            yield Problem(
                f"The path `{shown(item.path)}` differs from `{shown(other.path)}` by capitals only; keep one of them.",
                item.key(),
                related=(Related("the other path", other.key()),),
            )


@rule(ERROR, validator("DuplicateOperationPath"))
def path_template_unique(definition: Definition) -> Problems:
    """No two operations of one method have paths that differ by the names of variables only.

    A request to `/items/7` could mean `/items/{id}` as well as `/items/{code}`.

    Bad:
        definition:
          paths:
            "/items/{code}":
              parameters:
                - {name: code, in: path, type: string, required: true, x-ms-url-encoding: single,
                   x-ms-summary: Item Code, description: The code of the item.}
              get: {operationId: GetByCode, summary: Get an item by code,
                description: Returns the item that has the code., parameters: [],
                responses: {"200": {description: The item., schema: {$ref: "#/definitions/Item"}},
                  "400": {$ref: "#/responses/BadRequest"}}}
    Good:
        definition:
          paths:
            "/items/code/{code}":
              parameters:
                - {name: code, in: path, type: string, required: true, x-ms-url-encoding: single,
                   x-ms-summary: Item Code, description: The code of the item.}
              get: {operationId: GetByCode, summary: Get an item by code,
                description: Returns the item that has the code., parameters: [],
                responses: {"200": {description: The item., schema: {$ref: "#/definitions/Item"}},
                  "400": {$ref: "#/responses/BadRequest"}}}
    """
    first: dict[tuple[str, str], Operation] = {}
    for operation in definition.operations:
        other = first.setdefault(
            (operation.method, _VARIABLE.sub("{}", operation.path).casefold()), operation
        )
        if other.path.casefold() != operation.path.casefold():
            yield Problem(
                f"The path `{shown(operation.path)}` cannot be told from `{shown(other.path)}` of {other.label}.",
                operation.key(),
                related=(Related("the other operation", other.key()),),
            )


@rule(WARNING, validator("PartialDuplicateOperationPath"))
def path_partial_duplicate(definition: Definition) -> Problems:
    """No path has a variable where another path of that method has a fixed segment.

    A value that equals the fixed segment reaches the other operation: `/items/{id}` with "archive" is `/items/archive`.
    Microsoft warns of it; one connector in ten has such a pair, and many services leave no choice.

    Bad:
        definition:
          paths:
            /items/archive:
              get: {operationId: GetArchive, summary: Get the archive,
                description: Returns the items that are no longer kept., parameters: [],
                responses: {"200": {description: The items., schema: {$ref: "#/definitions/ItemPage"}},
                  "400": {$ref: "#/responses/BadRequest"}}}
    Good:
        definition:
          paths:
            /archive:
              get: {operationId: GetArchive, summary: Get the archive,
                description: Returns the items that are no longer kept., parameters: [],
                responses: {"200": {description: The items., schema: {$ref: "#/definitions/ItemPage"}},
                  "400": {$ref: "#/responses/BadRequest"}}}
    """
    groups: dict[tuple[str, int], list[tuple[Operation, list[str]]]] = {}
    for operation in definition.operations[:_COMPARED]:
        segments = _VARIABLE.sub("{}", operation.path).casefold().split("/")
        groups.setdefault((operation.method, len(segments)), []).append((operation, segments))
    for group in groups.values():
        for operation, segments in group:
            if not any("{}" in segment for segment in segments):
                continue
            others = [other for other, fixed in group if _is_hidden(segments, fixed)]
            if others:
                paths = [other.path for other in others]
                more = f" and {len(paths) - 3} more" if len(paths) > 3 else ""
                listed = (
                    ", ".join(f"`{shown(path)}`" for path in paths[:3])
                    if more
                    else enumerated(paths, longest=60)
                )
                yield Problem(
                    f"A request to `{shown(operation.path)}` can be taken for one to {listed}{more}, "
                    "when the variable has the value of the fixed segment; use another path where the service offers one.",
                    operation.key(),
                    related=tuple(Related("the other operation", other.key()) for other in others[:3]),
                )


def _is_hidden(variable: list[str], fixed: list[str]) -> bool:
    """Whether the first path is variable wherever the second differs from it."""
    differs = False
    for mine, theirs in zip(variable, fixed, strict=True):
        if mine != theirs:
            if mine != "{}" or not theirs:
                return False
            differs = True
    return differs
