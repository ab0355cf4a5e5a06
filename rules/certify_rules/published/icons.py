"""A connector's icon is its own."""

from __future__ import annotations

from certify.api import (
    OFF,
    WARNING,
    Definition,
    Icon,
    Package,
    Problem,
    Problems,
    Properties,
    Published,
    documented,
    rule,
)


@rule(
    WARNING,
    documented("certification-submission"),
    independent=OFF,
    custom=OFF,
    by_hand="Only whoever draws pictures can draw another.",
)
def icon_unique(
    icon: Icon,
    published: Published,
    package: Package,
    definition: Definition | None,
    properties: Properties | None,
) -> Problems:
    """The icon differs from that of every published connector.

    Makers tell connectors apart by their icons. The file is compared with the index of published connectors: the same
    bytes are the same picture. The index that ships with the tool has few icons, as Microsoft's repository has few;
    `certify index` adds those of a checkout that holds more. A publisher may give several connectors one icon.

    Bad:
        $published: {Harbour Pilot: {$png: {color: "#1f6f8b"}}}
        icon: {$png: {color: "#1f6f8b"}}
    Good:
        $published: {Harbour Pilot: {$png: {color: "#1f6f8c"}}}
        icon: {$png: {color: "#1f6f8b"}}
    """
    publisher = (properties.publisher or "").strip().lower() if properties else ""
    title = (definition.info.title or "").strip() if definition else ""
    for entry in published.with_icon(icon.data):
        is_this = entry.title == title or (entry.kind == "C" and entry.folder == package.name)
        if is_this or (publisher and entry.publisher.lower() == publisher):
            continue
        yield Problem(
            f"The published connector `{entry.title}` has this icon already. Use one of your own.", icon
        )
        return
