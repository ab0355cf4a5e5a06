"""A report says of every fix which characters it puts where, without a second run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tiny

from certify.api import ERROR, NOTE, File, Operation, Place, Problem, advice, rule, safe
from certify.core.package import Package
from certify.core.rule import Problems, Profile
from certify.engine.run import run
from certify.fixes import fix_package

if TYPE_CHECKING:
    from certify.core.rule import Rule

NAME = "apiDefinition.swagger.json"


@rule(ERROR, advice(), fix="safe")
def tiny_two_members(operation: Operation) -> Problems:
    """Every operation has tags, and its id is in capitals."""
    if not (operation.operation_id or "").isupper():
        fix = safe(
            operation.place.add("tags", ["t"]),
            operation.at("operationId").replace((operation.operation_id or "").upper()),
        )
        yield Problem("Both.", operation, fix=fix)


@rule(NOTE, advice(), fix="safe")
def tiny_meets_itself(operation: Operation) -> Problems:
    """Its edits are at the same place."""
    spot = operation.at("operationId")
    yield Problem("Twice.", operation, fix=safe(spot.replace("a"), spot.replace("b")))


@rule(NOTE, advice(), fix="safe")
def tiny_absent(operation: Operation) -> Problems:
    """Its fix is of a member that is not there."""
    yield Problem("Nowhere.", operation, fix=safe(operation.at("nothing").remove()))


@rule(NOTE, advice(), fix="safe")
def tiny_file(operation: Operation) -> Problems:
    """Its fix is of the whole file."""
    yield Problem("File.", operation, fix=safe(operation.root.place.rename("other.json")))


def found(one: Rule, package: Package):
    return run(package, tiny.book(one).choose(Profile.VERIFIED)).findings


def applied(text: str, replacements) -> str:
    for made in sorted(replacements, key=lambda made: made.start.offset, reverse=True):
        text = text[: made.start.offset] + made.text + text[made.end.offset :]
    return text


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_replacements_of_all_findings_make_what_the_fixer_makes(newline: str) -> None:
    package = tiny.package(render=lambda value: tiny.indented(value).replace("\n", newline))
    rules = tiny.book(tiny_two_members).choose(Profile.VERIFIED)
    text = package.files[NAME].decode()
    made = [one for finding in run(package, rules).findings for one in finding.replacements]
    assert applied(text, made).encode() == fix_package(package, rules).package.files[NAME]


def test_replacement_has_lines_columns_and_offsets() -> None:
    first = found(tiny_two_members, tiny.package(render=tiny.indented))[0]
    start = first.replacements[1].start
    line = tiny.indented(tiny.DEFINITION).splitlines()[start.line - 1]
    assert line[start.column - 1 :].startswith('"GetA"')
    assert {made.path for made in first.replacements} == {NAME}


@pytest.mark.parametrize("one", [tiny_meets_itself, tiny_absent, tiny_file])
def test_fix_that_cannot_be_made_whole_as_characters_has_no_replacements(one: Rule) -> None:
    assert {finding.replacements for finding in found(one, tiny.package())} == {()}


@rule(NOTE, advice(), fix="safe")
def tiny_trailing(file: File) -> Problems:
    """A file begins with a bracket."""
    yield Problem("Begins.", file, fix=safe(Place(file.path, span=(0, 1)).replace("[")))


@pytest.mark.parametrize(
    ("path", "data", "count"),
    [
        (NAME, b"{}", 1),
        # No encoding has these bytes: writing the characters back would change them.
        (NAME, b'{"a": "\x81\xff"}', 0),
        # What is inside an archive cannot be written to.
        (f"package.zip!/{NAME}", b"{}", 0),
    ],
)
def test_only_files_that_can_be_written_back_have_replacements(path: str, data: bytes, count: int) -> None:
    [finding] = found(tiny_trailing, Package("x/Tiny", "Tiny", {path: data}))
    assert len(finding.replacements) == count
