"""The sections that a readme must have."""

from __future__ import annotations

from certify.api import (
    CREDENTIALS,
    DEPLOYMENT,
    KNOWN_ISSUES,
    NOTE,
    OFF,
    OPERATIONS,
    PREREQUISITES,
    PUBLISHER,
    WARNING,
    Definition,
    Files,
    Problem,
    Problems,
    Properties,
    Readme,
    Role,
    documented,
    repository,
    reviewer,
    rule,
    section_of,
    unsafe,
)
from certify_rules.readme.operations import described, visible_operations
from certify_rules.readme.sections import inserted, one_line, required
from certify_rules.readme.title import folded_words
from certify_rules.words import shown

_TEMPLATE = "templates/certified-connectors/readme.md"
_INDEPENDENT = "templates/Independent Publisher/readme.md"
_SUMMARY = ("readme-all-sections",)
_FORM_LIST = "inc incorporated llc ltd limited corp corporation co company gmbh ag bv nv sa as ab oy the and"
_FORMS = frozenset(_FORM_LIST.split())


@rule(
    NOTE,
    repository(_TEMPLATE),
    repository(_INDEPENDENT),
    reviewer(2439),
    independent=WARNING,
    custom=OFF,
    aliases=_SUMMARY,
    fix="unsafe",
)
def readme_publisher(readme: Readme, properties: Properties | None) -> Problems:
    """The readme names the publisher, as apiProperties.json does: `## Publisher: Quayside Software Ltd`.

    An independent publisher is known by this line, and two in a hundred lack it. Half of the certified connectors are
    older than the template and lack it; for them it is advice. Legal forms and punctuation do not count in the
    comparison, and one of several names is enough.

    Bad (missing):
        $profile: independent-publisher
        readme: {$replace: {"## Publisher: Quayside Software Ltd\\n": ""}}
    Bad (another one):
        $profile: independent-publisher
        readme: {$replace: {"## Publisher: Quayside Software Ltd": "## Publisher: Harbour Tools"}}
    Good:
        $profile: independent-publisher
        readme: {$replace: {"## Publisher: Quayside Software Ltd": "## Publisher: Quayside Software"}}
    """
    publisher = ((properties.publisher if properties else None) or "").strip()
    section = section_of(readme, PUBLISHER)
    if section is None:
        fix = None
        if publisher and readme.headings:
            line = f"## Publisher: {one_line(publisher)}"
            fix = unsafe(inserted(readme, line, readme.headings[0]))
        line = f"the line `## Publisher: {shown(publisher)}`" if publisher else "a line `## Publisher:`"
        yield Problem(f"The readme does not name the publisher; add {line} below its title.", readme, fix=fix)
        return
    heading = section.heading
    _, colon, given = heading.text.partition(":")
    if not given.strip():
        colon, given = "", (section.text.lstrip().splitlines() or [""])[0].lstrip("#*_- ")
    if not any(letter.isalnum() for letter in given):
        yield Problem("The heading names no publisher.", heading)
    elif publisher and not _is_same(_names(given), _names(publisher)):
        yield Problem(
            f"The readme names `{shown(given.strip())}`, and apiProperties.json the publisher `{shown(publisher)}`.",
            heading,
            fix=unsafe(heading.place.replace(f"Publisher: {one_line(publisher)}")) if colon else None,
        )


def _names(text: str) -> list[str]:
    words = folded_words(text)
    return [word for word in words if word not in _FORMS] or words


def _is_same(one: list[str], other: list[str]) -> bool:
    """Whether one names whom the other names, be it among others or by a longer name."""
    if set(one) <= set(other) or set(other) <= set(one):
        return True
    return "".join(one) in "".join(other) or "".join(other) in "".join(one)


@rule(
    WARNING,
    repository(_TEMPLATE),
    repository(_INDEPENDENT),
    reviewer(2439),
    custom=OFF,
    aliases=_SUMMARY,
    fix="safe",
)
def readme_prerequisites(readme: Readme) -> Problems:
    """The readme has a section `## Prerequisites`.

    It says which plan, licence or tool a maker needs before the first connection. Three certified connectors in a
    hundred lack it.

    Bad (no blank after the signs):
        readme: {$replace: {"## Prerequisites": "##Prerequisites"}}
    Bad (missing):
        readme: {$replace: {"## Prerequisites": "## Before anything else"}}
    Bad (empty):
        readme: {$replace: {"- An account at Tidewater Stock in the Business plan or a higher one.\\n- A user of that account who may read and change stock items.\\n- The partner key of the account.\\n": ""}}
    Good:
        readme: {$replace: {"## Prerequisites": "## Pre-requisites"}}
    """
    yield from required(
        readme, PREREQUISITES, "Prerequisites", "say which plans, licences or tools are needed"
    )


