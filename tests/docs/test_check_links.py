"""Which links count as leading nowhere."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING, Any

import pytest

from project import ROOT

if TYPE_CHECKING:
    from pathlib import Path


def module_at(name: str) -> Any:
    """A script of the documentation, which is no package that could be imported."""
    spec = importlib.util.spec_from_file_location(name.replace("/", "_"), ROOT / "docs" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


LINKS = module_at("check_links")
MARKDOWN = module_at("generator/markdown")


@pytest.mark.parametrize(
    "content",
    [
        '<a href="other.html">',
        '<a href="other.html#here">',
        '<a href="#top"></a><p id="top">',
        '<a href="sub/">',
        '<a href="https://example.com/a#b">',
        '<a href="mailto:jane@example.com">',
        '<img src="icon.png">',
        "<a>",
    ],
)
def test_link_that_leads_somewhere_is_fine(content: str, tmp_path: Path) -> None:
    assert list(LINKS.faults(_site(tmp_path, content))) == []


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('<a href="gone.html">', "leads to no file"),
        ('<a href="/other.html">', "leads to no file"),
        ('<a href="other.html#gone">', "leads to no anchor"),
        ('<a href="#gone">', "leads to no anchor"),
        ('<a href="https://">', "is no address"),
        ('<a href="javascript:alert(1)">', "is no address"),
        ('<a href="mailto:jane">', "is no address"),
        ('<img src="gone.png">', "leads to no file"),
        ('<script src="https://example.com/a.js">', "is not local"),
        ('<link href="//example.com/a.css">', "is not local"),
    ],
)
def test_link_that_leads_nowhere_is_told(content: str, words: str, tmp_path: Path) -> None:
    (fault,) = LINKS.faults(_site(tmp_path, content))
    assert fault.startswith("index.html: ")
    assert words in fault


def test_folder_without_pages_is_no_success(tmp_path: Path) -> None:
    assert list(LINKS.faults(tmp_path)) == [f"{tmp_path}: there are no pages"]


def _site(folder: Path, content: str) -> Path:
    (folder / "sub").mkdir()
    (folder / "index.html").write_text(content)
    (folder / "other.html").write_text('<p id="here">')
    (folder / "sub" / "index.html").write_text("")
    (folder / "icon.png").write_bytes(b"")
    return folder


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("`/items/{id}` and <id>", "`/items/{id}` and &#60;id>"),
        ("``a ` <b>`` <c>", "``a ` <b>`` &#60;c>"),
        ("{include}`/etc/passwd`", "&#123;include}`/etc/passwd`"),
        ("- one\n- two", "- one\n- two"),
    ],
)
def test_what_looks_like_a_tag_or_a_role_stays_text(text: str, shown: str) -> None:
    assert MARKDOWN.prose(text) == shown


def test_nothing_in_a_block_of_code_closes_it() -> None:
    assert MARKDOWN.fenced("a\n````\nb", "yaml") == "`````yaml\na\n````\nb\n`````"


@pytest.mark.parametrize(
    ("value", "shown"), [(70, "70"), (0.7, "0.7"), (("a", "b"), '["a", "b"]'), (True, "true")]
)
def test_default_is_spelled_as_settings_spell_it(value: object, shown: str) -> None:
    assert MARKDOWN.toml(value) == shown
