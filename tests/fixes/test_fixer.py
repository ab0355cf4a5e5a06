"""Fixes are applied until nothing is left, and taken back when they do harm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import tiny

from certify.api import (
    ERROR,
    NOTE,
    Definition,
    File,
    Operation,
    Problem,
    Readme,
    Role,
    advice,
    rule,
    safe,
    unsafe,
)
from certify.cli.main import main
from certify.core.rule import Problems, Profile
from certify.errors import SourceError
from certify.fixes import fix_package
from certify.fixes.fixer import MOST_TAKEN_BACK
from certify.fixes.write import write_package

if TYPE_CHECKING:
    from pathlib import Path

    from certify.core.rule import Rule

NAME = "apiDefinition.swagger.json"


@rule(ERROR, advice(), fix="safe")
def tiny_add_summary(operation: Operation) -> Problems:
    """Every operation has a summary."""
    if not operation.has("summary"):
        yield Problem("None.", operation, fix=safe(operation.place.add("summary", "S")))


@rule(NOTE, advice(), fix="safe")
def tiny_add_description(operation: Operation) -> Problems:
    """Every operation has a description."""
    if not operation.has("description"):
        yield Problem("None.", operation, fix=safe(operation.place.add("description", "D")))


@rule(NOTE, advice(), fix="unsafe")
def tiny_guess_tags(operation: Operation) -> Problems:
    """Every operation has tags."""
    if not operation.has("tags"):
        yield Problem("None.", operation, fix=unsafe(operation.place.add("tags", ["t"])))


@rule(NOTE, advice(), fix="safe")
def tiny_harmful(operation: Operation) -> Problems:
    """Takes the id away, which another rule calls an error."""
    if operation.operation_id:
        yield Problem("There is one.", operation, fix=safe(operation.at("operationId").remove()))


@rule(ERROR, advice())
def tiny_has_id(operation: Operation) -> Problems:
    """Every operation has an id."""
    if not operation.operation_id:
        yield Problem("None.", operation)


@rule(NOTE, advice(), fix="safe")
def tiny_useless(operation: Operation) -> Problems:
    """Its fix does not mend it."""
    yield Problem("Always.", operation, fix=safe(operation.place.add("x-tried", 1)))


def fixed(*rules: Rule, with_unsafe: bool = False):
    return fix_package(
        tiny.package(render=tiny.indented),
        tiny.book(*rules).choose(Profile.VERIFIED),
        with_unsafe=with_unsafe,
    )


def test_conflicting_fixes_are_made_one_round_after_the_other() -> None:
    result = fixed(tiny_add_summary, tiny_add_description)
    assert result.report.findings == ()
    assert len(result.fixed) == 4
    assert result.faults == ()


def test_unsafe_fixes_are_made_only_when_asked_for() -> None:
    assert fixed(tiny_guess_tags).fixed == ()
    assert len(fixed(tiny_guess_tags, with_unsafe=True).fixed) == 2


def test_fix_that_brings_an_error_is_taken_back_and_told() -> None:
    result = fixed(tiny_harmful, tiny_has_id, tiny_add_summary)
    assert [fault for fault in result.faults if "tiny-harmful" in fault and "tiny-has-id" in fault]
    assert b"GetA" in result.package.files[NAME]
    assert {finding.rule for finding in result.fixed} == {"tiny-add-summary"}


def test_fix_that_does_not_mend_is_taken_back() -> None:
    result = fixed(tiny_useless)
    assert "does not mend" in result.faults[0]
    assert result.package.files == tiny.package(render=tiny.indented).files


def test_second_run_changes_nothing() -> None:
    rules = tiny.book(tiny_add_summary, tiny_add_description).choose(Profile.VERIFIED)
    once = fix_package(tiny.package(render=tiny.indented), rules).package
    assert fix_package(once, rules).package.files == once.files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le"])
def test_encoding_and_line_ends_stay(encoding: str) -> None:
    text = tiny.indented(tiny.DEFINITION).replace("\n", "\r\n")
    package = tiny.package()
    package = type(package)(package.path, package.name, {NAME: text.encode(encoding)})
    result = fix_package(package, tiny.book(tiny_add_summary).choose(Profile.VERIFIED)).package.files[NAME]
    decoded = result.decode(encoding)
    assert decoded.count('"summary": "S"') == 2
    assert "\n" not in decoded.replace("\r\n", "")


def test_written_file_keeps_its_mode_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / NAME
    path.write_bytes(b"old")
    path.chmod(0o640)
    before = tiny.package()
    before = type(before)("x", "x", {NAME: b"old"})
    after = type(before)("x", "x", {NAME: b"new"})
    assert write_package(tmp_path, before, after) == (NAME,)
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)
    assert [entry.name for entry in tmp_path.iterdir()] == [NAME]


def test_nothing_is_written_through_a_link(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_bytes(b"old")
    folder = tmp_path / "package"
    folder.mkdir()
    (folder / NAME).symlink_to(outside)
    before = tiny.package()
    before = type(before)("x", "x", {NAME: b"old"})
    with pytest.raises(SourceError, match="link"):
        write_package(folder, before, type(before)("x", "x", {NAME: b"new"}))
    assert outside.read_bytes() == b"old"


def test_command_shows_a_diff_and_writes_only_without_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "Tide"
    folder.mkdir()
    text = tiny.indented(
        {"swagger": "2.0", "host": "api.tide.com", "schemes": ["https", "https"], "paths": {}}
    )
    (folder / NAME).write_text(text)
    assert main(["fix", str(folder), "--diff", "--select", "array-unique"]) == 1
    assert '-        "https",\n' in capsys.readouterr().out
    assert (folder / NAME).read_text() == text
    assert main(["fix", str(folder), "--select", "array-unique"]) == 1
    assert (folder / NAME).read_text().count('"https"') == 1


@rule(ERROR, advice())
def tiny_words(readme: Readme) -> Problems:
    """An error that was there before under the file's old name."""
    yield Problem("Always.", readme)


