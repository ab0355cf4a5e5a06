"""Addresses without encryption, and addresses that exist only inside a company."""

from __future__ import annotations

import re
from collections.abc import Iterator

from certify.api import (
    OFF,
    WARNING,
    Annotated,
    ConnectionParameter,
    Definition,
    File,
    Has,
    Parameter,
    Place,
    Problem,
    Problems,
    Role,
    Schema,
    advice,
    policy,
    rule,
    unsafe,
)
from certify_rules.info.pages import pages
from certify_rules.words import shown


@rule(WARNING, policy("5000.3.1.6"), custom=OFF, fix="unsafe")
def url_https(
    node: Definition
    | Annotated[Parameter | Schema, Has("default")]
    | Annotated[ConnectionParameter, Has("defaultValue")],
) -> Problems:
    """The pages that a definition points to are reached by https, and so is an address that it gives as a default.

    Looked at are the contact's page, the terms, the license, external documentation, and the defaults of parameters,
    properties and connection parameters; names of XML namespaces and the like look like addresses and are none. Host, sign-in, policies and metadata
    have rules of their own, and what a description says is free. One connector in seventy has such a link.

    Bad:
        definition: {info: {contact: {url: "http://www.tidewaterstock.com/support"}}}
    Bad (documentation of an operation):
        definition: {paths: {/items: {post: {externalDocs: {url: "http://docs.tidewaterstock.com/items"}}}}}
    Bad (a default):
        definition: {definitions: {ItemInput: {properties: {bin: {default: "http://bins.tidewaterstock.com/1"}}}}}
    Bad (of a connection):
        properties: {properties: {connectionParameters: {region: {defaultValue: "http://stock.tidewaterstock.com"}}}}
    Good:
        definition: {info: {termsOfService: "https://www.tidewaterstock.com/terms"}}
    Good (the name of a schema):
        definition: {definitions: {ItemInput: {properties: {bin: {default: "http://www.w3.org/2001/XMLSchema"}}}}}
    """
    for place, url in _links(node) if isinstance(node, Definition) else _default(node):
        if url[:7].lower() == "http://" and len(url) > 7:
            what = "link to the page" if isinstance(node, Definition) else "let the address be reached"
            yield Problem(
                f"`{shown(url)}` is not encrypted; {what} by https.",
                place,
                fix=unsafe(place.replace(f"https://{url[7:]}")),
            )


def _default(node: Parameter | Schema | ConnectionParameter) -> Iterator[tuple[Place, str]]:
    """The default, where it is the address of something; one inside a company is reported as that (internal-hosts)."""
    member = "defaultValue" if isinstance(node, ConnectionParameter) else "default"
    url = node.text(member)
    if url is not None and not _NAMESPACE.match(url) and not _INTERNAL.search(url):
        yield node.at(member), url


def _links(definition: Definition) -> Iterator[tuple[Place, str]]:
    contact = definition.info.contact
    if contact is not None and contact.url is not None:
        yield contact.at("url"), contact.url
    terms = definition.info.text("termsOfService")
    if terms is not None:
        yield definition.info.at("termsOfService"), terms
    yield from pages(definition)


_NAMESPACE = re.compile(
    r"http://(?:www\.w3\.org|schemas?\.|json-schema\.org|purl\.org|xmlns\.|ns\.|docs\.oasis-open\.org)|http://.*#$",
    re.IGNORECASE | re.DOTALL,
)
# The flag for case would make the search for the marks in front three times as slow.
_INTERNAL = re.compile(
    r"://(?P<host>(?i:localhost)|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|10\.\d{1,3}\.\d{1,3}\.\d{1,3}|192\.168\.\d{1,3}\.\d{1,3}"
    r"|172\.(?:1[6-9]|2\d|3[01])\.\d{1,3}\.\d{1,3}"
    r"|[A-Za-z0-9][A-Za-z0-9.-]{0,200}\.(?i:local|internal|intranet|corp|lan|intra))(?![\w.-])",
    re.ASCII,
)
_TEXTS = frozenset(
    {"description", "summary", "title", "x-ms-summary", "displayName", "tooltip", "x-ms-trigger-hint"}
)


@rule(WARNING, advice(), custom=OFF)
def internal_hosts(file: File) -> Problems:
    """No example, default value, policy or script names a host that exists only inside a company.

    `localhost`, private IP addresses and names that end in `.local`, `.internal`, `.corp` or `.lan` lead nowhere from the
    cloud, and tell strangers how a network is built. Descriptions may show what such an address looks like, for services
    that run at their customers'. No published connector breaks this.

    Bad (an example):
        definition: {definitions: {Document: {properties: {url: {example: "https://files.tidewater.local/1"}}}}}
    Bad (the script):
        script: {$replace: {"var refusal =": "var proxy = new Uri(\\"http://10.20.0.7:8080/\\");\\n        var refusal ="}}
    Good:
        definition: {definitions: {Document: {properties: {url: {description: "The address, such as https://files.local/1."}}}}}
    """
    if (
        file.role not in (Role.DEFINITION, Role.PROPERTIES, Role.SCRIPT)
        or _INTERNAL.search(file.text) is None
    ):
        return
    for place, found in _internal(file):
        yield Problem(
            f"`{shown(found['host'])}` is a host inside a network; name one that everybody can reach.", place
        )


def _internal(file: File) -> Iterator[tuple[Place, re.Match[str]]]:
    if not file.is_json:
        for found in _INTERNAL.finditer(file.text):
            yield Place(file.path, span=found.span("host")), found
        return
    for place, string in file.strings():
        if place.part == "value" and not (place.pointer and place.pointer[-1] in _TEXTS):
            for found in _INTERNAL.finditer(string):
                yield place.within(*found.span("host")), found
