"""The service's settings: where they come from, what is refused, and that no secret shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from payloads import SECRET, app_key

from certify.errors import SettingsError
from certify.service.settings import ServiceSettings, load_service_settings, misspelt

if TYPE_CHECKING:
    from pathlib import Path


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
