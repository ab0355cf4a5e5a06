"""How an app is registered for OAuth."""

from __future__ import annotations

import re

from certify.api import (
    CREDENTIALS,
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Definition,
    Problem,
    Problems,
    Properties,
    Readme,
    documented,
    repository,
    rule,
    section_of,
)

_STEPS = re.compile(
    r"\bregist(?:er|r)|\bredirect|\bcall-?back url|\b(?:client|app|application|consumer)[\s_-]?(?:id|secret|key)s?\b"
    r"|\bapp registration|\boauth (?:app|client)|\b(?:create|add|build)[a-z]* (?:an?|the|your|new)(?: [\w.-]+){0,3}? app(?:lication)?\b"
    r"|azure-apim\.net",
    re.IGNORECASE,
)


# The certification engineer creates the app of an independent publisher's connector from these steps; a verified
# publisher hands its own app over in Partner Center, and half of the certified connectors say nothing of it.
@rule(
    NOTE,
    repository("README.md"),
    documented("certification-submission-ip"),
    independent=ERROR,
    custom=OFF,
    established=WARNING,
)
def readme_oauth_steps(readme: Readme, definition: Definition, properties: Properties) -> Problems:
    """The readme of a connector with OAuth says how its app is registered.

    Where the app is made, with which redirect URL and scopes, and where the client ID and the secret are shown:
    Microsoft builds the app of an independent publisher's connector from these steps, and refuses one without them.
    Three of those in a hundred lack them. For verified publishers it is advice.

    Bad:
        readme: "# Tidewater Stock\\n\\nTidewater Stock keeps count of the goods in every warehouse of a company. A flow can list stock items, create an item, get an item, update an item, delete an item, upload a document and search for items. It can start when an item is created and when stock is moved.\\n\\n## Publisher: Quayside Software Ltd\\n\\n## Prerequisites\\n\\nAn account.\\n\\n## Supported operations\\n\\nSee above.\\n\\n## Obtaining Credentials\\n\\nSign in.\\n\\n## Known Issues and Limitations\\n\\nNone.\\n\\n## Deployment Instructions\\n\\nUse the command-line tool.\\n"
    Good:
        definition: {}
    """
    has_oauth = any(parameter.is_oauth for parameter in properties.all_connection_parameters)
    if not has_oauth and all(scheme.type != "oauth2" for scheme in definition.security_schemes.values()):
        return
    if not _STEPS.search(readme.text):
        yield Problem(
            "The connector uses OAuth, and the readme does not say how its app is registered. Name the steps, the "
            "redirect URL and where the client ID and the secret are shown.",
            section_of(readme, CREDENTIALS) or readme,
        )
