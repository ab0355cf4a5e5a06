"""Markdown as GitHub's own renderer shows it: which elements there are, where links lead, and what can be read."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

cmarkgfm = pytest.importorskip("cmarkgfm", reason="GitHub's own Markdown renderer is not installed")
from cmarkgfm.cmark import Options as CmarkOptions  # noqa: E402 - only when it is installed


class Structure(HTMLParser):
    """The elements of a page, where its links lead, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.targets: list[str] = []
        self.text = ""
        self.comments: list[str] = []
        self._in_code = 0
        self.prose = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        self._in_code += tag == "code"
        if tag != "code":
            self.tags.append(tag)
        if tag == "a":
            self.targets.append(given["href"])
        assert not any(name.startswith("on") for name in given)

    def handle_endtag(self, tag):
        self._in_code -= tag == "code"

    def handle_comment(self, data):
        self.comments.append(data)

    def handle_data(self, data):
        self.text += data
        if not self._in_code:
            self.prose += data


def page_of(markdown: str) -> Structure:
    html = cmarkgfm.github_flavored_markdown_to_html(markdown, options=CmarkOptions.CMARK_OPT_UNSAFE)
    return Structure(html)
