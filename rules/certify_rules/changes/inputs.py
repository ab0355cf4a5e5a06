"""Changes of what flows send: parameters and the fields of bodies."""

from __future__ import annotations

from certify.api import (
    ERROR,
    NOTE,
    WARNING,
    Annotated,
    Change,
    Effect,
    Has,
    Problems,
    advice,
    documented,
    reviewer,
    rule,
)
from certify_rules.changes.telling import field_of, shown, told


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
        f"The input {shown(change.before)} of `{change.operation}` has been deleted.",
        Effect.DATA_LOST,
    )


@rule(ERROR, advice(), custom=WARNING, aliases=("change.input-rename", "change.reqfield"))
def bc_input_renamed(change: Annotated[Change, Has("input-renamed")]) -> Problems:
    """No input gets another name.

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
    yield told(
        change,
        f"The input {shown(change.before)} of `{change.operation}` is now called {shown(change.after)}. "
        "Keep its name and change only its label.",
        Effect.DATA_LOST,
    )


@rule(ERROR, reviewer(3516), reviewer(3499), custom=WARNING, aliases=("change.reqfield", "change.reqparam"))
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
    )


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
    )


@rule(ERROR, reviewer(3516), custom=WARNING, aliases=("change.opt2req",))
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
    )


@rule(ERROR, reviewer(3546), custom=WARNING, aliases=("change.intype", "change.infmt"))
def bc_input_type(change: Annotated[Change, Has("input-type", "input-format")]) -> Problems:
    """No input changes its type or format.

    Microsoft's detector says: "The type has been changed for the input field. Existing flows will continue to send the
    field with the old type."

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, definitions: {ItemInput: {properties: {name: {type: integer}}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"The {change.name} of {field_of(change)} of `{change.operation}` has been changed from {shown(change.before)} to {shown(change.after)}.",
        Effect.FLOWS_FAIL,
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
    )


@rule(ERROR, reviewer(619), reviewer(1315), custom=WARNING, aliases=("change.enumadd",))
def bc_input_enum_added(change: Annotated[Change, Has("input-enum-added")]) -> Problems:
    """No list of allowed values is put on an input that was free.

    Microsoft's detector says: "The list of enum values has been added to the input field. Existing flows may use values
    outside of this list."

    Bad:
        $against: {definition: {paths: {/items: {get: {parameters: {0: {enum: null, x-ms-enum-values: null}}}}}}}
        definition: {info: {version: "1.9"}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    field = field_of(change)
    yield told(
        change,
        f"A list of allowed values has been put on {field} of `{change.operation}`. Existing flows may use others.",
        Effect.FLOWS_FAIL,
    )


@rule(ERROR, reviewer(3287), custom=WARNING, aliases=("change.enumrem",))
def bc_input_enum_removed(
    change: Annotated[Change, Has("input-enum-value-removed", "input-enum-dropped")],
) -> Problems:
    """No allowed value of an input is taken away.

    Microsoft's detector says: "An enum value has been removed from the input field. Existing flows may have this value
    chosen and will continue to send it." It says so too when the whole list goes.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, paths: {/items: {get: {parameters: {0: {enum: [active], x-ms-enum-values: {1: null}}}}}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    field = field_of(change)
    values = change.before if isinstance(change.before, list) else []
    if change.kind == "input-enum-dropped":
        what = f"The list of allowed values of {field} of `{change.operation}` has been removed."
    else:
        gone = ", ".join(shown(value) for value in values[:5])
        what = f"{field[:1].upper()}{field[1:]} of `{change.operation}` no longer allows {gone}."
    yield told(change, f"{what} Existing flows go on sending what they have stored.", Effect.FLOWS_FAIL)


@rule(
    ERROR,
    documented("certification-updates"),
    custom=WARNING,
    aliases=("InputFieldVisibilityChangedToInternal", "change.in-internal"),
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
    )


@rule(NOTE, advice(), aliases=("change.default",))
def bc_input_default(change: Annotated[Change, Has("input-default")]) -> Problems:
    """A changed default is told to the reviewer.

    Flows that stored the old one go on sending it; new flows and hidden inputs send the new one.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, parameters: {PageSize: {default: 25}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    field = field_of(change)
    yield told(
        change,
        f"The default of {field} of `{change.operation}` has been changed from {shown(change.before)} to {shown(change.after)}.",
        Effect.NONE,
    )


@rule(WARNING, advice())
def bc_encoding(change: Annotated[Change, Has("input-encoding", "operation-consumes")]) -> Problems:
    """How inputs are written into the request stays.

    Another `collectionFormat` or another MIME type in `consumes` makes the same flow send another request.

    Bad:
        $against: {}
        definition: {info: {version: "1.9"}, parameters: {LabelFilter: {collectionFormat: pipes}}}
    Good:
        $against: {}
        definition: {info: {version: "1.9"}}
    """
    yield told(
        change,
        f"`{change.name}` in `{change.operation}` has been changed from {shown(change.before)} to {shown(change.after)}.",
        Effect.FLOWS_FAIL,
    )
