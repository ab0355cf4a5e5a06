"""Every name of Microsoft's gates is decided by a rule, or listed with the reason why none can."""

from __future__ import annotations

from collections import Counter

from certify.cli.main import main
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


def test_only_of_malware_do_rules_decide_a_part() -> None:
    assert [line.name for line in parity(load_rules()) if line.rules and line.reason] == ["5000.1.1.4"]


def test_the_list_says_what_rules_cannot_decide(capsys) -> None:
    assert main(["rules", "--parity"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert "swagger validator: 174 names, 174 decided by rules, 0 that no offline rule can decide" in lines
    (malware,) = (line for line in lines if line.startswith("  5000.1.1.4 "))
    assert "pkg-no-programs; in part: malware is found by scanning" in malware
