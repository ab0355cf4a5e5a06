"""A service of the test's own: its database, its web application, and a stand-in for GitHub."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(1, str(Path(__file__).parent.parent / "github"))

from payloads import SECRET
from postgres import postgres, why_not
from serving import serving
from stand_in import StandInGitHub

from certify.service.database import connect, open_database
from certify.service.metrics import Metrics
from certify.service.settings import ServiceSettings
from certify.service.tables import metadata
from certify.service.web import service_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

    from certify.service.database import Database


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith(("CERTIFY_", "PROMETHEUS_MULTIPROC")):
            monkeypatch.delenv(name)


@pytest.fixture
def settings(tmp_path: Path) -> ServiceSettings:
    return ServiceSettings(
        data=tmp_path / "data",
        github_webhook_secret=f"{SECRET},the next secret",
        workers=3,
        retry_seconds=0.05,
        lease_seconds=60,
        shutdown_seconds=60,
    )


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file that every test gets a copy of, as migrating takes longer than most of them."""
    folder = tmp_path_factory.mktemp("migrated")
    open_database(ServiceSettings(data=folder)).dispose()
    return folder / "certify.sqlite"


@pytest.fixture
def database(settings: ServiceSettings, migrated: Path) -> Iterator[Database]:
    settings.data_folder.mkdir(parents=True)
    shutil.copy(migrated, settings.data_folder)
    opened = connect(settings)
    _let_the_disk_sleep(opened)
    yield opened
    opened.dispose()


def _let_the_disk_sleep(database: Database) -> None:
    """Tests kill processes and pull no plugs; waiting for the disk is most of what they would do."""
    if database.is_embedded:
        sa.event.listen(
            database.engine, "connect", lambda connection, _: connection.execute("PRAGMA synchronous=OFF")
        )


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    reason = why_not()
    if reason:
        pytest.skip(reason)
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(request: pytest.FixtureRequest, settings: ServiceSettings) -> Iterator[Database]:
    """An empty database of either kind."""
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
        settings = settings.model_copy(
            update={"database_url": ServiceSettings(database_url=url).database_url}
        )
    database = open_database(settings)
    _let_the_disk_sleep(database)
    yield database
    with database.engine.begin() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())
    database.dispose()


@pytest.fixture
def metrics(database: Database) -> Metrics:
    return Metrics(database.engine)


@pytest.fixture
def client(database: Database, settings: ServiceSettings, metrics: Metrics) -> Iterator[httpx.Client]:
    with serving(service_app(database, settings, metrics)) as opened:
        yield opened


@pytest.fixture
def github(tmp_path: Path) -> StandInGitHub:
    made = StandInGitHub(str(tmp_path / "github.sqlite"))
    made.prepare()
    return made
