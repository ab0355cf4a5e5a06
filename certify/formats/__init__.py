"""Reports as text. A format's module is imported only when the format is asked for."""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from certify.errors import UsageError
from certify.formats.format import Format, Options

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["FORMATS", "Format", "Options", "make"]


def _factory(module: str, name: str) -> Callable[[Options], Format]:
    def build(options: Options) -> Format:
        made: Format = getattr(import_module(f"certify.formats.{module}"), name)(options)
        return made

    return build


FORMATS: Mapping[str, Callable[[Options], Format]] = MappingProxyType(
    {
        "text": _factory("text", "TextFormat"),
        "json": _factory("json", "JsonFormat"),
        "ndjson": _factory("ndjson", "NdjsonFormat"),
        "sarif": _factory("sarif", "SarifFormat"),
        "junit": _factory("junit", "JunitFormat"),
        "github": _factory("github", "GithubFormat"),
        "gitlab": _factory("gitlab", "GitlabFormat"),
        "markdown": _factory("markdown", "MarkdownFormat"),
        "diff-json": _factory("diff_json", "DiffJsonFormat"),
    }
)


def make(name: str, options: Options) -> Format:
    """The format of that name, ready to write one run. Raises UsageError when there is none."""
    if name not in FORMATS:
        raise UsageError(f"there is no format {name!r}; there are {', '.join(FORMATS)}")
    return FORMATS[name](options)
