"""Text from packages made harmless for whoever shows it: terminals, build logs, Markdown and HTML on GitHub."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

# Python calls these printable although nothing is seen of them: joiners, fillers and variation selectors.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
# The Actions runner takes a log line for a command when it starts with "::", or has "##[" anywhere. It compares
# as a person would, without invisible characters, so that only a visible change disarms it.
_COMMAND = re.compile(r"\A *::|##\[")
_BREAK = "\u200b"
_MARKUP = re.compile(r"[\\`*_\[\]~|$&<>]")
_CHARACTER_REFERENCES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "|": "&#124;"}
_BLOCK_START = re.compile(r"\A(?:[-+=]|[0-9]{1,9}(?=[.)]))")
# What GitHub makes links, mentions and pictures of by itself: `@`, `#1`, `a:`, `www.`, `GH-1`, and hashes.
_AUTOMATIC = re.compile(
    r"[@#]|:(?=\S)|(?<=w)w(?=w\.)|(?<=gh)-(?=[0-9])|[0-9a-f]{6}(?=[0-9a-f])", re.IGNORECASE
)
_LONGEST_MARK = "`" * 80
_CODE = re.compile(r"`([^`]+)`")


def inert(text: str) -> str:
    r"""The text on one line, with every character that is not plainly seen written as `\u{1B}`.

    What the Actions runner would take for a command is broken up in the same way.
    """
    if text.isprintable() and (text.isascii() or not _UNSEEN.search(text)) and not _COMMAND.search(text):
        return text
    return "".join(shown(text))


def shown(text: str) -> Iterator[str]:
    """How each character of the text is shown, one by one."""
    disarmed = {match.end() - 2 for match in _COMMAND.finditer(text)}
    for index, character in enumerate(text):
        if index in disarmed or not character.isprintable() or _UNSEEN.match(character):
            yield f"\\u{{{ord(character):X}}}"
        else:
            yield character


def clipped(text: str, longest: int) -> str:
    """The text, or its start with the number of characters that were left out."""
    if len(text) <= longest:
        return text
    return f"{text[:longest]}… ({len(text) - longest:,} more characters)"


def markdown(text: str) -> str:
    """The text as a piece of Markdown that GitHub shows as it is: no structure, link, mention or picture comes of it.

    What stands between backticks is shown as code. The piece can stand in a paragraph, a list item or a table's cell.
    """
    content = inert(text)
    pieces: list[str] = []
    end = 0
    for match in _CODE.finditer(content):
        # Code spans that touched would become one, and set free what the second holds.
        pieces += (_prose(content[end : match.start()]) or _BREAK, _span(match[1]))
        end = match.end()
    pieces.append(_prose(content[end:]))
    return _BLOCK_START.sub(lambda start: start[0] + _BREAK, "".join(pieces).strip(" "))


def code(text: str) -> str:
    """The text as code in Markdown; it stays code in a table, and mentions nobody in GitHub's mails either."""
    return _span(inert(text))


def _span(content: str) -> str:
    # GitHub's renderer takes no code span with marks of more than 80 backticks.
    if "|" in content or _LONGEST_MARK in content or not content.strip(" "):
        return f"<code>{_prose(content)}</code>"
    content = content.replace("@", f"@{_BREAK}")
    fence = "`" * (max((len(run) for run in re.findall("`+", content)), default=0) + 1)
    pad = " " if content[0] in "` " or content[-1] in "` " else ""
    return f"{fence}{pad}{content}{pad}{fence}"


def html_code(text: str) -> str:
    """The text as code in HTML, for the places where GitHub reads no Markdown."""
    return f"<code>{escape(inert(text)).replace('@', f'@{_BREAK}')}</code>"


def _prose(content: str) -> str:
    broken = _AUTOMATIC.sub(lambda match: match[0] + _BREAK, content)
    return _MARKUP.sub(lambda match: _CHARACTER_REFERENCES.get(match[0], "\\" + match[0]), broken)


def command(name: str, properties: Mapping[str, str | int], lines: Sequence[str]) -> str:
    """A workflow command for the Actions runner, escaped as its toolkit does, on one line of the log."""
    given = ",".join(f"{key}={_property(inert(str(value)))}" for key, value in properties.items())
    data = "%0A".join(inert(line).replace("%", "%25") for line in lines)
    return f"::{name} {given}::{data}\n" if given else f"::{name}::{data}\n"


def _property(value: str) -> str:
    return value.replace("%", "%25").replace(":", "%3A").replace(",", "%2C")
