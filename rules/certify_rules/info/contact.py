"""Whom makers and Microsoft reach about the connector: `info.contact`."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Contact,
    Info,
    Place,
    Problem,
    Problems,
    advice,
    documented,
    policy,
    rule,
    safe,
    validator,
)
from certify_rules.info.wording import is_absolute_url, is_name_to_write, is_nobodys, quoted

_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]{1,64}@(?:(?!-)[A-Za-z0-9-]{1,63}\.){1,9}[A-Za-z]{2,63}")

_FREE_MAIL = frozenset(
    {
        "gmail.com",
        "googlemail.com",
        "outlook.com",
        "hotmail.com",
        "live.com",
        "msn.com",
        "yahoo.com",
        "ymail.com",
        "aol.com",
        "icloud.com",
        "me.com",
        "gmx.com",
        "gmx.net",
        "gmx.de",
        "web.de",
        "mail.com",
        "proton.me",
        "protonmail.com",
        "zoho.com",
        "yandex.com",
        "yandex.ru",
        "mail.ru",
        "qq.com",
        "163.com",
        "hotmail.co.uk",
        "yahoo.co.uk",
    }
)


@rule(
    ERROR,
    validator("RequiredPropertyMissing"),
    documented("certification-submission"),
    custom=NOTE,
    aliases=("RequiredPropertyMissing.contact",),
    by_hand="Whom makers should write to is not in the package.",
)
def contact_present(info: Info) -> Problems:
    """The definition says whom to contact: `info.contact` with name, url and email.

    The validator refuses it otherwise: "The 'contact' property is required". Connectors from before the requirement
    lack it.

    Bad:
        definition: {info: {contact: null}}
    Good:
        definition: {info: {contact: {name: Tidewater Support}}}
    """
    if not info.has("contact"):
        yield Problem("`info` has no `contact`. Add one with `name`, `url` and `email`.", info)


@rule(ERROR, validator("RequiredPropertyMissing"), validator("RequiredValueEmpty"), custom=OFF)
def contact_name(contact: Contact) -> Problems:
    """The contact has a name.

    It is shown on the connector's page. One published connector in two hundred lacks it.

    Bad:
        definition: {info: {contact: {name: ""}}}
    Good:
        definition: {info: {contact: {name: Tidewater Support}}}
    """
    yield from _lacking(contact, "name")


@rule(WARNING, documented("certification-submission"), advice(), custom=OFF)
def contact_name_real(contact: Contact) -> Problems:
    """The contact's name is one, and not what a template left.

    `Your Name`, `<company>` or `TBD` would be shown on the connector's page. No published connector has such a name.

    Bad:
        definition: {info: {contact: {name: Your Name}}}
    Good:
        definition: {info: {contact: {name: Tidewater Support}}}
    """
    name = contact.text("name")
    if name is not None and is_name_to_write(name):
        yield Problem(
            f"The contact's name {quoted(name)} is a placeholder; name who answers.", contact.at("name")
        )


_WANTED = {
    "name": "who helps with the connector",
    "email": "the address of those who help with it",
    "url": "the page where people find help",
}


def _lacking(contact: Contact, member: str) -> Problems:
    if not contact.has(member):
        yield Problem(f"The contact has no `{member}`; add {_WANTED[member]}.", contact)
    elif contact.text(member) is not None and not (contact.text(member) or "").strip():
        yield Problem(f"The contact's `{member}` is empty.", contact.at(member))


@rule(
    WARNING,
    validator("UrlNotValid"),
    validator("RequiredValueEmpty"),
    documented("certification-submission"),
    custom=OFF,
    fix="safe",
)
def contact_url(contact: Contact) -> Problems:
    """The contact has a web address, with scheme and host.

    Makers follow it for help. The validator says of another value: "The 'url' property must be a valid absolute
    URL". One in six independent publishers leaves it empty.

    Bad (a blank):
        definition: {info: {contact: {url: " https://www.tidewaterstock.com/support"}}}
    Bad (missing):
        definition: {info: {contact: {url: null}}}
    Bad (no scheme):
        definition: {info: {contact: {url: www.tidewaterstock.com/support}}}
    Bad (nobody's):
        definition: {info: {contact: {url: "https://www.example.com/support"}}}
    Good:
        definition: {info: {contact: {url: "https://www.tidewaterstock.com/support"}}}
    """
    yield from _lacking(contact, "url")
    url, place = contact.url or "", contact.at("url")
    if is_absolute_url(url.strip()) and url.strip() != url:
        yield _blanks("url", url, place)
    elif url.strip() and not is_absolute_url(url):
        yield Problem(
            f"The contact's url {quoted(url)} is not an absolute address such as `https://www.contoso.com`.",
            place,
        )
    elif url.strip() and is_nobodys(url):
        yield Problem(
            f"The contact's url {quoted(url)} is nobody's; give the page where makers find help.", place
        )


def _blanks(member: str, text: str, place: Place) -> Problem:
    trimmed = text.strip()
    return Problem(
        f"The contact's `{member}` has blanks around {quoted(trimmed)}; leave them out.",
        place,
        fix=safe(place.replace(trimmed)),
    )


@rule(
    ERROR,
    validator("ContactEmailNotValid"),
    validator("RequiredValueEmpty"),
    policy("5000.3.1.4"),
    custom=OFF,
    aliases=("vp-support-contact",),
    fix="safe",
)
def contact_email(contact: Contact) -> Problems:
    """The contact has a valid e-mail address.

    Microsoft writes to it about the connector. For an independent publisher it is the address of the GitHub account.
    Three in a hundred certified connectors, most of them old, lack it.

    Bad (a blank):
        definition: {info: {contact: {email: "support@tidewaterstock.com "}}}
    Bad (missing):
        definition: {info: {contact: {email: null}}}
    Bad (no address):
        definition: {info: {contact: {email: "support at tidewaterstock.com"}}}
    Bad (nobody's):
        definition: {info: {contact: {email: support@yourcompany.com}}}
    Good:
        definition: {info: {contact: {email: help@tidewaterstock.com}}}
    """
    yield from _lacking(contact, "email")
    email, place = contact.email or "", contact.at("email")
    if _EMAIL.fullmatch(email.strip()) and email.strip() != email:
        yield _blanks("email", email, place)
    elif email.strip() and not _EMAIL.fullmatch(email):
        yield Problem(
            f"The contact's email {quoted(email)} is not a valid address; write one, such as `support@contoso.com`.",
            place,
        )
    elif email.strip() and is_nobodys(email):
        yield Problem(f"The contact's email {quoted(email)} is nobody's; give the one that is read.", place)


@rule(WARNING, advice(), independent=OFF, custom=OFF)
def contact_email_role(contact: Contact) -> Problems:
    """A verified publisher's contact is a mailbox of the company.

    Support of a product does not come from a free mail account; of more than five hundred certified connectors none
    names one.

    Bad:
        definition: {info: {contact: {email: tidewaterstock@gmail.com}}}
    Good:
        definition: {info: {contact: {email: support@tidewaterstock.com}}}
    """
    email = (contact.email or "").strip()
    if email.rpartition("@")[2].lower() in _FREE_MAIL:
        yield Problem(
            f"The contact's email {quoted(email)} is a free mail account. Name the company's support mailbox.",
            contact.at("email"),
        )
