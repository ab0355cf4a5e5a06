"""The parameters of one operation compared: gone, new, renamed, and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from certify.changes.change import Change
from certify.changes.fields import own_changes
from certify.changes.names import is_rename, pairs
from certify.changes.schemas import SchemaComparison
from certify.documents.definition import Schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.changes.schemas import Known
    from certify.documents.definition import Operation, Parameter


def compare_parameters(
    old: Operation, new: Operation, where: str, name: str, known: Known
) -> Iterator[Change]:
    """Every change of the parameters, in the order of the old operation, then what is new."""
    olds, news = _by_name(old.parameters), _by_name(new.parameters)
    renamed = _renamed(old, new, olds, news)
    for key, parameter in olds.items():
        if key in news:
            yield from _parameter(parameter, news[key], f"{where}/parameter/{key}", name, known)
        elif key in renamed:
            other = news[renamed[key]]
            there = f"{where}/parameter/{renamed[key]}"
            places = (
                (parameter.place, other.place)
                if other.location == "path"
                else (parameter.at("name"), other.at("name"))
            )
            required = other.at("required") if other.is_required else None
            yield Change("input-renamed", there, name, *places, key, renamed[key], required)
            yield from _parameter(parameter, other, there, name, known)
        else:
            # What makers cannot see no flow has filled in: only the default that the designer put there is missed.
            kind = "input-hidden-removed" if parameter.is_internal else "input-removed"
            yield Change(kind, f"{where}/parameter/{key}", name, parameter.place, new.place, key, None)
    taken = set(renamed.values())
    for key, parameter in news.items():
        if key not in olds and key not in taken:
            kind = _kind_of_added(parameter)
            default = parameter.get("default")
            there = f"{where}/parameter/{key}"
            yield Change(
                kind, there, name, old.place, parameter.place, None, default, parameter.at("required")
            )


def _must_be_given(parameter: Parameter) -> bool:
    """A part of the path must be given, whether a definition says so or, by mistake, not."""
    return parameter.is_required or parameter.location == "path"


def _kind_of_added(parameter: Parameter) -> str:
    if not _must_be_given(parameter):
        return "parameter-optional-added"
    return "parameter-required-default-added" if parameter.has("default") else "parameter-required-added"


def _by_name(parameters: tuple[Parameter, ...]) -> dict[str, Parameter]:
    """By name, as flows store inputs; where two share one, the later by name and location."""
    found: dict[str, Parameter] = {}
    for parameter in parameters:
        taken = parameter.name in found
        found[f"{parameter.name} in {parameter.location}" if taken else parameter.name] = parameter
    return found


def _renamed(
    old: Operation, new: Operation, olds: dict[str, Parameter], news: dict[str, Parameter]
) -> dict[str, str]:
    gone = [key for key in olds if key not in news]
    come = [key for key in news if key not in olds]

    def is_same(key: str, other: str) -> bool:
        before, after = olds[key], news[other]
        if before.location != after.location or before.location == "path":
            return False
        # A request has one body, whatever it is called; its name is the first part of the names of its fields.
        return before.is_body or is_rename(key, other, before, after)

    # The names of path parameters are no part of a call: only their number and place in the path matter, and a
    # flow stores inputs by name, so a new name is a rename wherever the template kept its shape.
    return pairs(gone, come, is_same) | _renamed_in_path(old, new, gone, come)


def _renamed_in_path(old: Operation, new: Operation, gone: list[str], come: list[str]) -> dict[str, str]:
    old_parts, new_parts = old.path.split("/"), new.path.split("/")
    if len(old_parts) != len(new_parts):
        return {}
    parts = zip(old_parts, new_parts, strict=True)
    named = {
        before[1:-1]: after[1:-1]
        for before, after in parts
        if before.startswith("{") and after.startswith("{") and before.endswith("}") and after.endswith("}")
    }
    return {before: after for before, after in named.items() if before in gone and after in come}


def _parameter(old: Parameter, new: Parameter, where: str, operation: str, known: Known) -> Iterator[Change]:
    def tell(kind: str, member: str, before: Any, after: Any) -> Change:
        return Change(
            kind,
            f"{where}/{member}",
            operation,
            old.at(member) if old.has(member) else old.place,
            new.at(member) if new.has(member) else new.place,
            before,
            after,
        )

    if old.location != new.location:
        yield Change(
            "input-location", where, operation, old.at("in"), new.at("in"), old.location, new.location
        )
    was, is_now = _must_be_given(old), _must_be_given(new)
    if was != is_now:
        kind = "input-now-required" if is_now else "input-now-optional"
        yield replace(tell(kind, "required", was, is_now), cause=new.at("required"))
    comparison = SchemaComparison(operation, "input", known)
    if old.is_body or new.is_body:
        if new.is_internal != old.is_internal:
            kind = "input-internal" if new.is_internal else "input-shown"
            yield tell(kind, "x-ms-visibility", old.visibility, new.visibility)
        if old.schema is not None and new.schema is not None:
            yield from comparison.compare(old.schema, new.schema, f"{where}/schema")
        return
    yield from own_changes("input", old, new, tell)
    old_item, new_item = old.get("items"), new.get("items")
    if isinstance(old_item, dict) and isinstance(new_item, dict):
        items = (
            Schema(old_item, old, ("items",), is_input=True),
            Schema(new_item, new, ("items",), is_input=True),
        )
        yield from comparison.compare(*items, f"{where}/items")
