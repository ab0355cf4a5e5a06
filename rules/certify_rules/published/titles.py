"""A connector's title is its own."""

from __future__ import annotations

from certify.api import (
    ERROR,
    OFF,
    Form,
    Info,
    Package,
    Problem,
    Problems,
    Profile,
    Properties,
    Published,
    checker,
    documented,
    policy,
    rule,
)
from certify_rules.info.title_words import is_stand_in_title


@rule(
    ERROR,
    checker("connector-validate-title"),
    policy("5000.2.2.5"),
    documented("certification-submission"),
    custom=OFF,
    aliases=("ip-not-existing",),
)
def title_unique(
    info: Info, published: Published, package: Package, properties: Properties | None, profile: Profile
) -> Problems:
    """The title differs from that of every published connector.

    Titles are compared without regard to case, blanks and punctuation, against the index of published connectors that
    ships with the tool (`certify index` builds a newer one). A connector with the same folder name or the same
    publisher is taken for the published version of this one, and so is one with the title of the version that this one
    is compared with. A definition without its package does not tell whose it is, and passes. Makers search by title, and an independent publisher
    extends the connector that exists instead of adding a second one. Suites tell their members apart by a suffix,
    such as `HubSpot CRM` and `HubSpot Marketing`.

    Bad:
        definition: {info: {title: docusign-demo}}
    Good:
        definition: {info: {title: Tidewater Depots}}
    """
    # Who has not chosen a title yet is told so, and nothing else.
    if is_stand_in_title(info) or package.form is Form.FILE:
        return
    publisher = (properties.publisher or "").strip().lower() if properties else ""
    kind = "I" if profile is Profile.INDEPENDENT else "C"
    for entry in published.with_title(info.title or ""):
        is_this = entry.folder == package.name and entry.kind == kind
        if is_this or (publisher and entry.publisher.lower() == publisher):
            continue
        what = "certified" if entry.kind == "C" else "independent publisher's"
        yield Problem(
            f"There is a published {what} connector called `{entry.title}` already. Choose a title of your own, "
            "or extend the connector that exists.",
            info.at("title"),
        )
        return
