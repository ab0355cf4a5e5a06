"""Which thing of the old version is which of the new one, when its name or its place is another."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from msgspec.structs import replace

from certify.changes.fields import type_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from certify.changes.change import Change
    from certify.documents.definition import Parameter, Schema

    Looks = Mapping[str, object]

_TEXTS = ("x-ms-summary", "title", "description")
_SHORTEST_TEXT = 10


def letters(name: str) -> str:
    """What is left of a name when case and punctuation do not count."""
    return "".join(char for char in name.lower() if char.isalnum())


def is_rename(old_name: str, new_name: str, old: Schema | Parameter, new: Schema | Parameter) -> bool:
    """Whether it is the same thing under another name: the same letters, or the same label and description."""
    if type_of(old) != type_of(new):
        return False
    if letters(old_name) == letters(new_name):
        return True
    old_texts = [old.get(key) for key in _TEXTS]
    return any(isinstance(text, str) and len(text) > _SHORTEST_TEXT for text in old_texts) and old_texts == [
        new.get(key) for key in _TEXTS
    ]


def pairs(gone: Iterable[str], come: Sequence[str], is_same: Callable[[str, str], bool]) -> dict[str, str]:
    """Old name to new name, where what went has exactly one counterpart among what came, and that is taken by no other."""
    found: dict[str, str] = {}
    for name in gone:
        likes = [other for other in come if is_same(name, other)]
        if len(likes) == 1 and likes[0] not in found.values():
            found[name] = likes[0]
    return found


def renamed(old: Mapping[str, Schema], new: Mapping[str, Schema]) -> dict[str, str]:
    """Old name to new name of the fields that are alike in all but the name."""
    gone = [name for name in old if name not in new]
    come = [name for name in new if name not in old]
    return pairs(gone, come, lambda name, other: is_rename(name, other, old[name], new[other]))


def with_moves(
    changes: list[Change], inside: list[Change], direction: str, root: str, looks: Looks
) -> list[Change]:
    """The changes, with each field that went from one object and came to another told as one move.

    `inside` are the fields within whole objects that came, which are not told one by one. `looks` is what each field is
    like, by where it is. A field has moved where one of its name and likeness went, and one came, and no second one of either.
    """
    gone: dict[tuple[str, object], list[Change]] = defaultdict(list)
    come: dict[tuple[str, object], list[Change]] = defaultdict(list)
    for change in (*changes, *inside):
        if change.where in looks:
            side = gone if change.kind == f"{direction}-removed" else come
            side[change.name, looks[change.where]].append(change)
    count = Counter(change.name for one in (gone, come) for both in one.values() for change in both)
    after: dict[int, Change | None] = {}
    for key, olds in gone.items():
        news = come.get(key, [])
        if not (len(olds) == len(news) == 1 and count[key[0]] == 2):
            continue
        old, new = olds[0], news[0]
        # A moved output is missed where it was, a moved input where it is now: so Microsoft's detector tells them.
        first, second = (old, new) if direction == "output" else (new, old)
        moved = replace(
            first,
            kind=f"{direction}-moved",
            old=old.old,
            new=new.new,
            before=old.where.removeprefix(root).strip("/"),
            after=new.where.removeprefix(root).strip("/"),
        )
        # What came inside of another thing is told nowhere else.
        after |= {id(old): moved} if new.old is None else {id(first): moved, id(second): None}
    return [made for change in changes if (made := after.get(id(change), change)) is not None]
