from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

from certify.service.body import BodyReader, TooBusy, TooLarge, TooSlow

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


async def _trickle(chunks: int, pause: float, chunk: bytes = b"x") -> AsyncIterator[bytes]:
    for _ in range(chunks):
        await asyncio.sleep(pause)
        yield chunk


def test_a_body_without_a_length_is_cut_off_at_the_limit() -> None:
    reader = BodyReader(seconds=5, largest=10)
    with pytest.raises(TooLarge):
        asyncio.run(reader.read(_trickle(11, 0)))
    assert asyncio.run(reader.read(_trickle(10, 0))) == b"x" * 10


def test_a_body_that_trickles_is_cut_off_in_time() -> None:
    with pytest.raises(TooSlow):
        asyncio.run(BodyReader(seconds=0.05).read(_trickle(100, 0.02)))


def test_all_bodies_together_hold_a_bounded_amount_of_memory() -> None:
    reader = BodyReader(seconds=5, budget=15)

    async def read_both() -> list[Any]:
        return await asyncio.gather(
            reader.read(_trickle(10, 0.01)), reader.read(_trickle(10, 0.01)), return_exceptions=True
        )

    outcomes = asyncio.run(read_both())
    assert sum(isinstance(outcome, TooBusy) for outcome in outcomes) >= 1
    assert reader.budget == 15
    assert asyncio.run(reader.read(_trickle(10, 0))) == b"x" * 10
