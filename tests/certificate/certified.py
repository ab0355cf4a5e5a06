"""The clean package with a certificate that says everything a certificate can say."""

from __future__ import annotations

import base64
import json
import sys
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from certify.certificate import (
    Deviation,
    Earlier,
    RefusedEntry,
    Revision,
    Statement,
    UsedWaiver,
    WaivedFinding,
    examine,
    new_key,
    payload_of,
    sign,
    signer_of,
    statement_of,
    trusted_key,
)
from certify.certificate.envelope import sealed
from certify.checking import Checker
from certify.core.finding import Severity
from certify.core.package import Package, Reason
from certify.core.update import Update
from certify.second_opinion import ask
from certify.sources import DirectoryOrigin

if TYPE_CHECKING:
    from certify.certificate.signers import CryptoSigner, SSlibKey

GOLDEN = Path(__file__).resolve().parents[2] / "templates" / "certify_templates" / "golden"
ISSUED = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)
NOW = datetime(2026, 12, 1, tzinfo=UTC)


ASKING = sys.modules["certify.second_opinion.ask"]
"""The module of the question; the package has a function of the same name."""
asked_once = cache(ask)
"""The judge, who is asked once for the same definition: each question starts a process."""


class Pair(Struct, frozen=True, dict=True):
    signer: CryptoSigner
    key: SSlibKey


@cache
def pair(_name: str = "desk") -> Pair:
    """A pair of keys; the same for the same name."""
    made = new_key()
    return Pair(signer_of(made.private), trusted_key(made.public))


@cache
def clean() -> Package:
    return DirectoryOrigin(str(GOLDEN)).load()


@cache
def plain() -> Statement:
    """What the certificate of the clean package says, issued as the command does."""
    examined = examine(Checker(), clean(), version="0.1.0")
    return statement_of(examined.report, examined.run, examined.basis, at=ISSUED)


@cache
def full() -> Statement:
    """The same, with everything that is optional."""
    finding = WaivedFinding(
        "op-id-alnum", Severity.ERROR, "apiDefinition.swagger.json#operation:Get_Item", "ab12"
    )
    return replace(
        plain(),
        waivers=(
            UsedWaiver(
                "op-id-alnum", "*", "published since 2021", "jane@example.com", date(2027, 6, 30), (finding,)
            ),
        ),
        rules=replace(
            plain().rules,
            deviations=(Deviation("text-summary-80", Severity.WARNING, Severity.NOTE, (("maximum", 90),)),),
        ),
        baseline="sha256:" + "1" * 64,
        earlier=Earlier("sha256:" + "2" * 64, Update.MINOR),
        refused=(RefusedEntry(".DS_Store", Reason.JUNK),),
        valid_until=datetime(2027, 7, 1, tzinfo=UTC),
        source=Revision("contoso/connectors", "a" * 40, "b" * 40),
    )


@cache
def certificate() -> bytes:
    return sign(full(), pair().signer)


def record() -> dict[str, Any]:
    """The in-toto Statement that is signed."""
    found: dict[str, Any] = json.loads(payload_of(full()))
    return found


def signed(payload: Any) -> bytes:
    """Anything, signed with the trusted key: a dictionary as JSON, bytes as they are."""
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return sealed(data, pair().signer)


def forged(payload: dict[str, Any] | bytes) -> bytes:
    """Another payload under the signature of the certificate."""
    data = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    envelope = json.loads(certificate())
    return json.dumps({**envelope, "payload": base64.b64encode(data).decode()}).encode()


def with_files(**files: bytes | None) -> Package:
    """The clean package with files written, or taken away with None. `__` in a name stands for a dot."""
    named = {name.replace("__", "."): data for name, data in files.items()}
    kept = {**clean().files, **{name: data for name, data in named.items() if data is not None}}
    return replace(
        clean(), files={name: data for name, data in kept.items() if named.get(name, b"") is not None}
    )
