from __future__ import annotations

import json
import os
import signal
import socket
import stat
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import sqlalchemy as sa
from payloads import SECRET, app_key, headers, pull_request
from serving import serving

from certify.errors import SettingsError
from certify.service.database import StorageError, is_migrated, migrate, open_database
from certify.service.metrics import Metrics
from certify.service.settings import ServiceSettings, load_service_settings, misspelt
from certify.service.tables import JobState, jobs, metadata, now
from certify.service.web import service_app

if TYPE_CHECKING:
    from pathlib import Path

    from certify.service.database import Database


def test_ready_says_what_is_missing_and_metrics_count(client: httpx.Client, database: Database) -> None:
    answer = client.get("/ready")
    assert answer.status_code == 200
    assert any("CERTIFY_GITHUB_APP_ID" in warning for warning in answer.json()["warnings"])
    body = pull_request()
    client.post("/webhooks/github", content=body, headers=headers(body))
    client.post("/webhooks/github", content=body, headers=headers(body, secret="guess"))
    with database.engine.begin() as connection:
        connection.execute(jobs.update().values(due=now() - 1000, state=JobState.WAITING))
    text = client.get("/metrics").text
    assert 'certify_deliveries_total{event="pull_request",outcome="stored"} 1.0' in text
    assert 'certify_deliveries_total{event="rejected",outcome="unsigned"} 1.0' in text
    assert 'certify_jobs{state="waiting"} 1.0' in text
    age = next(line for line in text.splitlines() if line.startswith("certify_backlog_age_seconds "))
    assert 1000 <= float(age.split()[1]) < 1100
    assert any("has waited" in warning for warning in client.get("/ready").json()["warnings"])
    with database.engine.begin() as connection:
        connection.execute(jobs.update().values(state=JobState.DEAD))
    assert client.get("/ready").json()["jobs"]["dead"] == 1


def test_without_a_secret_the_service_is_not_ready_and_takes_nothing(tmp_path: Path) -> None:
    settings = ServiceSettings(data=tmp_path)
    database = open_database(settings)
    with serving(service_app(database, settings, Metrics(database.engine))) as client:
        assert client.get("/health").status_code == 200
        answer = client.get("/ready")
        assert answer.status_code == 503
        assert "CERTIFY_GITHUB_WEBHOOK_SECRET" in answer.json()["faults"][0]
        body = pull_request()
        assert (
            client.post("/webhooks/github", content=body, headers=headers(body, secret="")).status_code == 401
        )
    database.dispose()


