"""Hostile and broken files end in the right finding of the family `package`, and the other files are still examined."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from certify.core.finding import Severity
from certify.core.package import Form, Package, Reason, Refusal
from certify.core.report import Status
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.documents.json import FaultKind
from certify.engine.run import run
from certify.examples import golden
from certify.plugins import load_rules

if TYPE_CHECKING:
    from certify.core.report import PackageReport

DEFINITION = "apiDefinition.swagger.json"
PROPERTIES = "apiProperties.json"
CHOICE = Choice(select=("package",))


def examine(files: dict[str, bytes], *refusals: Refusal, form: Form = Form.FOLDER) -> PackageReport:
    """The report of the family over the golden package with other files."""
    contents = {**golden(Profile.VERIFIED).files, **files}
    package = Package("stock", "Tidewater Stock", contents, refusals, form)
    report = run(package, load_rules().choose(Profile.VERIFIED, CHOICE))
    assert [name for name, outcome in report.outcomes.items() if outcome.status is Status.ERRORED] == []
    return report


def errors(report: PackageReport, path: str = DEFINITION) -> set[str]:
    return {f.rule for f in report.findings if f.severity is Severity.ERROR and f.location.path == path}


DEEP = [b"[" * 100_000, b'[{"":' * 50_000, b'{"a":' * 50_000 + b"1" + b"}" * 50_000]


@pytest.mark.parametrize("data", DEEP, ids=["arrays", "mixed", "closed"])
def test_deep_nesting_is_named_with_its_place(data: bytes) -> None:
    report = examine({DEFINITION: data})
    (finding,) = (f for f in report.findings if f.rule == "json-depth")
    assert 100 <= finding.location.start.offset <= 1_200


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b'{"host": "a",\n"ho\\u0073t": "b"}', 2),
        (b'{"a": {\n"operationId": 1,\n"operationId": 2}}', 3),
    ],
    ids=["escaped", "nested"],
)
def test_a_duplicate_name_is_reported_at_the_second(data: bytes, line: int) -> None:
    report = examine({DEFINITION: data})
    (finding,) = (f for f in report.findings if f.rule == "json-duplicate-keys")
    assert finding.severity is Severity.ERROR
    assert finding.location.start.line == line


@pytest.mark.parametrize(
    "pair", [("n\u00e1me", "na\u0301me"), ("name", "na\u200bme")], ids=["composed", "invisible"]
)
def test_names_that_look_the_same_are_a_warning(pair: tuple[str, str]) -> None:
    report = examine({DEFINITION: f'{{"{pair[0]}": 1, "{pair[1]}": 2}}'.encode()})
    (finding,) = (f for f in report.findings if f.rule == "json-confusable-keys")
    assert finding.severity is Severity.WARNING
    assert finding.location.pointer == f"/{pair[1]}"


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_numbers_that_are_not_finite_are_errors(number: str) -> None:
    assert errors(examine({DEFINITION: f'{{"a": {number}}}'.encode()})) == {"json-finite"}


@pytest.mark.parametrize("number", ["1" * 5_000, "1e400", "-1e400"], ids=["long", "large", "small"])
def test_numbers_out_of_range_are_errors(number: str) -> None:
    assert errors(examine({DEFINITION: f'{{"a": {number}}}'.encode()})) == {"json-number-range"}


def test_an_integer_that_a_browser_changes_is_a_warning() -> None:
    report = examine(
        {
            DEFINITION: b'{"a": [9007199254740992, 9007199254740993, "9007199254740993", -123456789012345678901]}'
        }
    )
    found = [f for f in report.findings if f.rule == "json-integer-exact"]
    assert [(f.severity, f.location.start.column) for f in found] == [
        (Severity.WARNING, 26),
        (Severity.WARNING, 64),
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_other_encodings_are_errors(encoding: str) -> None:
    assert errors(examine({DEFINITION: '{"a": 1}'.encode(encoding)})) == {"json-utf8"}


@pytest.mark.parametrize(
    "data", [b"\xff", b"\xc0\xaf", b"\xed\xa0\x80"], ids=["byte", "overlong", "surrogate"]
)
def test_invalid_utf8_is_reported_with_line_and_offset(data: bytes) -> None:
    report = examine({DEFINITION: b'{\n"a": "' + data + b'"}'})
    (finding,) = (f for f in report.findings if f.rule == "json-utf8")
    assert (finding.location.start.line, finding.location.start.column) == (2, 7)
    assert "offset 8" in finding.message


@pytest.mark.parametrize("text", [r"\ud800", r"\udc00\ud800"])
def test_half_characters_are_errors_and_the_report_can_be_written(text: str) -> None:
    report = examine({DEFINITION: f'{{"a": "{text}", "{text}": 1}}'.encode()})
    assert errors(report) == {"json-lone-surrogate"}
    for finding in report.findings:
        (finding.message + finding.location.pointer + finding.place).encode()


def test_a_byte_order_mark_is_a_warning_and_the_file_is_read() -> None:
    report = examine({DEFINITION: b"\xef\xbb\xbf" + golden(Profile.VERIFIED).files[DEFINITION]})
    assert [(f.rule, f.severity) for f in report.findings] == [("json-no-bom", Severity.WARNING)]


BROKEN = {
    "rest": b'{"a": 1}garbage',
    "line comment": b'{"a": 1} // c',
    "comment": b'{/*c*/"a": 1}',
    "trailing comma": b'{"a": 1,}',
    "single quotes": b"{'a': 1}",
    "raw tab": b'{"a": "x\ty"}',
    "nul": b'{"a": "x\x00y"}',
    "empty": b"",
    "blanks": b" " * 1_000_000,
    "no JSON": b"<html></html>",
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_broken_syntax_is_reported_once_and_by_the_rule_of_its_file(data: bytes) -> None:
    report = examine({DEFINITION: data, PROPERTIES: data, "data.json": data})
    by_path = {f.location.path: f.rule for f in report.findings if f.rule.startswith("json-parse")}
    assert by_path == {
        DEFINITION: "json-parse-swagger",
        PROPERTIES: "json-parse-properties",
        "data.json": "json-parse-other",
    }
    assert errors(report) == {"json-parse-swagger"}


LARGE = {
    "json-size": b" " * 50_000_000 + b"1",
    "json-name-length": b'{"' + b"k" * 5_000_000 + b'": 1}',
    "json-value-count": b"{" + b",".join(b'"%x":1' % n for n in range(700_000)) + b"}",
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("rule", LARGE)
def test_too_much_of_anything_ends_in_a_finding(rule: str) -> None:
    # The limit of Microsoft's import is another matter, and a definition of that size exceeds it as well.
    assert errors(examine({DEFINITION: LARGE[rule]})) - {"swagger-size-1mb"} == {rule}


def test_names_of_other_languages_objects_are_data() -> None:
    data = b'{"__proto__": {"a": 1}, "constructor": "$where", "toString": "\\u0000"}'
    assert examine({DEFINITION: data}).findings == ()


@pytest.mark.parametrize("data", [b"[]", b"42", b'"text"', b"null", b"true"])
def test_a_root_that_is_no_object_is_an_error(data: bytes) -> None:
    assert errors(examine({DEFINITION: data})) == {"json-root-object"}


def test_a_broken_file_does_not_hide_the_findings_in_another() -> None:
    report = examine({DEFINITION: b"{", PROPERTIES: b'{"properties": {}, "properties": {}}'})
    assert errors(report) == {"json-parse-swagger"}
    assert errors(report, PROPERTIES) == {"json-duplicate-keys"}


FAULTS = {
    FaultKind.EMPTY: b"",
    FaultKind.SYNTAX: b'{"a" 1}',
    FaultKind.TRAILING_COMMA: b"[1,]",
    FaultKind.MISSING_COMMA: b"[1 2]",
    FaultKind.COMMENT: b"[] // c",
    FaultKind.SINGLE_QUOTES: b"['a']",
    FaultKind.UNQUOTED_KEY: b"{a: 1}",
    FaultKind.CONTROL_CHARACTER: b'["\t"]',
    FaultKind.INVALID_ESCAPE: b'["\\x"]',
    FaultKind.INVALID_NUMBER: b"[01]",
    FaultKind.UNCLOSED: b"[",
    FaultKind.SURPLUS_BRACKET: b"[]]",
    FaultKind.TRAILING_DATA: b"[] x",
    FaultKind.BOM: b"\xef\xbb\xbf[]",
    FaultKind.ENCODING: "[]".encode("utf-16"),
    FaultKind.INVALID_UTF8: b'["\xff"]',
    FaultKind.DUPLICATE_KEY: b'{"a": 1, "a": 2}',
    FaultKind.CONFUSABLE_KEY: '{"a": 1, "a\u200b": 2}'.encode(),
    FaultKind.NOT_FINITE: b"[NaN]",
    FaultKind.NUMBER_TOO_LONG: b"9" * 2_000,
    FaultKind.NUMBER_OVERFLOW: b"[1e999]",
    FaultKind.LONE_SURROGATE: b'["\\ud800"]',
    FaultKind.KEY_TOO_LONG: b'{"' + b"k" * 20_000 + b'": 1}',
    FaultKind.TOO_DEEP: b"[" * 300 + b"]" * 300,
    FaultKind.TOO_LARGE: b" " * (8 * 1024 * 1024 + 1),
    FaultKind.TOO_MANY_NODES: b"[" + b"0," * 500_001 + b"0]",
}


@pytest.mark.parametrize("kind", FaultKind)
def test_every_kind_of_fault_is_reported_by_exactly_one_rule(kind: FaultKind) -> None:
    files = {"data.json": FAULTS[kind]}
    report = run(
        Package("data.json", "data.json", files, form=Form.FILE), load_rules().choose(Profile.CUSTOM, CHOICE)
    )
    rules = {finding.rule for finding in report.findings}
    assert len(rules) == 1, rules


@pytest.mark.parametrize("form", Form)
@pytest.mark.parametrize("reason", Reason)
def test_every_refusal_is_reported_by_exactly_one_rule(reason: Reason, form: Form) -> None:
    report = examine({}, Refusal("extra", reason, "It was left out."), form=form)
    assert len(report.findings) == 1
    assert report.findings[0].location.path == "extra"
    assert report.findings[0].message == "It was left out."


@pytest.mark.parametrize("path", ["", DEFINITION])
def test_a_definition_that_was_refused_is_not_reported_as_missing(path: str) -> None:
    contents = {name: data for name, data in golden(Profile.VERIFIED).files.items() if name != DEFINITION}
    refusal = Refusal(path, Reason.TOO_LARGE, "It was left out.")
    package = Package("stock", "Tidewater Stock", contents, (refusal,))
    report = run(package, load_rules().choose(Profile.VERIFIED, CHOICE))
    assert [finding.rule for finding in report.findings] == ["file-too-large"]


@pytest.mark.parametrize(
    "files",
    [
        {"intro.md": b"# Stock", "package.zip": b"PK"},
        {"solution.xml": b"<a/>", "Connector/x_iconblob.Png": b""},
    ],
    ids=["submission", "solution"],
)
def test_a_submission_need_not_have_the_files_of_a_repository_folder(files: dict[str, bytes]) -> None:
    package = Package("package.zip", "package", files, form=Form.ARCHIVE)
    assert run(package, load_rules().choose(Profile.VERIFIED, CHOICE)).findings == ()


@pytest.mark.timeout(60)
def test_blanks_and_tabs_without_end_cost_little() -> None:
    report = examine({DEFINITION: b"{}" + b" \t" * 2_000_000 + b"\n" + b" \n" * 1_000_000})
    assert {finding.rule for finding in report.findings} >= {"json-no-tabs", "json-trailing-whitespace"}
    assert all(finding.fix is None for finding in report.findings)


def test_of_an_archive_that_was_refused_only_the_reason_is_told() -> None:
    refusal = Refusal("../evil", Reason.OUTSIDE, "It was left out.")
    package = Package("stock.zip", "stock", {}, (refusal,), Form.ARCHIVE)
    report = run(package, load_rules().choose(Profile.VERIFIED, CHOICE))
    assert [finding.rule for finding in report.findings] == ["file-outside"]


@pytest.mark.parametrize(
    "name",
    [
        "swagger.json",
        "openapi.json",
        "apiDefinition.swagger (1).json",
        "apiDefinition - Copy.json",
        "stock.swagger.json",
    ],
)
def test_a_definition_by_another_name_is_examined_all_the_same(name: str) -> None:
    files = dict(golden(Profile.VERIFIED).files)
    files[name] = files.pop(DEFINITION).replace(b'"swagger": "2.0"', b'"swagger": "1.2"')
    report = run(Package("stock", "Tidewater Stock", files), load_rules().choose(Profile.VERIFIED))
    assert {"file-api-definition", "swagger-version-2"} <= errors(report, name)
