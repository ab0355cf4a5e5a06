"""What a team has decided: `certify.toml`, the waivers beside it, and the baseline of an earlier report."""

from certify.settings.baseline import Baseline, apply_baseline, read_baseline
from certify.settings.settings import (
    SETTINGS_NAME,
    Settings,
    find_settings,
    load_settings,
    settings_for,
)
from certify.settings.waivers import Waiver, Waivers, read_waivers, written_waiver

__all__ = [
    "SETTINGS_NAME",
    "Baseline",
    "Settings",
    "Waiver",
    "Waivers",
    "apply_baseline",
    "find_settings",
    "load_settings",
    "read_baseline",
    "read_waivers",
    "settings_for",
    "written_waiver",
]
