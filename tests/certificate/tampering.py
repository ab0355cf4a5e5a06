"""A way of tampering: what is presented to `verify`, and the reason with which it must be refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certified import NOW, certificate, clean, pair
from msgspec import Struct

if TYPE_CHECKING:
    from datetime import datetime

    from certify.certificate.signers import Key
    from certify.core.package import Package


class Tampering(Struct, frozen=True, dict=True):
    """What is presented to `verify`, and what its one-line reason must hold."""

    name: str
    reason: str
    certificate: bytes
    package: Package
    keys: tuple[Key, ...]
    now: datetime = NOW


def presented(name: str, reason: str, data: bytes, now: datetime = NOW) -> Tampering:
    return Tampering(name, reason, data, clean(), (pair().key,), now)


def for_package(name: str, reason: str, package: Package) -> Tampering:
    return Tampering(name, reason, certificate(), package, (pair().key,))
