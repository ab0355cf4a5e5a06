"""Changes of what flows send: parameters and the fields of bodies."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Change,
    Effect,
    Fix,
    Has,
    Problems,
    advice,
    documented,
    reviewer,
    rule,
    unsafe,
)
from certify_rules.changes.telling import AS_NEW_REVISION, field_of, name_in, shown, told


@rule(
    ERROR,
    documented("certification-updates"),
    custom=WARNING,
    aliases=("InputFieldDeleted", "change.input-del"),
)
def bc_input_deleted(change: Annotated[Change, Has("input-removed")]) -> Problems:
    """No input is deleted.

    Flows that fill it in lose the value without a word, or fail when they are edited. Keep the input and mark it in
    its description as no longer used, or add a new revision of the operation.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, definitions: {ItemInput: {properties: {barcodes: null}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The input {name_in(change)} of `{change.operation}` has been deleted.",
        Effect.DATA_LOST,
        "Keep the input and let the service ignore it, and say in its description that it is no longer used. If it must go: "
        + AS_NEW_REVISION,
    )


@rule(
    ERROR,
    advice(),
    custom=WARNING,
    aliases=("change.input-rename", "change.reqfield", "change.reqparam"),
    fix="unsafe",
)
def bc_input_renamed(change: Annotated[Change, Has("input-renamed", "input-moved")]) -> Problems:
    """No input gets another name, or another place in the body.

    Flows store values by the input's name. To them the old input is gone and the new one is empty, which Microsoft's
    detector reports as a required input that was added where it is required. A new label in `x-ms-summary` is all that
    makers need.

    Bad:
        $against: {}
        definition:
          info: {version: "1.9"}
          definitions: {ItemInput: {properties: {barcodes: null, bar_codes: {$golden: /definitions/ItemInput/properties/barcodes}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    # Where the new one must be given, a flow that does not know it fails.
    effect = Effect.DATA_LOST if change.cause is None else Effect.FLOWS_FAIL
    if change.kind == "input-moved":
        yield told(
            change,
            f"The input {shown(change.before)} of `{change.operation}` has moved to {shown(change.after)}. Leave it where it was.",
            effect,
            f"Leave it where it was, and let a policy or the service put it elsewhere. Otherwise: {AS_NEW_REVISION}",
        )
        return
    yield told(
        change,
        f"The input {shown(change.before)} of `{change.operation}` is now called {shown(change.after)}. "
        "Keep its name and change only its label.",
        effect,
        "Give it back its name, and say the better one in `x-ms-summary`, which is all that makers see.",
        fix=_named_as_before(change),
    )


def _named_as_before(change: Change) -> Fix | None:
    """The old name again, also where it is said to be required; None in a path, which says the name as well."""
    pointer = change.place.pointer
    if pointer[-2:-1] == ("properties",):
        required = () if change.cause is None else (change.cause.replace(change.before),)
        return unsafe(change.place.rename(change.before), *required)
    if pointer[-1] == "name" and pointer[-2] != "parameters":
        return unsafe(change.place.replace(change.before))
    return None


@rule(
    ERROR,
    reviewer(3516),
    reviewer(3499),
    custom=WARNING,
    aliases=("change.reqfield", "change.reqparam"),
    fix="unsafe",
)
def bc_input_required_added(
    change: Annotated[Change, Has("input-required-added", "parameter-required-added")],
) -> Problems:
    """No required input is added.

    Microsoft's detector says: "The required input field has been added. Existing flows will not send this new field."
    Make it optional, or give it a default if the backend can live with that, or add a new revision of the operation.

    Bad:
        $against: {definition: {definitions: {ItemInput: {properties: {category: null}, required: [name, warehouse]}}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The required input `{change.name}` has been added to `{change.operation}`. Existing flows will not send it; make it optional.",
        Effect.FLOWS_FAIL,
        f"Make it optional, and let the service do without it what it did before. Where it cannot: {AS_NEW_REVISION}",
        fix=_optional(change),
    )


def _optional(change: Change) -> Fix | None:
    """No longer required, where that is said."""
    if change.cause is None:
        return None
    if change.cause.pointer[-1] == "required":
        return unsafe(change.cause.replace(False))  # noqa: FBT003 - the JSON value
    return unsafe(change.cause.remove())


@rule(WARNING, reviewer(1890), aliases=("change.reqfield-default",))
def bc_input_required_default(
    change: Annotated[Change, Has("input-required-default-added", "parameter-required-default-added")],
) -> Problems:
    """A required input that is added with a default is told to the reviewer.

    Existing flows send the default only after they are saved again, so the backend must live without the input.

    Bad:
        $against: {definition: {definitions: {SubscriptionInput: {properties: {event: null}, required: [callback]}}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The required input `{change.name}` with the default {shown(change.after)} has been added to `{change.operation}`.",
        Effect.FLOWS_FAIL,
        "Make it optional, or tell the reviewer that the service takes a call without it for one with the default.",
    )


@rule(ERROR, reviewer(3516), custom=WARNING, aliases=("change.opt2req",), fix="unsafe")
def bc_input_now_required(change: Annotated[Change, Has("input-now-required")]) -> Problems:
    """No optional input becomes required.

    Microsoft's detector says: "The input field has been changed from optional to required." Flows that leave it empty
    fail at their next run.

    Bad:
        $against: {definition: {definitions: {ItemInput: {required: [sku]}}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    field = change.where.removesuffix("/required").rpartition("/")[2]
    yield told(
        change,
        f"The input `{field}` of `{change.operation}` was optional and is now required.",
        Effect.FLOWS_FAIL,
        f"Leave it optional, and let the service fill in what it did before. Where it cannot: {AS_NEW_REVISION}",
        fix=_optional(change),
    )


@rule(ERROR, reviewer(3648), custom=WARNING, aliases=("change.location",))
def bc_input_location(change: Annotated[Change, Has("input-location")]) -> Problems:
    """No parameter moves, say from the query to a header.

    Microsoft's detector says: "The location has been changed for the parameter. Existing flows will continue to send
    the parameter in the old location."

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, parameters: {WarehouseFilter: {in: header}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The parameter `{change.name}` of `{change.operation}` has moved from {shown(change.before)} to {shown(change.after)}.",
        Effect.FLOWS_FAIL,
        f"Leave it where it was, and let a policy (`setheader`, `setqueryparameter`) put it elsewhere. Otherwise: {AS_NEW_REVISION}",
    )


@rule(
    ERROR,
    documented("certification-updates"),
    custom=WARNING,
    aliases=("InputFieldVisibilityChangedToInternal", "change.in-internal"),
    fix="unsafe",
)
def bc_input_internal(change: Annotated[Change, Has("input-internal")]) -> Problems:
    """No input that makers could fill in becomes internal.

    The default then replaces the value that a flow has stored. Use `advanced` to move it out of sight.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, definitions: {ItemInput: {properties: {barcodes: {x-ms-visibility: internal}}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    field = field_of(change)
    yield told(
        change,
        f"{field[:1].upper()}{field[1:]} of `{change.operation}` has become internal.",
        Effect.DATA_LOST,
        "Make it `advanced`: the designer then shows it only to those who ask for it, and flows keep their values.",
        fix=unsafe(change.place.replace("advanced")),
    )


@rule(NOTE, advice(), aliases=("change.default",))
def bc_input_default(
    change: Annotated[Change, Has("input-default", "input-hidden-removed")],
) -> Problems:
    """A changed default is told to the reviewer, and so is an internal input that goes.

    Flows that stored the old default go on sending it; new flows and internal inputs send the new one, or none.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, parameters: {PageSize: {default: 25}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    if change.kind == "input-hidden-removed":
        yield told(
            change,
            f"The internal input {shown(change.before)} of `{change.operation}` has been deleted: the service no longer gets its default.",
            Effect.BEHAVIOUR_CHANGES,
            "Make sure that the service, or a policy, does without it what it did with it.",
        )
        return
    yield told(
        change,
        f"The default of {field_of(change)} of `{change.operation}` has been changed from {shown(change.before)} to {shown(change.after)}.",
        Effect.NONE,
        "Tell makers in the description what the default is now.",
    )
