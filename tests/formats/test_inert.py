"""Hostile text against a terminal, a model of the Actions runner, and GitHub's own Markdown renderer."""

from __future__ import annotations

import re
import unicodedata
from html import unescape

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from runner import commands

from certify.formats.inert import clipped, code, command, html_code, inert, markdown

cmarkgfm = pytest.importorskip("cmarkgfm", reason="GitHub's own Markdown renderer is not installed")
from cmarkgfm.cmark import Options as CmarkOptions  # noqa: E402 - only when it is installed

HOSTILE = [
    "\x1b]0;x\x07", "\x1b[2J", "\x1b]8;;http://e.test\x1b\\link\x1b]8;;\x1b\\", "\a", "\x9b31m", "\u202egnp.exe",
    "\ufeff", "\U000e0041", "a\u2028b", "a\u200bb", "a\ud800b", "\x00", "a\r\nb", "\t", "\u3164", "x\ufe0f", "\u034f",
]  # fmt: skip
COMMANDS = [
    "::set-output name=x::y", "x ##[add-mask]y", "\r::error::", "%0A::error::", "\n::stop-commands::t", "  ::error::x",
    "#\u200b#[add-mask]y", ":\u00ad:error::x", "\u034f::error::x", "##[##[error]x", "\t::error::x", "\u3000::error::x",
]  # fmt: skip
MARKUP = [
    "@org/team", r"\@x", "&#64;x", "fixes #1", "org/repo#1", "a" * 40, "https://e.test", "www.e.test", "a@b.co", ":tada:",
    "```", "`a``b`", "``x`y", "`", "a|b", "`a|b`", "\n# H", "- [x] done", "</details>", "~~~", "    indented", "1. one",
    "<img src=x onerror=y>", "<script>", "![](http://e.test/p.png)", "[x](javascript:y)", "<!--", "<details>", "GH-12",
    "`<b>``@x`", "`a``b``<i>c` `@d`", "a\\", "\\`<b>\\`", "$x$", "**b**", "_i_", "~s~", "# H", "+ x", "> q", "=== ", "{{7*7}}",
    "[^1]", "[a]: b", "---", "||", "` `", "`  `", "xmpp:a@b.co", "mailto:a@b.co",
]  # fmt: skip
TEXT = st.one_of(
    st.text(),
    st.lists(st.sampled_from([*HOSTILE, *COMMANDS, *MARKUP, " ", "x"]), max_size=8).map("".join),
    st.text(alphabet="`\\|<>@#:[]()!&*_~ ax\n"),
)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_cannot_be_seen_is_written_out(text):
    shown = inert(text)
    assert "\\u{" in shown
    assert shown.isprintable()


def test_what_can_be_seen_stays():
    text = "Größe 中文 “quoted” — €5 [a](b) ::not at the start"
    assert inert(text) == text


def test_the_code_point_is_named():
    assert inert("a\x1b[0m") == "a\\u{1B}[0m"


@given(TEXT)
def test_no_control_or_invisible_character_is_left(text):
    shown = inert(text)
    assert shown.isprintable()
    assert not any(unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp") for character in shown)


@given(TEXT, TEXT)
def test_no_command_comes_of_text_in_a_log(text, other):
    assert commands(f"{inert(text)}  {inert(other)}\n{inert(other)}") == []


@pytest.mark.parametrize("text", COMMANDS)
def test_known_forgeries_of_commands_are_broken_visibly(text):
    assert commands(inert(text)) == []
    assert commands(f"name {inert(text)}") == []


@given(TEXT, TEXT, TEXT)
@example(": ,%", "a,line=9::b", "%0A::error::x")
def test_a_command_is_read_as_it_was_meant(file, title, message):
    line = command("error", {"file": file, "line": 3, "title": title}, [message, message])
    assert line.count("\n") == 1
    expected = {"file": inert(file), "line": "3", "title": inert(title)}
    [(name, properties, data)] = commands(line)
    assert name == "error"
    assert {key: _shown(value) for key, value in properties.items()} == {
        key: _shown(value) for key, value in expected.items()
    }
    assert _shown(data) == _shown(f"{inert(message)}\n{inert(message)}")


def _shown(text: str) -> str:
    """The text without what the model of the runner does not compare."""
    return "".join(
        c for c in text if c == "\n" or unicodedata.category(c) not in ("Cf", "Cc", "Mn", "Cn", "Cs")
    )


def rendered(source: str) -> str:
    return cmarkgfm.github_flavored_markdown_to_html(source, options=CmarkOptions.CMARK_OPT_UNSAFE)


def plain(html: str) -> str:
    """What a reader sees of the HTML, our own invisible breaks taken out."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).replace("\u200b", "").split())


@given(TEXT)
@example("`<b>``@x`")
@example("``x`y`` `<b>`")
@example("`|` a | b")
@example("`0`::")
def test_markdown_shows_the_text_and_nothing_comes_of_it(text):
    html = rendered(f"before {markdown(text)} after\n")
    tags = set(re.findall(r"</?([a-z0-9]+)", html))
    assert tags <= {"p", "code"}
    assert plain(html) == " ".join(_without_code_marks(f"before {inert(text)} after").split())


@given(TEXT)
def test_markdown_stays_in_its_list_item_and_cell(text):
    item = rendered(f"- {markdown(text)}\n- next\n")
    assert item.count("<li>") == 2
    assert set(re.findall(r"</?([a-z0-9]+)", item)) <= {"ul", "li", "code"}
    table = rendered(f"| a | b |\n|---|---|\n| {markdown(text)} | {code(text)} |\n")
    assert table.count("<td>") == 2
    assert set(re.findall(r"</?([a-z0-9]+)", table)) <= {"table", "thead", "tbody", "tr", "th", "td", "code"}


@given(TEXT)
def test_code_shows_the_text(text):
    html = rendered(f"before {code(text)} after\n")
    assert html.count("<code>") == 1
    assert plain(html) == " ".join(f"before {inert(text)} after".split())


@given(TEXT)
def test_code_in_html_shows_the_text(text):
    html = rendered(f"<details><summary>{html_code(text)}</summary>\n\nbody\n\n</details>\n")
    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= {"details", "summary", "code", "p"}
    assert plain(html) == " ".join(f"{inert(text)} body".split())


@pytest.mark.parametrize("text", ["@org/team", "hello @x", "a@b.co", "`@x`", "mailto:a@b.co"])
def test_nobody_is_mentioned(text):
    assert not re.search(r"@\w", rendered(f"{markdown(text)} {code(text)}"))


@pytest.mark.parametrize("text", ["fixes #1", "org/repo#1", "GH-12", "a1" * 20, "deadbeef1"])
def test_nothing_is_referred_to(text):
    prose = unescape(rendered(markdown(text)))
    assert not re.search(r"#\d|GH-\d|\b[0-9a-f]{7,40}\b", prose)


def test_a_long_text_says_how_much_is_left_out():
    assert clipped("x" * 5_000_000, 10) == "xxxxxxxxxx… (4,999,990 more characters)"
    assert clipped("short", 10) == "short"


def _without_code_marks(text: str) -> str:
    return re.sub(r"`([^`]+)`", r"\1", text)
