"""What is signed is an in-toto Statement as others read it, and its digest can be computed without us."""

from __future__ import annotations

import hashlib
import json
from importlib.resources import files

import jsonschema
import pytest
from certified import clean, full, plain, record
from google.protobuf.json_format import Parse
from in_toto_attestation.v1 import statement_pb2
from in_toto_attestation.v1.statement import Statement as Attestation

from certify.certificate import PREDICATE_TYPE, Statement, payload_of
from certify.certificate.record import statement_in
from certify.core.package import Package


@pytest.mark.parametrize("statement", [plain(), full()], ids=["plain", "full"])
def test_statement_is_read_back_as_it_was_written(statement: Statement) -> None:
    read = statement_in(payload_of(statement))
    assert payload_of(read) == payload_of(statement)
    assert (read.files, read.waivers, read.rules) == (statement.files, statement.waivers, statement.rules)


@pytest.mark.parametrize("statement", [plain(), full()], ids=["plain", "full"])
def test_in_totos_own_package_calls_it_valid(statement: Statement) -> None:
    parsed = Parse(payload_of(statement), statement_pb2.Statement())
    attestation = Attestation.copy_from_pb(parsed)
    attestation.validate()
    assert attestation.pb.predicate_type == PREDICATE_TYPE
    assert attestation.pb.subject[0].digest["sha256"] == statement.digest.removeprefix("sha256:")


def test_published_schema_is_sound_and_describes_it() -> None:
    schema = json.loads(files("certify.certificate").joinpath("statement.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(record())
    assert schema["properties"]["predicateType"]["const"] == PREDICATE_TYPE


def test_digest_is_over_length_prefixed_lines_of_their_own_domain() -> None:
    listing = b"certify/package/1\0"
    for path, data in sorted(clean().files.items()):
        name = path.encode()
        listing += len(name).to_bytes(8, "big") + name
        listing += len(data).to_bytes(8, "big") + hashlib.sha256(data).digest()
    assert clean().digest == f"sha256:{hashlib.sha256(listing).hexdigest()}"


def test_no_two_packages_share_a_listing() -> None:
    packages = [
        {},
        {"a": b""},
        {"a": b"b"},
        {"ab": b""},
        {"a": b"", "b": b""},
        {"a": b"x", "b": b"y"},
        {"a": b"y", "b": b"x"},
        {"a": b"xy", "b": b""},
        {"a\0b": b""},
        {"a/b": b""},
        {"A": b""},
        {"\u00e9": b""},
        {"e\u0301": b""},
    ]
    digests = {Package("p", "p", contents).digest for contents in packages}
    assert len(digests) == len(packages)
