"""The second opinion: what the other judge says, that it always comes to an end, and what it does to a verdict."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from certify.certificate import examine
from certify.checking import Checker, check_all
from certify.checking.checker import Task
from certify.cli.main import main
from certify.core.report import Status, Verdict
from certify.second_opinion import OUTCOME, Judgement, Opinion, ask, judge, opinion_on, with_opinion
from certify.sources import DirectoryOrigin

GOLDEN = Path(__file__).resolve().parents[2] / "templates" / "certify_templates" / "golden"
DEFINITION = (GOLDEN / "apiDefinition.swagger.json").read_bytes()


def definition(**changed: Any) -> bytes:
    sound = {
        "swagger": "2.0",
        "info": {"title": "Stock", "version": "1.0"},
        "paths": {"/a": {"get": {"responses": {"200": {"description": "Ok"}}}}},
    }
    return json.dumps({**sound, **changed}).encode()


def doubling(levels: int) -> bytes:
    """A definition of two kilobytes whose schema takes two to the power of its levels visits."""
    schemas: dict[str, Any] = {
        f"L{level}": {"allOf": [{"$ref": f"#/definitions/L{level + 1}"}] * 2} for level in range(levels)
    }
    schemas[f"L{levels}"] = {"type": "object"}
    return definition(paths=using("#/definitions/L0"), definitions=schemas)


def using(reference: str) -> dict[str, Any]:
    response = {"description": "Ok", "schema": {"$ref": reference}}
    return {"/a": {"get": {"responses": {"200": response}}}}


def test_sound_definition_is_valid_and_the_judge_says_its_version() -> None:
    opinion = ask(DEFINITION)
    assert (opinion.judgement, opinion.complaints) == (Judgement.VALID, ())
    assert opinion.version


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"{}", '"swagger" is a required property'),
        (b"[]", "it is not an object"),
        (b"certified", "it is not JSON"),
        (b'{"swagger": "2.0", }', "it is not JSON"),
        (b"\xff\xfe", "it is not JSON"),
        (definition(host=5), "/host: "),
        (definition(paths={"/a/{b}": {"get": {"responses": {"200": {"description": "x"}}}}}), "'b'"),
        (
            definition(
                paths={
                    path: {"get": {"operationId": "Same", "responses": {"200": {"description": "x"}}}}
                    for path in ("/a", "/b")
                }
            ),
            "Same",
        ),
    ],
)
def test_invalid_definition_is_called_so_with_the_place(data: bytes, said: str) -> None:
    complaints, failure = judge._answer(data)
    assert failure == ""
    assert any(said in complaint for complaint in complaints)
    assert all("\n" not in complaint and len(complaint) <= 300 for complaint in complaints)


def test_complaints_reach_the_asker() -> None:
    opinion = ask(definition(host=5))
    assert opinion.judgement is Judgement.INVALID
    assert opinion.complaints[0].startswith("/host: ")


@pytest.mark.parametrize(
    "changed",
    [
        {"paths": {"/a": {"get": {"responses": {"200": {"description": "x", "schema": {"type": "file"}}}}}}},
        {"definitions": {"A": {"type": "object", "default": "{{DOCUMENT}}"}}},
        {"definitions": {"A": {"type": "object", "required": ["b"], "default": {}}}},
    ],
    ids=["a file as response", "a default of another type", "a default that lacks a member"],
)
def test_what_the_platform_takes_is_not_called_invalid(changed: dict[str, Any]) -> None:
    assert judge._answer(definition(**changed)) == ([], "")


@pytest.mark.timeout(60)
def test_definition_on_which_the_judge_would_hang_gets_no_opinion_in_time() -> None:
    data = doubling(30)
    assert len(data) < 4_000
    opinion = ask(data, seconds=2)
    assert opinion.judgement is Judgement.NONE
    assert "did not come to an end within 2 seconds" in opinion.reason


def test_endless_reference_is_no_opinion() -> None:
    opinion = ask(
        definition(
            paths=using("#/definitions/A"), definitions={"A": {"allOf": [{"$ref": "#/definitions/A"}]}}
        )
    )
    assert opinion.judgement is Judgement.NONE
    assert "RecursionError" in opinion.reason


@pytest.mark.parametrize("data", [b"[" * 200_000, b'{"a":' * 200_000], ids=["arrays", "objects"])
def test_deep_nesting_is_no_opinion(data: bytes) -> None:
    assert ask(data).judgement is Judgement.NONE


def test_reference_to_a_file_is_never_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text(json.dumps({"type": "object", "description": "swordfish"}))
    opinion = ask(definition(paths=using(secret.as_uri())))
    assert opinion.judgement is Judgement.NONE
    assert "swordfish" not in str(opinion)


def test_reference_to_a_server_is_never_followed() -> None:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        opinion = ask(definition(paths=using(f"http://127.0.0.1:{port}/schema.json")))
        with pytest.raises(TimeoutError):
            server.accept()
    assert opinion.judgement is Judgement.NONE


@pytest.mark.parametrize(
    "action",
    [
        "open('/etc/passwd')",
        "__import__('socket').create_connection(('127.0.0.1', 9))",
        "__import__('os').system('true')",
    ],
)
def test_process_of_the_judge_refuses_itself_files_sockets_and_processes(action: str) -> None:
    script = (
        f"import sys; from certify.second_opinion.judge import _refuse; sys.addaudithook(_refuse); {action}"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1
    assert "PermissionError: the judge may not use" in done.stderr


def test_process_of_the_judge_gets_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    given: dict[str, Any] = {}

    def kept(*_: Any, **options: Any) -> Any:
        given.update(options)
        raise OSError(1, "not started")

    monkeypatch.setenv("GITHUB_TOKEN", "ghs_canary")
    monkeypatch.setattr(subprocess, "run", kept)
    assert ask(DEFINITION).reason == "its process could not be started: not started"
    assert set(given["env"]) <= {"SYSTEMROOT"}
    assert "ghs_canary" in os.environ.values()


def test_judge_that_dies_or_babbles_has_no_opinion(monkeypatch: pytest.MonkeyPatch) -> None:
    for printed in (b"", b"hello", b"[]", b'{"version": "1"}'):
        done = subprocess.CompletedProcess([], -9, printed, b"")
        monkeypatch.setattr(subprocess, "run", lambda *_, _done=done, **__: _done)
        assert ask(DEFINITION) == Opinion(Judgement.NONE, reason="its process ended with status -9")


def test_contradiction_leaves_the_verdict_open_and_quotes_both() -> None:
    report = examine(Checker(), DirectoryOrigin(str(GOLDEN)).load(), version="1").report
    assert (report.verdict, report.outcomes[OUTCOME].status) == (Verdict.READY, Status.PASSED)
    contradicted = with_opinion(
        replace(report, outcomes=without(report.outcomes)),
        Opinion(Judgement.INVALID, "0.9.0", ("/paths/~1items: it is odd",)),
    )
    assert contradicted.verdict is Verdict.INCONCLUSIVE
    reason = contradicted.outcomes[OUTCOME].reason
    assert reason == (
        "our rules find no error, and openapi-spec-validator 0.9.0 calls the definition invalid: /paths/~1items: it is odd"
    )


def without(outcomes: dict[str, Any]) -> dict[str, Any]:
    return {name: outcome for name, outcome in outcomes.items() if name != OUTCOME}


def test_check_asks_for_it_on_request(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = tmp_path / "Stock"
    package.mkdir()
    (package / "apiDefinition.swagger.json").write_bytes(definition(host=5))
    content = ["check", str(package), "--select", "swagger-version-2"]
    assert main(content) == 0
    capsys.readouterr()
    assert main([*content, "--second-opinion"]) == 3
    out = capsys.readouterr().out
    assert "second-opinion" in out
    assert "calls the definition invalid: /host:" in out


@pytest.mark.parametrize("form", ["text", "json", "ndjson", "sarif", "junit", "github", "gitlab", "markdown"])
def test_every_format_can_tell_it(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    odd = Opinion(Judgement.INVALID, "0.9.0", ("/paths: it is odd",))
    monkeypatch.setattr(sys.modules["certify.second_opinion.ask"], "ask", lambda _: odd)
    (tmp_path / "apiDefinition.swagger.json").write_bytes(definition())
    arguments = ["check", str(tmp_path), "--select", "swagger-version-2", "--second-opinion"]
    assert main([*arguments, "--outcomes", "--format", form]) == 3
    assert "second-opinion" in capsys.readouterr().out


def test_package_with_errors_is_not_put_to_the_judge(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "apiDefinition.swagger.json").write_bytes(definition())
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: pytest.fail("the judge was asked"))
    checker = Checker(second_opinion=opinion_on)
    (checked,) = check_all(checker, [Task(DirectoryOrigin(str(tmp_path)))], 1)
    outcome = checked.report.outcomes[OUTCOME]
    assert (outcome.status, outcome.reason) == (
        Status.NOT_APPLICABLE,
        "the rules already say changes-required",
    )


def test_it_works_in_several_processes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "apiDefinition.swagger.json").write_bytes(DEFINITION)
    tasks = [Task(DirectoryOrigin(str(tmp_path / name))) for name in ("a", "b")]
    reports = [checked.report for checked in check_all(Checker(second_opinion=opinion_on), tasks, 2)]
    assert [OUTCOME in report.outcomes for report in reports] == [True, True]
