"""The setting of the bot's tests: an App on a repository with one clean package, and a desk that reviews it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from certify.core.rule import Profile
from certify.examples import golden as clean_package
from certify.github.client import GitHubClient
from certify.github.comment import MARK, Identity
from certify.github.credentials import AppKey, InstallationAuth, Installations, Scope
from certify.github.jobs import CommandJob, ReviewJob
from certify.github.records import RecordsInMemory
from certify.github.review import review_pull_request
from certify.github.review_desk import Desk
from certify.github.review_process import examine
from certify.github.transport import Transport

if TYPE_CHECKING:
    from fake import FakeGitHub
    from fake.state import App, Comment, Pull, Repository


NAME = "contoso/Connectors"
STOCK = "certified-connectors/Tidewater Stock"
NOW = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
DEFINITION = "apiDefinition.swagger.json"


def golden(folder: str = STOCK) -> dict[str, bytes]:
    """The files of the clean package, below the folder."""
    return {f"{folder}/{path}": data for path, data in clean_package(Profile.VERIFIED).files.items()}


def definition(**changes: Any) -> dict[str, Any]:
    """The clean package's definition, with members of the document replaced."""
    content = json.loads(golden()[f"{STOCK}/{DEFINITION}"])
    return content | changes


def written(content: Any) -> bytes:
    return json.dumps(content, indent=2, ensure_ascii=False).encode()


def without_operation_ids(count: int = 1) -> bytes:
    """A definition whose first operations lack their `operationId`, which is an error each."""
    content = definition()
    for item in content["paths"].values():
        for method, operation in item.items():
            if count and method in {"get", "post", "put", "patch", "delete"}:
                operation.pop("operationId", None)
                count -= 1
    return written(content)


def _examine_here(checker: Any, assignment: Any, _limits: Any) -> Any:
    """Without a process for each package, which would take a second each; two tests look at those."""
    return examine(checker, assignment)


def broken(count: int = 1) -> dict[str, bytes]:
    """A change that brings errors."""
    return {f"{STOCK}/{DEFINITION}": without_operation_ids(count)}


def texts_changed() -> dict[str, bytes]:
    """A change that is ready."""
    content = definition()
    content["info"]["description"] += " It also counts what is on its way."
    content["info"]["version"] = "1.1.0"
    return {f"{STOCK}/{DEFINITION}": written(content)}


@dataclass
class Setting:
    """A repository with the App installed; `review` and `say` do what the service would do."""

    github: FakeGitHub
    repository: Repository
    app: App
    key: str
    installation: int
    records: RecordsInMemory = field(default_factory=RecordsInMemory)
    desk_changes: dict[str, Any] = field(default_factory=dict)

    @cached_property
    def client(self) -> GitHubClient:
        """The real client, as the installation of the App. It never waits."""
        key = AppKey(self.app.id, self.key)
        app = Transport(key.auth(), self.github.url, timeout=5, pause=0, retry_wait=0)
        auth = InstallationAuth(Installations(app), self.installation, Scope((NAME.rpartition("/")[2],)))
        return GitHubClient(Transport(auth, self.github.url, timeout=5, pause=0, retry_wait=0), self.app.id)

    @property
    def desk(self) -> Desk:
        desk = Desk(Identity(self.app.id), self.records, now=lambda: NOW, examine=_examine_here)
        return replace(desk, **self.desk_changes)

    def review(self, pull: Pull, client: Any = None) -> None:
        job = ReviewJob(self.installation, NAME, self.repository.id, pull.number)
        review_pull_request(client or self.client, job, self.desk)

    def say(self, pull: Pull, login: str, body: str) -> Comment:
        """Somebody comments, and the bot answers."""
        from certify.github.commands import answer_command

        comment = self.github.comment(pull, login, body)
        job = CommandJob(self.installation, NAME, self.repository.id, pull.number, comment.id)
        answer_command(self.client, job, self.desk)
        return comment

    def comments(self, pull: Pull) -> list[Comment]:
        """The bot's comments on its reviews, oldest first; answers to commands are others."""
        return [
            comment
            for _, comment in sorted(self.repository.comments.items())
            if comment.app is self.app and comment.number == pull.number and comment.body.startswith(MARK)
        ]

    def comment(self, pull: Pull) -> str:
        """The text of the bot's only comment."""
        (comment,) = self.comments(pull)
        return comment.body

    def run(self, pull: Pull) -> Any:
        """The newest check run of the pull request's head."""
        return max(
            (run for run in self.repository.check_runs.values() if run.head_sha == pull.head_sha),
            key=lambda run: run.id,
        )


def setting(github: FakeGitHub, files: dict[str, Any] | None = None) -> Setting:
    """A repository whose base branch has the clean package, and `files` besides."""
    repository = github.repository(
        NAME,
        {"readme.md": "connectors", **golden(), **(files or {})},
        branch="dev",
        permissions={"maintainer": "write", "owner": "admin", "reader": "read"},
    )
    app, key = github.app("certify-desk")
    return Setting(github, repository, app, key, github.install(app, NAME))


def answer(bot: Setting, comment: Comment) -> str:
    """The bot's answer to a comment; empty when there is none."""
    mark = f"<!-- certify:answer:{comment.id} -->\n"
    found = [one.body for one in bot.repository.comments.values() if one.body.startswith(mark)]
    assert len(found) <= 1
    return found[0].removeprefix(mark) if found else ""


def reactions(bot: Setting, comment: Comment) -> set[str]:
    """The reactions to a comment."""
    return {reaction for _, reaction in bot.repository.comments[comment.id].reactions}
