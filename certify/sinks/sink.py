"""What every sink gives: a function that takes text, for as long as its context lasts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

Write = Callable[[Iterable[str]], None]
"""Writes pieces of text one after the other."""
