"""What a certification report gathers of a package."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
import schema_of
from jsonschema import Draft202012Validator
from naughty import hostile
from reporting import defined, dossier, golden_files, packaged

from certify.core.package import Package
from certify.formats.record import dump
from certify.report.writers import write


def test_the_schema_is_that_of_the_types():
    assert schema_of.FILE.read_text("utf-8") == schema_of.written(), "run python tests/report/schema_of.py"


@pytest.mark.parametrize(
    "package",
    [
        Package("golden", "golden", golden_files()),
        hostile(golden_files()),
        packaged(),
        packaged([], []),
        packaged({"info": 5, "paths": {"/a": {"get": {"parameters": {}, "responses": 7}}}}),
    ],
    ids=["golden", "hostile", "empty", "wrong types", "wrong members"],
)
def test_the_json_keeps_to_its_schema_whatever_the_package(package):
    written = json.loads(dump(asdict(dossier(package))))
    Draft202012Validator(schema_of.schema()).validate(written)


def test_what_is_written_is_the_dossier_member_for_member():
    made = dossier(hostile(golden_files()))
    assert json.loads(write("json", made)) == json.loads(dump(asdict(made)))


def test_the_same_bytes_give_the_same_report():
    package = Package("golden", "golden", golden_files())
    assert dossier(package) == dossier(package)


def test_the_clean_package_is_ready_and_has_nothing_left_to_do():
    made = dossier(Package("golden", "golden", golden_files()))
    assert made.judgement.verdict == "ready"
    assert made.judgement.sentence == "Nothing stands in the way, and no rule has advice."
    assert made.path.needed == made.path.advised == ()


def test_what_keeps_other_rules_from_looking_comes_first_then_what_fix_mends_then_what_removes_most():
    files = golden_files()
    definition = files["apiDefinition.swagger.json"].decode()
    definition = definition.replace('"swagger": "2.0",', '"swagger": "2.0",,', 1).replace(
        '"summary"', '"was"'
    )
    made = dossier(Package("x", "x", {**files, "apiDefinition.swagger.json": definition.encode()}))
    needed = made.path.needed
    assert needed[0].rule == "json-parse-swagger"
    rest = [step for step in needed if not step.rule.startswith(("json-", "pkg-", "file-"))]
    assert rest == sorted(rest, key=lambda step: (step.fixable < step.findings, -step.findings, step.rule))
    assert sum(step.findings for step in needed) == made.judgement.counts.error > 1


def test_no_human_attestation_is_ever_answered():
    made = dossier(Package("golden", "golden", golden_files()))
    by_line = {answer.line: answer for answer in made.checklist}
    for words in ("does not exist", "works", "paconn validate"):
        (line,) = (line for line in by_line if words in line)
        assert by_line[line].state == "open"
    (colour,) = (line for line in by_line if "brand colour" in line)
    assert by_line[colour].state == "shown"


def test_a_line_of_the_checklist_that_the_run_contradicts_says_so():
    files = golden_files()
    properties = json.loads(files["apiProperties.json"])
    properties["properties"]["iconBrandColor"] = "#007ee5"
    made = dossier(Package("x", "x", {**files, "apiProperties.json": json.dumps(properties).encode()}))
    (answer,) = (answer for answer in made.checklist if "brand colour" in answer.line)
    assert answer.state == "contradicted"
    assert "props-brandcolor-allowed" in answer.evidence


def test_the_steps_to_register_an_app_are_asked_of_connectors_with_oauth_alone():
    files = golden_files()
    readme = {"readme.md": files["readme.md"]}
    definition = json.loads(files["apiDefinition.swagger.json"]) | {"securityDefinitions": {}, "security": []}
    key = {"k": {"type": "securestring"}}
    sign_in = {"token": {"type": "oauthSetting", "oAuthSettings": {"identityProvider": "oauth2"}}}
    without, signed = (
        packaged(definition, {"iconBrandColor": "#da3b01", "connectionParameters": parameters}, **readme)
        for parameters in (key, sign_in)
    )
    states = {}
    for package in (without, signed):
        made = dossier(package)
        assert made.identity.profile == "independent-publisher"
        (answer,) = (each for each in made.checklist if "With OAuth" in each.line)
        states[package is without] = (answer.state, "has no OAuth" in answer.evidence)
    assert states == {True: ("shown", True), False: ("open", False)}


def test_what_is_new_and_gone_since_the_published_version():
    old = packaged(defined({"summary": "A"}, {"summary": "B"}))
    new = packaged(defined({"summary": "A"}))
    made = dossier(new, against=old).changes
    assert made is not None
    assert [(entry.kind, entry.breaks) for entry in made.entries if "Op1" in entry.message] == [
        ("gone", True)
    ]
    back = dossier(old, against=new).changes
    assert back is not None
    assert [(entry.kind, entry.breaks) for entry in back.entries if "Op1" in entry.message] == [
        ("new", False)
    ]


def test_secrets_of_a_package_are_nowhere_in_the_report():
    secret = "ghp_" + "a1B2c3D4e5F6" * 3
    definition = defined(
        {
            "summary": f"Ask {secret}",
            "description": secret,
            "parameters": [
                {"name": "k", "in": "query", "type": "string", "default": secret, "enum": [secret]}
            ],
        }
    )
    definition["info"]["description"] = f"Uses {secret}."
    text = dump(asdict(dossier(packaged(definition))))
    assert "[hidden]" in text
    assert secret not in text


def test_a_measure_is_placed_among_published_connectors():
    made = dossier(Package("golden", "golden", golden_files())).comparison
    assert made is not None
    assert made.connectors > 100
    errors = next(measure for measure in made.measures if measure.name == "errors")
    assert (errors.value, errors.below) == (0, 0)
    assert errors.upto >= 25
    assert all(0 <= measure.below <= measure.upto <= 100 for measure in made.measures)


def test_a_rule_says_why_it_did_not_apply_and_only_a_failed_one_says_why_it_exists():
    made = dossier(packaged(defined({"summary": "A"})))
    for rule in made.rules:
        assert bool(rule.reason) == (rule.outcome == "not-applicable")
        assert not rule.why or rule.outcome == "failed"
    assert any(rule.why for rule in made.rules)
