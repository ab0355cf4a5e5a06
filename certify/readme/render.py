"""The text of each part, made by its template. What a template prints is escaped unless it says otherwise."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from certify.readme.prose import Ready, code, prose, sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from certify.readme.facts import Facts
    from certify.readme.operations import Entry, Value

_FULL = 100_000
_BRIEF = 160_000
"""Characters that the list of operations may have with all, and with some of its details; the parser takes 262,144."""

_MOST_LINES = 4_000
_MOST_NAMES = 20


def rendered(name: str, facts: Facts) -> str:
    """The part's text, without a line end at its end. Long lists of operations leave details out."""
    for detail, most in (("full", _FULL), ("brief", _BRIEF)):
        text = _render(name, facts, detail)
        if len(text) <= most and text.count("\n") < _MOST_LINES:
            return text
    return _render(name, facts, "names")


def _render(name: str, facts: Facts, detail: str) -> str:
    template = _environment().get_template(f"{name}.md.j2")
    return template.render(facts=facts, detail=detail, remark=_remark, names=_names).strip("\n")


def _remark(value: Value) -> Ready:
    """Type and need in brackets."""
    parts = [part for part in (value.type, "required" if value.is_required else "") if part]
    return Ready(f" ({', '.join(parts)})" if parts else "")


def _names(entries: Sequence[Entry]) -> Ready:
    shown = ", ".join(f"*{prose(entry.name)}*" for entry in entries[:_MOST_NAMES])
    rest = len(entries) - _MOST_NAMES
    return Ready(f"{shown} and {rest} more" if rest > 0 else shown)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # Markdown, not HTML: `finalize` escapes whatever a template prints, so that none can forget to.
    environment = Environment(
        loader=PackageLoader("certify_templates", "readme"),
        autoescape=False,  # noqa: S701 - see above
        undefined=StrictUndefined,
        finalize=prose,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"code": code, "sentence": sentence, "as_is": Ready}
    return environment
