"""Whose a published title is: another connector's, or that of the version that an update updates."""

from __future__ import annotations

import json

import pytest

from certify.core.package import Form, Package
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.documents.published import published
from certify.engine.run import run
from certify.plugins import load_rules

RULES = load_rules().choose(Profile.VERIFIED, Choice(select=("title-unique",)))
TAKEN = published().entries[0].title


def package(title: str = TAKEN, form: Form = Form.FOLDER) -> Package:
    definition = {"swagger": "2.0", "info": {"title": title}, "paths": {}}
    return Package(
        "quayside", "quayside", {"apiDefinition.swagger.json": json.dumps(definition).encode()}, form=form
    )


def test_the_title_of_another_published_connector_is_taken():
    assert [finding.rule for finding in run(package(), RULES).findings] == ["title-unique"]


def test_an_update_keeps_its_title():
    assert not run(package(), RULES, against=package()).findings


def test_an_update_does_not_take_the_title_of_another_connector():
    assert run(package(), RULES, against=package("Quayside Ledger")).findings


def test_a_definition_alone_does_not_tell_whose_it_is():
    assert not run(package(form=Form.FILE), RULES).findings


@pytest.mark.parametrize("written", [TAKEN.upper(), f" {TAKEN} ", TAKEN.replace(" ", "-")])
def test_titles_are_compared_by_their_letters(written):
    assert run(package(written), RULES).findings
