"""How Sphinx builds the documentation. It needs no network: themes, fonts and scripts are local."""
# ruff: noqa: INP001 - Sphinx reads it by its path

from __future__ import annotations

from importlib import metadata

project = "certify"
author = "The certify contributors"
release = metadata.version("connector-certify")
extensions = ["myst_parser"]
myst_heading_anchors = 3
myst_enable_extensions = ["colon_fence"]
exclude_patterns = ["made/**", "examples/**", "generator/**"]
nitpicky = True
smartquotes = False
html_theme = "furo"
html_title = f"certify {release}"
html_copy_source = False
html_show_sourcelink = False
html_use_index = False
