"""Who publishes the connector, and who owns the service behind it."""

from __future__ import annotations

import re
from difflib import get_close_matches

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Definition,
    Problem,
    Problems,
    Profile,
    Properties,
    documented,
    repository,
    reviewer,
    rule,
    safe,
    unsafe,
)
from certify_rules.info.wording import without_publisher_suffix
from certify_rules.security.wording import quoted

_CONTACT = re.compile(
    r"(?:https?://|www\.)\S{0,200}|[^\s@]{1,64}@[^\s@]{1,64}\.[^\s,;]{1,64}|[\x00-\x1f\x7f]", re.IGNORECASE
)

# What templates leave there; nothing that could be somebody's name.
_STAND_IN = re.compile(
    r"[<\[{].*[>\]}]|tbd|to ?do|n/?a|none|[\W_]+|dummy|placeholder|(?:your|my|the)?[ _-]?(?:company|publisher|stack ?owner|organi[sz]ation)"
    r"(?:'s)?(?:[ _-]name)?(?: here)?|x{3,}",
    re.IGNORECASE | re.DOTALL,
)

_LEGAL_FORM_LIST = """
inc incorporated llc ltd limited corp corporation co company gmbh ag bv b v nv sa s a sas srl ab as oy aps
pty plc kg the
"""
_LEGAL_FORMS = frozenset(_LEGAL_FORM_LIST.split())

_PERSON_NAME = re.compile(r"[^\W\d_][^\W\d_'’-]{1,20}(?: [^\W\d_]\.)?(?: [^\W\d_][^\W\d_'’-]{1,20}){1,2}")

_COMPANY_WORD_LIST = """
solutions software systems technologies technology tech services service group labs lab cloud data digital
online microsoft media studio studios team global international networks network security consulting
partners works health bank api apps app ai analytics research institute university foundation association
government department office agency company corporation limited gmbh inc llc ltd ag ab bv as the of for and
by power platform connect web soft net mail docs pdf sms crm erp hub one first business enterprise
enterprises products industries information innovation innovations management marketing engineering design
mobile communications communication development holding holdings ventures machines interactive semiconductor
logic logistics finance financial capital insurance legal intelligence automation robotics commerce learning
education energy
"""
_COMPANY_WORDS = frozenset(_COMPANY_WORD_LIST.split())
_SAME_WORD = 0.92
"""Likeness from which a word is a misspelt other one: "Techology"."""


def _has_member(properties: Properties, name: str) -> bool:
    """Whether it is there in any spelling; another rule reports a wrong one."""
    return any(member.lower() == name.lower() for member in properties.body)


def _lacking(properties: Properties, name: str, meaning: str, guess: str | None) -> Problems:
    if not isinstance(properties.get("properties"), dict):
        return
    body, place = properties.at("properties"), properties.at("properties", name)
    guess = (guess or "").strip()
    if not _has_member(properties, name):
        fix = unsafe(body.add(name, guess)) if guess else None
        yield Problem(f"`{name}` is missing: {meaning}.", body, fix=fix)
    elif (text := properties.member(name)) is not None and not text.strip():
        fix = unsafe(place.replace(guess)) if guess else None
        yield Problem(f"`{name}` is empty: {meaning}.", place, fix=fix)
    elif text is not None and _STAND_IN.fullmatch(text[:200].strip()):
        fix = unsafe(place.replace(guess)) if guess else None
        yield Problem(f"`{name}` is the placeholder {quoted(text)}: name {meaning}.", place, fix=fix)


def _title(definition: Definition | None) -> str | None:
    """What an independent publisher's connector is called: mostly as the company whose service it is for."""
    title = None if definition is None else definition.info.title
    return None if title is None else without_publisher_suffix(title)


@rule(
    ERROR,
    documented("certification-submission"),
    repository("templates/certified-connectors/readme.md"),
    reviewer(1440),
    custom=NOTE,
    established=WARNING,
    aliases=("AP.publisherMissing",),
    fix="unsafe",
)
def props_publisher(properties: Properties, definition: Definition | None, profile: Profile) -> Problems:
    """apiProperties.json names the publisher.

    The company that publishes the connector; for an independent publisher the person or company, several with commas
    between them. It is shown on the connector's page. Connectors from before the requirement lack it.

    Bad (missing):
        properties: {properties: {publisher: null}}
    Bad (empty):
        properties: {properties: {publisher: ""}}
    Bad (a placeholder):
        properties: {properties: {publisher: Your Company}}
    Good:
        properties: {properties: {publisher: Quayside Software Ltd}}
    """
    contact = None if definition is None else definition.info.contact
    guess = (
        properties.stack_owner if profile is Profile.VERIFIED else None if contact is None else contact.name
    )
    yield from _lacking(properties, "publisher", "who publishes the connector", guess)


@rule(
    ERROR,
    documented("certification-submission"),
    reviewer(1440),
    reviewer(2637),
    custom=NOTE,
    established=WARNING,
    aliases=("AP.stackOwnerMissing", "stackOwner-missing", "publisher-org-and-stackOwner"),
    fix="unsafe",
)
def props_stackowner(properties: Properties, definition: Definition | None, profile: Profile) -> Problems:
    """apiProperties.json names the owner of the service: `stackOwner`.

    The company whose service the connector calls. Reviewers call it a required property; one certified connector in
    eight, most of them old, lacks it.

    Bad (missing):
        properties: {properties: {stackOwner: null}}
    Bad (empty):
        properties: {properties: {stackOwner: " "}}
    Good:
        properties: {properties: {stackOwner: Quayside Software Ltd}}
    """
    guess = properties.publisher if profile is Profile.VERIFIED else _title(definition)
    yield from _lacking(properties, "stackOwner", "the company that owns the service", guess)


