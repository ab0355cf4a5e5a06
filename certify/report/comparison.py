"""How a connector compares with published ones: a few measures, and quantiles of them over published connectors."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from certify.core.rule import Profile
from certify.report.dossier import Comparison, Measure

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from certify.report.dossier import Counts
    from certify.report.dossier_maker import Field, Operation

FORMAT = "certify-comparison/1"
STEP = 5
"""Quantiles are given for every so many percent, from 0 to 100."""

_FILE = "comparison.json"
_KINDS = {
    Profile.VERIFIED: "certified",
    Profile.INDEPENDENT: "independent publisher",
    Profile.CUSTOM: "custom",
}
# name, unit, and which end is better
MEASURES = (
    ("operations", "", ""),
    ("triggers", "", ""),
    ("size of the definition", "KB", ""),
    ("errors", "", "less"),
    ("warnings", "", "less"),
    ("notes", "", "less"),
    ("inputs with a title", "%", "more"),
    ("inputs with a description", "%", "more"),
    ("outputs with a title", "%", "more"),
    ("outputs with a description", "%", "more"),
)


def measures(operations: Sequence[Operation], counts: Counts, definition_size: int) -> dict[str, float]:
    """The value of each measure. A share of nothing is absent."""
    seen = [operation for operation in operations if operation.visibility != "internal"]
    inputs = [
        field for operation in seen for field in _all((*operation.inputs.shown, *operation.inputs.advanced))
    ]
    outputs = [field for operation in seen for field in _all(operation.outputs.fields)]
    shares = {
        "inputs with a title": _share([field.is_titled for field in inputs]),
        "inputs with a description": _share([bool(field.description) for field in inputs]),
        "outputs with a title": _share([field.is_titled for field in outputs]),
        "outputs with a description": _share([bool(field.description) for field in outputs]),
    }
    return {
        "operations": len(seen),
        "triggers": sum(operation.kind != "action" for operation in seen),
        "size of the definition": round(definition_size / 1000, 1),
        "errors": counts.error,
        "warnings": counts.warning,
        "notes": counts.note,
    } | {name: share for name, share in shares.items() if share is not None}


def _all(fields: Sequence[Field]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from _all(field.fields)


def _share(has: Sequence[bool]) -> float | None:
    return round(100 * sum(has) / len(has), 1) if has else None


def comparison(profile: Profile, values: Mapping[str, float]) -> Comparison | None:
    """The values among those of published connectors of the same kind; None where too few were measured."""
    reference = _reference().get(str(profile))
    if reference is None:
        return None
    return Comparison(
        kind=_KINDS[profile],
        connectors=reference["connectors"],
        measures=tuple(
            _measure(name, unit, better, values[name], reference["quantiles"][name])
            for name, unit, better in MEASURES
            if name in values and name in reference["quantiles"]
        ),
    )


def _measure(name: str, unit: str, better: str, value: float, quantiles: Sequence[float]) -> Measure:
    below = max((index * STEP for index, bound in enumerate(quantiles) if bound < value), default=0)
    upto = max((index * STEP for index, bound in enumerate(quantiles) if bound <= value), default=0)
    quarter = (len(quantiles) - 1) // 4
    return Measure(
        name=name,
        unit=unit,
        value=value,
        below=below,
        upto=upto,
        low=quantiles[quarter],
        median=quantiles[2 * quarter],
        high=quantiles[3 * quarter],
        better=better,
    )


@cache
def _reference() -> dict[str, Any]:
    file = files("certify.data").joinpath(_FILE)
    if not file.is_file():
        return {}
    content = json.loads(file.read_text("utf-8"))
    found: dict[str, Any] = content["kinds"]
    return found
