"""Whom makers reach when a connector fails."""

from __future__ import annotations

from certify.api import WARNING, Contact, Problem, Problems, advice, rule


@rule(WARNING, advice())
def acme_contact_domain(contact: Contact, *, domain: str = "tidewaterstock.com") -> Problems:
    """The contact's e-mail address is one of the company.

    Mail to a colleague's own address is lost when the colleague leaves.

    Bad:
        definition: {info: {contact: {email: jane@postbox.com}}}
    Good:
        definition: {info: {contact: {email: connectors@tidewaterstock.com}}}
    """
    email = contact.email
    if email is not None and not email.lower().endswith(f"@{domain}"):
        yield Problem(f"`{email}` is no address at {domain}.", contact.at("email"))
