"""The report as one HTML page that needs nothing else: no network, no script of strangers, no unescaped text."""

from __future__ import annotations

import base64
import hashlib
import re
import shlex
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup, escape

from certify.formats.inert import inert
from certify.report.arrange import by_family, by_kind, by_outcome, strip
from certify.report.index import in_order, shared_titles

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jinja2 import Environment

    from certify.core.report import Run
    from certify.report.dossier import Dossier
    from certify.report.index import Row

MOST_PLACES = 40
"""Findings of one rule that the page shows; the others are counted, and in the JSON."""
MOST_CARDS = 500
MOST_FILES = 200

_CODE = re.compile(r"`([^`\n]+)`")
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?#][A-Za-z0-9\-._~:/?#@!$&()*+,;=%]*)?")
_BLANKS = re.compile(r"[\t\r\n]+")
_LIGHT = 186
_COLOR = re.compile(r"#[0-9A-Fa-f]{6}")


def page(dossier: Dossier) -> str:
    """The page of one package."""
    environment = _environment()
    return environment.get_template("page.html.j2").render(
        dossier=dossier,
        rules={rule.name: rule for rule in dossier.rules},
        families=by_family(dossier.findings, MOST_PLACES),
        outcomes=by_outcome(dossier.rules),
        kinds_of_operations=by_kind(dossier.operations),
        strip=strip,
        most_cards=MOST_CARDS,
        most_files=MOST_FILES,
        **_own_parts(),
    )


def index_page(rows: Sequence[Row], run: Run) -> str:
    """The page that lists many reports."""
    template = _environment().get_template("index.html.j2")
    return template.render(rows=in_order(rows), shared=shared_titles(rows), run=run, **_own_parts())


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("certify_templates", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    filters: dict[str, Callable[[Any], Any]] = {
        "said": said, "prose": prose, "url": url, "anchor": anchor, "number": number, "shell": shlex.quote,
        "color": color, "is_light": is_light, "page_name": page_name, "breakable": breakable,
    }  # fmt: skip
    environment.filters.update(filters)
    return environment


@cache
def _own_parts() -> dict[str, Any]:
    """Our own style and script, and the policy that lets nothing else in."""
    environment = _environment()
    assert environment.loader is not None
    style, script = (environment.loader.get_source(environment, name)[0] for name in ("page.css", "page.js"))
    policy = (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    # Both are files of ours; nothing of a package is in them.
    return {"style": Markup(style), "script": Markup(script), "policy": policy}  # noqa: S704 - see above


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _shown(value: Any) -> Any:
    """What a template prints: every text with its unseen characters made visible; Jinja escapes it after that."""
    return (
        _inert(value) if type(value) is str else value
    )  # neither numbers nor Markup, which is made of such texts


def _inert(text: str) -> str:
    """The text made harmless; line breaks and tabs are the blanks that a page makes of them anyway."""
    return inert(text if text.isprintable() else _BLANKS.sub(" ", text))


@lru_cache(maxsize=2_048)
def said(text: str) -> Markup:
    """The text with what stands between backticks as code."""
    pieces = _CODE.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(_inert(piece)) if index % 2 else escape(_inert(piece))
        for index, piece in enumerate(pieces)
    )


def prose(text: str) -> Markup:
    """The paragraphs and lists of a rule's manual."""
    parts: list[Markup] = []
    for block in re.split(r"\n\s*\n", text.strip()):
        lines = [line.strip() for line in block.splitlines()]
        if lines and all(line.startswith("- ") for line in lines):
            items = Markup("").join(Markup("<li>{}</li>").format(said(line[2:])) for line in lines)
            parts.append(Markup("<ul>{}</ul>").format(items))
        elif block.strip():
            parts.append(Markup("<p>{}</p>").format(said(" ".join(lines))))
    return Markup("").join(parts)


def url(text: str) -> str:
    """The address, its blanks encoded, when it is a plain one of the web; else the way to nowhere."""
    encoded = text.replace(" ", "%20")
    return encoded if _ADDRESS.fullmatch(encoded) else "#"


def page_name(link: str) -> str:
    """The last part of an address, for who wants to know which page it is."""
    path, _, place = link.partition("#")
    return place or re.sub(r"\.\w+$", "", path.rstrip("/").rpartition("/")[2])


@lru_cache(maxsize=2_048)
def breakable(path: str) -> Markup:
    """The path with places to break it in two, rather than within a name."""
    escaped = str(escape(_inert(path)))
    return Markup(escaped.replace("/", "/<wbr>"))  # noqa: S704 - escaped, and no escape has a slash


def anchor(text: str) -> str:
    """The name as it can stand in an `id`."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", text)


def color(text: str) -> str:
    """The colour when it is one, else nothing."""
    return text if _COLOR.fullmatch(text) else ""


def is_light(text: str) -> bool:
    """Whether dark ink is the one to be seen on the colour."""
    if not color(text):
        return False
    red, green, blue = (int(text[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue > _LIGHT


def number(value: float) -> str:
    """A number as people read it."""
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"
