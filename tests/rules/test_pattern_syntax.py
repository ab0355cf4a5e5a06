"""Patterns are read and never run: mistakes are found, exponential repetitions are found, and reading takes no time."""

from __future__ import annotations

from contextlib import suppress

import pytest

from certify_rules.parameters.pattern_syntax import LONGEST_PATTERN, PatternFault, read_pattern


@pytest.mark.parametrize(
    ("pattern", "what"),
    [
        ("(a", "not closed"),
        ("a)", "not opened"),
        ("[a", "not closed"),
        ("*a", "nothing that"),
        ("a|+", "nothing that"),
        ("(?", "unknown"),
        ("(?#a", "comment"),
        ("a{3,2}", "from more to less"),
        ("[z-a]", "backwards"),
        ("a\\", "backslash"),
    ],
)
def test_what_no_flavour_takes_is_a_fault(pattern: str, what: str) -> None:
    with pytest.raises(PatternFault, match=what):
        read_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "^[A-Za-z0-9 ]+$",
        r"^(?<year>\d{4})-\k<year>$",
        "(?P<year>[0-9]+)",
        r"[\w.-]+@[\w-]+(\.[\w-]+)*",
        r"(?i)(?!x)(?<=y)(?>z)",
        "[]a]",
        "[^]",
        r"\p{L}{2,}\u00e9\x41",
        "a{,3}{",
        r"(\w+,)*",
        r"([0-9]{1,3}\.){3}[0-9]{1,3}",
        r"[^\s]+(\s[^\s]+)*",
        "(.|\n)*",
        "(a?b)+?",
    ],
)
def test_ordinary_patterns_are_neither_faults_nor_risks(pattern: str) -> None:
    assert read_pattern(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "risk"),
    [
        ("^(a+)+$", "(a+)+"),
        ("x(.*)*", "(.*)*"),
        (r"(\w+\s?)*", r"(\w+\s?)*"),
        (r"(?:\.[\w.-]+)+", r"(?:\.[\w.-]+)+"),
        ("((a+))+", "((a+))+"),
        ("(a|a)*", "(a|a)*"),
        (r"(\d|\w)+", r"(\d|\w)+"),
        ("([a-z]{2,4})+", "([a-z]{2,4})+"),
        ("(a+){20,30}", "(a+){20,30}"),
    ],
)
def test_a_repetition_that_takes_one_text_in_many_ways_is_a_risk(pattern: str, risk: str) -> None:
    found = read_pattern(pattern)
    assert found is not None
    assert pattern[found[0] : found[1]] == risk


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "part", ["(", "(a", "(?:", "(?<", "[", "[^", "[]", "a|", "{", "\\", "(a+)+", "a{1,2}", "(?#", "-"]
)
def test_reading_the_longest_pattern_takes_no_time(part: str) -> None:
    pattern = (part * LONGEST_PATTERN)[:LONGEST_PATTERN]
    with suppress(PatternFault):
        read_pattern(pattern)
