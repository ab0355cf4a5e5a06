"""Find the links of built pages that lead nowhere: to a page or an anchor that is not there, or to no address at all.

Usage: python docs/check_links.py FOLDER

Addresses elsewhere are only read, never fetched. Scripts, styles and pictures must be local, so that the pages work
offline and tell nobody who reads them.
"""
# ruff: noqa: INP001 - a script

from __future__ import annotations

import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

_LINKS = {"a": "href", "area": "href"}
_PARTS = {"link": "href", "script": "src", "img": "src", "source": "src", "iframe": "src"}


class _Page(HTMLParser):
    """The anchors of a page, what it links to, and what it is made of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = {""}
        self.links: list[str] = []
        self.parts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not attrs:
            return
        given = {name: value for name, value in attrs if value is not None}
        if "id" in given:
            self.anchors.add(given["id"])
        if tag == "a" and "name" in given:
            self.anchors.add(given["name"])
        if tag in _LINKS and _LINKS[tag] in given:
            self.links.append(given[_LINKS[tag]])
        elif tag in _PARTS and _PARTS[tag] in given:
            self.parts.append(given[_PARTS[tag]])


def faults(folder: Path) -> Iterator[str]:
    """A sentence for each link that leads nowhere."""
    pages = {path: _Page(path.read_text("utf-8")) for path in sorted(folder.rglob("*.html"))}
    if not pages:
        yield f"{folder}: there are no pages"
    for path, page in pages.items():
        shown = path.relative_to(folder).as_posix()
        for link in dict.fromkeys(page.links):
            fault = _fault_elsewhere(link) if _is_elsewhere(link) else _fault_here(link, path, pages)
            if fault:
                yield f"{shown}: {link!r} {fault}"
        for part in dict.fromkeys(page.parts):
            fault = "is not local" if _is_elsewhere(part) else _fault_here(part, path, pages)
            if fault:
                yield f"{shown}: {part!r} {fault}"


def _is_elsewhere(link: str) -> bool:
    return bool(urlsplit(link).scheme) or link.startswith("//")


def _fault_elsewhere(link: str) -> str:
    parts = urlsplit(link)
    if parts.scheme == "mailto":
        return "" if "@" in parts.path else "is no address"
    if parts.scheme not in {"http", "https"} or not parts.hostname or any(map(str.isspace, link)):
        return "is no address"
    return ""


def _fault_here(link: str, origin: Path, pages: dict[Path, _Page]) -> str:
    parts = urlsplit(link)
    target = origin if not parts.path else (origin.parent / unquote(parts.path)).resolve()
    if target.is_dir():
        target /= "index.html"
    if not target.is_file():
        return "leads to no file"
    if target in pages and unquote(parts.fragment) not in pages[target].anchors:
        return "leads to no anchor"
    return ""


def main() -> int:
    """Print the faults; the exit status is 1 when there are any."""
    found = list(faults(Path(sys.argv[1]).resolve()))
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
