"""The page on GitHub where a human opens the pull request, with the title and the text already there."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode, urlsplit

from certify.github.transport import PUBLIC_URL

if TYPE_CHECKING:
    from certify.github.publish_plan import Plan

LONGEST_LINK = 8_000
"""GitHub answers longer addresses with an error."""


def compare_link(plan: Plan, web: str) -> str:
    """The address; without the text where that makes it too long."""
    survey = plan.survey
    owner, _, name = plan.push_to.partition("/")
    head = plan.branch if plan.push_to.lower() == survey.upstream.lower() else f"{owner}:{name}:{plan.branch}"
    page = f"{web}/{survey.upstream}/compare/{quote(survey.base, safe='/')}...{quote(head, safe='/:')}"
    query = {"expand": "1", "title": plan.text.title}
    whole = f"{page}?{urlencode({**query, 'body': plan.text.body}, quote_via=quote)}"
    return whole if len(whole) <= LONGEST_LINK else f"{page}?{urlencode(query, quote_via=quote)}"


def web_address(api: str) -> str:
    """Where the pages of a GitHub are whose API is at this address."""
    if api.rstrip("/") == PUBLIC_URL:
        return "https://github.com"
    parts = urlsplit(api)
    if (parts.hostname or "").endswith(".ghe.com"):
        return f"{parts.scheme}://{parts.netloc.removeprefix('api.')}"
    return f"{parts.scheme}://{parts.netloc}"
