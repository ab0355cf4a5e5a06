"""The extensions that make a trigger: `x-ms-trigger`, its metadata, and the notification of a trigger that fetches."""

from __future__ import annotations

from certify.api import (
    ERROR,
    WARNING,
    Annotated,
    Extension,
    Has,
    Operation,
    Parameter,
    Place,
    Problem,
    Problems,
    Related,
    repository,
    rule,
    safe,
    validator,
)
from certify_rules.words import shown

_SCHEMA = repository("schemas/apiDefinition.swagger.schema.json")
_METADATA = {"kind": ("query",), "mode": ("polling", "webhook")}


@rule(ERROR, _SCHEMA, validator("JsonValueNotInEnum"), fix="safe")
def trigger_enum(operation: Annotated[Operation, Has("x-ms-trigger")]) -> Problems:
    """`x-ms-trigger` is `single` or `batch`.

    `single` starts a flow with what comes, `batch` one for each element of an array. No published connector breaks this.

    Bad:
        definition: {paths: {/subscriptions: {post: {x-ms-trigger: Single}}}}
    Bad (true):
        definition: {paths: {/subscriptions: {post: {x-ms-trigger: true}}}}
    Good:
        definition: {paths: {/subscriptions: {post: {x-ms-trigger: batch}}}}
    """
    if operation.trigger in {"single", "batch"}:
        return
    at = operation.at("x-ms-trigger")
    plain = (operation.trigger or "").strip().lower()
    yield Problem(
        "`x-ms-trigger` is `single` or `batch`.",
        at,
        fix=safe(at.replace(plain)) if plain in {"single", "batch"} else None,
    )


@rule(WARNING, _SCHEMA, fix="safe")
def trigger_metadata(operation: Annotated[Operation, Has("x-ms-trigger-metadata")]) -> Problems:
    """`x-ms-trigger-metadata` has the kind `query`, and the mode `polling` or `webhook` that the trigger has.

    A trigger on GET polls; one on POST, PUT or PATCH is a webhook. An operation that is no trigger has none. All published
    connectors keep to the words.

    Bad:
        definition: {paths: {/movements: {get: {x-ms-trigger-metadata: {mode: webhook}}}}}
    Bad (another word):
        definition: {paths: {/movements: {get: {x-ms-trigger-metadata: {kind: body}}}}}
    Good:
        definition: {paths: {/movements: {get: {x-ms-trigger-metadata: null}}}}
    """
    if not operation.is_trigger:
        yield Problem(
            f"The operation {operation.label} is no trigger; metadata of one has no effect. Remove it.",
            operation.key("x-ms-trigger-metadata"),
        )
        return
    metadata = operation.mapping("x-ms-trigger-metadata")
    place = operation.at("x-ms-trigger-metadata")
    for member, words in _METADATA.items():
        value = metadata.get(member)
        if value not in words:
            yield Problem(
                f"The `{member}` of the trigger's metadata is {' or '.join(f'`{word}`' for word in words)}.",
                place.at(member) if member in metadata else place,
                fix=safe(place.at(member).replace("query"))
                if member == "kind" and member in metadata
                else None,
            )
    if operation.method == "get" and metadata.get("mode") == "webhook":
        yield Problem(
            "A trigger on GET polls; its mode is `polling`.",
            place.at("mode"),
            fix=safe(place.at("mode").replace("polling")),
        )


@rule(
    ERROR,
    validator("NotificationExtensionNotSupportedInWebhookOperation"),
    validator("NotificationExtensionSupportedForTriggerOnly"),
    validator("NotificationOperationMustBeWebhook"),
    validator("OperationIdNotFound"),
)
def notification_ext(extension: Annotated[Extension, Has("x-ms-notification")]) -> Problems:
    """`x-ms-notification` stands at a trigger that fetches, and names the webhook operation that tells it when.

    Microsoft's validator: "The 'x-ms-notification' is supported for trigger operations only", "must not be defined in a
    webhook operation", and its `operationId` "must be for a webhook operation". No published connector uses it.

    Bad:
        definition: {paths: {/items: {get: {x-ms-notification: {operationId: ItemCreated}}}}}
    Bad (in a webhook):
        definition: {paths: {/subscriptions: {post: {x-ms-notification: {operationId: ItemCreated}}}}}
    Bad (names no webhook):
        definition: {paths: {/movements: {get: {x-ms-notification: {operationId: ListItems}}}}}
    Good:
        definition: {paths: {/movements: {get: {x-ms-notification: {operationId: ItemCreated}}}}}
    """
    operation = extension.owner
    if not isinstance(operation, Operation) or not operation.is_trigger:
        yield Problem("`x-ms-notification` belongs to a trigger that fetches.", extension.key())
    elif operation.is_webhook:
        yield Problem(
            f"{operation.label} is a webhook itself and needs no `x-ms-notification`.", extension.key()
        )
    else:
        name = extension.text("operationId")
        target = operation.definition.operations_by_id.get(name or "")
        if target is None:
            said = "There is no `operationId`" if name is None else f"There is no operation `{shown(name)}`"
            yield Problem(f"{said}; name the webhook that says when to fetch.", _named_at(extension))
        elif not target.is_webhook:
            yield Problem(
                f"{target.label} is no webhook; name one that says when to fetch.", _named_at(extension)
            )


def _named_at(extension: Extension) -> Place:
    return extension.at("operationId") if "operationId" in extension.value else extension.place


@rule(WARNING, validator("ParamtersWithSameNameMustHaveSameTypeAndVisibility"))
def trigger_same_params(operation: Annotated[Operation, Has("x-ms-notification")]) -> Problems:
    """A trigger that fetches and its webhook agree in the parameters that they share: type and visibility.

    Microsoft's validator: "Parameters of the same name in fetch and subscribe operations must be of the same type and
    visibility." A maker fills them in once for both.

    Bad:
        definition: {paths: {/movements: {get: {x-ms-notification: {operationId: ItemCreated}}}, /subscriptions: {post: {parameters: {"+": {name: since, in: query, type: string, format: date-time, x-ms-summary: Created After, description: Tells only of items that come after this time.}}}}}}
    Good:
        definition: {paths: {/movements: {get: {x-ms-notification: {operationId: ItemCreated}}}, /subscriptions: {post: {parameters: {"+": {name: since, in: query, type: string, format: date-time, x-ms-summary: Created After, description: Tells only of items that come after this time., x-ms-visibility: advanced}}}}}}
    """
    target = operation.definition.operations_by_id.get(
        _text(operation.mapping("x-ms-notification").get("operationId"))
    )
    if target is None or not target.is_webhook:
        return
    others = {parameter.name: parameter for parameter in target.parameters if not parameter.is_body}
    for parameter in operation.parameters:
        other = others.get(parameter.name)
        if parameter.is_body or other is None or _shape(parameter) == _shape(other):
            continue
        yield Problem(
            f"The parameter {parameter.label} has another type or visibility than in {target.label}.",
            parameter,
            related=(Related("the parameter of the webhook", other),),
        )


def _shape(parameter: Parameter) -> tuple[str | None, str | None]:
    return parameter.type, parameter.visibility


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
