"""Labels that unsafe fixes guess from names: what a person would call the value."""

from __future__ import annotations

import pytest

from certify_rules.labels import label_in_path, label_of_name


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("orderId", "Order ID"),
        ("order_id", "Order ID"),
        ("orderid", "Order ID"),
        ("isValid", "Is Valid"),
        ("hybrid", "Hybrid"),
        ("kid", "Kid"),
        ("$", ""),
    ],
)
def test_name_becomes_words_and_an_id_at_its_end_a_word_of_its_own(name: str, label: str) -> None:
    assert label_of_name(name) == label


@pytest.mark.parametrize(
    ("name", "path", "label"),
    [
        ("id", "/berths/{id}/moorings", "Berth ID"),
        ("id", "/harbor-companies/{id}", "Harbor Company ID"),
        ("name", "/statuses/{name}", "Status Name"),
        ("id", "/v1/{id}", "ID"),
        ("id", "/api/{id}", "ID"),
        ("id", "/delete/{id}", "ID"),
        ("id", "/{id}", "ID"),
        ("id", "/berths/x{id}", "ID"),
        ("berth", "/berths/{berth}", "Berth"),
        ("berthId", "/harbors/{berthId}", "Berth ID"),
    ],
)
def test_bare_id_is_that_of_what_stands_before_it_in_the_path(name: str, path: str, label: str) -> None:
    assert label_in_path(name, {path}) == label


def test_id_that_paths_use_for_different_things_stays_bare() -> None:
    assert label_in_path("id", {"/berths/{id}", "/harbors/{id}"}) == "ID"
