"""Takes back what is said of a file that breaks off in the middle only because its rest is missing.

A reader that mends what it can closes the text where it ends. What stands open there may have gone on, so that nothing
can be said of what it lacks; and who compares another file with this one compares it with a piece.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.package import Package
from certify.documents.documents import DEFINITION_NODES, PROPERTIES_NODES
from certify.documents.files import File, JsonFile, RefusedEntry, Role
from certify.documents.node import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from certify.core.finding import Problem
    from certify.core.place import Place, Pointer
    from certify.core.rule import Rule
    from certify.core.ruleset import ActiveRule
    from certify.documents.documents import Documents

REASON = "a file breaks off, and what is missing may have stood behind"
_OF_BYTES = {Package, File, JsonFile, RefusedEntry}
_ROLES = (
    (Role.DEFINITION, DEFINITION_NODES - {Text}),
    (Role.PROPERTIES, PROPERTIES_NODES - {Text}),
)


def without_consequences(
    documents: Documents, problems: Mapping[ActiveRule, list[Problem]]
) -> dict[ActiveRule, list[Problem]]:
    """The problems that stand however the broken-off files went on; a rule of which none stands has an empty list."""
    broken = dict(_broken(documents))
    if not broken:
        return dict(problems)
    return {
        active: [problem for problem in found if not _is_consequence(active.rule, problem, documents, broken)]
        for active, found in problems.items()
    }


def _broken(documents: Documents) -> Iterator[tuple[str, Pointer]]:
    """Path and innermost open value of each file that breaks off."""
    for file in documents.files.values():
        if file.is_json and file.json.breaks_off_at is not None:
            yield file.path, file.json.breaks_off_at


def _is_consequence(rule: Rule, problem: Problem, documents: Documents, broken: dict[str, Pointer]) -> bool:
    if problem.lacks is not None and _is_open(problem.lacks.place, documents, broken):
        return True
    # Of a piece nothing is compared in the first place; and what is secret must be known to be hidden.
    if problem.change is not None or problem.secrets:
        return False
    place = documents.actual(problem.at.place)
    if place.part == "text" or _OF_BYTES.issuperset(subject.type for subject in rule.signature.subjects):
        return False
    if _is_open(place, documents, broken) or _is_in_open_operation(place, broken.get(place.file, ())):
        return True
    # Where only the last bracket is missing, all that others would be held against is there.
    return any(file.json.is_cut_off and file.path != place.file for file in _compared(rule, place, documents))


def _is_open(place: Place, documents: Documents, broken: dict[str, Pointer]) -> bool:
    """Whether the value there was not closed when the file broke off, or would have come behind the break."""
    place = documents.actual(place)
    if place.file not in broken:
        return False
    end = broken[place.file]
    file = documents.file_at(place.file)
    pointer = place.pointer
    while file is not None and pointer and not file.json.locate([pointer]):
        pointer = pointer[:-1]
    return pointer == end[: len(pointer)]


def _is_in_open_operation(place: Place, end: Pointer) -> bool:
    """Whether it is in the operation that broke off, which may yet have said that makers do not see it."""
    operation = end[:3]
    return end[:1] == ("paths",) and len(operation) == 3 and place.pointer[:3] == operation


def _compared(rule: Rule, place: Place, documents: Documents) -> Iterator[File]:
    """The files that the rule holds against the one in which it found something."""
    needs = {need.type for need in rule.signature.needs}
    subjects = {subject.type for subject in rule.signature.subjects}
    read = [(file, nodes) for role, nodes in _ROLES if (file := documents.file_of(role)) is not None]
    is_of_subject = any(file.path == place.file and subjects & nodes for file, nodes in read)
    for file, nodes in read:
        if needs & nodes or (subjects & nodes and not is_of_subject):
            yield file
