"""Whatever is changed, the certificate does not hold any more, and one line says why."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from certified import NOW, certificate, clean, full, pair
from tamperings import all_tamperings

from certify.certificate import CertificateError, verify

if TYPE_CHECKING:
    from tampering import Tampering

TAMPERINGS = all_tamperings()


def test_untouched_certificate_holds_for_the_untouched_package() -> None:
    held = verify(certificate(), clean(), [pair().key], NOW)
    assert held.statement == full()
    assert held.signed_by == pair().key.keyid


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda tampering: tampering.name)
def test_tampering_is_refused_with_its_reason(tampering: Tampering) -> None:
    with pytest.raises(CertificateError) as refused:
        verify(tampering.certificate, tampering.package, tampering.keys, tampering.now)
    reason = str(refused.value)
    assert tampering.reason in reason
    assert "\n" not in reason
    assert len(reason) < 600
    assert refused.value.exit_status == 1


def test_tamperings_are_distinct() -> None:
    presented = {
        (
            tampering.certificate,
            tampering.package.digest,
            tampering.package.refusals,
            tuple((key.keyid, str(key.keyval)) for key in tampering.keys),
            tampering.now,
        )
        for tampering in TAMPERINGS
    }
    assert len(presented) == len(TAMPERINGS) >= 100
