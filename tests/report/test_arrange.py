"""How the page groups what the dossier lists, and how it draws a measure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from reporting import defined, dossier, packaged

from certify.report.arrange import by_family, by_kind, by_outcome, strip
from certify.report.dossier import Measure
from certify.report.html import is_light, page, page_name


def measured(below, upto, better):
    return Measure("m", "", 1, below, upto, 0, 1, 2, better)


@pytest.mark.parametrize(
    ("below", "upto", "better", "words", "tone"),
    [
        (80, 80, "less", "worse than 80 %", "poor"),
        (10, 10, "less", "better than 90 %", "good"),
        (80, 100, "more", "better than 80 %", "good"),
        (0, 20, "more", "worse than 80 %", "poor"),
        (40, 60, "more", "better than 40 %", ""),
        (90, 95, "", "more than 90 %", ""),
        (0, 35, "", "less than 65 %", ""),
        (0, 100, "less", "the same as all", ""),
    ],
)
def test_a_measure_says_how_many_it_leaves_behind(below, upto, better, words, tone):
    made = strip(measured(below, upto, better))
    assert (made.words, made.tone) == (words, tone)


def test_the_mark_stands_at_the_end_where_nobody_goes_beyond_and_else_amid_its_like():
    assert [strip(measured(*each, "")).mark for each in ((50, 100), (0, 40), (20, 40), (0, 100))] == [
        100,
        0,
        30,
        50,
    ]


def test_rules_of_one_outcome_come_with_the_severest_first():
    made = dossier(packaged(defined({"summary": "A"})))
    failed = [rule.severity for rule in by_outcome(made.rules)["failed"]]
    assert failed == sorted(failed, key=["error", "warning", "note"].index)
    assert len(set(failed)) > 1


@pytest.mark.parametrize(
    ("link", "name"),
    [
        ("https://learn.microsoft.com/en-us/connectors/certification-submission", "certification-submission"),
        ("https://a.invalid/b/readme.md", "readme"),
        ("https://a.invalid/extensions#x-ms-summary", "x-ms-summary"),
        ("https://a.invalid/x/", "x"),
    ],
)
def test_a_source_without_a_name_is_called_by_its_page(link, name):
    assert page_name(link) == name


@pytest.mark.parametrize(
    ("color", "light"),
    [("#ffffff", True), ("#FFD000", True), ("#0b57b0", False), ("", False), ("red", False)],
)
def test_light_brand_colours_get_dark_ink(color, light):
    assert is_light(color) == light


def test_a_step_says_what_is_wrong_at_its_first_finding():
    made = dossier(packaged(defined({"summary": "A"})))
    for step in (*made.path.needed, *made.path.advised):
        assert step.message == next(
            f.message for f in made.findings if (f.rule, f.severity) == (step.rule, step.severity)
        )


def test_no_line_of_an_archive_is_shown():
    made = dossier(packaged(defined({"summary": "A"}), **{"package.zip": b"PK\3\4\0\0nonsense"}))
    assert [found.excerpt for found in made.findings if found.file == "package.zip"]
    assert all(found.excerpt is None for found in made.findings if found.file == "package.zip")


def test_a_definition_of_endless_texts_still_makes_a_page_of_bounded_size():
    properties = {f"p{number}": {"type": "string", "description": "d" * 900} for number in range(130)}
    card = {"responses": {"200": {"schema": {"$ref": "#/definitions/Wide"}}}}
    definitions = {"Wide": {"type": "object", "properties": properties}}
    made = dossier(packaged(defined(*(dict(card) for _ in range(200)), definitions=definitions)))
    first, last = made.operations[0].outputs, made.operations[-1].outputs
    assert len(first.fields) == 120
    assert (last.fields, last.more) == ((), 130)
    assert len(page(made)) < 6_000_000


def test_a_page_shows_the_first_finding_of_every_rule_and_counts_what_it_has_no_room_for():
    made = dossier(packaged(defined({"summary": "A"})))
    one = made.findings[0]
    many = [replace(one, rule=f"rule-{n % 100:03}", message="x" * 600) for n in range(40_000)]
    groups = [group for family in by_family(many, 400)[one.severity] for group in family.rules]
    assert [len(group.findings) + group.more for group in groups] == [400] * 100
    assert len(groups[0].findings) == 400
    assert len(groups[-1].findings) == 1


def test_operations_stand_as_the_designer_lists_them_and_internal_ones_apart():
    made = dossier(
        packaged(
            defined(
                {"summary": "Rare", "x-ms-visibility": "advanced"},
                {"summary": "Plain"},
                {"summary": "Choices", "x-ms-visibility": "internal"},
                {"summary": "First", "x-ms-visibility": "important"},
                {"summary": "When it rains", "x-ms-trigger": "single"},
            )
        )
    )
    groups = {group.title: [each.title for each in group.operations] for group in by_kind(made.operations)}
    assert groups == {
        "Triggers": ["When it rains"],
        "Actions": ["First", "Plain", "Rare"],
        "Hidden from makers": ["Choices"],
    }
    assert "3 actions and 1 trigger, as the flow designer shows them; 1 more operation is hidden" in page(
        made
    )
