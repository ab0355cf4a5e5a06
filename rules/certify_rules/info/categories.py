"""The categories under which a connector is listed."""

from __future__ import annotations

import re
from difflib import get_close_matches

from certify.api import (
    ERROR,
    NOTE,
    Fix,
    Metadata,
    MetadataEntry,
    Place,
    Problem,
    Problems,
    documented,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.info.wording import quoted

CATEGORIES = (
    "AI",
    "Business Management",
    "Business Intelligence",
    "Collaboration",
    "Commerce",
    "Communication",
    "Content and Files",
    "Finance",
    "Data",
    "Human Resources",
    "Internet of Things",
    "IT Operations",
    "Lifestyle and Entertainment",
    "Marketing",
    "Productivity",
    "Sales and CRM",
    "Security",
    "Social Media",
    "Website",
)

_BY_LOWER = {name.lower(): name for name in CATEGORIES}

_USUAL_MISTAKES = {
    "iot": "Internet of Things",
    "hr": "Human Resources",
    "bi": "Business Intelligence",
    "crm": "Sales and CRM",
    "sales": "Sales and CRM",
    "it": "IT Operations",
    "files": "Content and Files",
    "content": "Content and Files",
    "entertainment": "Lifestyle and Entertainment",
    "lifestyle": "Lifestyle and Entertainment",
}

_PART = re.compile(r"[^;]+")


@rule(
    ERROR,
    validator("ConnectorMetadataPropertiesMissing"),
    documented("certification-submission"),
    custom=NOTE,
    aliases=("ConnectorMetadataPropertiesMissing.Categories",),
)
def metadata_categories_present(metadata: Metadata) -> Problems:
    """The metadata names the categories of the connector.

    An entry with the propertyName `Categories` and one or two names, with a semicolon between them. The validator
    refuses the lack of it: "The connector metadata property 'Categories' is required".

    Bad (missing):
        definition: {x-ms-connector-metadata: {2: null}}
    Bad (empty):
        definition: {x-ms-connector-metadata: {2: {propertyValue: ""}}}
    Good:
        definition: {x-ms-connector-metadata: {2: {propertyValue: Commerce}}}
    """
    entry = metadata.entry("Categories")
    if entry is None:
        yield Problem("The connector metadata has no entry `Categories`. Name one or two.", metadata)
    elif not _parts(entry):
        place = entry.place.showing("propertyValue") if entry.has("propertyValue") else entry.place
        yield Problem("The metadata entry `Categories` names none. Name one or two.", place)


@rule(
    ERROR,
    validator("InvalidConnectorCategory"),
    documented("certification-submission"),
    custom=NOTE,
    fix="unsafe",
)
def metadata_categories_valid(entry: MetadataEntry) -> Problems:
    """Each category is one of the nineteen that exist, spelled as in the list.

    AI; Business Management; Business Intelligence; Collaboration; Commerce; Communication; Content and Files;
    Finance; Data; Human Resources; Internet of Things; IT Operations; Lifestyle and Entertainment; Marketing;
    Productivity; Sales and CRM; Security; Social Media; Website. A semicolon stands between two of them; a comma does
    not separate.

    Bad (not in the list):
        definition: {x-ms-connector-metadata: {2: {propertyValue: Commerce;Communications}}}
    Bad (other capitals):
        definition: {x-ms-connector-metadata: {2: {propertyValue: commerce}}}
    Bad (a comma):
        definition: {x-ms-connector-metadata: {2: {propertyValue: "Commerce, Data"}}}
    Bad (nothing behind the semicolon):
        definition: {x-ms-connector-metadata: {2: {propertyValue: "Commerce;"}}}
    Bad (twice):
        definition: {x-ms-connector-metadata: {2: {propertyValue: Commerce;Commerce}}}
    Good:
        definition: {x-ms-connector-metadata: {2: {propertyValue: Commerce;Internet of Things}}}
    """
    if entry.name.lower() != "categories":
        return
    for start, name in _parts(entry)[:50]:
        if name not in CATEGORIES:
            place = entry.at("propertyValue").within(start, start + len(name))
            sentence, fix = _advise(name, place)
            if fix is None and any(other in CATEGORIES for _, other in _parts(entry)):
                fix = unsafe(entry.at("propertyValue").replace(_without(entry, start)))
            shown = entry.place.showing("propertyValue", span=(start, start + len(name)))
            yield Problem(f"{quoted(name)} is not a category. {sentence}", shown, fix=fix)
    names = [name.strip() for name in entry.content[:2_000].split(";")]
    said = list(dict.fromkeys(filter(None, names)))
    if said and len(said) < len(names):
        yield Problem(
            "The categories have a semicolon too many, or one of them twice.",
            entry.place.showing("propertyValue"),
            fix=unsafe(entry.at("propertyValue").replace(";".join(said))),
        )


def _advise(name: str, place: Place) -> tuple[str, Fix | None]:
    lowered = name.lower()
    if lowered in _BY_LOWER:
        return f"It is spelled `{_BY_LOWER[lowered]}`.", safe(place.replace(_BY_LOWER[lowered]))
    separated = [part.strip() for part in re.split(r"[,/|]", name[:200])]
    if 1 < len(separated) <= 2 and all(part in CATEGORIES for part in separated):
        return "Put a semicolon between two categories.", unsafe(place.replace(";".join(separated)))
    close = get_close_matches(lowered, _BY_LOWER, n=1, cutoff=0.7) if len(name) <= 60 else []
    meant = _USUAL_MISTAKES.get(lowered) or (_BY_LOWER[close[0]] if close else None)
    if meant is not None:
        return f"Perhaps `{meant}` is meant.", unsafe(place.replace(meant))
    return f"Choose from: {'; '.join(CATEGORIES)}.", None


@rule(
    ERROR,
    validator("TooManyConnectorCategories"),
    documented("certification-submission"),
    custom=NOTE,
    fix="unsafe",
)
def metadata_categories_max_2(entry: MetadataEntry, *, maximum: int = 2) -> Problems:
    """A connector has two categories at most.

    The validator refuses more: "The maximum allowed number of categories for the connector is '2'".

    Bad:
        definition: {x-ms-connector-metadata: {2: {propertyValue: Commerce;Data;Finance}}}
    Good:
        definition: {x-ms-connector-metadata: {2: {propertyValue: Commerce;Data}}}
    """
    parts = _parts(entry) if entry.name.lower() == "categories" else []
    if len(parts) > maximum:
        yield Problem(
            f"{len(parts)} categories are named; {maximum} are allowed. Keep the ones that fit best.",
            entry.place.showing("propertyValue"),
            fix=unsafe(entry.at("propertyValue").replace(_first(entry, parts, maximum))),
        )


def _first(entry: MetadataEntry, parts: list[tuple[int, str]], maximum: int) -> str:
    """The first categories as they are written; those that exist before those that are misspelt, and these before others."""

    def rank(part: tuple[int, str]) -> int:
        return 0 if part[1] in CATEGORIES else 1 if _advise(part[1], entry.place)[1] is not None else 2

    kept = sorted(sorted(parts, key=rank)[:maximum])
    if kept == parts[:maximum]:
        start, last = kept[-1]
        return entry.content[: start + len(last)]
    return ";".join(name for _, name in kept)


def _without(entry: MetadataEntry, start: int) -> str:
    """The text without the category that starts there."""
    return ";".join(name for at, name in _parts(entry) if at != start)


def _parts(entry: MetadataEntry) -> list[tuple[int, str]]:
    """Where each name starts, and the name without the blanks around it; empty ones are left out."""
    found: list[tuple[int, str]] = []
    for match in _PART.finditer(entry.content):
        name = match[0].strip()
        if name:
            found.append((match.start() + len(match[0]) - len(match[0].lstrip()), name))
    return found
