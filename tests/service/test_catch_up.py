from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from certify.github.app import Delivery
from certify.github.errors import NotFound, Unreachable
from certify.service.catch_up import CatchUp
from certify.service.tables import jobs, now, pulls

if TYPE_CHECKING:
    from certify.service.database import Database

NOW = datetime(2026, 1, 10, tzinfo=UTC)


@dataclass
class App:
    sent: list[Delivery]
    asked_for: list[int] = field(default_factory=list)

    def deliveries(self, since: datetime) -> list[Delivery]:
        return [delivery for delivery in self.sent if delivery.delivered_at >= since]

    def redeliver(self, delivery: int) -> None:
        self.asked_for.append(delivery)


def delivery(
    identity: int, guid: str, status: int, *, event: str = "pull_request", hours: float = 1
) -> Delivery:
    return Delivery(identity, guid, event, NOW - timedelta(hours=hours), status)


def test_deliveries_that_never_were_taken_are_asked_for_again(database: Database) -> None:
    app = App(
        [
            delivery(9, "failed twice", 503),
            delivery(8, "failed twice", 502),
            delivery(7, "taken at last", 202),
            delivery(6, "taken at last", 503),
            delivery(5, "of no use", 500, event="star"),
            *[delivery(10 + index, "hopeless", 401) for index in range(5)],
            delivery(1, "too old", 500, hours=73),
        ]
    )
    assert CatchUp(database.engine, app, lambda *_: None).redeliver(NOW) == 1  # type: ignore[arg-type,return-value] - not asked
    assert app.asked_for == [9]


@dataclass
class Pull:
    number: int
    head_sha: str
    created_at: datetime | None = None


def know(database: Database, *given: tuple[int, str]) -> None:
    """Have reviewed these pull requests of `a/b`, by number and head."""
    with database.engine.begin() as connection:
        for number, head in given:
            place = {"repository_id": 7, "number": number, "installation": 5, "repository": "a/b"}
            connection.execute(
                pulls.insert().values(**place, head=head, base="dev", first=now(), reviewed=now())
            )


def catching_up(database: Database, *found: Pull) -> CatchUp:
    class GitHub:
        def pull_requests(self, _repository: str) -> list[Pull]:
            return list(found)

    return CatchUp(database.engine, App([]), lambda *_: GitHub())  # type: ignore[arg-type,return-value] - enough of it


def jobs_made(database: Database) -> list[tuple[int, str]]:
    with database.engine.begin() as connection:
        return [
            (row.number, row.state) for row in connection.execute(sa.select(jobs).order_by(jobs.c.id)).all()
        ]


def test_pushes_that_nobody_told_of_are_reviewed_and_old_pull_requests_are_left_alone(
    database: Database,
) -> None:
    know(database, (5, "a" * 40), (6, "b" * 40))
    catch_up = catching_up(
        database, Pull(2, "0" * 40), Pull(5, "a" * 40), Pull(6, "c" * 40), Pull(8, "d" * 40)
    )
    assert catch_up.find_pushes() == 2
    assert catch_up.find_pushes() == 0
    assert jobs_made(database) == [(6, "waiting"), (8, "waiting")]


def test_one_that_was_opened_between_two_known_ones_is_reviewed(database: Database) -> None:
    know(database, (5, "a" * 40), (8, "b" * 40))
    today = datetime.now(UTC)
    long_ago, missed = (
        Pull(6, "c" * 40, today - timedelta(days=9)),
        Pull(7, "d" * 40, today + timedelta(days=9)),
    )
    assert catching_up(database, long_ago, missed).find_pushes() == 1
    assert jobs_made(database) == [(7, "waiting")]


def test_a_review_that_was_given_up_is_tried_again_after_a_rest(database: Database) -> None:
    know(database, (5, "a" * 40))
    catch_up = catching_up(database, Pull(5, "b" * 40))
    assert catch_up.find_pushes() == 1

    def give_up(seconds_ago: int) -> None:
        with database.engine.begin() as connection:
            connection.execute(jobs.update().values(state="dead", finished=now() - seconds_ago))

    give_up(60)
    assert catch_up.find_pushes() == 0
    give_up(86_400)
    assert catch_up.find_pushes() == 1
    assert jobs_made(database) == [(5, "dropped"), (5, "waiting")]


def test_what_github_refuses_is_left_for_the_next_time(database: Database) -> None:
    know(database, (1, "a" * 40))

    class Away:
        def deliveries(self, since: datetime) -> Any:
            raise Unreachable(f"no answer since {since}")

        def redeliver(self, delivery: int) -> None:
            raise AssertionError(delivery)

    def connect(_installation: int, repository: str) -> Any:
        raise NotFound(f"{repository} is gone")

    CatchUp(database.engine, Away(), connect)()
