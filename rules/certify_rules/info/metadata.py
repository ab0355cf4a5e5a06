"""The connector metadata: the website and privacy policy of the service."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Definition,
    Metadata,
    MetadataEntry,
    Problem,
    Problems,
    advice,
    documented,
    policy,
    rule,
    safe,
    unsafe,
    validator,
)
from certify_rules.info.wording import is_absolute_url, is_nobodys, quoted

_NAMES = ("Website", "Privacy policy", "Categories")
_LETTERS = re.compile(r"[^a-z]")
_MISTAKEN = {
    "category": "Categories",
    "privacy": "Privacy policy",
    "privacypolicies": "Privacy policy",
    "privacypolicyurl": "Privacy policy",
    "websiteurl": "Website",
}


@rule(
    ERROR,
    validator("RequiredPropertyMissing"),
    documented("certification-submission"),
    custom=NOTE,
    aliases=("RequiredPropertyMissing.metadata", "RequiredPropertyMissing.x-ms-connector-metadata"),
    by_hand="The addresses that belong there are not in the package.",
)
def metadata_present(definition: Definition) -> Problems:
    """The definition has `x-ms-connector-metadata`, an array.

    It names the website, the privacy policy and the categories for the connector's page. The validator refuses a
    definition without it: "The 'x-ms-connector-metadata' property is required".

    Bad (missing):
        definition: {x-ms-connector-metadata: null}
    Bad (no array):
        definition: {x-ms-connector-metadata: "https://www.tidewaterstock.com"}
    Good:
        definition: {x-ms-connector-metadata: {0: {propertyValue: "https://www.tidewater.com"}}}
    """
    if not definition.has("x-ms-connector-metadata"):
        yield Problem(
            "The definition has no `x-ms-connector-metadata`. Add it with Website, Privacy policy and Categories.",
            definition,
        )
    elif definition.metadata is None:
        yield Problem(
            '`x-ms-connector-metadata` must be an array of `{"propertyName": …, "propertyValue": …}`.',
            definition.at("x-ms-connector-metadata"),
        )


@rule(
    ERROR,
    validator("ConnectorMetadataPropertiesMissing"),
    policy("5000.3.1.3"),
    documented("certification-submission"),
    custom=NOTE,
    aliases=("ConnectorMetadataPropertiesMissing.Website",),
    fix="safe",
)
def metadata_website(metadata: Metadata) -> Problems:
    """The metadata names the website of the service.

    An entry with the propertyName `Website` and an absolute address. The validator refuses the lack of it: "The
    connector metadata property 'Website' is required".

    Bad (a blank):
        definition: {x-ms-connector-metadata: {0: {propertyValue: "https://www.tidewaterstock.com "}}}
    Bad (missing):
        definition: {x-ms-connector-metadata: {0: null}}
    Bad (no address):
        definition: {x-ms-connector-metadata: {0: {propertyValue: tidewaterstock.com}}}
    Bad (nobody's):
        definition: {x-ms-connector-metadata: {0: {propertyValue: "https://www.yourwebsite.com"}}}
    Good:
        definition: {x-ms-connector-metadata: {0: {propertyValue: "https://www.tidewater.com"}}}
    """
    yield from _address(metadata, "Website", "the website of the service")


@rule(
    ERROR,
    validator("ConnectorMetadataPropertiesMissing"),
    policy("5000.3.1.5"),
    documented("certification-submission"),
    custom=NOTE,
    aliases=("ConnectorMetadataPropertiesMissing.Privacy policy",),
    fix="safe",
)
def metadata_privacy(metadata: Metadata) -> Problems:
    """The metadata names the privacy policy of the service.

    An entry with the propertyName `Privacy policy` and the absolute address of the policy of the service that
    receives the data. The validator refuses the lack of it.

    Bad (a blank):
        definition: {x-ms-connector-metadata: {1: {propertyValue: "https://www.tidewaterstock.com/privacy "}}}
    Bad (missing):
        definition: {x-ms-connector-metadata: {1: null}}
    Bad (no address):
        definition: {x-ms-connector-metadata: {1: {propertyValue: ""}}}
    Bad (nobody's):
        definition: {x-ms-connector-metadata: {1: {propertyValue: "https://[[PRIVACY POLICY]]"}}}
    Good:
        definition: {x-ms-connector-metadata: {1: {propertyValue: "https://www.tidewater.com/privacy"}}}
    """
    yield from _address(metadata, "Privacy policy", "the privacy policy of the service")


def _address(metadata: Metadata, name: str, meaning: str) -> Problems:
    entry = metadata.entry(name)
    if entry is None:
        near = next((one for one in metadata.entries if _meant(one.name) == name), None)
        advice_text = (
            f"Add the address of {meaning}."
            if near is None
            else f"{quoted(near.name)} is taken for another one."
        )
        yield Problem(f"The connector metadata has no entry `{name}`. {advice_text}", metadata)
        return
    content = entry.content
    if is_absolute_url(content) and not is_nobodys(content):
        return
    # What the validator misses is the entry; the reader's eye belongs on its value.
    place = entry.place.showing("propertyValue") if entry.has("propertyValue") else entry.place
    trimmed = content.strip()
    if not trimmed:
        yield Problem(f"The metadata entry `{name}` has no address. Give {meaning}.", place)
    elif is_nobodys(trimmed) and "://" in trimmed:
        yield Problem(
            f"The metadata entry `{name}` has the address {quoted(trimmed)}, which is nobody's. Give {meaning}.",
            place,
        )
    elif is_absolute_url(trimmed):
        yield Problem(
            f"The metadata entry `{name}` has blanks around the address {quoted(trimmed)}; leave them out.",
            place,
            fix=safe(entry.at("propertyValue").replace(trimmed)),
        )
    else:
        yield Problem(
            f"The metadata entry `{name}` has {quoted(content)}, which is no absolute address. {_advice_on(trimmed, meaning)}",
            place,
        )


def _advice_on(address: str, meaning: str) -> str:
    if "." not in address:
        return f"Give {meaning}."
    if not address.lower().startswith(("http://", "https://")):
        return "Start it with `https://`."
    return (
        "A blank in it is written `%20`."
        if any(map(str.isspace, address))
        else "Write it as a browser shows it."
    )


@rule(WARNING, documented("certification-submission"), custom=OFF, fix="safe")
def metadata_names_exact(entry: MetadataEntry) -> Problems:
    """The names of the metadata entries are spelled `Website`, `Privacy policy` and `Categories`.

    The documentation asks not to change them. The validator is known to take other capitals, which one certified
    connector in ten has. It takes `PrivacyPolicy` or `Category` for something else, and the entry for missing.

    Bad:
        definition: {x-ms-connector-metadata: {1: {propertyName: Privacy Policy}}}
    Good:
        definition: {x-ms-connector-metadata: {1: {propertyName: Privacy policy}}}
    """
    meant = _meant(entry.name)
    if meant is not None and meant != entry.name:
        place = entry.at("propertyName")
        yield Problem(
            f"The metadata entry is called {quoted(entry.name)}; spell it `{meant}`."
            if entry.name.strip() == entry.name
            else f"The name of the metadata entry {quoted(entry.name)} has blanks around it; spell it `{meant}`.",
            place,
            fix=safe(place.replace(meant)),
        )


def _meant(name: str) -> str | None:
    """The known name that another one stands for, such as `PrivacyPolicy` for `Privacy policy`."""
    letters = _LETTERS.sub("", name[:100].lower())
    return next(
        (known for known in _NAMES if _LETTERS.sub("", known.lower()) == letters), None
    ) or _MISTAKEN.get(letters)


@rule(NOTE, advice(), custom=OFF, fix="unsafe")
def metadata_no_extra(definition: Definition) -> Problems:
    """The metadata has one entry for each of Website, Privacy policy and Categories, and no other.

    Nothing reads further entries, such as terms of service; one connector in a hundred has one.

    Bad:
        definition: {x-ms-connector-metadata: {"+": {propertyName: Terms of Service, propertyValue: "https://www.tidewaterstock.com/terms"}}}
    Good:
        definition: {x-ms-connector-metadata: {0: {propertyValue: "https://www.tidewater.com"}}}
    """
    for index, value in enumerate(definition.items("x-ms-connector-metadata")):
        if not isinstance(value, dict):
            yield Problem(
                "This metadata entry is no object with `propertyName` and `propertyValue`.",
                definition.at("x-ms-connector-metadata", index),
                fix=unsafe(definition.at("x-ms-connector-metadata", index).remove()),
            )
    seen: set[str] = set()
    for entry in definition.metadata.entries if definition.metadata else ():
        meant = _meant(entry.name)
        if not entry.name:
            yield Problem("This metadata entry has no `propertyName`.", entry)
        elif meant is None:
            yield Problem(
                f"Nothing reads the metadata entry {quoted(entry.name)}. Remove it.",
                entry,
                fix=unsafe(entry.place.remove()),
            )
        elif meant in seen:
            yield Problem(
                f"The metadata has more than one entry {quoted(entry.name)}; the first counts.",
                entry,
                fix=unsafe(entry.place.remove()),
            )
        else:
            seen.add(meant)


@rule(WARNING, policy("5000.3.1.6"), custom=OFF, fix="unsafe")
def metadata_https(entry: MetadataEntry) -> Problems:
    """The addresses in the metadata use https.

    Reviewers follow them, and Microsoft asks for encrypted connections. Three certified connectors in a hundred have
    one with http.

    Bad:
        definition: {x-ms-connector-metadata: {0: {propertyValue: "http://www.tidewaterstock.com"}}}
    Good:
        definition: {x-ms-connector-metadata: {0: {propertyValue: "https://www.tidewaterstock.com"}}}
    """
    content = entry.content
    if (
        content[:7].lower() == "http://"
        and is_absolute_url(content)
        and _meant(entry.name) not in (None, "Categories")
    ):
        place = entry.at("propertyValue")
        yield Problem(
            f"The metadata entry {quoted(entry.name)} has an address without encryption: {quoted(content)}. Use https.",
            place,
            fix=unsafe(place.replace(f"https://{content[7:]}")),
        )
