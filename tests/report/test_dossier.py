"""What a certification report gathers of a package."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import pytest
import schema_of
from jsonschema import Draft202012Validator
from naughty import hostile
from reporting import defined, dossier, golden_files, packaged

from certify.core.package import Package
from certify.formats.record import dump
from certify.report.arrange import by_family
from certify.report.html import page


def operation_of(**operation):
    return dossier(packaged(defined(operation))).operations[0]


def shown(fields):
    return [(field.title, field.path) for field in fields]


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


def test_important_inputs_come_first_then_required_ones_and_advanced_ones_are_folded_away():
    card = operation_of(
        parameters=[
            {"name": "plain", "in": "query", "type": "string"},
            {"name": "rare", "in": "query", "type": "string", "x-ms-visibility": "advanced"},
            {"name": "needed", "in": "query", "type": "string", "required": True},
            {"name": "key", "in": "header", "type": "string", "x-ms-visibility": "internal", "default": "k"},
            {
                "name": "first",
                "in": "query",
                "type": "integer",
                "x-ms-visibility": "important",
                "x-ms-summary": "First",
            },
        ]
    )
    assert [field.path for field in card.inputs.shown] == ["first", "needed", "plain"]
    assert [field.path for field in card.inputs.advanced] == ["rare"]
    assert [field.path for field in card.inputs.hidden] == ["key"]
    assert card.inputs.shown[0].title == "First"
    assert card.inputs.shown[0].is_titled
    assert not card.inputs.shown[1].is_titled


def test_a_required_input_is_never_folded_away():
    card = operation_of(
        parameters=[
            {"name": "a", "in": "query", "type": "string", "required": True, "x-ms-visibility": "advanced"}
        ]
    )
    assert [field.path for field in card.inputs.shown] == ["a"]


def test_a_body_is_its_fields_and_what_lies_in_hidden_objects_is_hidden():
    schema = {
        "type": "object",
        "required": ["harbor"],
        "properties": {
            "harbor": {"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}},
            "secret": {
                "type": "object",
                "x-ms-visibility": "internal",
                "properties": {"token": {"type": "string"}},
            },
            "boats": {
                "type": "array",
                "items": {"type": "object", "properties": {"name": {"type": "string"}}},
            },
        },
    }
    card = operation_of(
        method="post", parameters=[{"name": "body", "in": "body", "required": True, "schema": schema}]
    )
    assert [(f.path, f.is_required, f.type) for f in card.inputs.shown] == [
        ("body/harbor/id", True, "text"),
        ("body/boats", False, "list of objects"),
    ]
    assert [field.path for field in card.inputs.shown[1].fields] == ["body/boats[]/name"]
    assert [field.path for field in card.inputs.hidden] == ["body/secret/token"]


def test_choices_say_where_they_come_from():
    listing = {
        "operationId": "ListHarbors",
        "value-path": "id",
        "value-title": "name",
        "parameters": {"c": {"parameter": "coast"}},
    }
    made = dossier(
        packaged(
            defined(
                {
                    "parameters": [
                        {"name": "harbor", "in": "query", "type": "string", "x-ms-dynamic-values": listing},
                        {"name": "unit", "in": "query", "type": "string", "enum": ["m", "ft"]},
                        {
                            "name": "lost",
                            "in": "query",
                            "type": "string",
                            "x-ms-dynamic-values": {"operationId": "Gone"},
                        },
                    ]
                },
                {"operationId": "ListHarbors", "summary": "List harbors"},
            )
        )
    )
    harbor, unit, lost = (field.values for field in made.operations[0].inputs.shown)
    assert harbor is not None
    assert (harbor.kind, harbor.operation, harbor.operation_title) == ("list", "ListHarbors", "List harbors")
    assert harbor.depends_on == ("coast",)
    assert unit is not None
    assert (unit.kind, unit.choices) == ("fixed", ("m", "ft"))
    assert lost is not None
    assert (lost.operation, lost.operation_title) == ("Gone", "")


def test_outputs_are_what_a_later_step_can_use():
    schema = {
        "type": "object",
        "properties": {
            "height": {"type": "number", "x-ms-summary": "Height"},
            "at": {"type": "string", "format": "date-time"},
            "internal": {"type": "string", "x-ms-visibility": "internal"},
        },
    }
    card = operation_of(responses={"200": {"description": "OK", "schema": schema}})
    assert [(field.title, field.type) for field in card.outputs.fields] == [
        ("Height", "number"),
        ("at", "date and time"),
    ]


def test_a_webhook_gives_what_it_delivers_and_a_batch_gives_one_item():
    item = {"type": "object", "properties": {"id": {"type": "string"}}}
    definition = defined(
        {"x-ms-trigger": "batch", "responses": {"200": {"schema": {"type": "array", "items": item}}}},
        {"method": "post", "x-ms-trigger": "single"},
    )
    definition["paths"]["/1"]["x-ms-notification-content"] = {
        "schema": {"type": "object", "properties": {"event": {"type": "string"}}}
    }
    polling, webhook = dossier(packaged(definition)).operations
    assert (polling.kind, shown(polling.outputs.fields)) == ("polling trigger", [("id", "id")])
    assert (webhook.kind, shown(webhook.outputs.fields)) == ("webhook trigger", [("event", "event")])


def test_schemas_that_hold_themselves_or_double_come_to_an_end():
    doubling = {f"L{n}": {"allOf": [{"$ref": f"#/definitions/L{n + 1}"}] * 2} for n in range(40)}
    definitions = {
        **doubling,
        "L40": {"type": "object", "properties": {"x": {"type": "string"}}},
        "Tree": {
            "type": "object",
            "properties": {"name": {"type": "string"}, "child": {"$ref": "#/definitions/Tree"}},
        },
        "List": {"type": "array", "items": {"$ref": "#/definitions/List"}},
        "Wide": {
            "type": "object",
            "properties": {f"p{n}": {"$ref": "#/definitions/Wide"} for n in range(40)}
            | {"leaf": {"type": "string"}},
        },
    }
    names = ("L0", "Tree", "List", "Wide")
    made = dossier(
        packaged(
            defined(
                *({"responses": {"200": {"schema": {"$ref": f"#/definitions/{name}"}}}} for name in names),
                definitions=definitions,
            )
        )
    )
    doubled, tree, listed, wide = (card.outputs for card in made.operations)
    assert shown(doubled.fields) == [("x", "x")]
    assert ("name", "name") in shown(tree.fields)
    assert listed.fields[0].type.startswith("list")
    assert len(wide.fields) <= 120


def test_fields_beyond_the_limit_are_counted():
    properties = {f"p{number}": {"type": "string"} for number in range(300)}
    card = operation_of(responses={"200": {"schema": {"type": "object", "properties": properties}}})
    assert len(card.outputs.fields) + card.outputs.more == 300
    assert card.outputs.more > 0


def test_the_connection_dialog_masks_secrets_and_signs_in():
    parameters = {
        "key": {
            "type": "securestring",
            "uiDefinition": {"displayName": "Key", "constraints": {"required": "true"}},
        },
        "token": {
            "type": "oauthSetting",
            "oAuthSettings": {"identityProvider": "oauth2", "clientId": "hidden", "scopes": ["read"]},
        },
    }
    made = dossier(packaged(defined(), {"connectionParameters": parameters})).connection
    (way,) = made.ways
    assert [(f.title, f.is_masked, f.is_required) for f in way.fields] == [("Key", True, True)]
    assert [(sign.provider, sign.scopes) for sign in way.sign_ins] == [("oauth2", ("read",))]


def test_every_way_to_connect_is_told_and_none_at_all_too():
    ways = {"values": [{"name": name, "parameters": {}} for name in ("a", "b")]}
    made = dossier(packaged(defined(), {"connectionParameterSets": ways})).connection
    assert [way.title for way in made.ways] == ["a", "b"]
    assert dossier(packaged(defined(), {})).connection.ways == ()
    assert not dossier(packaged(defined())).connection.is_known


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
