"""The next step is offered what a success returns; what comes with a failure is shown nowhere."""

from __future__ import annotations

from typing import Any

from examined import definition, examine

from certify.documents.definition import Definition, walk
from certify.documents.node import Text


def answering(responses: dict[str, Any], *, shared: dict[str, Any] | None = None) -> dict[str, Any]:
    get = {"operationId": "A", "summary": "Get a", "description": "Gets a.", "responses": responses}
    return definition(paths={"/a": {"get": get}}, responses=shared or {})


def returning(*names: str, **members: Any) -> dict[str, Any]:
    properties = {name: {"type": "string", "description": f"The {name}."} for name in names}
    return {"description": "Ok", "schema": {"type": "object", "properties": properties}, **members}


def visible_texts(document: dict[str, Any]) -> set[str]:
    found: set[str] = set()

    def note(node: object) -> None:
        if isinstance(node, Text) and node.is_visible:
            found.add(node.content)

    walk(Definition(document, "a.json"), note)
    return found


def test_properties_of_a_failure_are_not_visible() -> None:
    document = answering(
        {"200": returning("name"), "404": returning("reason"), "default": returning("trouble")}
    )
    assert "The name." in visible_texts(document)
    assert not {"The reason.", "The trouble."} & visible_texts(document)


def test_default_that_stands_for_the_success_is_visible() -> None:
    assert "The name." in visible_texts(
        answering({"default": returning("name"), "404": {"description": "No."}})
    )


def test_shared_response_is_visible_where_one_operation_answers_a_success_with_it() -> None:
    shared = {"Item": returning("name"), "Refusal": returning("reason"), "Spare": returning("spare")}
    responses = {"200": {"$ref": "#/responses/Item"}, "400": {"$ref": "#/responses/Refusal"}}
    texts = visible_texts(answering(responses, shared=shared))
    assert {"The name.", "The spare."} <= texts
    assert "The reason." not in texts


def test_labels_are_asked_for_what_is_offered_only() -> None:
    report = examine(answering({"200": returning("name"), "404": returning("reason")}))
    labels = [
        finding.location.pointer for finding in report.findings if finding.rule == "resp-property-summary"
    ]
    assert labels == ["/paths/~1a/get/responses/200/schema/properties/name"]
