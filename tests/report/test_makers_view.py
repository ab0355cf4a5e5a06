"""What makers see of a connector: the cards of its operations, and the dialog that makes a connection."""

from __future__ import annotations

from reporting import defined, dossier, packaged

from certify.report.fields import MOST_FIELDS


def operation_of(**operation):
    return dossier(packaged(defined(operation))).operations[0]


def shown(fields):
    return [(field.title, field.path) for field in fields]


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


def test_a_body_whose_fields_are_asked_for_has_the_parameters_texts_and_the_schemas_source():
    schema = {
        "type": "object",
        "x-ms-dynamic-properties": {"operationId": "Op0", "parameters": {}, "itemValuePath": "s"},
    }
    (field,) = operation_of(
        method="post",
        summary="Ask",
        parameters=[
            {"name": "body", "in": "body", "required": True, "x-ms-summary": "Boat", "description": "D."}
            | {"schema": schema}
        ],
    ).inputs.shown
    assert (field.title, field.description, field.is_required) == ("Boat", "D.", True)
    assert field.values is not None
    assert (field.values.kind, field.values.operation, field.values.operation_title) == (
        "schema",
        "Op0",
        "Ask",
    )


def test_a_body_that_is_one_value_shows_the_default_and_the_choices_of_its_schema():
    schema = {"type": "string", "enum": ["ebb", "flood"], "default": "ebb"}
    (field,) = operation_of(
        method="post", parameters=[{"name": "body", "in": "body", "x-ms-summary": "Tide", "schema": schema}]
    ).inputs.shown
    assert (field.title, field.default) == ("Tide", "ebb")
    assert field.values is not None
    assert field.values.choices == ("ebb", "flood")


def test_what_serves_older_connections_is_no_way_to_choose():
    sets = {
        "uiDefinition": {"displayname": "Sign in with"},
        "values": [
            {"name": "key", "uiDefinition": {"displayName": "Key"}, "parameters": {"k": {"type": "string"}}},
            {"name": "none", "uiDefinition": {"displayname": "Nothing"}, "parameters": {}},
        ],
    }
    older = {"old_key": {"type": "securestring"}}
    made = dossier(packaged({}, {"connectionParameterSets": sets, "connectionParameters": older})).connection
    assert made.label == "Sign in with"
    assert [way.title for way in made.ways] == ["Key", "Nothing"]
    assert made.before is not None
    assert [field.name for field in made.before.fields] == ["old_key"]
    only = dossier(packaged({}, {"connectionParameters": older})).connection
    assert [[field.name for field in way.fields] for way in only.ways] == [["old_key"]]
    assert only.before is None


def test_a_list_is_not_lost_because_its_items_have_many_fields():
    many = {f"field{number}": {"type": "string"} for number in range(MOST_FIELDS + 5)}
    lines = {"type": "array", "items": {"type": "object", "properties": many}}
    schema = {"type": "object", "properties": {"lines": lines, "last": {"type": "string"}}}
    inputs = operation_of(method="post", parameters=[{"name": "b", "in": "body", "schema": schema}]).inputs
    (field,) = inputs.shown
    assert field.path == "b/lines"
    assert len(field.fields) == MOST_FIELDS - 1
    assert inputs.more == 7


def test_fields_of_the_dialog_stand_by_their_tab_index():
    parameters = {
        name: {"type": "string", "uiDefinition": {"constraints": constraints}}
        for name, constraints in [("none", {}), ("three", {"tabIndex": 3}), ("two", {"tabIndex": 2})]
    }
    (way,) = dossier(packaged({}, {"connectionParameters": parameters})).connection.ways
    assert [field.name for field in way.fields] == ["two", "three", "none"]
