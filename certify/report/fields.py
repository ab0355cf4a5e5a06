"""The fields that makers fill in or use, read from parameters and schemas. Every walk is bounded."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from certify.documents.definition import Parameter, Schema
from certify.documents.definition.dynamic import PREFIX, calls_of
from certify.documents.node import Extension
from certify.report.dossier_maker import Field, Values

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from certify.documents.definition import DynamicCall
    from certify.documents.node import Node
    from certify.report.teller import Teller

MOST_FIELDS = 120
"""Fields of one side of an operation that a report lists; the others are counted."""
MOST_LOOKED_AT = 4_000
"""Fields of one side of an operation that are looked at; beyond that nobody counts."""
MOST_STEPS = 400_000
"""Fields that are looked at in one definition."""
MOST_TEXT = 3_500_000
"""Characters that the fields of one definition may take in a report; the fields beyond are counted."""
DEEPEST = 8
MOST_CHOICES = 24
_FRAME = 250
"""What a field takes beside its texts."""
_MOST_LISTS = 2
"""Lists in lists that a type's words follow; a list may hold itself."""

_TYPES = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no",
    "object": "object",
    "file": "file",
}
_FORMATS = {
    "date-time": "date and time",
    "date": "date",
    "byte": "file content",
    "binary": "file content",
    "uri": "address",
    "email": "e-mail address",
    "uuid": "identifier",
    "html": "rich text",
}
_RANKS = {"internal": 3, "advanced": 2}
# The newer extension of a pair says the same, and says it better.
_PREFERRED = ("list", "values", "tree", "properties", "schema")


class Budget:
    """How many more fields of a definition may be looked at, and listed; one for all its operations."""

    def __init__(self, steps: int = MOST_STEPS, text: int = MOST_TEXT) -> None:
        self._left = steps
        self._text = text

    def spend(self, steps: int) -> bool:
        """Whether there was so much left."""
        self._left -= steps
        return self._left >= 0

    def has_room_for(self, field: Field) -> bool:
        """Whether there is room to list the field."""
        values = field.values
        choices = sum(map(len, values.choices)) if values is not None else 0
        texts = len(field.title) + len(field.path) + len(field.description) + len(field.default) + choices
        self._text -= _FRAME + texts
        return self._text >= 0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What lies around a field: names from the outside in, the visibility they give, and the schemas that were entered."""

    names: tuple[str, ...] = ()
    visibility: str = ""
    entered: frozenset[int] = frozenset()

    def inside(self, name: str, visibility: str, schema: Schema) -> Surroundings:
        return Surroundings((*self.names, name), visibility, self.entered | {id(schema.value)})


class Reader:
    """Reads the fields of one side of one operation."""

    def __init__(self, teller: Teller, budget: Budget) -> None:
        self._teller = teller
        self._budget = budget
        self._seen = 0
        self.more = 0

    def parameter(self, parameter: Parameter) -> Iterator[Field]:
        """A parameter's fields: one, or those of the object that is its body."""
        schema = parameter.schema
        visibility = _visibility(parameter, "")
        if not parameter.is_body or schema is None:
            self._seen += 1
            field = self._leaf(parameter, parameter, parameter.name, Surroundings((), visibility))
            yield from self._listed(field, self._seen)
        elif self._is_object(schema):
            around = Surroundings((parameter.name,), visibility)
            yield from self.members(schema, around, is_required=parameter.is_required)
        else:
            around = Surroundings((), visibility)
            yield from self.property(
                schema, parameter.name, around, is_required=parameter.is_required, titled_by=parameter
            )

    def members(self, schema: Schema, around: Surroundings, *, is_required: bool = True) -> Iterator[Field]:
        """The fields of an object, those of the objects in it without a level of their own."""
        if len(around.names) > DEEPEST or not self._budget.spend(1 + len(schema.mapping("properties"))):
            return
        inner = replace(around, entered=around.entered | {id(schema.value)})
        required = set(schema.required_names)
        for part in schema.items("allOf"):
            whole = schema.child_at(part, ("allOf", 0))
            if whole is not None:
                required.update(whole.required_names)
        for name, child in schema.all_properties.items():
            yield from self.property(child, name, inner, is_required=is_required and name in required)

    def property(
        self,
        schema: Schema,
        name: str,
        around: Surroundings,
        *,
        is_required: bool = False,
        titled_by: Parameter | None = None,
    ) -> Iterator[Field]:
        """One property: itself, or the fields of the object that it is."""
        self._seen += 1
        place = self._seen
        if place > MOST_LOOKED_AT or not self._budget.spend(1):
            return
        visibility = _visibility(schema, around.visibility)
        if self._is_object(schema) and self._dynamic(schema) is None:
            if id(schema.value) in around.entered:
                known = self._leaf(
                    schema, schema, name, around, visibility=visibility, is_required=is_required
                )
                yield from self._listed(known, place)
            else:
                inner = around.inside(name, visibility, schema)
                yield from self.members(schema, inner, is_required=is_required)
            return
        item = schema.item if schema.type == "array" else None
        fields: tuple[Field, ...] = ()
        if item is not None and self._is_object(item) and id(item.value) not in around.entered:
            fields = tuple(self.members(item, around.inside(f"{name}[]", visibility, schema)))
        # A body has its texts from the parameter, or the schema; what it can be, the schema alone says.
        field = self._leaf(
            titled_by if titled_by is not None and not schema.summary else schema,
            schema,
            name,
            around,
            visibility=visibility,
            is_required=is_required,
            fields=fields,
            kind=_type(schema),
        )
        yield from self._listed(field, place)

    def _listed(self, field: Field, place: int) -> Iterator[Field]:
        """The field, as long as there is room for it; `place` is its number, from before its items were looked at."""
        if place > MOST_FIELDS or not self._budget.has_room_for(field):
            self.more += 1
        else:
            yield field

    def _is_object(self, schema: Schema) -> bool:
        return bool(schema.mapping("properties") or schema.items("allOf")) and schema.type in {None, "object"}

    def _dynamic(self, node: Node) -> Values | None:
        return values_of(node, self._teller)

    def _leaf(
        self,
        node: Parameter | Schema,
        value: Parameter | Schema,
        name: str,
        around: Surroundings,
        *,
        visibility: str | None = None,
        is_required: bool | None = None,
        fields: tuple[Field, ...] = (),
        kind: str | None = None,
    ) -> Field:
        tell = self._teller
        title = node.summary or (node.text("title") if isinstance(node, Schema) else None)
        title = title if title and title.strip() else None
        return Field(
            title=tell.name(title or name) or "(no name)",
            is_titled=title is not None,
            path=tell.name("/".join((*around.names, name))),
            type=kind or _type(node),
            is_required=node.is_required if is_required is None else is_required,
            visibility=(around.visibility if visibility is None else visibility) or "normal",
            description=tell.text(node.description),
            default=tell.scalar(value.get("default")),
            values=self._dynamic(value) or (self._dynamic(node) if node is not value else None),
            fields=fields,
        )


