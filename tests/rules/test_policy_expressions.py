"""The grammar of expressions in policies: what is read, what is refused, and that it takes linear time."""

from __future__ import annotations

import pytest

from certify_rules.policies.expressions import calls_in


@pytest.mark.parametrize(
    ("text", "name", "default"),
    [
        ("@connectionParameters('region')", "region", ""),
        ("@{connectionParameters('region')}/v1", "region", ""),
        (
            "https://@connectionParameters( 'token:host' , 'eu.example.com' ).x",
            "token:host",
            "eu.example.com",
        ),
        ("@ConnectionParameters('it''s','')", "it''s", ""),
    ],
)
def test_call_is_read_with_its_arguments(text: str, name: str, default: str) -> None:
    (call,) = calls_in(text)
    assert (call.name, call.default) == (name, default)
    assert text[call.name_start : call.name_start + len(name)] == name
    assert text[call.start] == "@"
    assert text[call.end - 1] == ")"


@pytest.mark.parametrize(
    "text",
    [
        "@connectionParameters(region)",
        '@connectionParameters("region")',
        "@connectionParameters('region'",
        "@connectionParameters('')",
        "@connectionParameters",
    ],
)
def test_call_that_cannot_be_read_has_no_name(text: str) -> None:
    (call,) = calls_in(text)
    assert call.name is None


@pytest.mark.parametrize("text", ["", "connectionParameters('region')", "@body('region')", "a@b.example"])
def test_text_without_a_call_has_none(text: str) -> None:
    assert list(calls_in(text)) == []


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        "@connectionParameters('" * 40_000,
        "@connectionParameters('a','" + "''" * 400_000,
        "@connectionParameters(" + " " * 1_000_000,
        "@{" * 500_000,
    ],
)
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    list(calls_in(text))
