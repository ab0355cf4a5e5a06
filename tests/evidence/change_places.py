"""Where a change can be made in a real definition, and how a mutator for such a place is built."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Iterator

    Mutator = Callable[["Version", random.Random], "Version"]

METHODS = ("get", "put", "post", "delete", "patch")


class NotHere(Exception):  # noqa: N818 - no error, but a package without a place for the change
    """The package has no place where this change can be made."""


class Version(Struct, dict=True):
    """Both documents of a package; a mutator may also prepare the old one."""

    definition: dict[str, Any]
    properties: dict[str, Any]


class Spot(Struct, dict=True):
    """An operation and where it is."""

    path: str
    method: str
    value: dict[str, Any]


def operations(definition: dict[str, Any]) -> list[Spot]:
    """The operations with an id of their own."""
    found = [
        Spot(path, method, value)
        for path, item in definition["paths"].items()
        if isinstance(item, dict) and "x-ms-notification-content" not in item
        for method, value in item.items()
        if method in METHODS and isinstance(value, dict) and isinstance(value.get("operationId"), str)
    ]
    ids = [spot.value["operationId"] for spot in found]
    return [spot for spot in found if ids.count(spot.value["operationId"]) == 1]


def one(random: random.Random, values: list[Any]) -> Any:
    if not values:
        raise NotHere
    return random.choice(values)


def resolved(definition: dict[str, Any], value: Any) -> Any:
    """The value, or a copy of what it refers to."""
    for _ in range(20):
        if not (isinstance(value, dict) and isinstance(value.get("$ref"), str)):
            return value
        target: Any = definition
        for token in value["$ref"].removeprefix("#/").split("/"):
            target = (
                target.get(token.replace("~1", "/").replace("~0", "~")) if isinstance(target, dict) else None
            )
        value = copy.deepcopy(target)
    return value


def own_parameters(definition: dict[str, Any], spot: Spot) -> list[dict[str, Any]]:
    """The operation's parameters, from now on its own."""
    given = spot.value.get("parameters")
    spot.value["parameters"] = (
        [resolved(definition, entry) for entry in given] if isinstance(given, list) else []
    )
    return [entry for entry in spot.value["parameters"] if isinstance(entry, dict)]


def inputs(definition: dict[str, Any]) -> Iterator[tuple[Spot, dict[str, Any]]]:
    """Every parameter of the query or a header of every operation, under a name that is the only one of its letters."""
    for spot in operations(definition):
        parameters = own_parameters(definition, spot)
        names = [str(entry.get("name")).lower() for entry in parameters]
        for entry in parameters:
            if entry.get("in") in ("query", "header") and names.count(str(entry.get("name")).lower()) == 1:
                yield spot, entry


def plain(entry: dict[str, Any]) -> bool:
    return isinstance(entry.get("type"), str) and entry["type"] in ("string", "integer", "number", "boolean")


def fields(definition: dict[str, Any], *, of: str) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Schema, name and field for the plain fields of responses (`of="output"`) or bodies; all of them the operation's own."""
    for spot in operations(definition):
        if of == "output":
            responses = spot.value.get("responses")
            holders = [
                response
                for code, response in (responses.items() if isinstance(responses, dict) else ())
                if str(code) in ("200", "201") and isinstance(response, dict)
            ][:1]
        else:
            holders = [entry for entry in own_parameters(definition, spot) if entry.get("in") == "body"]
        for holder in holders:
            schema = holder["schema"] = resolved(definition, holder.get("schema"))
            while isinstance(schema, dict) and schema.get("type") == "array" and "items" in schema:
                schema["items"] = schema = resolved(definition, schema["items"])
            members = schema.get("properties") if isinstance(schema, dict) and "allOf" not in schema else None
            for name, field in list(members.items()) if isinstance(members, dict) else ():
                same = [other for other in members if letters(other) == letters(name)]
                if isinstance(field, dict) and plain(field) and len(same) == 1:
                    yield schema, name, field


def letters(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def changed(old: Version) -> Version:
    return copy.deepcopy(old)


def in_operation(
    change: Callable[[dict[str, Any], Spot], None], fits: Callable[[Spot], bool] = lambda _: True
) -> Mutator:
    """A mutator for one operation of the new version."""

    def mutate(old: Version, random: random.Random) -> Version:
        new = changed(old)
        change(new.definition, one(random, [spot for spot in operations(new.definition) if fits(spot)]))
        return new

    return mutate


def in_input(
    change: Callable[[dict[str, Any]], None],
    fits: Callable[[dict[str, Any]], bool] = lambda _: True,
    prepare: Callable[[dict[str, Any]], None] = lambda _: None,
) -> Mutator:
    """A mutator for one parameter, which is prepared in the old version first."""

    def mutate(old: Version, random: random.Random) -> Version:
        places = list(inputs(old.definition))
        number = one(
            random, [index for index, (_, entry) in enumerate(places) if plain(entry) and fits(entry)]
        )
        prepare(places[number][1])
        new = changed(old)
        change(list(inputs(new.definition))[number][1])
        return new

    return mutate


def in_field(
    of: str,
    change: Callable[[dict[str, Any], str, dict[str, Any]], None],
    fits: Callable[[dict[str, Any]], bool] = lambda _: True,
    prepare: Callable[[dict[str, Any], str, dict[str, Any]], None] = lambda *_: None,
) -> Mutator:
    """A mutator for one field of a body or a response."""

    def mutate(old: Version, random: random.Random) -> Version:
        places = list(fields(old.definition, of=of))
        number = one(random, [index for index, (_, _, field) in enumerate(places) if fits(field)])
        prepare(*places[number])
        new = changed(old)
        change(*list(fields(new.definition, of=of))[number])
        return new

    return mutate


def either(*mutators: Mutator) -> Mutator:
    """One of them, by chance; the next where that has no place."""

    def mutate(old: Version, random: random.Random) -> Version:
        for mutator in random.sample(mutators, len(mutators)):
            try:
                return mutator(old, random)
            except NotHere:
                continue
        raise NotHere

    return mutate


def on_field(change: Any) -> Any:
    return lambda _schema, _name, field: change(field)


def setting(**members: Any) -> Any:
    return lambda entry: entry.update(members)


def without(*keys: str) -> Any:
    def remove(entry: dict[str, Any]) -> None:
        for key in keys:
            entry.pop(key, None)

    return remove


def is_free(entry: dict[str, Any]) -> bool:
    return (
        entry.get("type") == "string"
        and not {"enum", "x-ms-enum-values", "x-ms-dynamic-values"} & entry.keys()
    )


def is_seen(entry: dict[str, Any]) -> bool:
    return entry.get("x-ms-visibility") != "internal"


def is_optional(entry: dict[str, Any]) -> bool:
    return entry.get("required") is not True and is_seen(entry)
