"""Where a `$ref` may stand, what it may name, and what may stand beside it."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    WARNING,
    Definition,
    Problem,
    Problems,
    Reference,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.words import enumerated, shown

_SECTIONS = {"schema": "definitions", "parameter": "parameters", "response": "responses"}
_WELL_FORMED = {
    kind: re.compile(rf"#/{section}/(?:[^/~]|~[01])+", re.DOTALL) for kind, section in _SECTIONS.items()
}


@rule(
    ERROR,
    validator("SchemaReferenceNotValid"),
    validator("ParameterReferenceNotValid"),
    validator("ResponseReferenceNotValid"),
    fix="unsafe",
)
def ref_local(reference: Reference, definition: Definition) -> Problems:
    """A `$ref` stays inside the document.

    Microsoft's validator: "Schema references must start with '#/definitions/' and be valid JSON Pointers." The platform
    imports one file and follows no reference to another file or to the network; neither does this tool, whose rules
    treat what such a reference names as unknown. No published connector has one.

    Bad (without the mark in front):
        definition: {definitions: {ItemPage: {properties: {nextLink: {$ref: "/definitions/Dimensions", type: null, format: null, x-ms-summary: null, description: null}}}}}
    Bad (elsewhere):
        definition: {definitions: {ItemPage: {properties: {nextLink: {$ref: "https://api.tidewaterstock.com/schemas/link.json", type: null, format: null, x-ms-summary: null, description: null}}}}}
    Good:
        definition: {definitions: {ItemPage: {properties: {value: {items: {$ref: "#/definitions/Item"}}}}}}
    """
    target = reference.target
    if not isinstance(target, str) or reference.kind not in _SECTIONS or target.startswith("#"):
        return
    section, at = _SECTIONS[reference.kind], reference.at("$ref")
    name = target.lstrip("/").removeprefix(f"{section}/")
    meant = f"#/{section}/{name}"
    if not target.strip():
        yield Problem(f"`$ref` is empty; name an entry of `{section}`.", at)
    elif _WELL_FORMED[reference.kind].fullmatch(meant) and definition.look_up(meant) is not None:
        yield Problem(
            f"`{shown(target)}` is taken for another file; write `{shown(meant)}`.",
            at,
            fix=unsafe(at.replace(meant)),
        )
    else:
        yield Problem(
            f"`{shown(target)}` is outside this document, and the platform reads only the one file. "
            f"Copy what it names to `{section}`.",
            at,
        )


@rule(
    ERROR,
    validator("SchemaReferenceNotValid"),
    validator("ParameterReferenceNotValid"),
    validator("ResponseReferenceNotValid"),
    validator("JsonPointerNotValid"),
)
def ref_target_section(reference: Reference) -> Problems:
    """A `$ref` names an entry of the section for its kind: `#/definitions/…`, `#/parameters/…` or `#/responses/…`.

    Microsoft's validator: "Schema references must start with '#/definitions/' and be valid JSON Pointers", and the same
    of parameters and responses. A reference into the middle of an operation or of another schema is refused although
    it could be followed. No published connector has one.

    Bad:
        definition: {definitions: {Delivery: {allOf: {1: {properties: {pieces: {$ref: "#/definitions/ItemUpdate/properties/quantity", type: null, format: null, x-ms-summary: null, description: null}}}}}}}
    Good:
        definition: {definitions: {Delivery: {allOf: {1: {properties: {size: {$ref: "#/definitions/Dimensions"}}}}}}}
    """
    target = reference.target
    if not isinstance(target, str) or reference.kind not in _SECTIONS or not target.startswith("#"):
        return
    if not _WELL_FORMED[reference.kind].fullmatch(target):
        section = _SECTIONS[reference.kind]
        yield Problem(
            f"`{shown(target)}` does not name a {reference.kind} of its own. Write `#/{section}/` and a name, "
            f"and keep the {reference.kind} there.",
            reference.at("$ref"),
        )


@rule(
    ERROR,
    validator("SchemaReferenceNotFound"),
    validator("ParameterReferenceNotFound"),
    validator("ResponseReferenceNotFound"),
    validator("JsonPointerNotValid"),
)
def ref_resolves(reference: Reference, definition: Definition) -> Problems:
    """Every `$ref` names something that the document has.

    Microsoft's validator: "The schema reference could not be found in the swagger document." In 2020 its service
    crashed on one. Names are compared with regard to case. No published connector has one. Where the file breaks off
    in the middle, that is said (json-parse-swagger), and nothing of what came behind it is missed.

    Bad:
        definition: {definitions: {ItemPage: {properties: {value: {items: {$ref: "#/definitions/StockItem"}}}}, Item: {properties: {dimensions: {$ref: "#/definitions/Dimension"}}}}}
    Good:
        definition: {definitions: {ItemPage: {properties: {value: {items: {$ref: "#/definitions/Item"}}}}}}
    """
    target = reference.target
    if not isinstance(target, str) or reference.kind not in _SECTIONS:
        return
    if _WELL_FORMED[reference.kind].fullmatch(target) and definition.look_up(target) is None:
        section = _SECTIONS[reference.kind]
        name = target.rpartition("/")[2]
        similar = next((key for key in definition.mapping(section) if key.lower() == name.lower()), None)
        hint = f" `{shown(similar)}` differs from it in case only." if similar else ""
        yield Problem(
            f"`{section}` has no `{shown(name)}`.{hint}", reference.at("$ref"), lacks=definition.at(section)
        )


@rule(WARNING, validator("AdditionalPropertyNotAllowedAdjacentToRef"), fix="unsafe")
def ref_no_siblings(reference: Reference) -> Problems:
    """Nothing stands beside a `$ref`.

    Microsoft's validator: "When '$ref' is defined, no other properties may be specified." They are ignored: a
    description or `x-ms-summary` beside a `$ref` is never shown. Put it into what the reference names. 5% of certified
    connectors break this.

    Bad:
        definition: {definitions: {Item: {properties: {dimensions: {description: The size of the item.}}}}}
    Good:
        definition: {definitions: {Dimensions: {description: The size of the item.}}}
    """
    if len(reference.value) == 1 or reference.kind not in _SECTIONS:
        return
    names = [name for name in reference.value if name != "$ref"]
    few = ", ".join(f"`{shown(name, 40)}`" for name in names[:4])
    listed = f"{few} and more" if len(names) > 4 else enumerated(names)
    yield Problem(
        f"{listed} beside a `$ref` {'is' if len(names) == 1 else 'are'} ignored. Move what is needed into what it refers to.",
        reference.key(names[0]),
        fix=unsafe(*(reference.at(name).remove() for name in names)),
    )


@rule(
    ERROR,
    validator("PathItemRefNotSuppored"),
    by_hand="What stands there may be meant for one operation or for all; only the author can tell.",
)
def ref_not_in_pathitem(reference: Reference) -> Problems:
    """A path has no `$ref`.

    Microsoft's validator: "The '$ref' property in a path is not supported." Write the operations where the path is.

    Bad:
        definition: {paths: {/items: {$ref: "#/paths/~1warehouses"}}}
    Good:
        definition: {}
    """
    if reference.kind == "path item":
        yield Problem(
            "A `$ref` in a path is not supported. Write the operations here.", reference.key("$ref")
        )


@rule(
    ERROR,
    validator("ParameterRefLoopNotAllowed"),
    validator("ResponseRefLoopNotAllowed"),
    validator("SchemaRefLoopNotAllowed"),
    fix="safe",
)
def ref_chain(reference: Reference, definition: Definition) -> Problems:
    """A shared schema, parameter or response is not itself a mere `$ref`.

    Microsoft's validator: "The parameter definition may not use a '$ref' to point to another definition", and the same
    of responses and schemas. No published connector has one. It may go in a circle, and then it means nothing at all.

    Bad:
        definition: {definitions: {Size: {$ref: "#/definitions/Dimensions"}, Item: {properties: {dimensions: {$ref: "#/definitions/Size"}}}}}
    Bad (in a circle):
        definition: {responses: {NotFound: {$ref: "#/responses/Gone", description: null}, Gone: {$ref: "#/responses/NotFound"}}}
    Good:
        definition: {definitions: {Item: {properties: {dimensions: {$ref: "#/definitions/Dimensions"}}}}}
    """
    if reference.owner is not definition or len(reference.steps) != 2:
        return
    target = reference.target
    if not isinstance(target, str) or definition.look_up(target) is None:
        return
    found = definition.resolve(target)
    name = shown(str(reference.steps[1]))
    if found is None:
        message = f"`{name}` leads to other references only, and never to a {reference.kind}."
        yield Problem(message, reference.at("$ref"))
    else:
        yield Problem(
            f"`{name}` only names another {reference.kind}. Use that one's name wherever this one's is used.",
            reference.at("$ref"),
            fix=safe(reference.place.replace(found[1])),
        )
