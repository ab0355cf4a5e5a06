"""One difference between two versions of a package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from certify.core.place import Place
    from certify.documents.node import Node


class Change(Struct, frozen=True):
    """A difference, as rules ask for it by its kind: `Annotated[Change, Has("operation-removed")]`.

    `where` is the place by meaning, as Microsoft's detector says it: `operation/GetItem/parameter/body/schema/name`.
    `old` and `new` are where it is in each version; for something removed `new` is what it was removed from.
    `before` and `after` are the values that differ. `cause` is the place in the new version that one would edit to take
    the change back, where that is another one than `new`. `lost` is the JSON of the path item whose operation went.
    """

    kind: str
    where: str
    operation: str | None
    old: Place | None
    new: Place | None
    before: Any = None
    after: Any = None
    cause: Place | None = None
    lost: Any = None

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


def member_change(kind: str, where: str, old: Node, new: Node, key: str) -> Change:
    """The change of a member of something that no operation owns; where it is absent, the place is its owner's."""
    return Change(
        kind,
        where,
        None,
        old.at(key) if old.has(key) else old.place,
        new.at(key) if new.has(key) else new.place,
        old.get(key),
        new.get(key),
    )
