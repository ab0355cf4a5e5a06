"""What holds of any two versions: nothing changes by itself, by order or by layout, and a change can be taken back."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from certify.changes import Change, compare
from certify.changes.update import update_of
from certify.core.package import Package
from certify.core.place import EARLIER
from certify.core.rule import Profile
from certify.documents.documents import Documents

NAME = "apiDefinition.swagger.json"
NAMES = ("a", "b", "A", "item_id", "itemId", "ünï")
REVERSED = {
    "operation-added": "operation-removed",
    "operation-shown": "operation-hidden",
    "output-added": "output-removed",
    "input-shown": "input-internal",
    "input-now-optional": "input-now-required",
    "input-enum-added": "input-enum-dropped",
    "input-enum-value-added": "input-enum-value-removed",
    "output-enum-value-added": "output-enum-value-removed",
}
SAME_BOTH_WAYS = {
    "operation-path",
    "operation-method",
    "input-location",
    "input-type",
    "input-format",
    "output-type",
    "output-format",
    "input-default",
    "input-nullable",
    "output-nullable",
}

ADDED = {
    "input-optional-added",
    "input-required-added",
    "parameter-optional-added",
    "parameter-required-added",
}
RENAMED = {"input-renamed", "output-renamed", "input-moved", "output-moved"}

LEAF = st.fixed_dictionaries(
    {"type": st.sampled_from(["string", "integer", "boolean"])},
    optional={
        "format": st.sampled_from(["date", "int32"]),
        "enum": st.lists(st.sampled_from(["x", "y", "z"]), min_size=1, unique=True),
        "x-nullable": st.booleans(),
        "x-ms-visibility": st.sampled_from(["internal", "advanced"]),
    },
)
SCHEMA = st.recursive(
    LEAF | st.sampled_from([{"$ref": "#/definitions/One"}, {"$ref": "#/definitions/Two"}]),
    lambda child: (
        st.fixed_dictionaries({"type": st.just("array"), "items": child})
        | st.fixed_dictionaries(
            {
                "type": st.just("object"),
                "properties": st.dictionaries(st.sampled_from(NAMES), child, max_size=3),
            },
            optional={"required": st.lists(st.sampled_from(NAMES), unique=True, max_size=2)},
        )
    ),
    max_leaves=5,
)
PARAMETER = st.builds(
    lambda leaf, location, required: leaf | {"in": location, "required": required},
    LEAF,
    st.sampled_from(["query", "header"]),
    st.booleans(),
)


@st.composite
def operations(draw: st.DrawFn) -> dict[str, Any]:
    parameters = draw(st.dictionaries(st.sampled_from(NAMES), PARAMETER, max_size=3))
    made: dict[str, Any] = {
        "parameters": [{"name": name, **members} for name, members in parameters.items()],
        "responses": {"200": {"description": "x", "schema": draw(SCHEMA)}},
    }
    if draw(st.booleans()):
        made["parameters"].append({"name": "body", "in": "body", "schema": draw(SCHEMA)})
    if draw(st.booleans()):
        made["x-ms-visibility"] = "internal"
    return made


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    routes = st.tuples(st.sampled_from(["/a", "/b"]), st.sampled_from(["get", "post"]))
    paths: dict[str, Any] = {}
    for number, (path, method) in enumerate(draw(st.lists(routes, unique=True, max_size=3))):
        paths.setdefault(path, {})[method] = {"operationId": f"Do{'XYZ'[number]}"} | draw(operations())
    one, two = draw(SCHEMA), draw(LEAF)
    return {
        "swagger": "2.0",
        "info": {"version": "1"},
        "paths": paths,
        "definitions": {"One": one, "Two": two},
    }


def changes(old: Any, new: Any, **layout: Any) -> list[Change]:
    def documents(value: Any, prefix: str, **dumps: Any) -> Documents:
        package = Package("x", "x", {NAME: json.dumps(value, **dumps).encode()})
        return Documents(package, Profile.VERIFIED, prefix=prefix)

    before, after = documents(old, EARLIER), documents(new, "", **layout)
    found = compare(before, after, update_of(before, after)[0])
    return [change for change in found if change.kind != "version-unchanged"]


def reordered(value: Any) -> Any:
    """The same, with members, parameters, required names and choices in another order."""
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(list(value))}
    return [reordered(item) for item in reversed(value)] if isinstance(value, list) else value


@given(definitions())
def test_nothing_changes_by_itself(definition: Any) -> None:
    assert changes(definition, copy.deepcopy(definition)) == []


@given(definitions())
def test_nothing_changes_by_order(definition: Any) -> None:
    assert changes(definition, reordered(definition)) == []


@given(definitions(), st.sampled_from([None, 0, 3, "\t"]), st.booleans())
def test_nothing_changes_by_layout(definition: Any, indent: Any, ascii_only: bool) -> None:
    assert changes(definition, definition, indent=indent, ensure_ascii=ascii_only) == []


@given(definitions(), definitions())
def test_each_change_can_be_taken_back(old: Any, new: Any) -> None:
    there = {(change.kind, change.where) for change in changes(old, new)}
    back = changes(new, old)
    for change in back:
        kind = (SAME_BOTH_WAYS & {change.kind} and change.kind) or REVERSED.get(change.kind)
        if kind:
            assert (kind, as_it_was(change, back)) in there
        elif change.kind in ADDED:
            assert {("input-removed", change.where), ("input-hidden-removed", change.where)} & there
        elif change.kind in RENAMED:
            told, other = (
                (change.before, change.after)
                if change.kind.startswith("output")
                else (change.after, change.before)
            )
            turned = f"{change.where.removesuffix(str(told))}{other}"
            where = as_it_was(replace(change, where=turned), back)
            # What is wrapped into something new has moved; the other way round, the whole wrapper went.
            went = [one for kind, one in there if change.kind.endswith("moved") and kind.endswith("removed")]
            assert (change.kind, where) in there or any(where.startswith(f"{one}/") for one in went)


def as_it_was(change: Change, others: list[Change]) -> str:
    """Where a change is told from the other side: below a renamed thing it stands under the other name."""
    where = change.where
    for other in others:
        if other.kind in RENAMED and where.startswith(f"{other.where}/"):
            told, name = (
                (other.before, other.after)
                if other.kind.startswith("output")
                else (other.after, other.before)
            )
            if other.kind.endswith("renamed"):
                where = f"{other.where.removesuffix(str(told))}{name}{where.removeprefix(other.where)}"
    return where


@given(definitions(), definitions())
def test_no_change_is_told_twice(old: Any, new: Any) -> None:
    found = [(change.kind, change.where) for change in changes(old, new)]
    assert len(found) == len(set(found))


@given(definitions(), definitions())
def test_both_places_are_in_the_files_of_their_version(old: Any, new: Any) -> None:
    for change in changes(old, new):
        assert change.old is None or change.old.file == EARLIER + NAME
        assert change.new is None or change.new.file == NAME
        assert change.old is not None or change.new is not None
