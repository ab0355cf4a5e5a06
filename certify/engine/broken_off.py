"""Takes back what is said of a file that breaks off in the middle only because its rest is missing.

A reader that mends what it can closes the text where it ends. What stands open there may have gone on, so that nothing
can be said of what it lacks; and who compares another file with this one compares it with a piece.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.core.package import Package
from certify.core.place import EARLIER
from certify.documents.documents import DEFINITION_NODES, PROPERTIES_NODES
from certify.documents.files import File, JsonFile, RefusedEntry, Role
from certify.documents.node import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from certify.core.finding import ChangeNote, Problem
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
    """Path and innermost open value of each file that breaks off, of this version and of the earlier one."""
    for file in documents.files.values():
        if file.is_json and file.json.breaks_off_at is not None:
            yield documents.prefix + file.path, file.json.breaks_off_at
    if documents.earlier is not None:
        yield from _broken(documents.earlier)


def _is_consequence(rule: Rule, problem: Problem, documents: Documents, broken: dict[str, Pointer]) -> bool:
    if problem.lacks is not None and _is_open(problem.lacks.place, documents, broken):
        return True
    if problem.change is not None:
        return _is_of_lost(problem.change, documents, broken)
    place = documents.actual(problem.at.place)
    if place.part == "text" or _OF_BYTES.issuperset(subject.type for subject in rule.signature.subjects):
        return False
    return _is_open(place, documents, broken) or any(
        path in broken and path != place.file for path in _compared(rule, place, documents)
    )


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


def _compared(rule: Rule, place: Place, documents: Documents) -> Iterator[str]:
    """The files that the rule holds against the one in which it found something."""
    needs = {need.type for need in rule.signature.needs}
    subjects = {subject.type for subject in rule.signature.subjects}
    files = {role: file.path for role, _ in _ROLES if (file := documents.file_of(role)) is not None}
    is_of_subject = any(files.get(role) == place.file and subjects & nodes for role, nodes in _ROLES)
    for role, nodes in _ROLES:
        if role in files and (needs & nodes or (subjects & nodes and not is_of_subject)):
            yield files[role]


def _is_of_lost(note: ChangeNote, documents: Documents, broken: dict[str, Pointer]) -> bool:
    """Whether one side of the change may have stood behind a break."""
    for here, there in ((note.old, note.new), (note.new, note.old)):
        if here is not None and _is_open(here.place, documents, broken):
            return True
        if here is None and there is not None and _counterpart(there.place, documents) in broken:
            return True
    return False


def _counterpart(place: Place, documents: Documents) -> str | None:
    """The file of the same role in the other version."""
    is_earlier = place.file.startswith(EARLIER)
    file = documents.file_at(place.file)
    other = documents if is_earlier else documents.earlier
    if file is None or file.role is None or other is None:
        return None
    found = other.file_of(file.role)
    return None if found is None else other.prefix + found.path
