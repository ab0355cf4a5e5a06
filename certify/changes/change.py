"""One difference between two versions of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from certify.core.place import Place
    from certify.documents.definition import Definition
    from certify.documents.files import Files
    from certify.documents.properties import Properties


class Change(Struct, frozen=True):
    """A difference, as rules ask for it by its kind: `Annotated[Change, Has("operation-removed")]`.

    `where` is the place by meaning, as Microsoft's detector says it: `operation/GetItem/parameter/body/schema/name`.
    `old` and `new` are where it is in each version; for something removed `new` is what it was removed from.
    `before` and `after` are the values that differ; `is_webhook` and the like are told by `operation`.
    """

    kind: str
    where: str
    operation: str | None
    old: Place | None
    new: Place | None
    before: Any = None
    after: Any = None

    @property
    def keys(self) -> tuple[str, ...]:
        """What a rule can ask for with `Has`."""
        return (self.kind,)

    @property
    def name(self) -> str:
        """The last part of `where`: the operation, parameter or field."""
        return self.where.rpartition("/")[2]

    @property
    def place(self) -> Place:
        """Where the finding belongs: in the new version, or at what is left of the old."""
        from certify.core.place import Place

        return self.new or self.old or Place()


class Against(Struct, frozen=True):
    """The connector's folder that a submission is compared with, document by document."""

    files: Files
    definition: Definition | None
    properties: Properties | None
