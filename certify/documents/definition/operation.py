"""A path of the definition and the operations on it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from certify.documents.definition.parameter import Parameter
from certify.documents.definition.response import Response
from certify.documents.definition.schema import Schema
from certify.documents.node import Node

if TYPE_CHECKING:
    from certify.documents.definition.definition import Definition
    from certify.documents.node import Object

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")


class PathItem(Node):
    """One entry of `paths`: its template and its operations."""

    def __init__(self, value: Object, owner: Definition, path: str) -> None:
        super().__init__(value, owner, ("paths", path))
        self.path = path
        self.definition = owner

    @cached_property
    def operations(self) -> tuple[Operation, ...]:
        return tuple(
            Operation(value, self, key)
            for key, value in self.value.items()
            if key.lower() in METHODS and isinstance(value, dict)
        )

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """The parameters that all operations here share, references followed."""
        return _parameters(self, self.operations)

    @cached_property
    def notification_content(self) -> Schema | None:
        """The schema of `x-ms-notification-content`: what a webhook delivers to the next step."""
        content = self.value.get("x-ms-notification-content")
        value = content.get("schema") if isinstance(content, dict) else None
        if not isinstance(value, dict):
            return None
        if "$ref" in value:
            return self.definition.schema_of(value["$ref"])
        return Schema(value, self, ("x-ms-notification-content", "schema"), is_output=True)


class Operation(Node):
    """One action or trigger. A method in capitals is a mistake that must not hide the operation's others."""

    def __init__(self, value: Object, path_item: PathItem, key: str) -> None:
        super().__init__(value, path_item, (key,))
        self.path_item = path_item
        self.method = key.lower()
        self.path = path_item.path
        self.definition = path_item.definition

    @property
    def operation_id(self) -> str | None:
        return self.text("operationId")

    @property
    def summary(self) -> str | None:
        return self.text("summary")

    @property
    def description(self) -> str | None:
        return self.text("description")

    @property
    def label(self) -> str:
        """How a message calls it: its id, else method and path."""
        return f"`{self.operation_id}`" if self.operation_id else f"{self.method.upper()} {self.path}"

    @property
    def visibility(self) -> str | None:
        return self.text("x-ms-visibility")

    @property
    def is_internal(self) -> bool:
        return self.value.get("x-ms-visibility") == "internal"

    @property
    def is_deprecated(self) -> bool:
        return self.is_true("deprecated")

    @property
    def trigger(self) -> str | None:
        """`x-ms-trigger`: single or batch; None for an action."""
        return self.text("x-ms-trigger")

    @property
    def is_trigger(self) -> bool:
        return "x-ms-trigger" in self.value

    @property
    def is_webhook(self) -> bool:
        """A trigger that subscribes. One on GET polls, and so does a batch whose metadata says that it is for polling."""
        return self.is_trigger and self.method in {"post", "put", "patch"} and not self._asks_for_batches

    @property
    def is_called_back(self) -> bool:
        """What it is about comes later, by a call of the service: a webhook, or an action that waits for its answer."""
        if self.is_trigger:
            return self.is_webhook
        return self.method in {"post", "put", "patch"} and "x-ms-notification-content" in self.path_item.value

    @property
    def _asks_for_batches(self) -> bool:
        return self.trigger == "batch" and self.mapping("x-ms-trigger-metadata").get("mode") == "polling"

    @property
    def annotation(self) -> Object:
        """`x-ms-api-annotation`: family, revision, status, replacement."""
        return self.mapping("x-ms-api-annotation")

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """All parameters that a call takes: its own, and those of the path that it does not override."""
        own = self.own_parameters
        taken = {(parameter.name, parameter.location) for parameter in own}
        inherited = (
            parameter
            for parameter in self.path_item.parameters
            if (parameter.name, parameter.location) not in taken
        )
        return (*own, *inherited)

    @cached_property
    def parameters_by_name(self) -> dict[str, Parameter]:
        """The first parameter of each name, wherever it goes in the request."""
        found: dict[str, Parameter] = {}
        for parameter in self.parameters:
            found.setdefault(parameter.name, parameter)
        return found

    @cached_property
    def needed(self) -> tuple[tuple[str, Parameter], ...]:
        """What a call must give: required parameters and, as `body/name`, properties of a required body, without default."""
        found: list[tuple[str, Parameter]] = []
        for parameter in self.parameters:
            if not parameter.is_required or parameter.has("default") or not parameter.name:
                continue
            if not parameter.is_body:
                found.append((parameter.name, parameter))
            elif parameter.schema is not None:
                named = self.definition.schema_paths.members(parameter.schema).named
                found += [
                    (f"{parameter.name}/{name}", parameter)
                    for name, member in named.items()
                    if member.is_required and not member.has("default")
                ]
        return tuple(found)

    @cached_property
    def own_parameters(self) -> tuple[Parameter, ...]:
        """The operation's own parameters, references followed (places of shared ones are the shared ones')."""
        return _parameters(self, (self,))

    @cached_property
    def body(self) -> Parameter | None:
        return next((parameter for parameter in self.parameters if parameter.is_body), None)

    @cached_property
    def responses(self) -> tuple[Response, ...]:
        """The responses, references followed, in the order of the document."""
        found: list[Response] = []
        for code, value in self.mapping("responses").items():
            if not isinstance(value, dict) or code.startswith("x-"):
                continue
            if "$ref" in value:
                shared = self.definition.shared_response(value["$ref"])
                if shared is not None:
                    found.append(Response(shared.value, shared.owner or self, shared.steps, self, code))
            else:
                found.append(Response(value, self, ("responses", code), self))
        return tuple(found)

    @cached_property
    def success(self) -> Response | None:
        """The response whose schema the designer shows: 200, else 201, else the first 2xx, else `default`."""
        by_code = {response.code: response for response in self.responses}
        for code in ("200", "201"):
            if code in by_code:
                return by_code[code]
        return next((r for r in self.responses if r.is_success), by_code.get("default"))

    @property
    def consumes(self) -> list[str]:
        """The MIME types of the request: its own list, else the definition's."""
        return self.strings("consumes") if "consumes" in self.value else self.definition.strings("consumes")

    @property
    def produces(self) -> list[str]:
        return self.strings("produces") if "produces" in self.value else self.definition.strings("produces")


def _parameters(owner: PathItem | Operation, operations: tuple[Operation, ...]) -> tuple[Parameter, ...]:
    found: list[Parameter] = []
    value: Any
    for index, value in enumerate(owner.items("parameters")):
        if not isinstance(value, dict):
            continue
        if "$ref" in value:
            shared = owner.definition.shared_parameter(value["$ref"])
            if shared is not None:
                found.append(shared)
        else:
            found.append(Parameter(value, owner, ("parameters", index), operations))
    return tuple(found)
