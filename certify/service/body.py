"""Reading a request's body: never more bytes, and never for longer, than is allowed."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

LARGEST_BODY = 25 << 20
"""GitHub sends no larger payload."""
LARGEST_TOTAL = 256 << 20
"""All bodies that are being read at one time may hold so many bytes together."""


class TooLarge(Exception):  # noqa: N818 - named as the status is
    """The body is larger than GitHub's limit."""


class TooSlow(Exception):  # noqa: N818 - same
    """The body did not arrive in time."""


class TooBusy(Exception):  # noqa: N818 - same
    """The bodies that are being read hold all the memory there is for them."""


@dataclass
class BodyReader:
    """Reads bodies within one budget of memory for all of them."""

    seconds: float
    largest: int = LARGEST_BODY
    budget: int = LARGEST_TOTAL

    async def read(self, chunks: AsyncIterator[bytes]) -> bytes:
        """The whole body. Raises TooLarge, TooSlow or TooBusy."""
        held = 0
        body = bytearray()
        try:
            async with asyncio.timeout(self.seconds):
                async for chunk in chunks:
                    if len(body) + len(chunk) > self.largest:
                        raise TooLarge
                    if len(chunk) > self.budget:
                        raise TooBusy
                    self.budget -= len(chunk)
                    held += len(chunk)
                    body += chunk
        except TimeoutError:
            raise TooSlow from None
        finally:
            self.budget += held
        return bytes(body)
