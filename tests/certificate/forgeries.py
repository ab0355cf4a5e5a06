"""Statements that were forged, or that a trusted key signed although they certify nothing."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from certified import forged, record, signed
from tampering import Tampering, presented

if TYPE_CHECKING:
    from collections.abc import Iterator


def _leaves(value: Any, pointer: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if isinstance(value, dict) and value:
        for key, child in value.items():
            yield from _leaves(child, (*pointer, key))
    elif isinstance(value, list) and value:
        for index, child in enumerate(value):
            yield from _leaves(child, (*pointer, index))
    else:
        yield pointer


def _changed(pointer: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    changed = deepcopy(record())
    inner: Any = changed
    for token in pointer[:-1]:
        inner = inner[token]
    inner[pointer[-1]] = value
    return changed


def _without(pointer: tuple[str | int, ...]) -> dict[str, Any]:
    changed = deepcopy(record())
    inner: Any = changed
    for token in pointer[:-1]:
        inner = inner[token]
    del inner[pointer[-1]]
    return changed


def _value(pointer: tuple[str | int, ...]) -> Any:
    inner: Any = record()
    for token in pointer:
        inner = inner[token]
    return inner


def forgeries() -> Iterator[Tampering]:
    """Each value that is signed, changed under the same signature."""
    reason = "its signature is wrong"
    for pointer in _leaves(record()):
        value = _value(pointer)
        other = value + 1 if isinstance(value, int) else f"{value}0" if isinstance(value, str) else "x"
        where = "/".join(str(token) for token in pointer)
        yield presented(f"forged {where}", reason, forged(_changed(pointer, other)))
    yield presented("waivers taken out", reason, forged(_changed(("predicate", "waivers"), [])))
    yield presented(
        "deviations taken out", reason, forged(_changed(("predicate", "rules", "deviations"), []))
    )
    yield presented(
        "the same payload, written with blanks", reason, forged(json.dumps(record(), indent=1).encode())
    )
    yield presented(
        "the same payload, and a line break", reason, forged(json.dumps(record()).encode() + b"\n")
    )
    yield presented("an empty payload", reason, forged(b""))


def signed_nonsense() -> Iterator[Tampering]:
    """What a trusted key signed, and that still is no certificate."""
    said: list[tuple[str, tuple[str | int, ...], Any, str]] = [
        ("a failing verdict", ("predicate", "verdict"), "changes-required", "it says changes-required"),
        ("an inconclusive verdict", ("predicate", "verdict"), "inconclusive", "it says inconclusive"),
        ("errors", ("predicate", "counts", "error"), 1, "with 1 errors"),
        ("no second opinion", ("predicate", "secondOpinion", "judgement"), "none", "second opinion is none"),
        (
            "another second opinion",
            ("predicate", "secondOpinion", "judgement"),
            "invalid",
            "opinion is invalid",
        ),
        ("another predicate", ("predicateType",), "https://slsa.dev/provenance/v1", "no certificate of ours"),
        ("a later predicate", ("predicateType",), "https://certify.invalid/certificate/v2", "certificate/v2"),
        ("no predicate type", ("predicateType",), None, "no certificate of ours"),
        ("another statement", ("_type",), "https://in-toto.io/Statement/v0.1", "malformed at _type"),
        ("an unknown member", ("predicate", "conditions"), "only on Sundays", "malformed at predicate"),
        ("an unknown verdict", ("predicate", "verdict"), "splendid", "malformed at predicate/verdict"),
        ("another tool", ("predicate", "verifier", "name"), "lint", "malformed at predicate/verifier"),
        ("no subject", ("subject",), [], "malformed at subject"),
        ("two subjects", ("subject",), record()["subject"] * 2, "malformed at subject"),
        ("another digest", ("subject", 0, "digest", "sha256"), "0" * 64, "not that of the files"),
        ("a short digest", ("subject", 0, "digest", "sha256"), "00", "malformed at subject/0/digest"),
        ("a size of none", ("predicate", "files", 0, "size"), -1, "malformed at predicate/files/0/size"),
        ("a size in words", ("predicate", "files", 0, "size"), "1", "malformed at predicate/files/0/size"),
        ("another size", ("predicate", "files", 0, "size"), 1, "not that of the files"),
        (
            "files in another order",
            ("predicate", "files"),
            record()["predicate"]["files"][::-1],
            "not that of",
        ),
        (
            "a file twice",
            ("predicate", "files"),
            record()["predicate"]["files"][:1] * 2,
            "not that of the files",
        ),
        ("no files", ("predicate", "files"), [], "malformed at predicate/files"),
        ("a day that is none", ("predicate", "created"), "2026-02-30T00:00:00Z", "is malformed: day"),
        (
            "a time without a zone",
            ("predicate", "created"),
            "2026-02-20T00:00:00",
            "malformed at predicate/created",
        ),
        (
            "an owner of none",
            ("predicate", "waivers", 0, "owner"),
            "",
            "malformed at predicate/waivers/0/owner",
        ),
        (
            "a waiver for nothing",
            ("predicate", "waivers", 0, "findings"),
            [],
            "malformed at predicate/waivers/0",
        ),
        ("an expired waiver", ("predicate", "waivers", 0, "expires"), "2026-11-30", "expired on 2026-11-30"),
        ("the future", ("predicate", "created"), "2026-12-02T00:00:00Z", "issued in the future"),
        ("the past", ("predicate", "validUntil"), "2026-11-26T00:00:00Z", "it ended on 2026-11-26"),
        (
            "a rule switched off",
            ("predicate", "rules", "deviations", 0),
            {"rule": "op-id-present", "installed": "error", "used": "off", "options": {}},
            "op-id-present was weakened",
        ),
    ]
    for name, pointer, value, reason in said:
        yield presented(f"signed: {name}", reason, signed(_changed(pointer, value)))
    text = json.dumps(record())
    for name, data, reason in (
        ("no JSON", b"certified, honestly", "no sound JSON"),
        ("nothing", b"", "no sound JSON"),
        ("a list", b"[]", "no certificate of ours"),
        ("a number", b"1", "no certificate of ours"),
        (
            "a member twice",
            text.replace('"verdict": "ready"', '"verdict": "ready", "verdict": "ready"').encode(),
            "no sound JSON",
        ),
        ("not a number", text.replace('"note": 0', '"note": NaN').encode(), "no sound JSON"),
        ("deep nesting", b"[" * 5_000 + b"]" * 5_000, "no sound JSON"),
        ("a mark of byte order", b"\xef\xbb\xbf" + text.encode(), "no sound JSON"),
        ("UTF-16", text.encode("utf-16"), "no sound JSON"),
        ("a comma too many", text[:-1].encode() + b",}", "no sound JSON"),
        ("two values", text.encode() * 2, "no sound JSON"),
    ):
        yield presented(f"signed: {name}", reason, signed(data))


def signed_omissions() -> Iterator[Tampering]:
    for member in record()["predicate"]:
        yield presented(
            f"signed without {member}", "malformed at predicate", signed(_without(("predicate", member)))
        )
