"""The connector inside a submission is checked by the rules for folders, and found at its own lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from submission_zip import CONNECTOR, FLOW, PART, good, zipped

from certify.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path


DEFINITION = f"{CONNECTOR}{PART}openapidefinition.json"
PARAMETERS = f"{CONNECTOR}{PART}connectionparameters.json"


def check(
    folder: Path, tree: dict[str, bytes], capsys: pytest.CaptureFixture[str], *arguments: str
) -> list[dict[str, Any]]:
    path = folder / "ConnectorPackage.zip"
    path.write_bytes(zipped(tree))
    main(["check", str(path), "--no-config", "--format", "json", *arguments])
    (package,) = json.loads(capsys.readouterr().out)["packages"]
    return list(package["findings"])


def test_definition_is_found_at_its_inner_path_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = good()
    for path in (DEFINITION, f"{FLOW}{PART}openapidefinition.json"):
        tree[path] = tree[path].replace(b'"operationId": "CreateItem",', b"")
    (finding,) = check(tmp_path, tree, capsys, "--select", "op-id-present")
    lines = tree[DEFINITION].decode().splitlines()
    assert (finding["path"], finding["pointer"]) == (DEFINITION, "/paths/~1items/post")
    assert '"post"' in lines[finding["start"]["line"] - 1]


def test_connection_parameter_is_found_in_the_file_that_has_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = good()
    tree[PARAMETERS] = tree[PARAMETERS].replace(b'"type": "securestring"', b'"type": "secretstring"')
    findings = [found for found in check(tmp_path, tree, capsys) if found["path"] == PARAMETERS]
    assert findings
    assert findings[0]["pointer"] == "/partnerKey/type"
    assert "secretstring" in tree[PARAMETERS].decode().splitlines()[findings[0]["start"]["line"] - 1]


def test_brand_colour_is_found_where_the_connector_is_declared(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = good()
    path = f"{CONNECTOR}customizations.xml"
    tree[path] = tree[path].replace(b"#1f6f8b", b"#a03020")
    (finding,) = check(tmp_path, tree, capsys, "--select", "icon-background")
    assert (finding["path"], finding["pointer"], finding["fix"]) == (path, "", None)
    assert "<iconbrandcolor>" in tree[path].decode().splitlines()[finding["start"]["line"] - 1]


def test_secret_in_the_submission_is_not_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    secret = "q8Zr4vXw1LpTn7Kd3Bh6"
    tree = good()
    tree[PARAMETERS] = tree[PARAMETERS].replace(
        b'"clientId": "[[DUMMY]]"', f'"clientId": "[[DUMMY]]", "clientSecret": "{secret}"'.encode()
    )
    tree[f"{FLOW}environmentvariabledefinitions/qs_key/environmentvariablevalues.json"] = json.dumps(
        {"environmentvariablevalues": {"environmentvariablevalue": {"value": secret}}}
    ).encode()
    path = tmp_path / "ConnectorPackage.zip"
    path.write_bytes(zipped(tree))
    for form in ("text", "json", "sarif"):
        assert main(["check", str(path), "--no-config", "--format", form]) == 1
        printed = capsys.readouterr().out
        assert "clientSecret" in printed or "client secret" in printed.lower()
        assert secret not in printed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    from certify.core.rule import Profile
    from certify.examples import golden

    path = tmp_path / "connector"
    path.mkdir()
    for name, data in golden(Profile.VERIFIED).files.items():
        (path / name).write_bytes(data)
    return path


def test_submission_of_the_folder_is_in_sync(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(tmp_path, good(), capsys, "--against", str(folder)) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "path"),
    [
        ("apiDefinition.swagger.json", '"List stock items"', '"List stock items now"', DEFINITION),
        ("apiProperties.json", '"Copy the partner key', '"Take the partner key', PARAMETERS),
        (
            "apiProperties.json",
            '"Send the region of the account"',
            '"Send the region"',
            f"{CONNECTOR}{PART}policytemplateinstances.json",
        ),
        ("script.csx", "oldest movement", "first movement", f"{CONNECTOR}{PART}customcodeblobcontent.csx"),
    ],
)
def test_stale_export_is_told_once_and_not_as_a_change_of_flows(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str], name: str, old: str, new: str, path: str
) -> None:
    text = (folder / name).read_text("utf-8")
    assert old in text
    (folder / name).write_text(text.replace(old, new), "utf-8")
    findings = check(tmp_path, good(), capsys, "--against", str(folder))
    assert [(found["rule"], found["path"]) for found in findings] == [("pkg-sync", path)]


def test_client_ids_layout_and_order_do_not_count(
    tmp_path: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tree = good()
    for path in [path for path in tree if path.endswith("connectionparameters.json")]:
        parameters = json.loads(tree[path])
        parameters["token"]["oAuthSettings"]["clientId"] = "[[OTHER]]"
        tree[path] = json.dumps(parameters, sort_keys=True).encode()
    assert check(tmp_path, tree, capsys, "--against", str(folder), "--select", "pkg-sync,bc-*") == []


def test_new_submission_against_an_older_one_tells_the_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = tmp_path / "old.zip"
    old.write_bytes(zipped(good()))
    tree = good()
    for path in (DEFINITION, f"{FLOW}{PART}openapidefinition.json"):
        definition = json.loads(tree[path])
        del definition["paths"]["/account"]
        tree[path] = json.dumps(definition, indent=2).encode()
    findings = check(tmp_path, tree, capsys, "--against", str(old))
    assert "bc-operation-deleted" in {found["rule"] for found in findings}
    assert "pkg-sync" not in {found["rule"] for found in findings}
