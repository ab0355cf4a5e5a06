"""Labels guessed from the names that a service uses: beginnings for the author, made only by unsafe fixes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify_rules.guesses import is_verb
from certify_rules.words import title_case, words_of

if TYPE_CHECKING:
    from certify.api import Parameter

# What says nothing by itself: which ID is meant stands in the path before it.
_BARE = frozenset({"id", "ids", "guid", "uuid", "key", "name", "code", "number", "slug"})
# Segments that every address may have, and that name nothing.
_EMPTY_SEGMENTS = frozenset(
    {"api", "apis", "rest", "public", "by", "with", "odata", "id", "ids", "me", "all"}
)
_SHORTEST_STEM = 3
# fmt: off
_ENDING_IN_ID = frozenset((
    "android", "arachnid", "asteroid", "candid", "covid", "datagrid", "eyelid", "factoid", "fluid", "grid", "guid",
    "humanoid", "hybrid", "invalid", "liquid", "lipid", "orchid", "overpaid", "paid", "postpaid", "prepaid", "pyramid",
    "rapid", "repaid", "sendgrid", "solid", "steroid", "tabloid", "typhoid", "underpaid", "unpaid", "uuid", "valid",
    "void",
))
_SINGULAR = {
    "addresses": "address", "aliases": "alias", "analyses": "analysis", "buses": "bus", "children": "child",
    "cookies": "cookie", "movies": "movie", "news": "news", "people": "person", "series": "series",
    "statuses": "status",
}
# fmt: on


def label_of_name(name: str) -> str:
    """The name as a label: `Order ID` for `orderId`, `order_id` and `orderid`; empty where it has no words."""
    return title_case(_words(name))


def label_of(parameter: Parameter) -> str:
    """The label of a parameter without one: `Ticket ID` for the `id` of `/tickets/{id}`."""
    if parameter.location != "path":
        return label_of_name(parameter.name)
    return label_in_path(parameter.name, {operation.path for operation in parameter.operations})


def label_in_path(name: str, paths: set[str]) -> str:
    """The label of a path parameter of that name, which stands in these paths."""
    words = _words(name)
    if len(words) == 1 and words[0].lower() in _BARE:
        owners = {_thing_before(path, name) for path in paths}
        if len(owners) == 1:
            words = [*owners.pop(), *words]
    return title_case(words)


def _thing_before(path: str, name: str) -> tuple[str, ...]:
    """What a parameter of the path belongs to, in words: `contact`, `list` for `/contact-lists/{id}`; empty if unknown."""
    segments = [segment for segment in path.split("?", maxsplit=1)[0].split("/") if segment]
    place = next((index for index, one in enumerate(segments) if one == "{" + name + "}"), 0)
    segment = segments[place - 1] if place else ""
    words = [word.lower() for word in words_of(segment)]
    is_thing = bool(words) and segment.replace("-", "").replace("_", "").isalpha()
    if not is_thing or words[-1] in _EMPTY_SEGMENTS or is_verb(words[0]):
        return ()
    return (*words[:-1], _singular(words[-1]))


def _words(name: str) -> list[str]:
    """The words of the name, with an `id` at the end of a word in small letters as a word of its own."""
    words = words_of(name)
    last = words[-1] if words else ""
    stem = last[:-2]
    if last.lower().endswith("id") and last[1:].islower() and len(stem) >= _SHORTEST_STEM:
        return words if last.lower() in _ENDING_IN_ID else [*words[:-1], stem, "ID"]
    return words


def _singular(word: str) -> str:
    if word in _SINGULAR:
        return _SINGULAR[word]
    if word.endswith("ies") and len(word) > len("series"):
        return f"{word[:-3]}y"
    if word.endswith(("sses", "ches", "shes", "xes", "zzes")):
        return word[:-2]
    return word if word.endswith(("ss", "us", "is")) else word.removesuffix("s")