@rule(NOTE, advice(), fix="safe")
def tiny_readme_name(file: File) -> Problems:
    """The readme has its name."""
    if file.role is Role.README and file.name != "readme.md":
        yield Problem("Call it so.", file, fix=safe(file.place.rename("readme.md")))


def test_error_that_moves_with_its_renamed_file_is_no_new_one() -> None:
    package = tiny.package(**{"readme.md.txt": b"# T\n"})
    result = fix_package(package, tiny.book(tiny_words, tiny_readme_name).choose(Profile.VERIFIED))
    assert result.faults == ()
    assert "readme.md" in result.package.files


@rule(ERROR, advice(), fix="safe")
def tiny_short_id(operation: Operation) -> Problems:
    """Ids have no underscore; the fix makes two of them the same where they differ by it alone."""
    identity = operation.operation_id or ""
    if "_" in identity:
        fix = safe(operation.at("operationId").replace(identity.replace("_", "")))
        yield Problem(f"`{identity}` has one.", operation, fix=fix)


@rule(ERROR, advice())
def tiny_own_id(definition: Definition) -> Problems:
    """Ids differ."""
    met: set[str] = set()
    for operation in definition.operations:
        if operation.operation_id in met:
            yield Problem("Twice.", operation)
        met.add(operation.operation_id or "")


def test_only_the_fix_that_does_harm_is_taken_back() -> None:
    identities = [f"Get_{number}" for number in range(40)] + ["Get7"]
    paths = {f"/{number}": {"get": {"operationId": name}} for number, name in enumerate(identities)}
    package = tiny.package({"swagger": "2.0", "paths": paths})
    result = fix_package(package, tiny.book(tiny_short_id, tiny_own_id).choose(Profile.VERIFIED))
    assert len(result.fixed) == 39
    assert len(result.faults) == 1
    assert "it brings tiny-own-id" in result.faults[0]
    assert [finding.message for finding in result.report.findings] == ["`Get_7` has one."]


@rule(NOTE, advice(), fix="safe")
def tiny_long_tag(operation: Operation) -> Problems:
    """Makes the file longer."""
    if not operation.has("tags"):
        yield Problem("None.", operation, fix=safe(operation.place.add("tags", ["x" * 50])))


@rule(ERROR, advice())
def tiny_size(file: File) -> Problems:
    """A file has at most 4,000 characters."""
    if len(file.text) > 4_000:
        yield Problem("Too long.", file)


def test_fixes_of_a_rule_that_make_a_file_too_long_are_left_out_together_and_for_good() -> None:
    paths = {f"/{number}": {"get": {"operationId": f"Get{number}"}} for number in range(70)}
    package = tiny.package({"swagger": "2.0", "paths": paths})
    rules = tiny.book(tiny_long_tag, tiny_size).choose(Profile.VERIFIED)
    result = fix_package(package, rules)
    assert len(result.package.files[NAME]) <= 4_000
    assert len(result.faults) == MOST_TAKEN_BACK + 1
    assert "no other fix of tiny-long-tag was tried" in result.faults[-1]
    assert fix_package(result.package, rules).package == result.package


@rule(NOTE, advice(), fix="safe")
def tiny_twice(operation: Operation) -> Problems:
    """Says the same of one place twice, and one fix mends one of them."""
    tags = operation.items("tags")
    for index, tag in enumerate(tags):
        if tag == "x":
            yield Problem("An x.", operation, fix=safe(operation.at("tags", index).remove()))


def test_findings_that_say_the_same_are_mended_one_after_the_other() -> None:
    paths = {"/a": {"get": {"operationId": "A", "tags": ["x", "x", "y", "x"]}}}
    package = tiny.package({"swagger": "2.0", "paths": paths})
    result = fix_package(package, tiny.book(tiny_twice).choose(Profile.VERIFIED))
    assert (result.faults, result.report.findings) == ((), ())
    assert b'"tags": ["y"]' in result.package.files[NAME]


@rule(NOTE, advice(), fix="safe")
def tiny_give_id(operation: Operation) -> Problems:
    """Every operation has an id, by which the places below it are called then."""
    if not operation.operation_id:
        yield Problem("None.", operation, fix=safe(operation.place.add("operationId", "New")))


@rule(ERROR, advice())
def tiny_described(operation: Operation) -> Problems:
    """Every operation has a description."""
    if not operation.description:
        yield Problem("None.", operation)


def test_error_that_is_called_otherwise_after_a_fix_is_no_new_one() -> None:
    package = tiny.package({"swagger": "2.0", "paths": {"/a": {"get": {}}}})
    result = fix_package(package, tiny.book(tiny_give_id, tiny_described).choose(Profile.VERIFIED))
    assert result.faults == ()
    assert b'"operationId"' in result.package.files[NAME]
