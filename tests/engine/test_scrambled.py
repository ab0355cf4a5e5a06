"""Whatever a package holds, its examination ends, and no rule of ours fails in it."""

from __future__ import annotations

import random

import pytest

from certify.core.rule import Profile
from certify.examples import golden
from evidence.fuzz import faults_of, scrambled


@pytest.mark.parametrize("profile", list(Profile))
def test_no_scrambled_package_makes_the_examination_fail(profile: Profile) -> None:
    for seed in range(150):
        chance = random.Random(seed)
        files = scrambled(golden(profile).files, chance)
        assert not faults_of(files, chance), f"seed {seed}"
