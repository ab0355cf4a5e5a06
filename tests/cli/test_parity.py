"""Every name of Microsoft's gates is decided by a rule, or listed with the reason why none can."""

from __future__ import annotations

from collections import Counter

from certify.cli.parity import parity
from certify.plugins import load_rules


def test_every_name_is_accounted_for() -> None:
    lines = list(parity(load_rules()))
    assert [line.name for line in lines if not line.is_accounted_for] == []
    assert Counter(line.gate for line in lines) == {
        "swagger validator": 174,
        "policy": 46,
        "solution checker": 10,
        "change detector": 6,
    }


def test_reasons_are_given_only_where_no_rule_decides() -> None:
    assert [line.name for line in parity(load_rules()) if line.rules and line.reason] == []
