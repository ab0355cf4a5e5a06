"""From problems to findings: exact positions, the place by meaning, and the fingerprint."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from certify.core.anchor import Anchors
from certify.core.edit import Replacement
from certify.core.finding import Finding, FindingChange
from certify.core.location import START, Location, RelatedLocation
from certify.core.mask import NO_MASK, Mask
from certify.core.place import Place, Pointer, Span, escape
from certify.documents.json.edits import characters_of, json_edit, json_removals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from certify.core.edit import Fix, TextEdit
    from certify.core.finding import ChangeNote, Problem
    from certify.core.ruleset import ActiveRule
    from certify.documents.documents import Documents
    from certify.documents.files import File
    from certify.documents.json import Spans


_QUOTED = re.compile(r"`([^`]*)`")


def findings_of(
    documents: Documents, problems: Mapping[ActiveRule, list[Problem]]
) -> tuple[tuple[Finding, ...], Mask]:
    """The findings of all problems, in the order of files, places and rule names, and what hides secrets in them.

    The fingerprint says what a finding is about; equal ones are told apart by their number. The values that the message
    quotes belong to it, its wording does not: mending one word and adding another at the same place is a new finding, a
    better sentence in a new version of the tool is not.
    """
    resolver = _Resolver(documents)
    told = [
        (active, problem, documents.actual(problem.at.place))
        for active, found in problems.items()
        for problem in found
    ]
    resolver.prepare((place for _, _, place in told), (problem for _, problem, _ in told))
    located = [(resolver.location(place), active, problem, place) for active, problem, place in told]
    located.sort(
        key=lambda entry: (
            entry[0].path,
            entry[0].start.offset,
            entry[1].rule.name,
            entry[0].end.offset,
            entry[2].message,
        )
    )
    mask = _mask(documents, problems)
    covered = mask.text if mask else str
    met: Counter[tuple[str, ...]] = Counter()
    findings: list[Finding] = []
    for location, active, problem, place in located:
        note = problem.change
        anchor = covered(resolver.anchor(place) if note is None else f"changes#{note.where}")
        message = covered(problem.message)
        key = (active.rule.name, anchor, *_QUOTED.findall(message))
        # A fix is of the file that the problem names; where that is none that exists, nothing can be edited.
        fix = problem.fix if problem.fix is None or place == problem.at.place else None
        finding = Finding(
            rule=active.rule.name,
            aliases=active.rule.aliases,
            family=active.rule.family,
            severity=active.severity,
            message=message,
            location=location,
            place=anchor,
            fingerprint=_digest(*key, str(met[key])),
            related=tuple(
                [
                    RelatedLocation(other.message, resolver.location(other.at.place))
                    for other in problem.related
                ]
            ),
            fix=fix,
            replacements=resolver.replacements(fix),
            change=None if note is None else resolver.change(note),
        )
        findings.append(mask.finding(finding) if mask else finding)
        met[key] += 1
    return tuple(findings), mask


def _mask(documents: Documents, problems: Mapping[ActiveRule, list[Problem]]) -> Mask:
    """Hides what rules call secret, and what looks like a key, whether or not a rule was chosen that reports it."""
    places = [secret.place for found in problems.values() for problem in found for secret in problem.secrets]
    places += documents.secret_places
    if not places:
        return NO_MASK
    resolver = _Resolver(documents)
    resolver.prepare(places, ())
    spans: dict[str, list[Span]] = {}
    values: list[str] = []
    for place in map(documents.actual, places):
        file = documents.file_at(place.file)
        if file is not None:
            location = resolver.location(place)
            span = location.start.offset, location.end.offset
            spans.setdefault(location.path, []).append(span)
            values.append(_string_at(file, place) or file.text[slice(*span)].strip('"'))
    return Mask(spans, values)


def _string_at(file: File, place: Place) -> str | None:
    """The string that a place of a JSON file names, or the part of it; None where it names none."""
    if not place.pointer or place.part == "text":
        return None
    value: Any = file.json.value
    for token in place.pointer:
        if isinstance(value, dict):
            value = value.get(token)
        elif isinstance(value, list) and isinstance(token, int) and 0 <= token < len(value):
            value = value[token]
        else:
            return None
    string = place.pointer[-1] if place.part == "key" else value
    if not isinstance(string, str):
        return None
    return string if place.span is None else string[slice(*place.span)]


def _digest(*parts: str) -> str:
    content = "\0".join(("certify/1", *parts))
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _other_places(problem: Problem) -> Iterable[Place]:
    for related in problem.related:
        yield related.at.place
    if problem.fix is not None:
        for edit in problem.fix.edits:
            yield edit.at
    if problem.change is not None:
        for side in (problem.change.old, problem.change.new):
            if side is not None:
                yield side.place


class _Resolver:
    """Finds where places are; each file is searched once, for all its places together."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents
        self._spans: dict[str, dict[Pointer, Spans]] = {}
        self._anchors: dict[str, Anchors] = {}

    def prepare(self, places: Iterable[Place], problems: Iterable[Problem]) -> None:
        """Search each file for the places, and for those that the problems name beside them."""
        wanted: dict[str, set[Pointer]] = {}
        others = (other for problem in problems for other in _other_places(problem))
        for place in map(self._documents.actual, chain(places, others)):
            if place.pointer and place.part != "text":
                wanted.setdefault(place.file, set()).add(place.pointer + place.shown)
        for path, pointers in wanted.items():
            file = self._documents.file_at(path)
            if file is None:
                continue
            found = file.json.locate(pointers)
            missing = {pointer[:end] for pointer in pointers - found.keys() for end in range(1, len(pointer))}
            if missing:
                found = {**file.json.locate(missing), **found}
            self._spans[path] = found

    def location(self, place: Place) -> Location:
        place = self._documents.actual(place)
        file = self._documents.file_at(place.file)
        if file is None:
            return Location(place.file, escape(place.pointer), START, START)
        pointer, span = self._resolve(file, place)
        start, end = span
        return Location(
            place.file, escape(pointer), file.line_map.position(start), file.line_map.position(end)
        )

    def _resolve(self, file: File, place: Place) -> tuple[Pointer, Span]:
        """The nearest place that exists, and its characters."""
        if not place.pointer or place.part == "text":
            return place.pointer, place.span or _start_of(file, place)
        spans = self._spans.get(place.file, {})
        if place.shown and place.pointer + place.shown in spans:
            shown = Place(place.file, place.pointer + place.shown, place.part, place.span)
            return place.pointer, self._resolve(file, shown)[1]
        pointer = place.pointer
        while pointer and pointer not in spans:
            pointer = pointer[:-1]
        if not pointer:
            return (), _start_of(file, place)
        found = spans[pointer]
        start, end = found.value
        is_container = file.text[start : start + 1] in ("{", "[")
        if found.key is not None and (is_container or place.part == "key" or pointer != place.pointer):
            return pointer, found.key
        if is_container:
            return pointer, (start, start + 1)
        within = None if place.span is None else characters_of(file.text, found.value, place.span)
        return pointer, within or (start, end)

    def replacements(self, fix: Fix | None) -> tuple[Replacement, ...]:
        """The fix as characters of files; empty where an edit is of whole files, cannot be made, or meets another."""
        if fix is None:
            return ()
        made: list[Replacement] = []
        removed: dict[str, list[Spans]] = {}
        for edit in fix.edits:
            path = edit.at.file
            file = self._documents.files.get(path)
            if file is None or file.is_nested or file.encoding is None:
                return ()
            spans = self._spans[path].get(edit.at.pointer) if path in self._spans else None
            if spans is not None and edit.action == "remove" and edit.at.span is None:
                removed.setdefault(path, []).append(spans)
                continue
            text_edit = json_edit(file.text, edit, spans, file.style)
            if text_edit is None:
                return ()
            made.append(_replacement(file, text_edit))
        for path, spans_of in removed.items():
            file = self._documents.files[path]
            made += [_replacement(file, edit) for edit in json_removals(file.text, spans_of)]
        return tuple(made) if len(made) == 1 or _are_apart(made) else ()

    def change(self, note: ChangeNote) -> FindingChange:
        return FindingChange(
            note.effect,
            note.operation,
            None if note.old is None else self.location(note.old.place),
            None if note.new is None else self.location(note.new.place),
            note.way_out,
            note.is_reported,
        )

    def anchor(self, place: Place) -> str:
        """File and place by meaning, as waivers name it: `apiDefinition.swagger.json#operation:GetItem/summary`."""
        if not place.pointer:
            return place.file
        if place.file not in self._anchors:
            file = self._documents.file_at(place.file)
            self._anchors[place.file] = Anchors(None if file is None else file.json.value)
        return f"{place.file}#{self._anchors[place.file].of(place.pointer)}"


def _replacement(file: File, edit: TextEdit) -> Replacement:
    position = file.line_map.position
    return Replacement(file.path, position(edit.start), position(edit.end), edit.text)


def _are_apart(made: list[Replacement]) -> bool:
    ordered = sorted((one.path, one.edit) for one in made)
    return not any(
        path == other_path and edit.overlaps(other) for (path, edit), (other_path, other) in pairwise(ordered)
    )


def _start_of(file: File, place: Place) -> Span:
    """A whole file is marked at its start; the root of a JSON document at its bracket."""
    if file.is_json and place.span is None:
        text = file.text
        offset = len(text) - len(text.lstrip())
        if text[offset : offset + 1] in ("{", "["):
            return offset, offset + 1
    return 0, 0
