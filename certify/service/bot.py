"""Puts together what the service has done: the App's access to GitHub, the review, and the answers to commands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from certify.errors import SettingsError
from certify.service.catch_up import CatchUp
from certify.service.records import StoredRecords
from certify.service.runs import Bot
from certify.service.shared_pace import shared_paces

if TYPE_CHECKING:
    from certify.certificate.signers import Signer
    from certify.github.credentials import AppKey
    from certify.github.jobs import CommandJob, ReviewJob
    from certify.github.pace import Paces
    from certify.github.port import GitHub
    from certify.github.review_desk import Desk
    from certify.service.database import Database
    from certify.service.runs import Watch
    from certify.service.settings import ServiceSettings

PERMISSIONS = {"checks": "write", "contents": "read", "metadata": "read", "pull_requests": "write"}
"""What a job's token may do; the App must have been given as much."""


def make_bot(settings: ServiceSettings, database: Database) -> Bot:
    """The bot. Raises SettingsError when the App's id or key is missing or cannot be used."""
    from certify.github.app import GitHubApp
    from certify.github.commands import answer_command
    from certify.github.comment import Identity
    from certify.github.credentials import AppKey
    from certify.github.remembered import Objects, remembering
    from certify.github.review import review_pull_request
    from certify.github.review_desk import Desk

    key = settings.private_key
    if settings.github_app_id is None or key is None:
        raise SettingsError(" ".join(settings.lacks))
    app_key = AppKey(settings.github_app_id, key)
    paces = shared_paces(database.engine, settings.github_write_seconds)
    app = GitHubApp(app_key, settings.github_api_url, pause=paces)
    desk = Desk(
        identity=Identity(app_id=settings.github_app_id),
        records=StoredRecords(database.engine),
        docs=settings.docs_url,
        signer=_signer(settings),
    )

    def connect(installation: int, repository: str) -> GitHub:
        return app.client(installation, repository=repository, permissions=PERMISSIONS)

    objects = Objects()

    def reading(github: GitHub, job: ReviewJob | CommandJob) -> GitHub:
        return remembering(github, objects, f"installation {job.installation}")

    # A review publishes nothing; it only tells that this can be asked for.
    reviewing = _publishing(desk, settings, app_key, paces, lambda github: github)

    def review(github: GitHub, job: ReviewJob) -> None:
        review_pull_request(reading(github, job), job, reviewing)

    def answer(github: GitHub, job: CommandJob, watch: Watch) -> None:
        def watch_publisher(publisher: GitHub) -> GitHub:
            return remembering(watch(publisher), objects, "publisher")

        desk_of_job = _publishing(desk, settings, app_key, paces, watch_publisher)
        answer_command(reading(github, job), job, desk_of_job)

    chores = (CatchUp(database.engine, app, connect),) if settings.catch_up else ()
    return Bot(lambda job: connect(job.installation, job.repository), review, answer, chores)


def _publishing(desk: Desk, settings: ServiceSettings, key: AppKey, paces: Paces, watch: Watch) -> Desk:
    """The desk with what opens pull requests upstream, where that is set up. Its access to GitHub is watched as the job's is."""
    if desk.signer is None or not settings.may_publish:
        return desk
    from certify.github.commands_publish import UpstreamPublisher
    from certify.github.credentials import Environment, Token
    from certify.github.publish_access import Access, Mode, access
    from certify.github.publish_link import web_address

    token = settings.github_publish_token
    environment = Environment(
        url=settings.github_api_url,
        token=None,
        publisher=None if token is None else Token(token.get_secret_value()),
        app=key,
        installation=None,
    )

    def reach() -> Access:
        mode = Mode(settings.publish or "")
        given = access(
            environment,
            mode,
            settings.publish_upstream,
            settings.publish_fork,
            may_fork=False,
            paces=paces,
        )
        opener = None if given.opener is None else watch(given.opener)
        return Access(watch(given.pusher), opener, given.push_to)

    publisher = UpstreamPublisher(
        reach=reach,
        keys=(desk.signer.public_key,),
        now=desk.now,
        version=desk.version,
        upstream=settings.publish_upstream,
        base=settings.publish_base,
        labels=settings.publish_labels,
        web=web_address(settings.github_api_url),
    )
    return replace(desk, publish=publisher)


def _signer(settings: ServiceSettings) -> Signer | None:
    """What certificates are signed with, where there is a key for it."""
    if settings.signing_key is None:
        return None
    from certify.certificate.keys import signer_of

    try:
        pem = settings.signing_key.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"CERTIFY_SIGNING_KEY names a file that cannot be read ({error.strerror})"
        ) from None
    passphrase = settings.key_passphrase
    return signer_of(pem, None if passphrase is None else passphrase.get_secret_value().encode())
