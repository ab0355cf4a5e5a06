"""Markdown for GitHub out of templates that cannot let text of a package through unescaped."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from certify.formats import inert

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jinja2 import Environment

LONGEST_MESSAGE = 400
LONGEST_FENCE = 100
_LONGEST_CODE = 200


class Markdown(str):
    """Text that is Markdown of our own making. What a method of `str` makes of it is plain text again."""

    __slots__ = ()


def markdown(text: str, longest: int = LONGEST_MESSAGE) -> Markdown:
    """Text of a package as Markdown that shows it as it is; longer text is cut, and says so."""
    return Markdown(inert.markdown(inert.clipped(text, longest)))


def code(text: str, longest: int = _LONGEST_CODE) -> Markdown:
    """Text of a package as code."""
    return Markdown(inert.code(inert.clipped(text, longest)))


def html_code(text: str, longest: int = _LONGEST_CODE) -> Markdown:
    """Text of a package as code inside an HTML element, where GitHub reads no Markdown."""
    return Markdown(inert.html_code(inert.clipped(text, longest)))


def link(label: str, target: str) -> Markdown:
    """A label, which must be Markdown already, that leads to an http(s) address; without one, the label alone."""
    if not isinstance(label, Markdown):
        raise TypeError(f"the label of a link is not Markdown yet: {label!r}")
    if not target.startswith(("https://", "http://")):
        return label
    return Markdown(f"[{label}](<{quote(target, safe=_SAFE_IN_LINK)}>)")


# "%" stays, as the parts of an address are quoted where it is put together.
_SAFE_IN_LINK = "/:?#@!$&'*+,;=%~"


def path_in_link(path: str) -> str:
    """A path as a part of an address."""
    return quote(path.encode("utf-8", "surrogatepass"), safe="/")


def counted(number: int, noun: str) -> Markdown:
    """`1 error`, `2 errors`; the noun is ours."""
    return Markdown(f"{number:,} {noun}{'' if number == 1 else 's'}")


def prose(text: str, longest: int = 2_000) -> Markdown:
    """Paragraphs, with an empty line between two; each is shown as it is."""
    paragraphs = [" ".join(paragraph.split()) for paragraph in inert.clipped(text, longest).split("\n\n")]
    return Markdown("\n\n".join(inert.markdown(paragraph) for paragraph in paragraphs if paragraph))


def fenced(text: str, language: str) -> Markdown:
    """Lines as a block of code. Each is shown as it is; what would not be seen is written out."""
    # GitHub's renderer counts the backticks of a fence to 255 only.
    text = re.sub(f"`{{{LONGEST_FENCE},}}", "(backticks)", text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    lines = "\n".join(inert.inert(line) for line in text.rstrip("\n").split("\n"))
    return Markdown(f"{fence}{language}\n{lines}\n{fence}")


def own(text: str) -> Markdown:
    """Text of our own, such as a word of a table in the code. Never for what a package, or its author, says."""
    return Markdown(text)


def listed(items: Iterable[str]) -> Markdown:
    """Pieces of Markdown with commas between them."""
    pieces = list(items)
    if not all(isinstance(piece, Markdown) for piece in pieces):
        raise TypeError("a piece of the list is not Markdown yet")
    return Markdown(", ".join(pieces))


def _checked(value: Any) -> Any:
    """Refuses what a template would print unescaped."""
    if isinstance(value, (Markdown, int)):
        return value
    raise TypeError(f"a template prints text that went through no filter: {type(value).__name__}")


@cache
def environment() -> Environment:
    """The environment of the templates of comments. A `str` that no filter has made Markdown ends the rendering."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    made = Environment(
        loader=PackageLoader("certify_templates", "bot"),
        autoescape=False,  # noqa: S701 - it is Markdown: `finalize` refuses everything that is not escaped for it
        undefined=StrictUndefined,
        finalize=_checked,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {
        "md": markdown,
        "code": code,
        "html_code": html_code,
        "counted": counted,
        "own": own,
        "prose": prose,
        "fenced": fenced,
        "link": link,
        "listed": listed,
    }
    made.filters.update(filters)
    return made


def render(template: str, **values: Any) -> str:
    """The template of that name with the values, without needless empty lines."""
    lines = environment().get_template(template).render(**values).splitlines()
    kept: list[str] = []
    for line in lines:
        if line.strip() or (kept and kept[-1]):
            kept.append(line.rstrip())
    return "\n".join(kept).strip() + "\n"
