"""Problems of shared parameters and responses also say where these are used, as Microsoft's validator reports them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from certify.core.finding import Related
from certify.core.place import unescape

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from certify.core.finding import Problem
    from certify.core.ruleset import ActiveRule
    from certify.documents.definition import Definition, Operation, PathItem
    from certify.documents.documents import Documents

MOST_USES = 3
"""So many uses are named; who mends the shared entry mends them all."""

Uses = dict[tuple[str, str], list[Related]]


def with_uses(
    documents: Documents, problems: Mapping[ActiveRule, list[Problem]]
) -> Mapping[ActiveRule, list[Problem]]:
    """The same problems; those below `/parameters/…` and `/responses/…` related to the first operations that refer there."""
    definition = documents.definition
    if definition is None or not (definition.has("parameters") or definition.has("responses")):
        return problems
    uses = _uses(definition)
    return {
        active: [_with_uses(problem, definition.file, uses) for problem in found]
        for active, found in problems.items()
    }


def _with_uses(problem: Problem, file: str, uses: Uses) -> Problem:
    place = problem.at.place
    if place.file != file or len(place.pointer) < 2 or problem.related or problem.change is not None:
        return problem
    related = uses.get((str(place.pointer[0]), str(place.pointer[1])))
    return problem if related is None else replace(problem, related=tuple(related[:MOST_USES]))


def _uses(definition: Definition) -> Uses:
    found: Uses = {}
    for item in definition.path_items:
        _collect(item, "parameters", found)
        for operation in item.operations:
            _collect(operation, "parameters", found)
            _collect(operation, "responses", found)
    return found


def _collect(owner: Operation | PathItem, section: str, found: Uses) -> None:
    for index, target in _references(owner, section):
        prefix = f"#/{section}/"
        if not target.startswith(prefix):
            continue
        name = unescape(target[len(prefix) - 1 :])
        if len(name) == 1:
            used = found.setdefault((section, name[0]), [])
            if len(used) < MOST_USES:
                used.append(Related("it is used here", owner.at(section, index)))


def _references(owner: Operation | PathItem, section: str) -> Iterator[tuple[str | int, str]]:
    entries = enumerate(owner.items(section)) if section == "parameters" else owner.mapping(section).items()
    for index, entry in entries:
        target = entry.get("$ref") if isinstance(entry, dict) else None
        if isinstance(target, str):
            yield index, target