def in_order(fields: Sequence[Field]) -> list[Field]:
    """As a card shows them: important ones first, then what is required, then the others as they stand."""
    return sorted(fields, key=lambda field: (field.visibility != "important", not field.is_required))


def values_of(node: Node, teller: Teller) -> Values | None:
    """Where the value's choices or fields come from; None where it is free."""
    calls: dict[str, DynamicCall] = {}
    for key, content in node.value.items():
        if key.startswith(PREFIX):
            for call in calls_of(Extension(key, content, node)):
                calls.setdefault(call.form, call)
    for form in _PREFERRED:
        if form in calls:
            return _asked(calls[form], teller)
    choices = node.items("enum")
    if not choices and isinstance(items := node.get("items"), dict):
        choices = items["enum"] if isinstance(items.get("enum"), list) else []
    if not choices:
        return None
    labels = _labels(node)
    shown = tuple(
        teller.scalar(labels.get(teller.scalar(choice), choice)) or "(empty)"
        for choice in choices[:MOST_CHOICES]
    )
    return Values("fixed", shown, max(0, len(choices) - MOST_CHOICES), "", "", ())


def _labels(node: Node) -> dict[str, Any]:
    """The texts that `x-ms-enum-values` gives to values."""
    entries = node.items("x-ms-enum-values")[:MOST_CHOICES]
    if isinstance(given := node.get("x-ms-enum"), dict) and isinstance(given.get("values"), list):
        entries = entries or given["values"][:MOST_CHOICES]
    return {
        str(entry["value"]): entry["displayName"]
        for entry in entries
        if isinstance(entry, dict)
        and isinstance(entry.get("displayName"), str)
        and isinstance(entry.get("value"), str | int | float)
    }


def _asked(call: DynamicCall, teller: Teller) -> Values:
    kind = {"values": "list", "properties": "schema"}.get(call.form, call.form)
    if call.is_built_in:
        return Values("platform", (), 0, "", "", ())
    target = call.target
    title = "" if target is None else teller.name(target.summary or target.operation_id)
    sources = dict.fromkeys(argument.source for argument in call.arguments[:MOST_CHOICES] if argument.source)
    depends_on = tuple(teller.name(source) for source in sources)
    return Values(kind, (), 0, teller.name(call.operation_id), title, depends_on)


def _visibility(node: Parameter | Schema, around: str) -> str:
    """The node's own visibility, unless what lies around it hides more."""
    own = node.visibility if node.visibility in {"important", "advanced", "internal"} else ""
    return around if _RANKS.get(around, 0) > _RANKS.get(own or "", 0) else own or ""


def _type(node: Parameter | Schema, depth: int = 0) -> str:
    """What kind of value it is, in words of makers."""
    kind = node.type
    if kind == "array":
        item = node.get("items")
        if isinstance(node, Schema):
            inner = node.item
            if inner is None or depth > _MOST_LISTS:
                return "list"
            return f"list of {_plural(_type(inner, depth + 1))}"
        kind = item.get("type") if isinstance(item, dict) else None
        return f"list of {_plural(_TYPES.get(kind, 'values') if isinstance(kind, str) else 'values')}"
    if node.format in _FORMATS and kind in {"string", None}:
        return _FORMATS[node.format or ""]
    return _TYPES.get(kind or "", "anything")


def _plural(words: str) -> str:
    irregular = {"text": "texts", "yes or no": "yes or no", "anything": "values", "values": "values"}
    if words in irregular:
        return irregular[words]
    return words.replace("list", "lists", 1) if words.startswith("list") else f"{words}s"
