"""The report as Markdown, for places that show no HTML of their own. Text of the package stays text."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from certify.formats import inert
from certify.report.arrange import by_family, by_outcome, strip
from certify.report.html import number, page_name, url
from certify.report.index import in_order, shared_titles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from certify.core.report import Run
    from certify.report.dossier import Dossier
    from certify.report.index import Row

MOST_PLACES = 20
MOST_TEXT = 500_000
MOST_OPERATIONS = 200
MOST_FILES = 100


def text(dossier: Dossier) -> str:
    """The report of one package."""
    return (
        _environment()
        .get_template("report.md.j2")
        .render(
            dossier=dossier,
            rules={rule.name: rule for rule in dossier.rules},
            families=by_family(dossier.findings, MOST_PLACES, MOST_TEXT),
            outcomes=by_outcome(dossier.rules),
            strip=strip,
            most_operations=MOST_OPERATIONS,
            most_files=MOST_FILES,
        )
    )


def index_text(rows: Sequence[Row], run: Run) -> str:
    """The list of many reports."""
    template = _environment().get_template("index.md.j2")
    return template.render(rows=in_order(rows), shared=shared_titles(rows), run=run)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("certify_templates", "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_shown,
    )
    environment.filters.update(code=_code, number=number, address=_address, page_name=page_name)
    return environment


def _shown(value: Any) -> Any:
    """What a template prints: texts as Markdown that shows them as they are."""
    if isinstance(value, str) and not hasattr(value, "__html__"):
        return Markup(inert.markdown(value))  # noqa: S704 - made harmless by the encoder for Markdown
    return value


def _code(value: str) -> Markup:
    return Markup(inert.code(value)) if value else Markup("")  # noqa: S704 - as above


def _address(value: str) -> Markup:
    """An address within the angle brackets of a link; only plain ones of the web are let through."""
    return Markup(url(value))  # noqa: S704 - of the characters that end a link, no such address has any
