"""Texts that unsafe fixes guess from names: a beginning that reads like one, or nothing."""

from __future__ import annotations

import pytest

from certify_rules.guesses import operation_description, value_description


@pytest.mark.parametrize(
    ("label", "guess"),
    [
        ("pageIndex", "The page index."),
        ("x-api_key", "The x API key."),
        ("Workspace Folder ID", "The workspace folder ID."),
        ("SMS sender", "The SMS sender."),
        ("ID of the Order:", "The ID of the Order."),
        ("Your API Key", "Your API key."),
        ("$", None),
        ("", None),
        ("word " * 60, None),
    ],
)
def test_description_of_a_value_is_a_sentence_on_its_label(label: str, guess: str | None) -> None:
    assert value_description(label) == guess


def test_description_of_a_switch_asks_yes_or_no() -> None:
    assert value_description("includeArchived", is_switch=True) == "Yes or no: include archived."


@pytest.mark.parametrize(
    ("summary", "guess"),
    [
        ("Get an order", "Gets an order."),
        ("search orders by Customer ID.", "Searches orders by Customer ID."),
        ("Apply a discount", "Applies a discount."),
        ("Deploy a build", "Deploys a build."),
        ("Weather forecast", None),
        ("When an order is created", None),
        ("Search", None),
        ("", None),
    ],
)
def test_description_of_an_operation_puts_its_verb_in_the_third_person(
    summary: str, guess: str | None
) -> None:
    assert operation_description(summary) == guess
