"""The pages to which a definition links beside those of its contact: license and documentation."""

from __future__ import annotations

from collections.abc import Iterator

from certify.api import ERROR, OFF, Definition, Place, Pointer, Problem, Problems, rule, validator
from certify_rules.info.wording import is_absolute_url, quoted

_PAGES: tuple[Pointer, ...] = (("info", "license", "url"), ("externalDocs", "url"))


@rule(ERROR, validator("UrlNotValid"), custom=OFF)
def page_url(definition: Definition) -> Problems:
    """The addresses of the license and of documentation are absolute.

    The validator says of another value: "The 'url' property must be a valid absolute URL". No published connector
    breaks it. The contact's address has a rule of its own: `contact-url`.

    Bad:
        definition: {info: {license: {name: MIT, url: opensource.org/licenses/MIT}}}
    Bad (documentation of an operation):
        definition: {paths: {/items: {post: {externalDocs: {url: docs/items}}}}}
    Good:
        definition: {externalDocs: {url: "https://docs.tidewaterstock.com"}}
    """
    for place, url in pages(definition):
        if not is_absolute_url(url.strip()):
            yield Problem(
                f"The url {quoted(url)} is not an absolute address such as `https://www.contoso.com`.", place
            )


def pages(definition: Definition) -> Iterator[tuple[Place, str]]:
    """Place and address of each `url` of a license, of documentation, and of the documentation of an operation or tag."""
    for pointer in _PAGES:
        value = definition.value
        for token in pointer[:-1]:
            inner = value.get(str(token))
            value = inner if isinstance(inner, dict) else {}
        url = value.get(str(pointer[-1]))
        if isinstance(url, str):
            yield definition.at(*pointer), url
    for operation in definition.operations:
        url = operation.mapping("externalDocs").get("url")
        if isinstance(url, str):
            yield operation.at("externalDocs", "url"), url
    for index, tag in enumerate(definition.items("tags")):
        documents = tag.get("externalDocs") if isinstance(tag, dict) else None
        url = documents.get("url") if isinstance(documents, dict) else None
        if isinstance(url, str):
            yield definition.at("tags", index, "externalDocs", "url"), url
