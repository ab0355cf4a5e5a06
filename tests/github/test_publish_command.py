"""`certify publish` as it is typed."""

from __future__ import annotations

import json

import pytest
from fake import Fault
from publishing import Desk, package_of

from certify.cli.main import main
from certify.sources import DirectoryOrigin

FOLDER = "certified-connectors/Tidewater Stock"


@pytest.fixture
def desk(github, monkeypatch):
    monkeypatch.setattr("certify.github.transport.PAUSE", 0)
    desk = Desk.at(github)
    monkeypatch.setenv("CERTIFY_GITHUB_API_URL", github.url)
    for name in ("TOKEN", "APP_ID", "PRIVATE_KEY", "INSTALLATION_ID"):
        monkeypatch.delenv(f"CERTIFY_GITHUB_{name}", raising=False)
    monkeypatch.setenv("CERTIFY_GITHUB_PUBLISH_TOKEN", github.user("contoso"))
    return desk


@pytest.fixture(scope="module")
def signed(tmp_path_factory):
    """A folder with a package, a key and a certificate, made as a user makes them."""
    root = tmp_path_factory.mktemp("signed")
    folder = root / "connector"
    folder.mkdir()
    for path, data in package_of().files.items():
        (folder / path).write_bytes(data)
    assert main(["sign", "--new-key", str(root / "key")]) == 0
    certificate = str(root / "certificate.json")
    assert (
        main(["sign", str(folder), "--no-config", "--key", str(root / "key"), "--output", certificate]) == 0
    )
    return root


def _arguments(root, *more, approval=None):
    digest = DirectoryOrigin(str(root / "connector")).load().digest
    return [
        *("publish", str(root / "connector"), "--no-config", "--certificate", str(root / "certificate.json")),
        *("--key", str(root / "key.pub"), "--approval", approval or digest, *more),
    ]


def test_it_opens_the_pull_request_and_prints_where(desk, signed, capsys):
    assert main(_arguments(signed)) == 0
    (pull,) = desk.pulls
    assert (
        capsys.readouterr().out
        == f"The pull request is open: https://github.example/{desk.upstream.full_name}/pull/1\n"
    )
    assert desk.held(pull.head_ref, FOLDER) == dict(package_of().files)
    assert main(_arguments(signed)) == 0
    assert "open already" in capsys.readouterr().out
    assert len(desk.pulls) == 1


def test_a_dry_run_shows_everything_and_writes_nothing(desk, signed, capsys):
    assert main(_arguments(signed, "--dry-run", "--fork", desk.fork.full_name)) == 0
    shown = capsys.readouterr().out
    for fact in (
        FOLDER,
        "Add Tidewater Stock 1.0.0",
        "apiProperties.json",
        "I attest that",
        "added",
        "branch    certify/",
    ):
        assert fact in shown
    assert "\\u{200B}" not in shown
    assert desk.github.writes() == []


def test_a_dry_run_needs_no_fork(desk, signed, capsys):
    assert main(_arguments(signed, "--dry-run")) == 0
    assert "your fork" in capsys.readouterr().out
    assert desk.github.writes() == []


@pytest.mark.usefixtures("desk")
def test_json_tells_the_plan_and_the_result(signed, capsys):
    assert main(_arguments(signed, "--dry-run", "--format", "json")) == 0
    plan = json.loads(capsys.readouterr().out)
    assert (plan["format"], plan["state"], plan["folder"]) == ("certify-publish/1", "planned", FOLDER)
    assert {file["change"] for file in plan["files"]} == {"added"}
    assert main(_arguments(signed, "--format", "json")) == 0
    done = json.loads(capsys.readouterr().out)
    assert (done["state"], done["branch"], done["digest"]) == ("opened", plan["branch"], plan["digest"])


def test_an_approval_in_a_file_is_named_in_the_pull_request(desk, signed, tmp_path):
    digest = DirectoryOrigin(str(signed / "connector")).load().digest
    approval = tmp_path / "approval.json"
    approval.write_text(json.dumps({"format": "certify-approval/1", "digest": digest, "by": "Jane Doe"}))
    assert main(_arguments(signed, approval=str(approval))) == 0
    assert "| Approved by | Jane Doe |" in desk.pulls[0].body


def test_the_wrong_approval_is_refused_before_github_is_asked(desk, signed, capsys):
    assert main(_arguments(signed, approval="sha256:" + "0" * 64)) == 1
    assert "approval is for" in capsys.readouterr().err
    assert desk.github.requests == []


def test_lost_answers_are_looked_up_and_the_run_goes_on(desk, signed, capsys):
    desk.github.faults.plan(Fault.BAD_GATEWAY_AFTER, "git/create-ref")
    desk.github.faults.plan(Fault.BAD_GATEWAY_AFTER, "pulls/create")
    assert main(_arguments(signed)) == 0
    assert capsys.readouterr().err.count("Trying again") == 2
    assert len(desk.pulls) == len(desk.branches()) == 1


def test_a_limit_ends_the_run_with_the_time_to_come_back(desk, signed, capsys):
    desk.github.faults.plan(Fault.SECONDARY_LIMIT, "git/create-tree")
    assert main(_arguments(signed)) == 2
    assert "ask again after" in capsys.readouterr().err
    assert main(_arguments(signed)) == 0
    assert len(desk.pulls) == 1


def test_no_output_shows_a_token(desk, signed, capsys):
    main(_arguments(signed))
    desk.github.state.credentials.clear()
    main(_arguments(signed))
    printed = capsys.readouterr()
    assert "ghp_" not in printed.out + printed.err
    assert "does not take these credentials" in printed.err


def test_breaking_what_upstream_has_needs_a_certificate_that_says_so(desk, signed, capsys):
    definition = json.loads(package_of().files["apiDefinition.swagger.json"])
    path, operations = next(iter(definition["paths"].items()))
    definition["paths"]["/older-path"] = {
        method: {**operation, "operationId": f"Old{operation['operationId']}"}
        for method, operation in operations.items()
        if isinstance(operation, dict)
    }
    assert path
    files = package_of().files | {"apiDefinition.swagger.json": json.dumps(definition).encode()}
    desk.github.push(desk.upstream, "dev", {f"{FOLDER}/{name}": data for name, data in files.items()})

    assert main(_arguments(signed)) == 1
    assert "--against the published version" in capsys.readouterr().err
    assert desk.github.writes() == ["repos/create-fork"]


@pytest.mark.parametrize("missing", ["--certificate", "--approval"])
def test_without_a_certificate_or_an_approval_there_is_no_command(signed, missing, capsys):
    arguments = _arguments(signed)
    at = arguments.index(missing)
    del arguments[at : at + 2]
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert missing in capsys.readouterr().err


def test_trust_must_be_said(signed, capsys):
    arguments = _arguments(signed)
    at = arguments.index("--key")
    del arguments[at : at + 2]
    assert main(arguments) == 2
    assert "--key" in capsys.readouterr().err
