"""The version of the connector, and the status that its annotation declares."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    Annotated,
    Has,
    Info,
    Problem,
    Problems,
    documented,
    repository,
    rule,
    safe,
    specification,
    unsafe,
    validator,
)
from certify_rules.info.wording import quoted

_DOTTED_NUMBERS = re.compile(r"[vV]?[0-9]{1,9}(?:\.[0-9]{1,9}){0,3}")
_STATUSES = ("Production", "Preview")


@rule(
    ERROR,
    specification("info-object"),
    validator("RequiredPropertyMissing"),
    validator("RequiredValueEmpty"),
    fix="unsafe",
)
def version_present(info: Info) -> Problems:
    """The connector has a version.

    OpenAPI requires `info.version`. Every published connector has one; "1.0" is the most usual.

    Bad (missing):
        definition: {info: {version: null}}
    Bad (empty):
        definition: {info: {version: ""}}
    Good:
        definition: {info: {version: "1.0"}}
    """
    if not info.has("version"):
        yield Problem("The connector has no `version`.", info, fix=unsafe(info.place.add("version", "1.0")))
    elif info.version is not None and not info.version.strip():
        place = info.at("version")
        yield Problem("The connector's `version` is empty.", place, fix=unsafe(place.replace("1.0")))


@rule(NOTE, repository("schemas/apiDefinition.swagger.schema.json"), custom=OFF)
def version_format(info: Info) -> Problems:
    """The version is made of numbers with dots between them.

    One to four numbers, such as "1.0" or "1.0.2", sort and compare as everyone expects; a "v" before them does no harm.
    One published connector in a hundred writes something else, such as a date or "preview".

    Bad:
        definition: {info: {version: "2024-05-01"}}
    Good:
        definition: {info: {version: "2.1"}}
    """
    version = (info.version or "").strip()
    if version and not _DOTTED_NUMBERS.fullmatch(version):
        yield Problem(
            f"The version {quoted(version)} is not made of numbers with dots between them, such as `1.0.0`.",
            info.at("version"),
        )


@rule(
    ERROR,
    documented("operational-versioning"),
    validator("ProductionStatusOnBetaService"),
    independent=OFF,
    custom=OFF,
    fix="safe",
)
def info_annotation_status(info: Annotated[Info, Has("x-ms-api-annotation")]) -> Problems:
    """The status in `info.x-ms-api-annotation` is Production or Preview.

    A new connector starts as Preview. No published connector has another status.

    Bad:
        definition: {info: {x-ms-api-annotation: {status: preview}}}
    Good:
        definition: {info: {x-ms-api-annotation: {status: Preview}}}
    """
    status = info.mapping("x-ms-api-annotation").get("status")
    if not isinstance(status, str) or status in _STATUSES:
        return
    place = info.at("x-ms-api-annotation", "status")
    meant = next((known for known in _STATUSES if known.lower() == status.strip().lower()), None)
    yield Problem(
        f"The status {quoted(status)} is neither `Production` nor `Preview`; write one of them.",
        place,
        fix=safe(place.replace(meant)) if meant else None,
    )
