"""What a webhook delivers, how it is answered, and how it ends."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Annotated,
    Definition,
    Has,
    Operation,
    PathItem,
    Problem,
    Problems,
    Properties,
    advice,
    documented,
    rule,
    unsafe,
    validator,
)
from certify_rules.triggers.callback import callback_urls, has_url_at_top
from certify_rules.triggers.polling import is_polled

_CONTENT = "x-ms-notification-content"
_SUBSCRIPTION = re.compile(r"hook|subscri", re.IGNORECASE)
_MAY_BE_SUBSCRIPTION = re.compile(r"hook|subscri|trigger|callback|listener", re.IGNORECASE)
"""Words that some other operation has, too: enough to believe that one ends a subscription, too little to blame it."""


@rule(
    ERROR,
    validator("OperationMustHaveNotificationContentExtension"),
    documented("create-webhook-trigger"),
    established=WARNING,
)
def webhook_content(operation: Operation) -> Problems:
    """The path of a webhook has `x-ms-notification-content`, which describes what the webhook delivers.

    Microsoft's validator: "The operation is missing notification content extension as it has properties marked as
    notification URL." It stands beside the operations, and not in one of them. No published connector with such a
    property lacks it.

    Bad:
        definition: {paths: {/subscriptions: {x-ms-notification-content: null}}}
    Bad (an action with such a property):
        definition: {definitions: {ItemInput: {required: {"+": callback}, properties: {callback: {type: string, x-ms-visibility: internal, x-ms-notification-url: true}}}}}
    Bad (in the operation):
        definition: {paths: {/subscriptions: {x-ms-notification-content: null, post: {x-ms-notification-content: {description: The item., schema: {$ref: "#/definitions/Item"}}}}}}
    Good:
        definition: {paths: {/subscriptions: {x-ms-notification-content: {description: The new item.}}}}
    """
    if operation.has(_CONTENT):
        yield Problem(f"`{_CONTENT}` belongs to the path, beside its operations.", operation.key(_CONTENT))
    elif operation.path_item.has(_CONTENT):
        return
    elif not operation.is_trigger and has_url_at_top(operation):
        yield Problem(
            f"{operation.label} asks for the address of notifications, and its path has no `{_CONTENT}`; a webhook has both.",
            operation,
        )
    elif operation.is_webhook and callback_urls(operation):
        yield Problem(
            f"The path of the webhook {operation.label} has no `{_CONTENT}`, so that the next step can use nothing; describe there what is delivered.",
            operation.path_item,
        )


@rule(
    ERROR,
    validator("SchemaDefinitionSetIncorrectly"),
    documented("create-webhook-trigger"),
    established=WARNING,
)
def webhook_content_schema(item: Annotated[PathItem, Has(_CONTENT)]) -> Problems:
    """`x-ms-notification-content` has a schema that says something.

    Microsoft's validator: "The operation should define an output schema on the 200 or 201 response code or in
    'x-ms-notification-content' extension for a webhook to be visible in the designer." One certified connector in 200 that
    has webhooks breaks this.

    Bad:
        definition: {paths: {/subscriptions: {x-ms-notification-content: {schema: null}}}}
    Bad (empty):
        definition: {paths: {/subscriptions: {x-ms-notification-content: {schema: {$ref: null}}}}}
    Good:
        definition: {paths: {/subscriptions: {x-ms-notification-content: {schema: {$ref: "#/definitions/Movement"}}}}}
    """
    if not any(operation.is_trigger or callback_urls(operation) for operation in item.operations):
        return
    content = item.mapping(_CONTENT)
    if not isinstance(content.get("schema"), dict):
        yield Problem(f"`{_CONTENT}` has no schema of what the webhook delivers.", item.at(_CONTENT))
    elif item.notification_content is not None and item.notification_content.is_empty:
        yield Problem(
            "The schema of what the webhook delivers is empty; describe its properties.",
            item.at(_CONTENT, "schema"),
        )


@rule(NOTE, advice(), fix="unsafe")
def webhook_content_orphan(item: Annotated[PathItem, Has(_CONTENT)]) -> Problems:
    """`x-ms-notification-content` stands only on paths with a trigger, or with an action that waits for its answer.

    Such an action has no `x-ms-trigger`, but a property for the platform's URL as a webhook has: the flow goes on when the
    service calls it. Elsewhere the content has no effect. A left-over is rare. A path without any operation is reported as
    such (op-empty-pathitem).

    Bad:
        definition: {paths: {"/items/{itemId}": {x-ms-notification-content: {description: The item., schema: {$ref: "#/definitions/Item"}}}}}
    Good:
        definition: {paths: {/subscriptions: {x-ms-notification-content: {description: The new item.}}}}
    Good (an action that waits for its answer):
        definition: {paths: {/subscriptions: {post: {x-ms-trigger: null, x-ms-trigger-hint: null, x-ms-trigger-metadata: null, summary: Wait for a new item, description: Waits until a stock item is created in the chosen warehouse.}}}}
        readme: {$replace: {"### When an item is created": "### Wait for a new item"}}
    """
    if item.operations and not any(
        operation.is_trigger or callback_urls(operation) for operation in item.operations
    ):
        yield Problem(
            f"No operation of `{item.path}` is a trigger or has a property for the platform's URL, "
            f"so that `{_CONTENT}` has no effect; remove it.",
            item.key(_CONTENT),
            fix=unsafe(item.at(_CONTENT).remove()),
        )


@rule(WARNING, documented("create-webhook-trigger"))
def webhook_delete(definition: Definition, properties: Properties | None) -> Problems:
    """A connector with webhooks has a DELETE operation, by which a subscription ends.

    When a flow is turned off, the platform sends DELETE to the `Location` that the subscription was answered with.
    Without one the service goes on to call flows that are no more. An operation is taken for one by its path, that of
    a webhook, or by its name; one that deletes something else ends no subscription. A fifth of the certified
    connectors with webhooks have none.

    Bad:
        definition: {paths: {"/subscriptions/{subscriptionId}": {delete: null, get: {operationId: GetSubscription, summary: Get a subscription, description: Returns the state of a subscription., parameters: [{name: subscriptionId, in: path, type: string, required: true, x-ms-url-encoding: single, x-ms-summary: Event Subscription, description: The subscription that is asked for.}], responses: {"200": {description: The account of the subscription., schema: {$ref: "#/definitions/Account"}}, "404": {$ref: "#/responses/NotFound"}}}}}}
        readme: {$replace: {"### When stock is moved": "### Get a subscription\\n\\nReturns it.\\n\\n### When stock is moved"}}
    Good:
        definition: {paths: {"/items/{itemId}": {delete: null}}}
    """
    hooks = _hooks(definition)
    if any(
        operation.method == "delete" and _ends(operation, hooks, _MAY_BE_SUBSCRIPTION)
        for operation in definition.operations
    ):
        return
    for operation in definition.operations:
        if operation.is_webhook and not is_polled(operation, properties):
            yield Problem(
                "The connector has webhooks and no DELETE operation that ends a subscription; add one, internal.",
                operation,
                lacks=definition.at("paths"),
            )
            return


@rule(WARNING, documented("connector-string-guidance"), advice(), custom=OFF, fix="unsafe")
def webhook_delete_internal(definition: Definition) -> Problems:
    """The DELETE operation of a webhook is internal.

    The platform calls it by itself; a maker who does so ends the subscription of a flow that is still on. An operation
    is taken for one by its path, that of a webhook, or by its name. Few certified connectors show theirs.

    Bad:
        definition: {paths: {"/subscriptions/{subscriptionId}": {delete: {x-ms-visibility: null}}}}
        readme: {$replace: {"### When stock is moved": "### Delete a subscription\\n\\nEnds it.\\n\\n### When stock is moved"}}
    Good:
        definition: {paths: {"/subscriptions/{subscriptionId}": {delete: {x-ms-visibility: internal}}}}
    """
    hooks = _hooks(definition)
    if not hooks:
        return
    for operation in definition.operations:
        if operation.method != "delete" or operation.is_internal or operation.is_deprecated:
            continue
        if _ends(operation, hooks, _SUBSCRIPTION):
            has_visibility = operation.has("x-ms-visibility")
            yield Problem(
                f"{operation.label} ends the subscription of a webhook and is shown to makers; make it internal.",
                operation.at("x-ms-visibility") if has_visibility else operation,
                fix=unsafe(
                    operation.at("x-ms-visibility").replace("internal")
                    if has_visibility
                    else operation.place.add("x-ms-visibility", "internal")
                ),
            )


def _hooks(definition: Definition) -> set[str]:
    """The paths of the webhooks."""
    return {operation.path.rstrip("/") for operation in definition.operations if operation.is_webhook}


def _ends(operation: Operation, hooks: set[str], words: re.Pattern[str]) -> bool:
    """Whether it is on the path of a webhook, on that with the id of a subscription behind it, or named so."""
    if words.search(f"{operation.path} {operation.operation_id or ''}"):
        return True
    path = operation.path.rstrip("/")
    above, _, last = path.rpartition("/")
    return path in hooks or (last.startswith("{") and above in hooks)


@rule(NOTE, documented("create-webhook-trigger"), custom=OFF)
def webhook_location(
    operation: Annotated[Operation, Has("x-ms-trigger")], properties: Properties | None
) -> Problems:
    """A webhook is answered with 201, and with the header `Location`.

    `Location` is the URL to which the platform sends DELETE when the flow is turned off. Only a call shows the header; the
    definition can say 201, which half of the certified connectors with webhooks do not.

    Bad:
        definition: {paths: {/subscriptions: {post: {responses: {"201": null, "204": {description: The subscription was created.}}}}}}
    Good:
        definition: {paths: {/subscriptions: {post: {responses: {"201": {headers: null}}}}}}
    """
    if not operation.is_webhook or is_polled(operation, properties):
        return
    if operation.mapping("responses") and "201" not in operation.mapping("responses"):
        yield Problem(
            f"The webhook {operation.label} does not say that it answers with `201` and the header `Location`.",
            operation.key("responses"),
        )
