"""What the simple extensions may say: one word of a few, true or false, a text."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    WARNING,
    Annotated,
    Extension,
    Fix,
    Has,
    Operation,
    Parameter,
    Problem,
    Problems,
    Schema,
    documented,
    repository,
    rule,
    safe,
    validator,
)
from certify_rules.parameters.labels import is_blank, is_offered
from certify_rules.parameters.values import type_name
from certify_rules.words import shown

_SCHEMA = repository("schemas/apiDefinition.swagger.schema.json")
_VISIBILITIES = ("important", "advanced", "internal")


@rule(
    ERROR,
    validator("JsonValueNotInEnum"),
    validator("JsonTypeIncorrect"),
    _SCHEMA,
    established=WARNING,
    fix="safe",
)
def xms_visibility_values(extension: Annotated[Extension, Has("x-ms-visibility")]) -> Problems:
    """`x-ms-visibility` is `important`, `advanced` or `internal`, in small letters.

    Any other value is ignored: `Internal` hides nothing. Two certified connectors in a thousand break this. Values
    of operations are another rule's matter, and so are empty ones.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-visibility: Advanced}}}}}
    Bad (no text):
        definition: {paths: {/items: {get: {x-ms-visibility: true}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-visibility: important}}}}}
    """
    content = extension.content
    if not isinstance(content, str):
        yield Problem("`x-ms-visibility` has to be `important`, `advanced` or `internal`.", extension)
        return
    if content in _VISIBILITIES or content in _NO_VISIBILITY or isinstance(extension.owner, Operation):
        return
    yield Problem(
        f"The visibility `{shown(content)}` is not known; it is `important`, `advanced` or `internal`.",
        extension,
        fix=_as_word(extension, content, _VISIBILITIES),
    )


_NO_VISIBILITY = frozenset(("", "none"))


@rule(WARNING, _SCHEMA, fix="safe")
def xms_visibility_empty(extension: Annotated[Extension, Has("x-ms-visibility")]) -> Problems:
    """An `x-ms-visibility` of a parameter or property that says nothing is left out.

    The empty string and `none` mean what no visibility means. Seven certified connectors in a thousand have some.

    Bad:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-visibility: ""}}}}}
    Good:
        definition: {definitions: {ItemInput: {properties: {bin: {x-ms-visibility: advanced}}}}}
    """
    content = extension.content
    if isinstance(content, str) and content in _NO_VISIBILITY and not isinstance(extension.owner, Operation):
        yield Problem(
            "The visibility says nothing; leave it out.", extension, fix=safe(extension.place.remove())
        )


@rule(ERROR, validator("JsonTypeIncorrect"), _SCHEMA, established=WARNING, fix="safe")
def xms_summary_string(extension: Annotated[Extension, Has("x-ms-summary")]) -> Problems:
    """`x-ms-summary` is a string.

    Microsoft's validator refuses null, numbers and objects. Two certified connectors in a thousand break this.

    Bad:
        definition: {definitions: {Item: {x-ms-summary: 1}}}
    Bad (null):
        definition: {definitions: {Item: {x-ms-summary: $null}}}
    Good:
        definition: {definitions: {Item: {x-ms-summary: Stock Item}}}
    """
    if not isinstance(extension.content, str):
        yield Problem(
            f"`x-ms-summary` is of type {type_name(extension.content)}; write a text.",
            extension,
            fix=_left_out(extension),
        )


@rule(WARNING, validator("RequiredPropertyMissing"), _SCHEMA, fix="safe")
def xms_summary_empty(extension: Annotated[Extension, Has("x-ms-summary")]) -> Problems:
    """An `x-ms-summary` has a text.

    An empty one hides the `title`, and the designer shows a field without a name. One connector in a hundred has some.
    That of a parameter which makers see is an error (param-summary).

    Bad:
        definition: {definitions: {Item: {x-ms-summary: " "}}}
    Bad (of a hidden parameter):
        definition: {paths: {"/subscriptions/{subscriptionId}": {delete: {parameters: {0: {x-ms-summary: ""}}}}}}
    Good:
        definition: {definitions: {Item: {x-ms-summary: Stock Item}}}
    """
    owner = extension.owner
    if is_blank(extension.content) and not (isinstance(owner, Parameter) and is_offered(owner)):
        yield Problem(
            "The `x-ms-summary` is empty; say what this is, or leave it out.",
            extension,
            fix=_left_out(extension),
        )


def _left_out(extension: Extension) -> Fix | None:
    """The removal, where nothing else asks for a label then."""
    owner = extension.owner
    needs_label = isinstance(owner, Parameter) or (
        isinstance(owner, Schema) and owner.is_property and not owner.title
    )
    return None if needs_label else safe(extension.place.remove())


_WORDS = {"x-ms-media-kind": ("image", "audio"), "x-ms-url-encoding": ("single", "double")}
_VERSION = re.compile(r"[0-9]+(?:\.[0-9]+)+")


@rule(ERROR, _SCHEMA, documented("openapi-extensions"), fix="safe")
def xms_safe(
    extension: Annotated[
        Extension,
        Has(
            "x-ms-safe-operation",
            "x-ms-no-generic-test",
            "x-ms-localizeDefaultValue",
            "x-ms-media-kind",
            "x-ms-url-encoding",
            "x-ms-deployment-version",
        ),
    ],
) -> Problems:
    """The smaller extensions have values of their kind.

    `x-ms-safe-operation`, `x-ms-no-generic-test` and `x-ms-localizeDefaultValue` are true or false; `x-ms-media-kind` is
    `image` or `audio`; `x-ms-url-encoding` of a path parameter is `single` or `double`; `x-ms-deployment-version` consists of
    numbers with periods between them. Other values are ignored. No published connector breaks this.

    Bad:
        definition: {parameters: {ItemId: {x-ms-url-encoding: Single}}}
    Bad (true or false):
        definition: {paths: {/items: {get: {x-ms-no-generic-test: "true"}}}}
    Bad (a version):
        definition: {info: {x-ms-deployment-version: v1}}
    Good:
        definition: {info: {x-ms-deployment-version: 1.0.0}}
    """
    name, content = extension.name, extension.content
    if name in _WORDS:
        words = _WORDS[name]
        # Elsewhere it has no effect at all, which is another finding.
        if name == "x-ms-url-encoding" and not _is_in_path(extension):
            return
        if not isinstance(content, str) or content not in words:
            yield Problem(
                f"`{name}` is `{words[0]}` or `{words[1]}`.",
                extension,
                fix=_as_word(extension, content, words),
            )
    elif name == "x-ms-deployment-version":
        if not isinstance(content, str) or not _VERSION.fullmatch(content):
            yield Problem(
                f"`{name}` consists of numbers with periods between them, such as `1.0.0`.", extension
            )
    elif not isinstance(content, bool):
        fix = None
        if isinstance(content, str) and content.strip().lower() in {"true", "false"}:
            fix = safe(extension.place.replace(content.strip().lower() == "true"))
        yield Problem(f"`{name}` is true or false.", extension, fix=fix)


def _is_in_path(extension: Extension) -> bool:
    return isinstance(extension.owner, Parameter) and extension.owner.location == "path"


def _as_word(extension: Extension, content: object, words: tuple[str, ...]) -> Fix | None:
    """The word that differs in case and blanks only."""
    word = content.strip().lower() if isinstance(content, str) else ""
    return safe(extension.place.replace(word)) if word in words else None