@rule(
    WARNING,
    repository(_TEMPLATE),
    repository(_INDEPENDENT),
    reviewer(2439),
    custom=OFF,
    aliases=_SUMMARY,
    fix="unsafe",
)
def readme_operations(readme: Readme, definition: Definition | None) -> Problems:
    """The readme has a section `## Supported Operations`.

    It describes the actions and triggers. One certified connector in seven lacks it.

    Bad:
        readme: "# Tidewater Stock\\n\\nTidewater Stock keeps count of the goods in every warehouse of a company. A flow can read and change the stock, and react to each movement of goods.\\n\\n## Publisher: Quayside Software Ltd\\n\\n## Prerequisites\\n\\nAn account.\\n\\n## Obtaining Credentials\\n\\nRegister an app with the redirect URL of the connector, and copy the client ID and the secret.\\n\\n## Known Issues and Limitations\\n\\nNone.\\n\\n## Deployment Instructions\\n\\nUse the command-line tool.\\n"
    Good:
        readme: {$replace: {"## Supported Operations": "## Actions and triggers"}}
    """
    operations = visible_operations(definition) if definition is not None else []
    text = "\n\n".join(described(operation) for operation in operations) or None
    yield from required(
        readme, OPERATIONS, "Supported Operations", "describe the actions and triggers", text=text
    )


@rule(
    WARNING,
    repository(_TEMPLATE),
    repository(_INDEPENDENT),
    documented("certification-submission"),
    reviewer(2439),
    custom=OFF,
    aliases=_SUMMARY,
    fix="safe",
)
def readme_credentials(
    readme: Readme, definition: Definition | None, properties: Properties | None
) -> Problems:
    """The readme has a section `## Obtaining Credentials`.

    It explains how to sign in and where a key, a client or a password comes from. A third of the certified connectors
    lack it, most of them old. A connector without authentication needs none.

    Bad (no blank after the signs):
        readme: {$replace: {"## Obtaining Credentials": "##Obtaining Credentials"}}
    Bad (missing):
        readme: {$replace: {"## Obtaining Credentials": "## What comes next"}}
    Good:
        readme: {$replace: {"## Obtaining Credentials": "## Authentication"}}
    """
    if definition is not None and properties is not None:
        asks = properties.connection_parameters or properties.connection_sets
        if not asks and not definition.security_schemes:
            return
    yield from required(
        readme,
        CREDENTIALS,
        "Obtaining Credentials",
        "explain how to sign in and where the credentials come from",
    )


@rule(
    WARNING,
    repository(_TEMPLATE),
    repository(_INDEPENDENT),
    documented("certification-submission"),
    reviewer(2439),
    custom=OFF,
    aliases=_SUMMARY,
    fix="safe",
)
def readme_known_issues(readme: Readme) -> Problems:
    """The readme has a section `## Known Issues and Limitations`.

    Limits that makers meet anyway are better read than found. Half of the certified connectors lack it, but only one
    in six of those that came or changed in 2024.

    Bad (no blank after the signs):
        readme: {$replace: {"## Known Issues and Limitations": "##Known Issues and Limitations"}}
    Bad (missing):
        readme: {$replace: {"## Known Issues and Limitations": "## Good to know"}}
    Good:
        readme: {$replace: {"## Known Issues and Limitations": "## Limitations"}}
    """
    yield from required(
        readme,
        KNOWN_ISSUES,
        "Known Issues and Limitations",
        "say which limits makers will meet, or that none is known",
    )


@rule(NOTE, repository(_TEMPLATE), independent=OFF, custom=OFF, fix="unsafe")
def readme_deployment(readme: Readme, files: Files) -> Problems:
    """The readme of a certified connector has a section `## Deployment Instructions`.

    It says how to deploy the connector as a custom connector. The template requires it, two certified connectors in
    five lack it, and no reviewer has been seen to ask for it.

    Bad:
        readme: {$replace: {"## Deployment Instructions": "## How to go on"}}
    Good:
        readme: {$replace: {"## Deployment Instructions": "## Deploying the connector"}}
    """
    script = files.of(Role.SCRIPT)
    command = "paconn create --api-def apiDefinition.swagger.json --api-prop apiProperties.json"
    if script is not None:
        command += " --script script.csx"
    text = (
        "1. Install the command-line tool with `pip install paconn` and sign in with `paconn login`.\n"
        f"2. Run `{command}`."
    )
    yield from required(
        readme,
        DEPLOYMENT,
        "Deployment Instructions",
        "say how to deploy this as a custom connector",
        text=text,
    )
