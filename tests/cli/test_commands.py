"""The commands around the rules: list, explain, write, try."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from certify.cli.main import COMMANDS, main

if TYPE_CHECKING:
    from pathlib import Path

DECLARED = """
rules:
  - name: acme-no-todo
    summary: Descriptions hold no internal ticket.
    reason: Makers cannot open them.
    severity: error
    where: Operation
    member: description
    must-not: {match: "ACME-[0-9]+"}
    message: "The description names an internal ticket."
    bad: {definition: {paths: {/items: {post: {description: Create an item as ACME-12 asks.}}}}}
    good: {definition: {paths: {/items: {post: {description: Create an item as asked.}}}}}
"""


def test_every_rule_is_listed_with_its_severities(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--format", "json"]) == 0
    rules = json.loads(capsys.readouterr().out)["rules"]
    entry = next(entry for entry in rules if entry["name"] == "op-id-present")
    assert entry["aliases"] == ["OperationIdRequired"]
    assert entry["severity"]["verified-publisher"] == "error"
    assert entry["sources"][0]["class"] == "validator"


def test_table_has_a_line_for_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "op-id-*"]) == 0
    out = capsys.readouterr().out
    assert "op-id-present" in out
    assert "title-unique" not in out


@pytest.mark.parametrize("name", ["op-id-present", "OperationIdRequired", "operationidrequired"])
def test_rule_is_explained_by_any_name(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name]) == 0
    out = capsys.readouterr().out
    for words in (
        "op-id-present",
        "Also known as: OperationIdRequired",
        "Severity: error",
        "Source: validator",
        "Fix: certify fix --unsafe, which guesses",
        "Bad",
        "Good",
    ):
        assert words in out


@pytest.mark.parametrize("command", ["explain", "rules"])
def test_unknown_rule_names_the_nearest(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "op-id-presnt"]) == 2
    assert "did you mean `op-id-present`" in capsys.readouterr().err


def test_new_rule_passes_its_own_examples(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new-rule", "acme-fresh"]) == 0
    assert main(["test-rules", "--rules", "rules"]) == 0
    assert "ok     acme-fresh" in capsys.readouterr().out
    assert main(["new-rule", "acme-fresh"]) == 2


def test_new_rule_takes_no_name_that_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["new-rule", "op-id-present"]) == 2
    assert "`op-id-present` is a built-in rule" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_local_file_that_ends_the_process_does_not_end_the_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "script.py").write_text("raise SystemExit(0)")
    assert main(["test-rules", "--rules", str(tmp_path)]) == 2
    assert "script.py fails: SystemExit" in capsys.readouterr().err


def test_declared_rule_works_like_any_other(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "acme.yaml").write_text(DECLARED)
    assert main(["test-rules", "--rules", str(tmp_path)]) == 0
    assert "1 rule, 0 failed" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("must-not", "mustnt", "mustnt"),
        ("where: Operation", "where: Nowhere", "Nowhere"),
        ("match:", "matches:", "matches"),
        ("acme-no-todo", "Acme", "Acme"),
        ("[0-9]+", "[0-9", "rule 1"),
    ],
)
def test_mistake_in_a_declared_rule_is_told(
    before: str, after: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "acme.yaml").write_text(DECLARED.replace(before, after))
    assert main(["test-rules", "--rules", str(tmp_path)]) == 2
    error = capsys.readouterr().err
    assert words in error
    assert "acme.yaml" in error


def test_false_example_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "acme.yaml").write_text(DECLARED.replace("as ACME-12 asks", "as they ask"))
    assert main(["test-rules", "--rules", str(tmp_path)]) == 1
    assert "a bad example is not reported" in capsys.readouterr().out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "tcsh"])
def test_completion_names_the_commands_and_the_rules(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    out = capsys.readouterr().out
    assert all(command in out for command in COMMANDS)
    assert "op-id-present" in out
    assert "OperationIdRequired" in out


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    out = capsys.readouterr().out
    assert all(command in out for command in COMMANDS)


def test_index_lists_the_published_titles(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "certified-connectors" / "Tide"
    folder.mkdir(parents=True)
    (folder / "apiDefinition.swagger.json").write_text('{"swagger": "2.0", "info": {"title": "Tide Tables"}}')
    (folder / "apiProperties.json").write_text('{"properties": {"publisher": "Moon"}}')
    assert main(["index", str(tmp_path)]) == 0
    index = json.loads(capsys.readouterr().out)
    assert index["connectors"] == [["Tide", "C", "Tide Tables", "Moon", ""]]
    assert main(["index", str(folder)]) == 2