def test_a_database_that_went_away_is_told(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise sa.exc.OperationalError("select", {}, Exception("gone"))

    monkeypatch.setattr("certify.service.readiness.is_migrated", gone)
    assert client.get("/ready").json()["faults"] == ["the database does not answer"]
    monkeypatch.setattr("certify.service.metrics.read_backlog", gone)
    assert "certify_database_up 0.0" in client.get("/metrics").text


def test_no_page_describes_or_runs_the_service(client: httpx.Client) -> None:
    for path in ("/docs", "/redoc", "/openapi.json", "/", "/webhooks/github"):
        assert client.get(path).status_code in {404, 405}


def test_the_migrations_make_the_tables_that_the_code_uses(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    migrate(database.engine)
    assert is_migrated(database.engine)


def test_a_database_of_the_first_version_keeps_its_jobs(tmp_path: Path) -> None:
    from alembic import command

    from certify.service.database import _alembic, connect

    database = connect(ServiceSettings(data=tmp_path))
    with database.engine.connect() as connection:
        command.upgrade(_alembic(connection), "0001")
        connection.commit()
    columns = "kind, installation, repository, repository_id, number, is_forced, state, runs, attempts, created, due, reason"
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            f"insert into jobs ({columns}) values ('review', 5, 'a/b', 7, 1, 0, 'waiting', 0, 0, 1, 1, '')"
        )
    assert not is_migrated(database.engine)
    migrate(database.engine)
    with database.engine.begin() as connection:
        (job,) = connection.execute(sa.select(jobs)).all()
    assert (job.number, job.comment_digest) == (1, None)
    database.dispose()


def test_the_migrations_make_them_on_postgresql_too(postgres_url: str) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    database = open_database(ServiceSettings(database_url=postgres_url))
    with database.engine.connect() as connection:
        changes = compare_metadata(MigrationContext.configure(connection), metadata)
    database.dispose()
    assert changes == []


def test_a_database_that_cannot_be_used_is_one_sentence_without_its_password() -> None:
    url = "postgresql://certify:open-sesame@127.0.0.1:1/certify"
    with pytest.raises(StorageError) as raised:
        open_database(ServiceSettings(database_url=url))
    assert "CERTIFY_DATABASE_URL" in str(raised.value)
    assert "open-sesame" not in str(raised.value)
    with pytest.raises(SettingsError):
        open_database(ServiceSettings(database_url="mysql://x/y"))


def test_settings_come_from_the_environment_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "certify.toml"
    file.write_text('github_app_id = 1\nworkers = 3\ngithub_webhook_secret = "one,two"\n')
    monkeypatch.setenv("CERTIFY_SETTINGS", str(file))
    monkeypatch.setenv("CERTIFY_WORKERS", "4")
    settings = load_service_settings()
    assert (settings.github_app_id, settings.workers, settings.secrets) == (1, 4, (b"one", b"two"))


def test_settings_may_be_a_file_of_variables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "service.env"
    file.write_text(
        "CERTIFY_GITHUB_APP_ID=12\nCERTIFY_GITHUB_WEBHOOK_SECRET='a b'\nCERTIFY_GITHUB_INSTALLATIONS=1,2\n"
    )
    monkeypatch.setenv("CERTIFY_SETTINGS", str(file))
    monkeypatch.setenv("CERTIFY_GITHUB_WEBHOOK_SECRET_PREVIOUS", "old")
    settings = load_service_settings()
    assert (settings.github_app_id, settings.secrets, settings.github_installations) == (
        12,
        (b"a b", b"old"),
        {1, 2},
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CERTIFY_GITHUB_APP_ID", "hunter2"),
        ("CERTIFY_WORKERS", "-1"),
        ("CERTIFY_GITHUB_API_URL", "file:///etc/passwd"),
        ("CERTIFY_GITHUB_API_URL", "http://github.example.com"),
        ("CERTIFY_SETTINGS", "/nowhere/at/all.toml"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_its_value_is_not_shown(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name) as raised:
        load_service_settings()
    assert name == "CERTIFY_SETTINGS" or value not in str(raised.value)


def test_secrets_do_not_show_in_the_settings(tmp_path: Path) -> None:
    settings = ServiceSettings(
        github_webhook_secret=SECRET, github_private_key="-----BEGIN X-----", data=tmp_path
    )
    assert SECRET not in repr(settings)
    assert SECRET not in str(settings.model_dump())
    assert "BEGIN" not in repr(settings)


def test_a_private_key_may_be_a_file_or_one_line(tmp_path: Path) -> None:
    pem = app_key()
    (tmp_path / "key.pem").write_text(pem)
    assert ServiceSettings(github_private_key=str(tmp_path / "key.pem")).private_key == pem
    assert ServiceSettings(github_private_key=pem.replace("\n", "\\n")).private_key == pem


def test_what_is_no_private_key_is_told_before_anything_is_begun(tmp_path: Path) -> None:
    (tmp_path / "page.pem").write_text("<html>")
    for given in ("/nowhere", str(tmp_path / "page.pem"), app_key()[:200], "-----BEGIN X-----"):
        with pytest.raises(SettingsError, match="CERTIFY_GITHUB_PRIVATE_KEY") as raised:
            _ = ServiceSettings(github_private_key=given).private_key
        assert given not in str(raised.value)


def test_variable_that_is_nearly_a_setting_is_told() -> None:
    names = [
        "CERTIFY_WORKRS",
        "CERTIFY_WORKERS",
        "CERTIFY_GITHUB_INSTALLATION_ID",
        "CERTIFY_SETTINGS",
        "PATH",
    ]
    assert misspelt(names) == ("CERTIFY_WORKRS is no setting; did you mean CERTIFY_WORKERS?",)


def test_serve_starts_with_no_settings_at_all_and_says_what_it_lacks(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "certify", "serve", "--port", str(port)],
        env={"HOME": str(tmp_path), "PATH": os.environ["PATH"]},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        deadline = time.monotonic() + 300
        while True:
            try:
                health = httpx.get(f"http://127.0.0.1:{port}/health")
                break
            except httpx.HTTPError:
                assert time.monotonic() < deadline
                assert process.poll() is None
                time.sleep(0.05)
        assert health.json() == {"status": "ok"}
        assert httpx.post(f"http://127.0.0.1:{port}/webhooks/github", content=b"{}").status_code == 401
    finally:
        process.send_signal(signal.SIGTERM)
    out, error = process.communicate(timeout=300)
    assert process.returncode == 0
    assert out == b""
    missing = [json.loads(line)["missing"] for line in error.splitlines() if b"not configured" in line]
    assert [sentence.split()[0] for sentence in missing] == [
        "CERTIFY_GITHUB_WEBHOOK_SECRET",
        "CERTIFY_GITHUB_APP_ID",
        "CERTIFY_GITHUB_PRIVATE_KEY",
    ]
    folder = tmp_path / ".local" / "state" / "certify"
    assert (folder / "certify.sqlite").exists()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_port_that_is_taken_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    from certify.cli.main import main

    monkeypatch.setenv("CERTIFY_DATA", str(tmp_path))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 1
    assert "is in use by another program; choose another with --port" in capsys.readouterr().err
    assert main(["worker"]) == 1
    assert "CERTIFY_GITHUB_APP_ID" in capsys.readouterr().err


def test_what_was_given_up_can_be_listed_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    from certify.cli.main import main
    from certify.service.events import Review
    from certify.service.intake import enqueue_review

    monkeypatch.setenv("CERTIFY_DATA", str(tmp_path))
    database = open_database(load_service_settings())
    with database.engine.begin() as connection:
        enqueue_review(connection, Review(5, "contoso/connectors", 7, 3))
        connection.execute(
            jobs.update().values(state=JobState.DEAD, finished=now(), reason="bad\x1b[2Jthing")
        )
    database.dispose()
    assert main(["worker", "--given-up"]) == 0
    listed = capsys.readouterr().out
    assert "contoso/connectors#3" in listed
    assert "\x1b" not in listed
    assert main(["worker", "--try-again"]) == 0
    assert "1 job" in capsys.readouterr().out
    assert main(["worker", "--given-up"]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"publish": "link"}, {"CERTIFY_SIGNING_KEY", "CERTIFY_PUBLISH_FORK"}),
        ({"publish": "token", "publish_fork": "a/b", "signing_key": "key"}, {"CERTIFY_GITHUB_PUBLISH_TOKEN"}),
        ({"publish": "app", "signing_key": "key"}, set()),
        ({"publish": "link", "publish_fork": "a/b", "signing_key": "key"}, set()),
        ({}, set()),
    ],
)
def test_what_publishing_lacks_is_told(given: dict[str, Any], missing: set[str]) -> None:
    settings = ServiceSettings(github_webhook_secret="x", github_app_id=1, github_private_key="x", **given)
    assert {sentence.split()[0] for sentence in settings.lacks} == missing
    assert settings.may_publish == (bool(given) and not missing)


def test_names_of_repositories_in_settings_are_checked() -> None:
    settings = ServiceSettings(github_repositories="Contoso/Connectors, a/b")
    assert settings.github_repositories == {"contoso/connectors", "a/b"}
    with pytest.raises(ValueError, match="contoso is no repository"):
        ServiceSettings(github_repositories="contoso")
