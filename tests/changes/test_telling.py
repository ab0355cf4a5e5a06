"""What a change is said to be about."""

from __future__ import annotations

import pytest

from certify.changes import Change
from certify_rules.changes.telling import field_of, is_whole_response


@pytest.mark.parametrize(
    ("inside", "said"),
    [
        ("responses/200/schema/type", "the response"),
        ("responses/200/schema/items/type", "each item of the response"),
        ("responses/200/schema/total/format", "the output `total`"),
        ("responses/200/schema/items/tags/items/type", "each item of the output `tags`"),
        ("responses/200/schema/schema/type", "the output `schema`"),
        ("responses/x-ms-notification-content/schema/id/type", "the output `id`"),
        ("parameter/top/type", "the input `top`"),
        ("parameter/body/schema/type", "the input `body`"),
        ("parameter/body/schema/name/enum", "the input `name`"),
        ("parameter/body/schema/items/enum", "each item of the input `body`"),
    ],
)
def test_change_of_a_member_names_what_has_it(inside: str, said: str) -> None:
    assert field_of(Change("any", f"operation/Get/It/{inside}", "Get/It", None, None)) == said


def test_only_the_schema_of_a_response_is_all_of_it() -> None:
    def whole(inside: str) -> bool:
        return is_whole_response(Change("any", f"operation/Get/{inside}", "Get", None, None))

    assert whole("responses/200/schema")
    assert not whole("responses/200/schema/schema")
    assert not whole("parameter/body/schema")
