"""Markdown is read into headings, sections, paragraphs, links and tags, each where it stands, in bounded time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

from certify.documents.markdown import LONGEST, MOST_LINES, Readme, is_parsable

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """\
# Tide *Tables* [site](https://tides.example/a_(b))

High and low water. See [the guide](docs/guide.md "Guide") or <https://tides.example/help>.

Prerequisites
-------------

1. An account
2. A key, as ![the `keys` page](images/key%20page.png) shows

### Inner ##

```
# no heading [no](link)
```

## Known Issues

<!-- # not this [nor](this) -->
Some text with `[code](x)` and <b>raw</b> HTML.

<img src="images/two.png" alt="Two">

[logo]: images/logo.png
![Logo][logo]
"""


def read(text: str) -> Readme:
    return Readme("readme.md", text)


def test_headings_have_level_text_and_place() -> None:
    readme = read(TEXT)
    assert [(heading.level, heading.text) for heading in readme.headings] == [
        (1, "Tide Tables site"),
        (2, "Prerequisites"),
        (3, "Inner"),
        (2, "Known Issues"),
    ]
    last = readme.headings[-1]
    assert TEXT[last.start : last.end] == "Known Issues"
    assert last.place.span == (last.start, last.end)


def test_section_ends_at_the_next_heading_of_its_level_or_above() -> None:
    title, prerequisites, inner, issues = read(TEXT).sections
    assert title.end == issues.end == len(TEXT)
    assert prerequisites.text.startswith("\n1. An account")
    assert prerequisites.end == inner.end
    assert TEXT[prerequisites.end :].startswith("## Known Issues")


def test_paragraphs_are_plain_text_and_know_their_list() -> None:
    paragraphs = {paragraph.text: paragraph for paragraph in read(TEXT).paragraphs}
    opening = paragraphs["High and low water. See the guide or https://tides.example/help."]
    assert not opening.is_in_list
    assert TEXT[opening.start : opening.end].startswith("High and low")
    assert paragraphs["A key, as the keys page shows"].is_in_list


def test_links_and_images_are_found_outside_of_code_and_comments() -> None:
    found = [(link.target, link.is_image, link.is_local) for link in read(TEXT).links]
    assert found == [
        ("https://tides.example/a_(b)", False, False),
        ("docs/guide.md", False, True),
        ("https://tides.example/help", False, False),
        ("images/key%20page.png", True, True),
        ("images/two.png", True, True),
        ("images/logo.png", True, True),
    ]


def test_link_knows_its_characters() -> None:
    guide = read(TEXT).links[1]
    assert TEXT[guide.start : guide.end] == '[the guide](docs/guide.md "Guide")'


def test_image_inside_a_link_is_found_as_both() -> None:
    links = read("[![build](badge.svg)](https://tides.example)").links
    assert {(link.target, link.is_image) for link in links} == {
        ("badge.svg", True),
        ("https://tides.example", False),
    }


def test_raw_html_is_told_by_its_tags() -> None:
    assert [tag.name for tag in read(TEXT).tags] == ["b", "/b", "img"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_do_not_move_places(end: str) -> None:
    text = TEXT.replace("\n", end)
    readme = read(text)
    assert [text[heading.start : heading.end] for heading in readme.headings][1:] == [
        "Prerequisites",
        "Inner",
        "Known Issues",
    ]
    assert "images/two.png" in [link.target for link in readme.links]


PATHOLOGICAL = {
    "brackets": "[" * LONGEST,
    "open links": "[a](" * 60_000,
    "escaped brackets": "[\\" * 130_000,
    "blanks in a link": "[a](" + " " * 200_000,
    "images": "![" * 130_000,
    "backticks": "`a" * 130_000,
    "growing backticks": "".join("e" + "`" * size for size in range(700)),
    "tags": "<a href=" * 30_000,
    "comments": "a <!-- " * 30_000,
    "emphasis": "*a **a " * 30_000,
    "table": "|".join("a" * 2_000) + "\n" + "|".join("-" * 2_000) + ("\n" + "|".join("b" * 2_000)) * 30,
    "list in list": "\n".join("  " * depth + "- a" for depth in range(500)),
    "many lists": "- a\n" * (MOST_LINES - 1),
    "quotations": ">" * 300 + "a\n" * (MOST_LINES - 1),
    "headings": "# a\n" * (MOST_LINES - 1),
    "references": "[a]: u\n\n" + "[a][a]" * 40_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", PATHOLOGICAL.values(), ids=PATHOLOGICAL.keys())
def test_hostile_text_is_read_within_two_seconds(text: str) -> None:
    assert is_parsable(text)
    readme = read(text)
    assert len(readme.sections) == len(readme.headings)
    assert isinstance(readme.links, tuple)
    assert isinstance(readme.paragraphs, tuple)
    assert isinstance(readme.tags, tuple)


@pytest.mark.parametrize("text", ["a" * (LONGEST + 1), "\n" * MOST_LINES])
def test_longer_text_is_not_parsed(text: str) -> None:
    assert not is_parsable(text)


@pytest.mark.corpus
def test_headings_of_published_readmes_are_those_of_the_full_parser(corpus: Path) -> None:
    paths = [path for path in corpus.glob("*/*/*") if path.suffix.lower() == ".md"]
    assert len(paths) > 500
    judge = MarkdownIt("commonmark")
    for path in paths:
        text = path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
        tokens = judge.parse(text)
        expected = [int(token.tag[1:]) for token in tokens if token.type == "heading_open"]
        assert [heading.level for heading in read(text).headings] == expected, path
