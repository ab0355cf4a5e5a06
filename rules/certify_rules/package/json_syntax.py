"""Whether the JSON files are JSON: their syntax, and that the root is an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.api import (
    ERROR,
    WARNING,
    FaultKind,
    JsonFile,
    Problem,
    Problems,
    Role,
    advice,
    checker,
    documented,
    repository,
    rule,
    safe,
    validator,
)

if TYPE_CHECKING:
    from certify.api import Fault, Fix

_SYNTAX = frozenset(
    {
        FaultKind.EMPTY,
        FaultKind.SYNTAX,
        FaultKind.TRAILING_COMMA,
        FaultKind.MISSING_COMMA,
        FaultKind.COMMENT,
        FaultKind.SINGLE_QUOTES,
        FaultKind.UNQUOTED_KEY,
        FaultKind.CONTROL_CHARACTER,
        FaultKind.INVALID_ESCAPE,
        FaultKind.INVALID_NUMBER,
        FaultKind.UNCLOSED,
        FaultKind.SURPLUS_BRACKET,
        FaultKind.TRAILING_DATA,
    }
)


@rule(ERROR, checker("connector-validate-swagger-isproperjson"), aliases=("BadJson",), fix="safe")
def json_parse_swagger(file: JsonFile) -> Problems:
    r"""The API definition is strict JSON.

    A comma too much, one too few, a comment, or a raw tab inside a string: some readers mend it in silence, others stop,
    and Microsoft's stop. 18 of 1,014 published definitions are broken, so that a file in the repository is no proof that
    it passed. Here it is mended for the time being, and every other rule looks at what was most likely meant.

    Bad (a comma too much):
        definition: {$replace: {'"schemes": ["https"],': '"schemes": ["https",],'}}
    Bad (a comma too few):
        definition: {$replace: {'"swagger": "2.0",': '"swagger": "2.0"'}}
    Bad (a comment):
        definition: {$replace: {'"swagger": "2.0",': '"swagger": "2.0", // OpenAPI'}}
    Bad (a tab in a string):
        definition: {$replace: {"keeps count of the goods": "keeps count\tof the goods"}}
    Bad (nothing at all):
        definition: ""
    Good:
        definition: {$replace: {'"schemes": ["https"],': '"schemes": [ "https" ],'}}
    """
    if file.role is Role.DEFINITION:
        yield from _syntax(file)


@rule(ERROR, checker("connector-validate-connectionparam-isproperjson"), aliases=("BadJson",), fix="safe")
def json_parse_properties(file: JsonFile) -> Problems:
    """`apiProperties.json` is strict JSON.

    Neither `paconn` nor the certification's build reads a file with a comma too much, a comment or single quotes. 3 of
    1,014 published ones are broken.

    Bad (a comma too much):
        properties: {$replace: {'"capabilities": ["actions", "triggers"],': '"capabilities": ["actions", "triggers",],'}}
    Bad (single quotes):
        properties: {$replace: {'"capabilities": ["actions", "triggers"],': "'capabilities': [\\"actions\\", \\"triggers\\"],"}}
    Good:
        properties: {$replace: {'"capabilities": ["actions", "triggers"],': '"capabilities": ["triggers", "actions"],'}}
    """
    if file.role is Role.PROPERTIES:
        yield from _syntax(file)


@rule(WARNING, documented("paconn-cli"), advice())
def json_parse_other(file: JsonFile) -> Problems:
    """Every other JSON file, `settings.json` among them, is strict JSON.

    `paconn` stops at a settings file that is none.

    Bad:
        settings: '{"environment": "00000000-0000-0000-0000-000000000000"'
        $profile: custom
    Good:
        settings: '{"environment": "00000000-0000-0000-0000-000000000000"}'
        $profile: custom
    """
    if file.role not in {Role.DEFINITION, Role.PROPERTIES}:
        for problem in _syntax(file):
            yield Problem(problem.message, problem.at)


@rule(
    ERROR,
    validator("JsonTypeIncorrect"),
    repository("schemas/paconn-apiProperties.schema.json"),
)
def json_root_object(file: JsonFile) -> Problems:
    """API definition, properties and settings are JSON objects.

    A file that holds a list or a mere text has none of the members that are looked for.

    Bad:
        properties: '[{"properties": {}}]'
    Bad (in quotes):
        properties: '"properties"'
    Good:
        properties: {properties: {iconBrandColor: "#1f6f8c"}}
    """
    if file.role is None or file.json.faults or isinstance(file.json.value, dict):
        return
    kind = "an array" if isinstance(file.json.value, list) else "a single value"
    yield Problem(f"The file holds {kind}; write an object, in braces.", file)


def _syntax(file: JsonFile) -> Problems:
    for fault in file.json.faults:
        if fault.kind in _SYNTAX:
            yield Problem(fault.message, file.span(fault.start, fault.end), fix=_fix(file, fault))


def _fix(file: JsonFile, fault: Fault) -> Fix | None:
    """The edit where there is but one way to mend the fault; the others are for a person to judge."""
    place = file.span(fault.start, fault.end)
    if fault.kind is FaultKind.TRAILING_COMMA:
        return safe(place.remove())
    if fault.kind is FaultKind.CONTROL_CHARACTER:
        raw = file.json.text[fault.start : fault.end]
        return safe(place.replace("".join(_ESCAPES.get(char, f"\\u{ord(char):04x}") for char in raw)))
    if fault.kind is FaultKind.MISSING_COMMA:
        return safe(file.span(fault.start, fault.start).replace(","))
    return _quoted(file, fault)


def _quoted(file: JsonFile, fault: Fault) -> Fix | None:
    """Straight double quotes around a name or text that has none, or others; none where something in it needs an escape."""
    raw = file.json.text[fault.start : fault.end]
    is_quoted = fault.kind is FaultKind.SINGLE_QUOTES and len(raw) > 1 and raw[-1] == raw[0]
    bare = raw[1:-1] if is_quoted else raw.removesuffix('"')
    if is_quoted or (fault.kind is FaultKind.UNQUOTED_KEY and bare):
        is_plain = not any(char in '"\\' or char < " " for char in bare)
        return safe(file.span(fault.start, fault.end).replace(f'"{bare}"')) if is_plain else None
    return None


_ESCAPES = {"\t": r"\t", "\n": r"\n", "\r": r"\r", "\b": r"\b", "\f": r"\f"}
