"""Hostile references end in findings: nothing is fetched or expanded, and circles come to an end."""

from __future__ import annotations

import json
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pytest
from examined import definition, examine, rules_at, rules_of

if TYPE_CHECKING:
    from collections.abc import Iterator

CANARY = "canary-7f3a91"


@contextmanager
def listener() -> Iterator[tuple[int, list[str]]]:
    """A port of this machine, and the connections to it."""
    connections: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        is_over = threading.Event()

        def accept() -> None:
            while not is_over.is_set():
                try:
                    server.accept()[0].close()
                except TimeoutError:
                    continue
                connections.append("connected")

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield server.getsockname()[1], connections
        finally:
            is_over.set()
            thread.join()


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1:{port}/x",
        "http://127.0.0.1:{port}/x#/definitions/Top",
        "http://[::ffff:127.0.0.1]:{port}/x",
        "http://localhost:{port}/x.json",
        "//127.0.0.1:{port}/x",
        "ftp://127.0.0.1:{port}/x",
        "gopher://127.0.0.1:{port}/x",
        "jar:http://127.0.0.1:{port}/x.jar!/a",
        "http://[::ffff:169.254.169.254]/latest",
    ],
)
def test_remote_references_are_refused_and_never_followed(target: str) -> None:
    with listener() as (port, connections):
        reference = {"$ref": target.format(port=port)}
        document = definition(
            definitions={"Top": {"type": "object", "properties": {"a": reference}, "allOf": [reference]}},
            parameters={"P": reference},
            responses={"R": reference},
            **{
                "$ref": target.format(port=port),
                "$schema": target.format(port=port),
                "$id": target.format(port=port),
            },
        )
        document["paths"]["/a"]["get"]["parameters"] = [reference]
        report = examine(document)
    assert connections == []
    for pointer in (
        "/definitions/Top/properties/a",
        "/parameters/P",
        "/responses/R",
        "/paths/~1a/get/parameters/0",
    ):
        assert "ref-local" in rules_at(report, f"{pointer}/$ref"), pointer


def test_the_listener_would_notice() -> None:
    with listener() as (port, connections):
        socket.create_connection(("127.0.0.1", port)).close()
        while not connections:
            pass
    assert connections == ["connected"]


def test_references_to_files_are_refused_and_never_read(tmp_path: Any) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps({"title": CANARY, "type": "object"}))
    targets = [
        secret.as_uri(),
        f"file://localhost{secret}",
        str(secret),
        f"../../../../../../../..{secret}",
        "..%2f..%2f..%2fetc%2fpasswd",
        "\\\\host\\share\\x.json",
        "apiProperties.json#/x",
        "~/.ssh/id_rsa",
    ]
    properties = {f"p{index}": {"$ref": target} for index, target in enumerate(targets)}
    report = examine(definition(definitions={"Top": {"type": "object", "properties": properties}}))
    for index in range(len(targets)):
        assert "ref-local" in rules_at(report, f"/definitions/Top/properties/p{index}/$ref")
    assert CANARY not in repr(report)


def reference(name: str) -> dict[str, str]:
    return {"$ref": f"#/definitions/{name}"}


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("definitions", "expected"),
    [
        ({"Top": reference("Top")}, "ref-chain"),
        ({"Top": reference("B"), "B": reference("Top")}, "ref-chain"),
        ({"Top": {"allOf": [reference("Top")]}}, "schema-required-loop"),
        ({"Top": {"allOf": [reference("B")]}, "B": {"allOf": [reference("Top")]}}, "schema-required-loop"),
        ({"Top": {"required": ["a"], "properties": {"a": reference("Top")}}}, "schema-required-loop"),
        ({f"L{n}": reference(f"L{n + 1}") for n in range(3000)} | {"Top": reference("L0"), "L3000": {}}, "ref-chain"),
        ({f"L{n}": {"items": reference(f"L{n + 1}")} for n in range(3000)} | {"Top": reference("L0")}, "limit-schema-depth-20"),
    ],
    ids=["self", "mutual", "composed of itself", "composed in a circle", "required", "chain of 3,000", "depth of 3,000"],
)  # fmt: skip
def test_circles_and_chains_end_in_a_finding(definitions: dict[str, Any], expected: str) -> None:
    assert expected in rules_of(examine(definition(definitions=definitions)))


def test_path_that_refers_to_itself_is_reported() -> None:
    document = definition(paths={"/a": {"$ref": "#/paths/~1a"}})
    assert "ref-not-in-pathitem" in rules_at(examine(document), "/paths/~1a/$ref")


def test_trees_are_accepted() -> None:
    tree = {
        "type": "object",
        "properties": {"left": reference("Top"), "list": {"type": "array", "items": reference("Top")}},
    }
    found = rules_of(examine(definition(definitions={"Top": tree})))
    assert not {"schema-required-loop", "ref-chain", "limit-schema-depth", "limit-schemas-body-512"} & found


@pytest.mark.timeout(60)
@pytest.mark.parametrize("levels", [20, 30, 2000])
def test_doubling_compositions_cost_bounded_time(levels: int) -> None:
    doubling = {f"L{n}": {"allOf": [reference(f"L{n + 1}"), reference(f"L{n + 1}")]} for n in range(levels)}
    report = examine(
        definition(definitions={"Top": {"allOf": [reference("L0")]}, **doubling, f"L{levels}": {}})
    )
    assert "limit-schemas-operation-16384" in rules_of(report)


@pytest.mark.parametrize(
    "target",
    [5, [], {}, "", "#", "#/", "#/definitions/", "#/definitions/a~1b%20c", "#/definitions/a~2b", "#/paths/-",
     "#/x/99999999999", "#/definitions/Top/properties/a", "#definitions/Top", None, True, "#/definitions/\u0000"],
)  # fmt: skip
def test_odd_references_are_reported_once(target: Any) -> None:
    document = definition(definitions={"Top": {"type": "object", "properties": {"a": {"$ref": target}}}})
    found = rules_at(examine(document), "/definitions/Top/properties/a/$ref")
    assert len(found & {"json-type", "ref-local", "ref-target-section", "ref-resolves", "ref-chain"}) == 1


def test_property_may_be_called_like_a_reference() -> None:
    properties = {"$ref": {"type": "string", "title": "Ref", "description": "A name."}}
    report = examine(definition(definitions={"Top": {"type": "object", "properties": properties}}))
    assert not {"json-type", "ref-local", "ref-target-section", "ref-no-siblings"} & rules_of(report)
