"""The service's settings: environment variables named CERTIFY_…, or a file of them that CERTIFY_SETTINGS names."""

from __future__ import annotations

import os
import re
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from certify.errors import SettingsError
from certify.formats.inert import clipped, inert
from certify.service.private_key import read_key

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "CERTIFY_"
_NAME = r"[A-Za-z0-9_.-]{1,100}/[A-Za-z0-9_.-]{1,100}"


class ServiceSettings(BaseSettings):
    """What the service is told. Secrets are `SecretStr`: no log line, error or dump shows them."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, extra="ignore", frozen=True, hide_input_in_errors=True
    )

    github_webhook_secret: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    github_webhook_secret_previous: SecretStr | None = None
    github_app_id: int | None = Field(default=None, gt=0)
    github_private_key: SecretStr | None = None
    github_api_url: str = "https://api.github.com"
    github_write_seconds: float = Field(default=1.0, ge=0, le=60)
    github_installations: Annotated[frozenset[int], NoDecode] = frozenset()
    github_repositories: Annotated[frozenset[str], NoDecode] = frozenset()
    docs_url: str = ""
    signing_key: Path | None = None
    key_passphrase: SecretStr | None = None
    publish: Literal["link", "token", "app"] | None = None
    publish_upstream: str = Field(default="microsoft/PowerPlatformConnectors", pattern=f"^{_NAME}$")
    publish_base: str = Field(default="dev", min_length=1, max_length=255)
    publish_fork: str | None = Field(default=None, pattern=f"^{_NAME}$")
    publish_labels: Annotated[tuple[str, ...], NoDecode] = ()
    github_publish_token: SecretStr | None = None
    data: Path | None = None
    database_url: SecretStr | None = None
    workers: int = Field(default=2, ge=0, le=64)
    body_seconds: float = Field(default=10.0, gt=0, le=60)
    attempts: int = Field(default=5, ge=1, le=50)
    retry_seconds: float = Field(default=10.0, gt=0, le=3600)
    lease_seconds: float = Field(default=30.0, ge=1, le=3600)
    shutdown_seconds: float = Field(default=30.0, ge=0, le=3600)
    keep_days: float = Field(default=30.0, ge=4, le=3650)
    backlog_seconds: float = Field(default=900.0, gt=0)
    catch_up: bool = True
    log_level: str = Field(default="info", pattern="^(debug|info|warning|error)$")

    @field_validator("github_webhook_secret", mode="before")
    @classmethod
    def _several_secrets(cls, given: Any) -> Any:
        """Two secrets, separated by a comma, are both taken while one is being replaced by the other."""
        return (
            tuple(part.strip() for part in given.split(",") if part.strip())
            if isinstance(given, str)
            else given
        )

    @field_validator("github_repositories", mode="before")
    @classmethod
    def _several_names(cls, given: Any) -> Any:
        if not isinstance(given, str):
            return given
        names = {part.strip().lower() for part in given.split(",") if part.strip()}
        if wrong := sorted(name for name in names if not re.fullmatch(_NAME, name)):
            raise ValueError(f"{wrong[0]} is no repository; write owner/name")
        return names

    @field_validator("publish_labels", mode="before")
    @classmethod
    def _several_labels(cls, given: Any) -> Any:
        return (
            tuple(part.strip() for part in given.split(",") if part.strip())
            if isinstance(given, str)
            else given
        )

    @field_validator("github_installations", mode="before")
    @classmethod
    def _several_numbers(cls, given: Any) -> Any:
        if isinstance(given, int):
            return {given}
        return (
            {part.strip() for part in given.split(",") if part.strip()} if isinstance(given, str) else given
        )

    @field_validator("github_api_url")
    @classmethod
    def _a_url(cls, given: str) -> str:
        # Tokens are sent there: in the clear only to this machine.
        local = r"http://(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?"
        if not re.fullmatch(rf"(?:https://[A-Za-z0-9.:\[\]-]+|{local})(?:/[A-Za-z0-9._/-]*)?", given):
            raise ValueError(
                "must be the https address of GitHub's API, such as https://github.example.com/api/v3"
            )
        return given.rstrip("/")

    @property
    def secrets(self) -> tuple[bytes, ...]:
        """The webhook secrets that are taken, as bytes."""
        every = (*self.github_webhook_secret, *filter(None, (self.github_webhook_secret_previous,)))
        return tuple(secret.get_secret_value().encode() for secret in every)

    @property
    def private_key(self) -> str | None:
        """The App's private key as PEM text. Raises SettingsError when there is none in what was given."""
        return (
            None if self.github_private_key is None else read_key(self.github_private_key.get_secret_value())
        )

    @property
    def data_folder(self) -> Path:
        """Where the embedded database lives."""
        if self.data is not None:
            return self.data
        base = os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state"
        return Path(base) / "certify"

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is missing for the service to do its work, one sentence each."""
        sentences: list[str] = []
        if not self.secrets:
            sentences.append(
                f"{PREFIX}GITHUB_WEBHOOK_SECRET is not set: every webhook is answered with 401. "
                "Set it to the webhook secret of your GitHub App."
            )
        sentences.extend(self.lacks_of_the_app)
        if self.publish is not None and self.signing_key is None:
            sentences.append(
                f"{PREFIX}SIGNING_KEY is not set: `/certify publish` is refused. Name the file of a private key; "
                "`certify sign --new-key` makes one."
            )
        if self.publish == "token" and self.github_publish_token is None:
            sentences.append(
                f"{PREFIX}GITHUB_PUBLISH_TOKEN is not set: `/certify publish` is refused. Set it to a classic token with "
                f"public_repo, or set {PREFIX}PUBLISH to link."
            )
        if self.publish in {"link", "token"} and self.publish_fork is None:
            sentences.append(
                f"{PREFIX}PUBLISH_FORK is not set: `/certify publish` is refused. Name the fork of {self.publish_upstream} that "
                "takes the branches, with the App installed on it."
            )
        return tuple(sentences)

    @property
    def lacks_of_the_app(self) -> tuple[str, ...]:
        """What is missing for GitHub to be asked for anything, one sentence each."""
        sentences: list[str] = []
        if self.github_app_id is None:
            sentences.append(
                f"{PREFIX}GITHUB_APP_ID is not set: jobs wait. Set it to the App ID on your GitHub App's page."
            )
        if self.github_private_key is None:
            sentences.append(
                f"{PREFIX}GITHUB_PRIVATE_KEY is not set: jobs wait. Set it to the App's private key, or the path of the .pem file."
            )
        return tuple(sentences)

    @property
    def may_publish(self) -> bool:
        """Whether `/certify publish` can be followed."""
        is_reachable = self.publish == "app" or (
            self.publish_fork is not None
            and (self.publish == "link" or self.github_publish_token is not None)
        )
        return self.publish is not None and self.signing_key is not None and is_reachable


def load_service_settings() -> ServiceSettings:
    """Read the settings; the environment wins over the file. Raises SettingsError naming what cannot be used."""
    given = _from_file(os.environ.get(f"{PREFIX}SETTINGS", ""))
    try:
        environment = ServiceSettings().model_dump(exclude_unset=True)
        return ServiceSettings(**{**given, **environment})
    except ValidationError as error:
        faults = "; ".join(
            f"{PREFIX}{'_'.join(str(part) for part in fault['loc'][:1]).upper()}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors(include_input=False, include_url=False, include_context=False)
        )
        raise SettingsError(f"these settings cannot be used: {faults}") from None


def misspelt(names: Iterable[str]) -> tuple[str, ...]:
    """One sentence for each environment variable that is no setting, and nearly the name of one."""
    known = [f"{PREFIX}{name.upper()}" for name in ServiceSettings.model_fields]
    # Other commands and builds have variables of this prefix too, so that a name alone is no mistake.
    others = {f"{PREFIX}GITHUB_TOKEN", f"{PREFIX}GITHUB_INSTALLATION_ID"}
    near = {
        name: get_close_matches(name, known, n=1, cutoff=0.9)
        for name in sorted(names)
        if name.startswith(PREFIX) and name not in known and name not in others
    }
    return tuple(f"{name} is no setting; did you mean {found[0]}?" for name, found in near.items() if found)


def _from_file(path: str) -> dict[str, Any]:
    """The settings of a TOML file (`github_app_id = 1`) or of a file of lines (`CERTIFY_GITHUB_APP_ID=1`)."""
    if not path:
        return {}
    try:
        if path.endswith(".toml"):
            import tomllib

            read: dict[str, Any] = tomllib.loads(Path(path).read_text(encoding="utf-8"))
        else:
            from dotenv import dotenv_values

            if not Path(path).is_file():
                raise FileNotFoundError
            read = dict(dotenv_values(path, interpolate=False))
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"{PREFIX}SETTINGS names {inert(clipped(path, 200))}, which cannot be read ({type(error).__name__})"
        ) from None
    settings = {name.lower().removeprefix(PREFIX.lower()): value for name, value in read.items()}
    unknown = sorted(set(settings) - set(ServiceSettings.model_fields))
    if unknown:
        raise SettingsError(f"{PREFIX}SETTINGS has names that are no settings: {inert(', '.join(unknown))}")
    return settings
