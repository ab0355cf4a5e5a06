"""A badge of a verdict, as SVG. It says what certify said, and never that Microsoft has certified anything."""

from __future__ import annotations

from certify.core.report import Verdict

LABEL = "certify"
# Words and colour for each verdict; white text on the colours has a contrast of at least 4.5 to 1.
_SHOWN = {
    Verdict.READY: ("ready", "#1a6b3c"),
    Verdict.CHANGES_REQUIRED: ("changes required", "#b3261e"),
    Verdict.INCONCLUSIVE: ("inconclusive", "#6b3fa0"),
}
_LABEL_COLOR = "#3d444d"
_CHARACTER = 6.6
_MARGIN = 12


def badge(verdict: Verdict) -> str:
    """The badge; it needs no font of its own, and fetches nothing."""
    word, color = _SHOWN[verdict]
    left, right = (round(len(text) * _CHARACTER) + _MARGIN for text in (LABEL, word))
    width = left + right
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="20" role="img" aria-label="{LABEL}: {word}">'
        f"<title>{LABEL}: {word} (says certify, not Microsoft)</title>"
        f'<clipPath id="r"><rect width="{width}" height="20" rx="3"/></clipPath>'
        f'<g clip-path="url(#r)"><rect width="{left}" height="20" fill="{_LABEL_COLOR}"/>'
        f'<rect x="{left}" width="{right}" height="20" fill="{color}"/></g>'
        '<g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">'
        f"{_text(LABEL, left / 2, left)}{_text(word, left + right / 2, right)}</g></svg>\n"
    )


def _text(word: str, middle: float, room: int) -> str:
    return f'<text x="{middle:g}" y="14" textLength="{room - _MARGIN}">{word}</text>'
