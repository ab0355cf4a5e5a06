"""What makers see of a connector: cards of operations, their fields, and the dialog that makes a connection."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Values:
    """Where the choices, or the fields, of a value come from.

    `kind` is `fixed` (`choices`, and `more` that are not listed), `list`, `tree` or `schema` (asked of the operation, while
    the flow is made), or `platform`. `operation_title` is empty when the connector has no such operation.
    """

    kind: str
    choices: tuple[str, ...]
    more: int
    operation: str
    operation_title: str
    depends_on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Field:
    """A value that a maker gives or gets. `path` is its name, those of the objects around it before it.

    `is_titled` says that `title` is a text for makers, and not the bare name. `visibility` is important, normal, advanced
    or internal, that of the objects around it included. `fields` are those of an item, where the value is a list.
    """

    title: str
    is_titled: bool
    path: str
    type: str
    is_required: bool
    visibility: str
    description: str
    default: str
    values: Values | None
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The fields of a card in the order that makers meet them; `hidden` are the internal ones. `more` are not listed."""

    shown: tuple[Field, ...]
    advanced: tuple[Field, ...]
    hidden: tuple[Field, ...]
    more: int


@dataclass(frozen=True, slots=True)
class Outputs:
    """What a later step can use; `dynamic` says that the fields are asked for while the flow is made."""

    fields: tuple[Field, ...]
    more: int
    dynamic: Values | None


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation as the flow designer shows it. `kind` is action, polling trigger or webhook trigger."""

    id: str
    title: str
    is_titled: bool
    description: str
    kind: str
    method: str
    path: str
    visibility: str
    is_deprecated: bool
    inputs: Inputs
    outputs: Outputs
    findings: int


@dataclass(frozen=True, slots=True)
class ConnectionField:
    """One field of the dialog. `choices` are the texts of a list; a masked field shows dots for what is typed."""

    title: str
    name: str
    type: str
    hint: str
    is_required: bool
    is_masked: bool
    is_hidden: bool
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SignIn:
    """A button that opens the provider's own page."""

    name: str
    provider: str
    scopes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Way:
    """One way to connect; `title` is empty where there is only one."""

    title: str
    fields: tuple[ConnectionField, ...]
    sign_ins: tuple[SignIn, ...]


@dataclass(frozen=True, slots=True)
class Connection:
    """The dialog that makes a connection. `is_known` is false where no apiProperties.json can be read.

    `before` serves connections that were made before there were several ways, where there are; no dialog shows it.
    """

    is_known: bool
    label: str
    ways: tuple[Way, ...]
    before: Way | None
