"""Places by meaning: ids and names instead of paths and indexes."""

from __future__ import annotations

import pytest

from certify.core.anchor import Anchors
from certify.core.place import escape, unescape

DOCUMENT = {
    "tags": ["a", "b"],
    "paths": {
        "/x/{id}": {
            "get": {
                "operationId": "GetX",
                "parameters": [{"name": "id", "in": "path"}, {"name": "id", "in": "query"}],
            },
            "put": {"operationId": "Twice"},
            "post": {"operationId": "Twice", "parameters": [{}, {}]},
        }
    },
}


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        (("paths", "/x/{id}", "get", "summary"), "operation:GetX/summary"),
        (("paths", "/x/{id}", "get", "parameters", 1), "operation:GetX/parameters/query:id"),
        (("paths", "/x/{id}", "put"), "paths/~1x~1{id}/put"),
        (("paths", "/x/{id}", "post", "parameters", 1), "paths/~1x~1{id}/post/parameters/1"),
        (("tags", 1), "tags/=b"),
        (("nowhere", 3, "x"), "nowhere/3/x"),
    ],
)
def test_anchor(pointer: tuple[str | int, ...], expected: str) -> None:
    assert Anchors(DOCUMENT).of(pointer) == expected


@pytest.mark.parametrize("tokens", [(), ("a/b", "c~d"), ("~1", "~0", "")])
def test_pointer_round_trip(tokens: tuple[str, ...]) -> None:
    assert unescape(escape(tokens)) == tokens


def test_pointer_without_slash_is_refused() -> None:
    with pytest.raises(ValueError, match="starts with"):
        unescape("a")
