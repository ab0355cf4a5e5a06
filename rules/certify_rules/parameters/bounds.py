"""The limits of a value: that they are limits, and that they leave something between them."""

from __future__ import annotations

from typing import Any

from certify.api import ERROR, Annotated, Has, Header, Parameter, Problem, Problems, Schema, rule, validator
from certify_rules.parameters.values import written

_PAIRS = (
    ("minimum", "maximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)
_COUNTS = ("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties")
_EXCLUSIVE = (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum"))
_ALL = (*(name for pair in _PAIRS for name in pair), "exclusiveMinimum", "exclusiveMaximum", "multipleOf")


def _number(node: Parameter | Schema | Header, member: str) -> Any:
    value = node.value.get(member)
    return None if isinstance(value, bool) or not isinstance(value, (int, float)) else value


@rule(
    ERROR,
    validator("MinimumShouldBeLessThanOrEqualToMaximum"),
    validator("MinLengthShouldBeLessThanOrEqualToMaxLength"),
    validator("MinItemsShouldBeLessThanOrEqualToMaxItems"),
    validator("MinLengthMustBeGreaterThanOrEqualToZero"),
    validator("MaxLengthMustBeGreaterThanOrEqualToZero"),
    validator("MinItemsMustBeGreaterThanOrEqualToZero"),
    validator("MaxItemsMustBeGreaterThanOrEqualToZero"),
    validator("MinPropertiesMustBeGreaterThanOrEqualToZero"),
    validator("MaxPropertiesMustBeGreaterThanOrEqualToZero"),
    validator("ExclusiveMinimumRequiresMinimum"),
    validator("ExclusiveMaximumRequiresMaximum"),
    validator("MultipleOfMustBeGreaterThanZero"),
)
def param_min_max(node: Annotated[Parameter | Schema | Header, Has(*_ALL)]) -> Problems:
    """A lower limit is not above the upper one, no length is negative, and exclusive limits have a limit to exclude.

    This holds for values, lengths, elements and properties; `multipleOf` is above zero. No published connector breaks it.

    Bad:
        definition: {parameters: {PageSize: {minimum: 201, default: null}}}
    Bad (negative):
        definition: {paths: {/search: {get: {parameters: {0: {minLength: -1}}}}}}
    Bad (exclusive of nothing):
        definition: {parameters: {PageSize: {minimum: null, exclusiveMinimum: true}}}
    Bad (multiple of zero):
        definition: {parameters: {PageSize: {multipleOf: 0}}}
    Good:
        definition: {parameters: {PageSize: {minimum: 200, default: 200}}}
    """
    for low, high in _PAIRS:
        lower, upper = _number(node, low), _number(node, high)
        if lower is not None and upper is not None and lower > upper:
            yield Problem(f"`{low}` {written(lower)} is above `{high}` {written(upper)}.", node.at(low))
    for member in _COUNTS:
        count = _number(node, member)
        if count is not None and count < 0:
            yield Problem(f"`{member}` is {written(count)}; it cannot be negative.", node.at(member))
    for member, limit in _EXCLUSIVE:
        if node.is_true(member) and not node.has(limit):
            yield Problem(f"`{member}` excludes the limit of `{limit}`, which is not there.", node.at(member))
    factor = _number(node, "multipleOf")
    if factor is not None and factor <= 0:
        yield Problem(f"`multipleOf` is {written(factor)}; it must be above zero.", node.at("multipleOf"))


@rule(ERROR, validator("AllowEmptyValueOnlyValidForQueryFormData"))
def param_empty_value(parameter: Annotated[Parameter, Has("allowEmptyValue")]) -> Problems:
    """Only query and form data parameters have `allowEmptyValue`.

    Elsewhere a value cannot be empty. No published connector breaks this.

    Bad:
        definition: {parameters: {ItemId: {allowEmptyValue: true}}}
    Good:
        definition: {parameters: {WarehouseFilter: {allowEmptyValue: true}}}
    """
    if parameter.location in {"path", "header"}:
        yield Problem(
            f"The {parameter.location} parameter {parameter.label} cannot have `allowEmptyValue`; remove it.",
            parameter.key("allowEmptyValue"),
        )
