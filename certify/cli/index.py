"""Build the index of published connectors from a checkout of Microsoft's connector repository.

The rules on unique titles and icons compare with an index that ships with the tool. A newer one is used when
`certify.toml` names it: `published = "published.json"`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from certify.core.rule import Profile
from certify.documents.documents import Documents
from certify.documents.files import Role
from certify.documents.published import Entry, Published, icon_digest, written_index
from certify.errors import UsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

_KINDS = {"certified-connectors": "C", "independent-publisher-connectors": "I"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of `certify index`."""
    parser.add_argument(
        "checkout", help="the folder that holds certified-connectors and independent-publisher-connectors"
    )
    parser.add_argument("-o", "--output", metavar="FILE", help="where to write it (default: standard output)")
    parser.add_argument("--source", default="", help="a word on where it is from, such as the commit")


def run(options: argparse.Namespace) -> int:
    """Write the index."""
    checkout = Path(options.checkout)
    if not any((checkout / folder).is_dir() for folder in _KINDS):
        raise UsageError(f"{checkout} holds neither {' nor '.join(_KINDS)}")
    text = written_index(Published(tuple(_entries(checkout)), options.source))
    if options.output:
        Path(options.output).write_text(text, "utf-8")
    else:
        sys.stdout.write(text)
    return 0


def _entries(checkout: Path) -> Iterator[Entry]:
    from certify.sources import find_origins

    for folder, kind in _KINDS.items():
        if not (checkout / folder).is_dir():
            continue
        for origin in find_origins(str(checkout / folder)):
            package = origin.load()
            documents = Documents(package, Profile.VERIFIED)
            definition, properties = documents.definition, documents.properties
            if definition is None or not definition.info.title:
                continue
            icon = documents.file_of(Role.ICON)
            yield Entry(
                folder=package.name,
                kind=kind,
                title=definition.info.title.strip(),
                publisher=(properties.publisher or "").strip() if properties else "",
                icon=icon_digest(icon.data) if icon else "",
            )
