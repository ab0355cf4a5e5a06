"""The service's database: SQLite in the data folder, or PostgreSQL by its address; migrated when it is opened."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from certify.errors import CertifyError, SettingsError

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from certify.service.settings import ServiceSettings

_LOCK = 0x63657274
"""PostgreSQL's advisory lock under which one process migrates at a time."""


class StorageError(CertifyError):
    """The database cannot be used. The message names no credentials."""


@dataclass(frozen=True, slots=True)
class Database:
    """Our tables, and the address of the database in which DBOS keeps its workflows."""

    engine: Engine
    workflows_url: str

    @property
    def is_embedded(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def dispose(self) -> None:
        self.engine.dispose()


def open_database(settings: ServiceSettings) -> Database:
    """Connect, and bring the tables up to date. Raises StorageError or SettingsError."""
    database = connect(settings)
    try:
        migrate(database.engine)
    except SQLAlchemyError as error:
        database.dispose()
        raise StorageError(
            f"the database cannot be used ({_cause(error)}); CERTIFY_DATABASE_URL says which one it is"
        ) from None
    return database


def connect(settings: ServiceSettings) -> Database:
    """The database that the settings name; the embedded one's folder is made."""
    if settings.database_url is None:
        folder = settings.data_folder
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise StorageError(
                f"the data folder {folder} cannot be made ({error.strerror}); set CERTIFY_DATA to a folder that can be written"
            ) from None
        return Database(_sqlite(folder / "certify.sqlite"), f"sqlite:///{folder / 'workflows.sqlite'}")
    try:
        url = sa.make_url(settings.database_url.get_secret_value())
    except ArgumentError:
        raise SettingsError("CERTIFY_DATABASE_URL is not the address of a database") from None
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        path = Path(url.database)
        return Database(_sqlite(path), f"sqlite:///{path.with_name(path.stem + '-workflows.sqlite')}")
    if url.get_backend_name() in {"postgresql", "postgres"}:
        url = url.set(drivername="postgresql+psycopg")
        engine = sa.create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=15, hide_parameters=True)
        return Database(engine, url.render_as_string(hide_password=False))
    raise SettingsError(
        "CERTIFY_DATABASE_URL must begin with postgresql://, or with sqlite:/// and name a file"
    )


def migrate(engine: Engine) -> None:
    """Run the migrations that the database lacks; of several processes that start at once, one does."""
    from alembic import command

    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(sa.select(sa.func.pg_advisory_lock(_LOCK)))
            connection.commit()
        try:
            command.upgrade(_alembic(connection), "head")
            connection.commit()
        finally:
            if engine.dialect.name == "postgresql":
                connection.rollback()
                connection.execute(sa.select(sa.func.pg_advisory_unlock(_LOCK)))
                connection.commit()


def is_migrated(engine: Engine) -> bool:
    """Whether the tables are those that this version of the service uses."""
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    with engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_revision()
        return current == ScriptDirectory.from_config(_alembic(connection)).get_current_head()


def _alembic(connection: sa.Connection) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _sqlite(path: Path) -> Engine:
    # hide_parameters: no value of a webhook or a secret gets into an error's text.
    engine = sa.create_engine(f"sqlite:///{path}", hide_parameters=True, pool_size=5, max_overflow=15)

    def prepare(connection: Any, _record: object) -> None:
        # Transactions are begun below; the driver's own begin comes too late to be a write lock.
        connection.isolation_level = None
        for pragma in ("busy_timeout=10000", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
    return engine


def _cause(error: SQLAlchemyError) -> str:
    from certify.formats.inert import clipped, inert

    original = getattr(error, "orig", None)
    text = str(original or type(error).__name__).strip().splitlines()
    return inert(clipped(text[0] if text else type(original).__name__, 200))
