"""A secret is found in every kind of file, and told by no output of any format."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from planted import PLANTED, STAND_INS

from certify.cli.main import main
from certify.core.package import Package
from certify.core.rule import Profile
from certify.core.ruleset import Choice
from certify.engine.run import run
from certify.examples import golden
from certify.formats import FORMATS
from certify.plugins import load_rules

if TYPE_CHECKING:
    from pathlib import Path

    from certify.core.report import PackageReport

BOOK = load_rules()
DEFINITION = "apiDefinition.swagger.json"
FILES = (
    DEFINITION,
    "apiProperties.json",
    "settings.json",
    "readme.md",
    "intro.md",
    "script.csx",
    "notes.txt",
    "broken.json",
)


def planted(path: str, text: str) -> Package:
    """The clean package with the text somewhere in one of its files."""
    files = dict(golden(Profile.VERIFIED).files)
    if path == DEFINITION:
        value = json.loads(files[path])
        value["paths"]["/items"]["post"]["description"] += f"  It is {text} todo TODO"
        files[path] = json.dumps(value, indent=2).encode()
    elif path == "apiProperties.json":
        value = json.loads(files[path])
        value["properties"]["policyTemplateInstances"][0]["parameters"][
            "x-ms-apimTemplateParameter.value"
        ] = f'{{"inner": "{text}"}}'
        files[path] = json.dumps(value, indent=2).encode()
    elif path == "settings.json":
        files[path] = json.dumps({"environment": text, "tool": [text]}).encode()
    elif path == "broken.json":
        files[path] = f'{{"a": 1,, // {json.dumps(text)[1:-1]}\n"b": '.encode()
    else:
        files[path] = files.get(path, b"") + f"\n// note: {text}\n".encode()
    return Package(path="planted", name="Tidewater Stock", files=files)


def examine(package: Package, *names: str) -> PackageReport:
    return run(package, BOOK.choose(Profile.VERIFIED, Choice(select=names)))


def written(package: Package, folder: Path) -> Path:
    root = folder / "certified-connectors" / "Tidewater Stock"
    for path, data in package.files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(data)
    return root


@pytest.mark.parametrize("kind", PLANTED)
@pytest.mark.parametrize("path", FILES)
def test_a_secret_is_found_in_every_file_and_its_value_is_in_no_part_of_the_report(
    path: str, kind: str
) -> None:
    text, hidden = PLANTED[kind]
    report = examine(planted(path, text))
    found = {f.rule for f in report.findings if f.location.path == path}
    assert "secret-patterns" in found
    told = [
        (f.message, f.place, f.location.pointer, f.fingerprint, [r.message for r in f.related])
        for f in report.findings
    ]
    assert hidden not in repr(told)
    assert hidden[:16] not in repr(told)
    assert hidden not in repr([excerpt.text for excerpt in report.excerpts.values()])
    assert hidden not in repr(report.mask)


@pytest.mark.parametrize("text", STAND_INS)
@pytest.mark.parametrize("path", FILES)
def test_what_stands_for_a_secret_is_none(path: str, text: str) -> None:
    report = examine(planted(path, text), "secrets")
    assert [f.message for f in report.findings if f.rule == "secret-patterns"] == []


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "diff-json"])
def test_no_format_tells_a_secret(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = golden(Profile.VERIFIED)
    for path, kind in zip(
        FILES, ("AWS", "Entra", "GitHub", "JWT", "SAS", "private key", "Slack", "Google"), strict=True
    ):
        package = Package(
            "planted", "Tidewater", {**package.files, path: planted(path, PLANTED[kind][0]).files[path]}
        )
    main(["check", str(written(package, tmp_path)), "--no-config", "--format", name])
    output = capsys.readouterr()
    assert "secret-patterns" in output.out
    for kind in ("AWS", "Entra", "GitHub", "JWT", "SAS", "private key", "Slack", "Google"):
        assert PLANTED[kind][1][:16] not in output.out + output.err


def test_the_diff_of_a_fix_tells_no_secret(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text, hidden = PLANTED["AWS"]
    root = written(planted(DEFINITION, text), tmp_path)
    main(["fix", str(root), "--no-config", "--diff"])
    output = capsys.readouterr()
    assert "[[REDACTED]]" in output.out
    assert hidden not in output.out + output.err


def test_a_secret_is_hidden_though_no_rule_on_secrets_was_chosen() -> None:
    text, hidden = PLANTED["GitHub"]
    report = examine(planted(DEFINITION, text), "text")
    assert report.findings
    told = repr([(f.message, f.place) for f in report.findings]) + repr(
        [excerpt.text for excerpt in report.excerpts.values()]
    )
    assert hidden[:12] not in told


def test_a_secret_in_an_earlier_version_is_hidden_in_a_comparison() -> None:
    text, hidden = PLANTED["GitHub"]
    old = json.loads(golden(Profile.VERIFIED).files[DEFINITION])
    old["parameters"]["WarehouseFilter"]["default"] = text
    earlier = Package(
        "old", "Tidewater Stock", {**golden(Profile.VERIFIED).files, DEFINITION: json.dumps(old).encode()}
    )
    report = run(golden(Profile.VERIFIED), BOOK.choose(Profile.VERIFIED), against=earlier)
    assert any(f.family == "changes" for f in report.findings)
    assert hidden not in repr([(f.message, f.place, f.change) for f in report.findings])


@pytest.mark.parametrize("name", ["api_key", "password", "clientSecret"])
def test_a_default_value_that_is_a_secret_is_hidden_in_other_findings(name: str) -> None:
    value = json.loads(golden(Profile.VERIFIED).files[DEFINITION])
    value["parameters"]["WarehouseFilter"] |= {"name": name, "default": "kV8w2Zt0mQ41", "enum": ["a"]}
    files = {**golden(Profile.VERIFIED).files, DEFINITION: json.dumps(value).encode()}
    report = examine(Package("planted", "Tidewater Stock", files))
    assert {"secret-default", "param-default-in-enum"} <= {f.rule for f in report.findings}
    told = repr([(f.message, f.place) for f in report.findings])
    assert "kV8w2Zt0mQ41" not in told + repr([excerpt.text for excerpt in report.excerpts.values()])


@pytest.mark.parametrize("key", ["clientSecret", "ClientSecret", "client_secret"])
def test_a_client_secret_is_hidden(key: str) -> None:
    value = json.loads(golden(Profile.VERIFIED).files["apiProperties.json"])
    settings = value["properties"]["connectionParameters"]["token"]["oAuthSettings"]
    settings["customParameters"][key] = {"value": "kV8w2Zt0mQ41"}
    settings[key] = "Zt0mQ41kV8w2"
    files = {**golden(Profile.VERIFIED).files, "apiProperties.json": json.dumps(value).encode()}
    report = examine(Package("planted", "Tidewater Stock", files))
    assert [f.rule for f in report.findings].count("oauth-clientsecret-absent") == 2
    told = repr([f.message for f in report.findings]) + repr([e.text for e in report.excerpts.values()])
    assert "kV8w2Zt0mQ41" not in told
    assert "Zt0mQ41kV8w2" not in told


def test_escapes_hide_nothing_from_the_search() -> None:
    text, hidden = PLANTED["AWS"]
    escaped = "".join(f"\\u{ord(character):04x}" for character in text)
    value = golden(Profile.VERIFIED).files[DEFINITION].decode()
    broken = value.replace("Adds a stock item", f"Adds {escaped} to a stock item", 1)
    files = {**golden(Profile.VERIFIED).files, DEFINITION: broken.encode()}
    report = examine(Package("planted", "Tidewater Stock", files))
    found = [f for f in report.findings if f.rule == "secret-patterns"]
    assert [f.location.pointer for f in found] == ["/paths/~1items/post/description"]
    told = repr([f.message for f in report.findings]) + repr([e.text for e in report.excerpts.values()])
    assert hidden not in told
    assert escaped[6:] not in told.replace("\\\\", "\\")
