"""Writes of one installation are a pause apart, whichever process makes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.service.shared_pace import SharedPace, shared_paces

if TYPE_CHECKING:
    from certify.service.database import Database

PAUSE = 10_000.0


def test_processes_take_turns_and_names_do_not_wait_for_one_another(anywhere: Database) -> None:
    one, other = (SharedPace(anywhere.engine, "installation 5", PAUSE) for _ in range(2))
    reserved = [pace._reserve() for pace in (one, other, other, one)]
    assert [round(turn / PAUSE) for turn in reserved] == [0, 1, 2, 3]
    assert SharedPace(anywhere.engine, "installation 6", PAUSE)._reserve() == 0


def test_without_a_pause_nobody_waits(anywhere: Database) -> None:
    pace = shared_paces(anywhere.engine, 0)("installation 5")
    for _ in range(3):
        pace.wait()
