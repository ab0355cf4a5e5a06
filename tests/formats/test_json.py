"""The published contract, judged by its schema."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import made
import pytest
from hypothesis import given
from hypothesis import strategies as st

import certify
from certify.core.edit import unsafe
from certify.core.report import Outcome, Status

SCHEMA = json.loads((Path(certify.__path__[0]) / "formats" / "report.schema.json").read_text("utf-8"))
JUDGE = jsonschema.Draft202012Validator(SCHEMA)


def several():
    finding = made.finding(related=(made.related("here"),), fix=unsafe())
    errored = {"broken": Outcome(Status.ERRORED, reason="RuntimeError")}
    return [
        made.examined(),
        made.report(),
        made.report(finding, made.finding("B", waived="ours"), made.finding("C", is_new=False)),
        made.report(outcomes=errored, digest=""),
    ]


def test_the_schema_is_one():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("outcomes", [False, True])
def test_a_report_is_valid_by_the_published_schema(outcomes):
    content = json.loads(made.written("json", several(), outcomes=outcomes))
    JUDGE.validate(content)
    assert [("rules" in package) for package in content["packages"]] == [outcomes] * 4


def test_a_run_without_packages_is_valid_too():
    JUDGE.validate(json.loads(made.written("json", [])))


def test_the_schema_refuses_what_the_contract_does_not_have():
    content = json.loads(made.written("json", several()))
    content["packages"][0]["findings"][0]["severity"] = "off"
    content["packages"][1]["extra"] = 1
    assert len(list(JUDGE.iter_errors(content))) == 2


def test_the_keys_come_in_the_order_of_the_contract():
    content = json.loads(made.written("json", [made.examined()], outcomes=True))
    assert list(content) == ["format", "tool", "ruleset", "packages"]
    [package] = content["packages"]
    assert list(package) == [
        "path", "name", "profile", "profile_reason", "digest", "verdict", "counts", "findings", "outcomes", "rules",
    ]  # fmt: skip
    assert list(package["findings"][0]) == [
        "rule", "aliases", "family", "severity", "message", "path", "pointer", "start", "end", "place", "related",
        "fingerprint", "fix", "waived", "new",
    ]  # fmt: skip


def test_the_values_are_those_of_the_report():
    [package] = json.loads(made.written("json", [made.examined()], outcomes=True))["packages"]
    assert package["verdict"] == "changes-required"
    assert package["counts"] == {"error": 1, "warning": 0, "note": 1}
    assert package["outcomes"] == {"passed": 0, "failed": 2, "not-applicable": 0, "errored": 0}
    assert package["rules"]["op-named"] == {"outcome": "failed", "places": 1, "reason": ""}
    finding = package["findings"][1]
    assert finding["rule"] == "op-named"
    assert finding["aliases"] == ["OperationIdRequired"]
    assert (finding["path"], finding["pointer"]) == (made.FILE, "/paths/~1a/get")
    assert finding["start"] == {"line": 8, "column": 7, "offset": finding["end"]["offset"] - 5}
    assert (finding["fix"], finding["waived"], finding["new"]) == ("safe", None, True)
    assert finding["related"][0]["message"] == "the file begins here"


def test_a_waiver_s_reason_and_an_unsafe_fix_are_told():
    packages = json.loads(made.written("json", several()))["packages"]
    assert [(found["fix"], found["waived"], found["new"]) for found in packages[2]["findings"]] == [
        ("unsafe", None, True), (None, "ours", True), (None, None, False),
    ]  # fmt: skip


def test_there_is_a_line_for_each_package():
    lines = made.written("json", several()).splitlines()
    assert len(lines) == 1 + 4 + 1
    assert json.loads(lines[2].rstrip(","))["path"] == "connectors/harbor"


def test_it_is_the_same_every_time():
    assert made.written("json", several(), outcomes=True) == made.written("json", several(), outcomes=True)


@pytest.mark.parametrize("name", ["json", "ndjson", "sarif", "gitlab"])
@given(text=st.text(st.characters()))
def test_any_text_gives_json_that_is_unicode(name, text):
    report = made.report(
        made.finding(text, place=text, waived=text if name != "gitlab" else None), path=f"x/{text}"
    )
    written = made.written(name, [report])
    written.encode("utf-8")
    for line in written.removesuffix("\n").split("\n") if name == "ndjson" else [written]:
        json.loads(line)


def test_half_a_surrogate_pair_is_written_out():
    [package] = json.loads(made.written("json", [made.report(made.finding("a\ud800\\b"))]))["packages"]
    assert package["findings"][0]["message"] == "a\\u{D800}\\b"


def test_ndjson_has_a_line_for_the_run_each_finding_and_each_package():
    lines = [json.loads(line) for line in made.written("ndjson", several(), outcomes=True).splitlines()]
    kinds = [line["kind"] for line in lines]
    assert kinds == ["run", *["finding"] * 2, "package", "package", *["finding"] * 3, "package", "package"]
    assert lines[1]["package"] == lines[3]["path"] == "connectors/harbor"
    assert lines[3]["outcomes"]["failed"] == 2
    assert "findings" not in lines[3]


def test_ndjson_says_the_same_of_a_finding_as_json():
    [package] = json.loads(made.written("json", [made.examined()]))["packages"]
    lines = [json.loads(line) for line in made.written("ndjson", [made.examined()]).splitlines()]
    assert [
        {k: v for k, v in line.items() if k not in ("kind", "package")} for line in lines[1:3]
    ] == package["findings"]
