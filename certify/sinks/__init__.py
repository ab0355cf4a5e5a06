"""Where reports go: standard output and files."""

from __future__ import annotations

from certify.sinks.outputs import Output, open_outputs

__all__ = ["Output", "open_outputs"]
