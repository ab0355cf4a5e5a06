"""A GitHub to test against: real git repositories behind GitHub's API, judged by GitHub's own description of it.

What requests look like is GitHub's word; how the fake behaves is ours, from GitHub's documentation and what others saw.
"""

from __future__ import annotations

from fake.faults import Fault
from fake.server import FakeGitHub

__all__ = ["FakeGitHub", "Fault"]
