"""A schema of the definition, with its direction (does a maker fill it or use it?) and its visibility."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certify.documents.node import Node, Reference

if TYPE_CHECKING:
    from certify.core.place import Pointer
    from certify.documents.definition.definition import Definition
    from certify.documents.node import Object

LONGEST_REFERENCE_CHAIN = 64

PART_KEYS = frozenset({"properties", "items", "additionalProperties", "allOf"})
"""The members that hold sub-schemas."""


class Schema(Node):
    """An inline schema, a property, an item, or an entry of `definitions`; never an object with `$ref`.

    `name` is the property's name, or the definition's, else None. `is_input` and `is_output` say where the
    schema is used (a definition can be both, or neither when nothing uses it). `is_visible` is false when it or
    an enclosing schema or parameter is internal.
    """

    __slots__ = ("depth", "is_input", "is_output", "is_property", "is_required", "is_visible", "name")

    def __init__(
        self,
        value: Object,
        owner: Node,
        steps: Pointer,
        *,
        name: str | None = None,
        is_input: bool = False,
        is_output: bool = False,
        is_visible: bool = True,
        is_property: bool = False,
        is_required: bool = False,
        depth: int = 0,
    ) -> None:
        self.value = value
        self.owner = owner
        self.steps = steps
        self.name = name
        self.is_input = is_input
        self.is_output = is_output
        self.is_visible = is_visible and value.get("x-ms-visibility") != "internal"
        self.is_property = is_property
        self.is_required = is_required
        self.depth = depth

    @property
    def definition(self) -> Definition:
        from certify.documents.definition.definition import Definition

        root = self.root
        assert isinstance(root, Definition)
        return root

    @property
    def type(self) -> str | None:
        return self.text("type")

    @property
    def format(self) -> str | None:
        return self.text("format")

    @property
    def summary(self) -> str | None:
        """`x-ms-summary`, which the designer shows; it falls back on `title`."""
        return self.text("x-ms-summary")

    @property
    def title(self) -> str | None:
        return self.text("title")

    @property
    def description(self) -> str | None:
        return self.text("description")

    @property
    def visibility(self) -> str | None:
        return self.text("x-ms-visibility")

    @property
    def is_internal(self) -> bool:
        """Whether this very schema is marked internal (see `is_visible` for the enclosing ones)."""
        return self.value.get("x-ms-visibility") == "internal"

    @property
    def required_names(self) -> list[str]:
        return self.strings("required")

    @property
    def is_empty(self) -> bool:
        """Whether it says nothing about the value: no type, members, reference, composition or dynamic extension."""
        return not any(
            key in self.value
            for key in (
                "type", "properties", "items", "additionalProperties", "allOf", "enum", "$ref",
                "x-ms-dynamic-schema", "x-ms-dynamic-properties",
            )
        )  # fmt: skip

    @property
    def properties(self) -> dict[str, Schema]:
        """The properties with an inline schema, or with the target of their reference (places are the target's)."""
        found: dict[str, Schema] = {}
        required = self._required
        for name, value in self.children("properties"):
            schema = self.child_at(value, ("properties", name), name, name in required)
            if schema is not None:
                found[name] = schema
        return found

    @property
    def all_properties(self) -> dict[str, Schema]:
        """The properties of this schema and of everything it is composed of by `allOf`."""
        found: dict[str, Schema] = {}
        seen: set[int] = set()
        pending: list[Schema] = [self]
        while pending:
            schema = pending.pop()
            if id(schema.value) in seen:
                continue
            seen.add(id(schema.value))
            for name, child in schema.properties.items():
                found.setdefault(name, child)
            for index, part in enumerate(schema.items("allOf")):
                whole = schema.child_at(part, ("allOf", index))
                if whole is not None:
                    pending.append(whole)
        return found

    @property
    def item(self) -> Schema | None:
        """The schema of an array's items, reference followed."""
        return self.child_at(self.value.get("items"), ("items",))

    def child_at(
        self, value: Any, steps: Pointer, name: str | None = None, is_required: bool = False
    ) -> Schema | None:
        """The schema at `steps` below this one, its reference followed; None when there is none."""
        if not isinstance(value, dict):
            return None
        part = self._part(value, steps, name, is_required)
        return self.definition.schema_of(part.target) if isinstance(part, Reference) else part

    def parts(self) -> list[Schema | Reference]:
        """Every direct sub-schema where it stands, in the order properties, items, additionalProperties, allOf."""
        found: list[Schema | Reference] = []
        value = self.value
        properties = value.get("properties")
        if isinstance(properties, dict):
            required = self._required
            for name, child in properties.items():
                if isinstance(child, dict):
                    found.append(self._part(child, ("properties", name), name, name in required))
        for key in ("items", "additionalProperties"):
            child = value.get(key)
            if isinstance(child, dict):
                found.append(self._part(child, (key,)))
        for key in ("items", "allOf"):
            children = value.get(key)
            if isinstance(children, list):
                for index, child in enumerate(children):
                    if isinstance(child, dict):
                        found.append(self._part(child, (key, index)))
        return found

    @property
    def _required(self) -> list[str] | frozenset[str]:
        # A set for long lists only: it costs more than a look through the few names that a schema has as a rule.
        names = self.required_names
        return names if len(names) < 16 else frozenset(names)

    def _part(
        self, value: Object, steps: Pointer, name: str | None = None, is_required: bool = False
    ) -> Schema | Reference:
        if "$ref" in value:
            return Reference(value, self, steps, "schema")
        return Schema(
            value,
            self,
            steps,
            name=name,
            is_input=self.is_input,
            is_output=self.is_output,
            is_visible=self.is_visible,
            is_property=name is not None,
            is_required=is_required,
            depth=self.depth + 1,
        )
