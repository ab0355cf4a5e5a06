"""The names of extensions: misspelt ones, unknown ones, and those of another tool."""

from __future__ import annotations

import re

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
from certify_rules.words import shown

_SCHEMA = repository("schemas/apiDefinition.swagger.schema.json")
_KNOWN = PLATFORM | AUTOREST
_NOT_IN_NAMES = re.compile(r"[^a-z0-9-]+")
_LONGEST_NAME = 60


# One published connector in a hundred has a misspelt name, so that the validator lets it pass; what it says is lost.
@rule(ERROR, advice(), established=WARNING, fix="unsafe")
def xms_typo(extension: Extension) -> Problems:
    """The name of an extension is spelt as the platform spells it.

    A misspelt one is ignored without a word: `x-ms-sumamry` is no label, and `x-ms-visibilty: internal` hides nothing. One
    published connector in a hundred has such a name.

    Bad:
        definition: {definitions: {Item: {properties: {name: {x-ms-visibilty: advanced}}}}}
    Bad (with a blank):
        definition: {definitions: {Item: {properties: {name: {x-ms-summary title: Item Name}}}}}
    Bad (in capitals):
        definition: {definitions: {Item: {properties: {name: {x-MS-Visibility: advanced}}}}}
    Good:
        definition: {definitions: {Item: {properties: {name: {x-ms-visibility: important}}}}}
    """
    name = extension.name
    if name in _KNOWN or name[:4].lower() != "x-ms":
        return
    meant = _meant(name)
    if meant is None:
        return
    has_it = isinstance(extension.owner, Node) and extension.owner.has(meant)
    yield Problem(
        f"`{shown(name)}` is no extension of the platform; `{meant}` is.",
        extension.key(),
        fix=None if has_it else unsafe(extension.place.rename(meant)),
    )


def _meant(name: str) -> str | None:
    """The platform's name that a misspelt one stands for."""
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
