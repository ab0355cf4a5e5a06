"""Rules are found by every name they go by, and chosen by any of them."""

from __future__ import annotations

import pytest
import tiny

from certify.core.rule import Profile, RuleError
from certify.core.ruleset import Choice, RuleBook


@pytest.mark.parametrize("name", ["tiny-summary", "NeedsSummary", "needssummary"])
def test_rule_is_found_by_name_and_alias(name: str) -> None:
    assert [rule.name for rule in tiny.book().find(name)] == ["tiny-summary"]


def test_family_and_prefix_mean_all_their_rules() -> None:
    book = tiny.book()
    assert len(book.find(book.rules[0].family)) == 4
    assert len(book.find("tiny-*")) == 4
    assert book.find("unknown") == ()


def test_selection_and_ignoring() -> None:
    chosen = tiny.book().choose(Profile.VERIFIED, Choice(select=("tiny-*",), ignore=("NeedsSummary",)))
    assert [active.rule.name for active in chosen.rules] == [
        "tiny-parameter",
        "tiny-enum",
        "tiny-needs-properties",
    ]


def test_two_rules_of_one_name_are_refused() -> None:
    with pytest.raises(RuleError, match="tiny-summary"):
        RuleBook((tiny.tiny_summary, tiny.tiny_summary))
