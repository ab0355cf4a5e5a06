"""Check packages: decide each one's profile and rules, run them, mark what is accepted or was there before."""

from certify.checking.checker import Checked, Checker
from certify.checking.pool import check_all

__all__ = ["Checked", "Checker", "check_all"]