@rule(WARNING, documented("certification-submission"), independent=OFF, custom=OFF)
def props_publisher_vs_stackowner(properties: Properties) -> Problems:
    """A verified publisher owns the service: `publisher` and `stackOwner` name the same company.

    Where they differ the publisher needs the owner's consent, and the reviewer asks for it. Legal forms, capitals and
    punctuation do not count. One certified connector in twelve differs, some by a slip of the pen.

    Bad:
        properties: {properties: {stackOwner: Tidewater Stock Inc.}}
    Good:
        properties: {properties: {stackOwner: "Quayside Software, LLC"}}
    """
    publisher, owner = properties.publisher or "", properties.stack_owner or ""
    if _STAND_IN.fullmatch(publisher[:200].strip()) or _STAND_IN.fullmatch(owner[:200].strip()):
        return
    if publisher.strip() and owner.strip() and _company(publisher) != _company(owner):
        yield Problem(
            f"The publisher {quoted(publisher)} and the stackOwner {quoted(owner)} differ. "
            "Correct the one that is wrong, or be ready to show the owner's consent.",
            properties.at("properties", "stackOwner"),
        )


@rule(OFF, documented("certification-submission"), independent=WARNING, custom=OFF)
def props_publisher_vs_stackowner_ip(properties: Properties) -> Problems:
    """An independent publisher does not own the service: `publisher` and `stackOwner` differ.

    The owner of a service certifies its connector as a verified publisher. Fewer than one independent publisher's
    connector in a hundred names the same for both.

    Bad:
        $profile: independent-publisher
        properties: {properties: {stackOwner: Quayside Software Ltd}}
    Good:
        $profile: independent-publisher
        properties: {properties: {stackOwner: Tidewater Stock Ltd}}
    """
    publisher, owner = properties.publisher or "", properties.stack_owner or ""
    if publisher.strip() and _company(publisher) == _company(owner):
        yield Problem(
            f"Publisher and stackOwner are both {quoted(owner)}. Name the company that owns the service as stackOwner.",
            properties.at("properties", "stackOwner"),
        )


def _company(name: str) -> str:
    words = re.findall(r"\w+", name[:300].lower())
    return "".join(word for word in words if word not in _LEGAL_FORMS) or "".join(words)


@rule(NOTE, documented("certification-submission"), custom=OFF, fix="safe")
def props_publisher_alnum(properties: Properties) -> Problems:
    """`publisher` and `stackOwner` are names, without addresses, control characters or blanks around them.

    The documentation asks for alphanumeric names; a third of the published ones have a comma, dot or ampersand, which
    does no harm and is not reported.

    Bad (a blank):
        properties: {properties: {publisher: "Quayside Software Ltd ", stackOwner: Quayside Software Ltd}}
    Bad:
        properties: {properties: {publisher: "Quayside Software Ltd, https://quayside.com", stackOwner: "Quayside Software Ltd, https://quayside.com"}}
    Good:
        properties: {properties: {publisher: "Quayside Software, Ltd.", stackOwner: "Quayside Software, Ltd."}}
    """
    for member in ("publisher", "stackOwner"):
        name = properties.member(member) or ""
        at = properties.at("properties", member)
        if name.strip() and name.strip(" ") != name:
            yield Problem(
                f"`{member}` has blanks around {quoted(name.strip())}; leave them out.",
                at,
                fix=safe(at.replace(name.strip())),
            )
        found = _CONTACT.search(name[:500])
        if found:
            is_address = found[0].isprintable()
            yield Problem(
                f"`{member}` holds the address {quoted(found[0])}; write the name of whom it belongs to."
                if is_address
                else f"`{member}` holds the control character U+{ord(found[0]):04X}; remove it.",
                at.within(*found.span()),
            )


@rule(
    WARNING,
    reviewer(1440),
    independent=OFF,
    custom=OFF,
    aliases=("publisher-org", "publisher-org-and-stackOwner"),
)
def vp_company_publisher(properties: Properties, definition: Definition | None) -> Problems:
    """A verified publisher is a company, not a person.

    Reviewers refuse an individual's name as the publisher of a certified connector. What looks like first name and
    last name, and appears neither in the title, the addresses nor the stackOwner, is taken for a person.

    Bad:
        properties: {properties: {publisher: Marta Lindqvist, stackOwner: Marta Lindqvist}}
    Good:
        properties: {properties: {publisher: Quayside Software Ltd}}
    """
    publisher = (properties.publisher or "").strip()
    if not _PERSON_NAME.fullmatch(publisher):
        return
    words = [word for word in publisher.split() if not word.endswith(".")]
    if not all(word[0].isupper() and word[1:].islower() for word in words):
        return
    lowered = [word.lower() for word in words]
    # A misspelt "Technologie" is no family name either.
    if any(get_close_matches(word, _COMPANY_WORDS, n=1, cutoff=_SAME_WORD) for word in lowered):
        return
    known = _known_names(properties, definition)
    if not any(word in known for word in lowered):
        yield Problem(
            f"The publisher {quoted(publisher)} looks like a person. Name the company.",
            properties.at("properties", "publisher"),
        )


def _known_names(properties: Properties, definition: Definition | None) -> str:
    """Everything that names the company or the service, in small letters."""
    names: list[str | None] = (
        [properties.stack_owner] if properties.stack_owner != properties.publisher else []
    )
    if definition is not None:
        names += [definition.info.title, definition.host]
        if definition.info.contact is not None:
            contact = definition.info.contact
            names += [contact.name, contact.url, (contact.email or "").rpartition("@")[2]]
        if definition.metadata is not None:
            names += [entry.content for entry in definition.metadata.entries]
    return " ".join(name[:300] for name in names if name).lower()
