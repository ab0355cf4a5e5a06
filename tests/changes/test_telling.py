"""What a change is said to be about."""

from __future__ import annotations

import pytest

from certify.changes import Change
from certify_rules.changes.telling import field_of, is_whole_response, name_in, shown


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


@pytest.mark.parametrize(
    ("inside", "name", "said"),
    [
        ("responses/200/schema/total", "total", "`total`"),
        ("responses/200/schema/items/total", "total", "`total`"),
        ("responses/200/schema/pages/items/book/total", "total", "`book/total`"),
        ("responses/200/schema/book/items", "items", "`items`"),
        ("responses/200/schema/book/a/b", "a/b", "`a/b`"),
        ("parameter/schema/schema/total", "total", "`total`"),
        ("parameter/top", "top", "`top`"),
    ],
)
def test_field_that_went_is_named_with_the_one_it_was_in(inside: str, name: str, said: str) -> None:
    assert name_in(Change("any", f"operation/Get/It/{inside}", "Get/It", None, None, name)) == said


def test_nothing_is_no_value() -> None:
    assert (shown(None), shown("nothing"), shown([])) == ("nothing", "`nothing`", "nothing")
