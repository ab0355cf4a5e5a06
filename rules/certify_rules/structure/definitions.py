"""The entries of `definitions`: whether anything uses them, and their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from certify.api import NOTE, Definition, Fix, Pointer, Problem, Problems, advice, rule, safe
from certify_rules.words import shown

_PREFIX = "#/definitions/"
_CONTAINERS = (dict, list)
_MOST_TOGETHER = 50
_ODD_CHARACTER = re.compile(r"[^A-Za-z0-9_.-]")


@rule(NOTE, advice(), fix="safe")
def definitions_unused(definition: Definition) -> Problems:
    """Every entry of `definitions` is used.

    What nothing refers to has no effect, but is read, translated and counted. A third of the connectors that have
    definitions keep unused ones, mostly left behind by a converter.

    Bad:
        definition: {definitions: {Spare: {type: object, title: Spare Part, description: A part that nothing refers to., properties: {code: {type: string, x-ms-summary: Part Code, description: The code of the part.}}}}}
    Good:
        definition: {definitions: {Spare: {type: object, title: Spare Part, description: A part of an item., properties: {code: {type: string, x-ms-summary: Part Code, description: The code of the part.}}}, Item: {properties: {spare: {$ref: "#/definitions/Spare"}}}}}
    """
    # Without operations nothing is used, which is reported once and for all.
    if not definition.operations:
        return
    idle = [name for name, _ in definition.children("definitions") if name not in definition.usage]
    reached = _reached(definition) if idle else set[str]()
    unused = [name for name in idle if name not in reached]
    users = _users(definition, unused)
    for name in unused:
        place = definition.key("definitions", name)
        message = f"Nothing refers to the definition `{shown(name)}`. Remove it, or use it."
        # Without what refers to it as well, a reference would lead nowhere.
        gone = _closed(name, users)
        edits = [definition.at("definitions", one).remove() for one in gone]
        yield Problem(message, place, fix=safe(*edits) if edits else None, lacks=definition)


def _users(definition: Definition, unused: list[str]) -> dict[str, list[str]]:
    """For each definition the unused ones that refer to it."""
    entries = definition.mapping("definitions")
    users: dict[str, list[str]] = {}
    for user in unused:
        for used in {_name_in(target) for _, target in _references(entries[user], ())}:
            users.setdefault(used, []).append(user)
    return users


def _closed(name: str, users: dict[str, list[str]]) -> list[str]:
    """The definition, and everything that refers to it, also by way of others; a few at most."""
    found = [name]
    for one in found:
        found += [user for user in users.get(one, ()) if user not in found]
        if len(found) > _MOST_TOGETHER:
            return []
    return found


def _reached(definition: Definition) -> set[str]:
    """The definitions that anything outside `definitions` leads to, operations or not."""
    entries = definition.mapping("definitions")
    reached: set[str] = set()
    pending = [value for section, value in definition.value.items() if section != "definitions"]
    while pending:
        for _, target in _references(pending.pop(), ()):
            name = _name_in(target)
            if name in entries and name not in reached:
                reached.add(name)
                pending.append(entries[name])
    return reached


@rule(NOTE, advice(), fix="safe")
def definition_name_charset(definition: Definition) -> Problems:
    """Names of definitions consist of letters, digits, `_`, `.` and `-`.

    Names such as ``List`1[System.String]`` come from generators. References to them need escapes that not every
    tool writes alike. 2% of certified connectors have such names.

    Bad:
        definition: {definitions: {"Spare[Part]": {type: object, title: Spare Part, description: A part of an item., properties: {code: {type: string, x-ms-summary: Part Code, description: The code of the part.}}}, Item: {properties: {spare: {$ref: "#/definitions/Spare[Part]"}}}}}
    Good:
        definition: {definitions: {Spare_Part: {type: object, title: Spare Part, description: A part of an item., properties: {code: {type: string, x-ms-summary: Part Code, description: The code of the part.}}}, Item: {properties: {spare: {$ref: "#/definitions/Spare_Part"}}}}}
    """
    entries = definition.mapping("definitions")
    odd = [name for name in entries if _ODD_CHARACTER.search(name)]
    if not odd:
        return
    references: dict[str, list[Pointer]] = {}
    for pointer, target in _references(definition.value, ()):
        references.setdefault(_name_in(target), []).append(pointer)
    taken = set(entries)
    for name in odd:
        plain = _ODD_CHARACTER.sub("_", name).strip("_")
        yield Problem(
            f"The name `{shown(name)}` has characters other than letters, digits, `_`, `.` and `-`; choose a plain one.",
            definition.key("definitions", name),
            fix=_renaming(definition, name, plain, references.get(name, []))
            if plain and plain not in taken
            else None,
        )
        taken.add(plain)


def _renaming(definition: Definition, name: str, plain: str, references: list[Pointer]) -> Fix:
    return safe(
        definition.key("definitions", name).rename(plain),
        *(definition.at(*pointer).replace(_PREFIX + plain) for pointer in references),
    )


def _name_in(target: str) -> str:
    """The definition that a reference names; empty when it names none."""
    if not target.startswith(_PREFIX):
        return ""
    return target[len(_PREFIX) :].partition("/")[0].replace("~1", "/").replace("~0", "~")


def _references(top: Any, pointer: Pointer) -> Iterator[tuple[Pointer, str]]:
    """Place and text of each `$ref` anywhere below."""
    pending: list[tuple[Any, Pointer]] = [(top, pointer)]
    while pending:
        value, here = pending.pop()
        if value.__class__ is dict:
            target = value.get("$ref")
            if isinstance(target, str):
                yield (*here, "$ref"), target
            pending.extend(
                (part, (*here, name)) for name, part in value.items() if part.__class__ in _CONTAINERS
            )
        elif value.__class__ is list:
            pending.extend(
                (part, (*here, index)) for index, part in enumerate(value) if part.__class__ in _CONTAINERS
            )
