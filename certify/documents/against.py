"""The folder that a submission was made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from certify.documents.definition import Definition
    from certify.documents.files import Files
    from certify.documents.properties import Properties


class Against(Struct, frozen=True):
    """The connector's folder that a submission is compared with, document by document."""

    files: Files
    definition: Definition | None
    properties: Properties | None
