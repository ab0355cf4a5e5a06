"""The root of an API definition (OpenAPI 2.0 with Microsoft's extensions), and how its references resolve."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from certify.core.place import unescape
from certify.documents.definition.callers import Callers
from certify.documents.definition.info import Info, Metadata, SecurityScheme
from certify.documents.definition.operation import PathItem
from certify.documents.definition.parameter import Parameter
from certify.documents.definition.response import Response
from certify.documents.definition.schema import LONGEST_REFERENCE_CHAIN, Schema
from certify.documents.definition.schema_paths import SchemaPaths
from certify.documents.definition.sizes import SchemaSizes
from certify.documents.definition.structure import Mismatch, mismatches_of
from certify.documents.definition.usage import Usage, usage_of_definitions
from certify.documents.node import Root

if TYPE_CHECKING:
    from certify.core.place import Pointer
    from certify.documents.definition.dynamic import DynamicCall
    from certify.documents.definition.operation import Operation


class Definition(Root):
    """The whole `apiDefinition.swagger.json`."""

    @cached_property
    def info(self) -> Info:
        """`info`; an empty one when it is absent."""
        return Info(self.mapping("info"), self, ("info",))

    @cached_property
    def metadata(self) -> Metadata | None:
        """`x-ms-connector-metadata`; None when it is absent or no array."""
        entries = self.get("x-ms-connector-metadata")
        return Metadata(entries, self) if isinstance(entries, list) else None

    @property
    def host(self) -> str | None:
        return self.text("host")

    @property
    def base_path(self) -> str | None:
        return self.text("basePath")

    @property
    def schemes(self) -> list[str]:
        return self.strings("schemes")

    @cached_property
    def path_items(self) -> tuple[PathItem, ...]:
        return tuple(
            PathItem(value, self, path) for path, value in self.children("paths") if not path.startswith("x-")
        )

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        return tuple(operation for item in self.path_items for operation in item.operations)

    @cached_property
    def operations_by_id(self) -> dict[str, Operation]:
        """The first operation of each id."""
        found: dict[str, Operation] = {}
        for operation in self.operations:
            if operation.operation_id is not None:
                found.setdefault(operation.operation_id, operation)
        return found

    @cached_property
    def schemas(self) -> dict[str, Schema]:
        """The entries of `definitions` that are schemas of their own (not mere references)."""
        usage = self.usage
        return {
            name: Schema(
                value,
                self,
                ("definitions", name),
                name=name,
                is_input=usage[name].is_input if name in usage else False,
                is_output=usage[name].is_output if name in usage else False,
                is_visible=usage[name].is_visible if name in usage else True,
            )
            for name, value in self.children("definitions")
            if "$ref" not in value
        }

    @cached_property
    def mismatches(self) -> tuple[Mismatch, ...]:
        """Where the document departs from the OpenAPI 2.0 schema, rules of their own apart."""
        return tuple(mismatches_of(self))

    @cached_property
    def sizes(self) -> SchemaSizes:
        """How many schemas each schema holds, and how deep they nest."""
        return SchemaSizes(self)

    @cached_property
    def callers(self) -> Callers:
        """Which operations use what a shared schema, parameter or response says."""
        return Callers(self)

    @cached_property
    def dynamic_calls(self) -> tuple[DynamicCall, ...]:
        """Every call of an operation by a dynamic extension, for who asks about the operations that are called.

        Who calls is left out: these have neither a subject nor callers.
        """
        from certify.documents.definition.dynamic import calls_in

        return tuple(calls_in(self))

    @cached_property
    def schema_paths(self) -> SchemaPaths:
        """Where paths lead in the schemas."""
        return SchemaPaths()

    @cached_property
    def usage(self) -> dict[str, Usage]:
        """For each entry of `definitions` that is used: as input, as output, visibly."""
        return usage_of_definitions(self)

    @cached_property
    def security_schemes(self) -> dict[str, SecurityScheme]:
        return {
            name: SecurityScheme(value, self, ("securityDefinitions", name), name)
            for name, value in self.children("securityDefinitions")
        }

    @cached_property
    def parameters(self) -> dict[str, Parameter]:
        """The shared parameters, each with the operations that take it."""
        takers: dict[str, list[Operation]] = {}
        for item in self.path_items:
            for name in _targets(item.items("parameters"), "parameters"):
                takers.setdefault(name, []).extend(item.operations)
            for operation in item.operations:
                for name in _targets(operation.items("parameters"), "parameters"):
                    takers.setdefault(name, []).append(operation)
        return {
            name: Parameter(value, self, ("parameters", name), tuple(takers.get(name, ())))
            for name, value in self.children("parameters")
        }

    @cached_property
    def responses(self) -> dict[str, Response]:
        """The shared responses."""
        return {
            name: Response(value, self, ("responses", name), None)
            for name, value in self.children("responses")
        }

    def shared_parameter(self, target: Any) -> Parameter | None:
        """The shared parameter that a `$ref` names, chains followed."""
        found = self.resolve(target)
        if found is None or len(found[0]) != 2 or found[0][0] != "parameters":
            return None
        return self.parameters.get(str(found[0][1]))

    def shared_response(self, target: Any) -> Response | None:
        """The shared response that a `$ref` names, chains followed."""
        found = self.resolve(target)
        if found is None or len(found[0]) != 2 or found[0][0] != "responses":
            return None
        return self.responses.get(str(found[0][1]))

    def resolve(self, target: Any) -> tuple[Pointer, Any] | None:
        """Place and value of what a `$ref` names inside this document, chains of references followed.

        None when it is no local reference, names nothing, or goes in a circle.
        """
        for _ in range(LONGEST_REFERENCE_CHAIN):
            found = self.look_up(target)
            if found is None:
                return None
            pointer, value = found
            if not (isinstance(value, dict) and "$ref" in value):
                return pointer, value
            target = value["$ref"]
        return None

    def look_up(self, target: Any) -> tuple[Pointer, Any] | None:
        """Place and value of what a local `$ref` names, one step; None when it names nothing."""
        if not isinstance(target, str) or not target.startswith("#/"):
            return None
        if target not in self._targets:
            self._targets[target] = self._named_by(target)
        return self._targets[target]

    @cached_property
    def _targets(self) -> dict[str, tuple[Pointer, Any] | None]:
        return {}

    def _named_by(self, target: str) -> tuple[Pointer, Any] | None:
        value: Any = self.value
        pointer: list[str | int] = []
        for token in unescape(target[1:]):
            if isinstance(value, dict) and token in value:
                value = value[token]
                pointer.append(token)
            elif isinstance(value, list) and token.isdecimal() and len(token) < 8 and int(token) < len(value):
                value = value[int(token)]
                pointer.append(int(token))
            else:
                return None
        return tuple(pointer), value

    @cached_property
    def _schemas_elsewhere(self) -> dict[str, Schema | None]:
        return {}

    def schema_of(self, target: Any) -> Schema | None:
        """The schema that a `$ref` names, chains followed."""
        if not isinstance(target, str):
            return None
        if target in self._schemas_elsewhere:
            return self._schemas_elsewhere[target]
        found = self.resolve(target)
        schema: Schema | None = None
        if found is not None and isinstance(found[1], dict):
            pointer, value = found
            if len(pointer) == 2 and pointer[0] == "definitions":
                schema = self.schemas.get(str(pointer[1]))
            else:
                schema = Schema(value, self, pointer)
        self._schemas_elsewhere[target] = schema
        return schema


def _targets(items: list[Any], section: str) -> list[str]:
    prefix = f"#/{section}/"
    names: list[str] = []
    for item in items:
        target = item.get("$ref") if isinstance(item, dict) else None
        if isinstance(target, str) and target.startswith(prefix):
            names.extend(unescape(target[len(prefix) - 1 :])[:1])
    return names
