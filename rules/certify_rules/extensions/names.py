"""The names of extensions: misspelt ones, unknown ones, and those of another tool."""

from __future__ import annotations

import re
from typing import Any

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Extension,
    Node,
    Problem,
    Problems,
    advice,
    checker,
    repository,
    rule,
    safe,
    unsafe,
)
from certify_rules.extensions.known import AUTOREST, PLATFORM
from certify_rules.extensions.places import is_at_home
from certify_rules.words import shown

_SCHEMA = repository("schemas/apiDefinition.swagger.schema.json")
_KNOWN = PLATFORM | AUTOREST
_NOT_IN_NAMES = re.compile(r"[^a-z0-9-]+")
_LONGEST_NAME = 60


# One published connector in a hundred has a misspelt name, so that the validator lets it pass; what it says is lost.
@rule(ERROR, advice(), established=WARNING, fix="unsafe")
def xms_typo(extension: Extension) -> Problems:
    """The name of an extension is spelt as the platform spells it.

    A misspelt one is ignored without a word: `x-ms-sumamry` is no label, `x-ms-visibilty: internal` hides nothing, and
    neither do `X-MS-Visibility` and `x-visibility`. One published connector in a hundred has such a name.

    Bad:
        definition: {definitions: {Item: {properties: {name: {x-ms-visibilty: advanced}}}}}
    Bad (with a blank):
        definition: {definitions: {Item: {properties: {name: {x-ms-summary title: Item Name}}}}}
    Bad (without ms):
        definition: {definitions: {Item: {properties: {name: {x-visibility: advanced}}}}}
    Bad (in capitals):
        definition: {definitions: {Item: {properties: {name: {x-MS-Visibility: advanced}}}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {x-ms-visibility: important}}}}}
    """
    name = extension.name
    if name in _KNOWN:
        return
    meant = _meant(name)
    if meant is None or not _can_be_meant(extension):
        return
    has_it = isinstance(extension.owner, Node) and extension.owner.has(meant)
    yield Problem(
        f"`{shown(name)}` is no extension of the platform; `{meant}` is.",
        extension.key(),
        fix=None if has_it else unsafe(extension.place.rename(meant)),
    )


def misspells(value: dict[str, Any], name: str) -> bool:
    """Whether a member of the object is meant to be that extension, and is a finding of its own (xms-typo)."""
    return any(key[:4] == "x-ms" and key not in _KNOWN and _meant(key) == name for key in value)


def _meant(name: str) -> str | None:
    """The platform's name that a misspelt one stands for."""
    if name[:4].lower() != "x-ms":
        return _WITHOUT_MS.get(name.lower())
    folded = name[:_LONGEST_NAME].lower()
    plain = _NOT_IN_NAMES.sub("", folded)
    first_word = re.split(r"[\s:]", folded, maxsplit=1)[0]
    candidates = (plain, first_word, *_without_a_letter(plain))
    return next((_NEAR[candidate] for candidate in candidates if candidate in _NEAR), None)


def _without_a_letter(name: str) -> list[str]:
    return [name[:index] + name[index + 1 :] for index in range(len("x-"), len(name))]


# A letter too few, too many, wrong, or in the wrong place: without one letter each, the two names are the same.
_NEAR = {
    near: name for name in sorted(PLATFORM) for near in (name.lower(), *_without_a_letter(name.lower()))
} | {name.lower(): name for name in PLATFORM}
# Other tools have words of these in names of their own, so that only the whole name counts.
_WITHOUT_MS = {
    f"x-{name.removeprefix('x-ms-').lower()}": name
    for name in PLATFORM - {"x-ms-docs", "x-ms-editor", "x-ms-keywords", "x-ms-pageable", "x-ms-capabilities"}
}


def is_misspelt(extension: Extension) -> bool:
    """Whether a name of the platform is meant, and not written."""
    name = extension.name
    return name not in _KNOWN and _meant(name) is not None and _can_be_meant(extension)


def _can_be_meant(extension: Extension) -> bool:
    """Whether what looks like `x-ms-…` without ms stands where that would stand: converters write `x-summary` elsewhere."""
    name = extension.name.lower()
    return name[:4] == "x-ms" or is_at_home(_WITHOUT_MS.get(name, ""), extension.owner)


@rule(WARNING, _SCHEMA, checker("connector-validate-swagger-extended"), fix="safe")
def xms_known(extension: Extension) -> Problems:
    """Every `x-ms-*` is an extension that the platform knows.

    Others are ignored. Microsoft's schema for connectors: "Unknown 'x-ms-' vendor extension. Be sure to use one that is
    supported." Two connectors in a hundred have others.

    Bad:
        definition: {definitions: {Item: {properties: {name: {x-ms-tooltip: The name of the item.}}}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {x-ms-localizeDefaultValue: false}}}}}
    """
    name = extension.name
    if name in _KNOWN or name[:4].lower() != "x-ms" or _meant(name) is not None:
        return
    yield Problem(
        f"The platform does not know `{shown(name)}` and ignores it; remove it.",
        extension.key(),
        fix=safe(extension.place.remove()),
    )


@rule(NOTE, advice(), custom=OFF, fix="safe")
def xms_autorest(extension: Extension) -> Problems:
    """Extensions for AutoRest, the generator of clients, stay out of a connector.

    `x-ms-enum`, `x-ms-client-name` and the like come from Azure's API descriptions. The platform ignores them: for labels of
    values use `x-ms-enum-values`, for encoding `x-ms-url-encoding`.

    Bad:
        definition: {definitions: {Item: {properties: {status: {x-ms-enum: {name: ItemStatus, modelAsString: true}}}}}}
    Good:
        definition: {definitions: {Item: {properties: {status: {x-ms-enum-values: [{value: active, displayName: Active}]}}}}}
    """
    if extension.name in AUTOREST:
        yield Problem(
            f"`{extension.name}` is an extension for AutoRest; connectors ignore it. Remove it.",
            extension.key(),
            fix=safe(extension.place.remove()),
        )
