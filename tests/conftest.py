"""Where the material of the tests is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hypothesis
import pytest

from project import ROOT

if TYPE_CHECKING:
    from pathlib import Path

SHARED = ROOT.parent / "shared"

# A busy machine is no fault of the code: `pytest-timeout` catches what hangs.
hypothesis.settings.register_profile(
    "certify", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("certify")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real connector packages; the test is skipped where it is absent."""
    folder = SHARED / "corpus"
    if not folder.is_dir():
        pytest.skip("the corpus of real connector packages is not beside the checkout")
    return folder


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of real defects; the test is skipped where it is absent."""
    folder = SHARED / "cases"
    if not folder.is_dir():
        pytest.skip("the collection of real defects is not beside the checkout")
    return folder
