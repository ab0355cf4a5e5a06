"""The property into which the platform puts the URL that a webhook calls."""

from __future__ import annotations

from certify.api import (
    ERROR,
    WARNING,
    Annotated,
    Definition,
    Extension,
    Fix,
    Has,
    Operation,
    Parameter,
    Problem,
    Problems,
    Properties,
    Schema,
    documented,
    rule,
    safe,
    validator,
)
from certify_rules.triggers.callback import MARK, CallbackUrl, all_callback_urls, callback_urls, is_marked
from certify_rules.triggers.polling import is_polled
from certify_rules.words import shown


@rule(
    ERROR,
    validator("WebhookOperationsMissingNotificationUrlProperty"),
    documented("create-webhook-trigger"),
    established=WARNING,
)
def webhook_notification_url(
    operation: Annotated[Operation, Has("x-ms-trigger")], properties: Properties | None
) -> Problems:
    """The body of a webhook has one property for the platform's URL, marked `"x-ms-notification-url": true`.

    Microsoft's validator: "The webhook operation is missing notification URL property." A trigger on POST, PUT or PATCH is
    a webhook: when a flow is turned on, the platform calls it and puts there the URL that starts the flow. A `batch`
    whose `x-ms-trigger-metadata` has the mode `polling` is none; three certified connectors search by POST for what is
    new. No published webhook lacks the property.

    Bad:
        definition: {definitions: {SubscriptionInput: {properties: {callback: {x-ms-notification-url: null, default: "https://www.tidewaterstock.com/hook"}}}}}
    Bad (two of them):
        definition: {definitions: {SubscriptionInput: {required: [callback, event, errors], properties: {errors: {type: string, x-ms-summary: Error URL, description: The URL that is called on a failure., x-ms-notification-url: true, x-ms-visibility: internal}}}}}
    Good:
        definition: {definitions: {SubscriptionInput: {properties: {callback: {description: The URL to call.}}}}}
    """
    if not operation.is_webhook or is_polled(operation, properties):
        return
    urls = callback_urls(operation)
    if len(urls) == 1 or any(is_marked(parameter.get(MARK)) for parameter in operation.parameters):
        return
    if urls:
        yield Problem(
            f"The body of {operation.label} has {len(urls)} properties for the platform's URL; there is one URL.",
            urls[1].schema.at(MARK),
        )
        return
    yield Problem(
        f"The webhook {operation.label} has no property for the platform's URL; mark one with `{MARK}`.",
        operation.key("parameters") if operation.has("parameters") else operation,
    )


@rule(ERROR, validator("NotificationUrlNotAllowedInThisPosition"), established=WARNING)
def webhook_url_place(extension: Annotated[Extension, Has(MARK)]) -> Problems:
    """The mark `x-ms-notification-url` stands at a property of a body, and nowhere else.

    Microsoft's validator: "The notification URL property is not allowed in this position. It is allowed only in input
    body." The platform does not put its URL into a query or a header. Three certified connectors have the mark in what a
    webhook answers.

    Bad:
        definition: {definitions: {Item: {properties: {name: {x-ms-notification-url: true}}}}}
    Bad (a parameter):
        definition: {parameters: {Expand: {x-ms-notification-url: true}}}
    Good:
        definition: {definitions: {SubscriptionInput: {properties: {callback: {x-ms-notification-url: true}}}}}
    """
    owner = extension.owner
    if owner is None or not is_marked(owner.get(MARK)):
        return
    if isinstance(owner, Schema):
        if owner.is_output and not owner.is_input:
            yield Problem(
                "The platform puts its URL into the body of a request, and not into a response; remove the mark.",
                extension,
            )
    else:
        place = "a parameter" if isinstance(owner, Parameter) else "this object"
        yield Problem(
            f"The platform puts its URL into the body of a request, and not into {place}; remove the mark.",
            extension,
        )


@rule(ERROR, validator("NotificationUrlNotRequired"), fix="safe")
def webhook_url_required(definition: Definition) -> Problems:
    """The property for the platform's URL is required, and so is every object around it.

    Microsoft's validator: "The notification URL property must be required all the way through the schema chain." What is
    internal and optional is not sent. Whether the body itself is `required` does not matter. No published connector breaks
    this.

    Bad:
        definition: {definitions: {SubscriptionInput: {required: [event]}}}
    Good:
        definition: {definitions: {SubscriptionInput: {required: [callback, event]}}}
    """
    for url in all_callback_urls(definition):
        if url.optional is not None:
            owner, name = url.optional
            yield Problem(
                f"`{shown(name)}` is not required, and the platform's URL would not be sent; add it to `required`.",
                owner.at("properties", name) if name in owner.mapping("properties") else owner,
                fix=_requiring(owner, name),
            )


def _requiring(owner: Schema, name: str) -> Fix | None:
    if not owner.has("required"):
        return safe(owner.place.add("required", [name]))
    if isinstance(owner.get("required"), list):
        return safe(owner.at("required").replace([*owner.items("required"), name]))
    return None


@rule(ERROR, validator("NotificationUrlNotInternal"), fix="safe")
def webhook_url_internal(definition: Definition) -> Problems:
    """The property for the platform's URL is internal, or an object around it is.

    Microsoft's validator: "The notification URL property itself or at least one of its parents must be internal." A maker
    has no use for the field. No published connector breaks this.

    Bad:
        definition: {definitions: {SubscriptionInput: {properties: {callback: {x-ms-visibility: null}}}}}
    Good:
        definition: {definitions: {SubscriptionInput: {properties: {callback: {x-ms-visibility: internal}}}}}
    """
    for url in all_callback_urls(definition):
        schema = url.schema
        # "Internal" is meant so, and a finding of the rule on the words (xms-visibility-values).
        if not url.is_internal and (schema.visibility or "").strip().lower() != "internal":
            has_visibility = schema.has("x-ms-visibility")
            yield Problem(
                f"{_subject(url)} is shown to makers; make it internal.",
                schema.at("x-ms-visibility") if has_visibility else schema,
                fix=safe(
                    schema.at("x-ms-visibility").replace("internal")
                    if has_visibility
                    else schema.place.add("x-ms-visibility", "internal")
                ),
            )


@rule(ERROR, validator("NotificationUrlNotString"), fix="safe")
def webhook_url_string(definition: Definition) -> Problems:
    """The property for the platform's URL is a string, and its mark is `true`.

    Microsoft's validator: "The notification URL property must be of type string." One connector in 200 breaks this. The
    mark is the JSON value true, without quotes.

    Bad:
        definition: {definitions: {SubscriptionInput: {properties: {callback: {type: object}}}}}
    Bad (the mark):
        definition: {definitions: {SubscriptionInput: {properties: {callback: {x-ms-notification-url: "true"}}}}}
    Good:
        definition: {definitions: {SubscriptionInput: {properties: {callback: {type: string, format: uri}}}}}
    """
    for url in all_callback_urls(definition):
        schema = url.schema
        if schema.get("type") != "string":
            has_type = schema.has("type")
            is_plain = not (schema.has("properties") or schema.has("items"))
            yield Problem(
                f"{_subject(url)} must be of type string.",
                schema.at("type") if has_type else schema,
                fix=safe(schema.at("type").replace("string")) if has_type and is_plain else None,
            )
        if schema.get(MARK) is not True:
            at = schema.at(MARK)
            yield Problem(f"The mark `{MARK}` is the JSON value true.", at, fix=safe(at.replace(value=True)))


def _subject(url: CallbackUrl) -> str:
    return f"The property `{shown(url.schema.name or '')}` for the platform's URL"
