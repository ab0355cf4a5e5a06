"""Sentences of the template that were left in the readme."""

from __future__ import annotations

import re
from bisect import bisect_right

from certify.api import OFF, WARNING, Problem, Problems, Readme, advice, repository, rule, unsafe
from certify_rules.words import shown

_SENTENCE = re.compile(
    r"\b(?:Required|Optional)(?:\.|(?= for Independent-Publisher))[ ]+(?:"
    r"One paragraph, two to three sentences|It should be the company or organization name|for Independent-Publisher"
    r"|Any plans or licenses, tools|Describe actions, triggers, and other|Explain the authentication method and how"
    r"|How to get started with your connector|Include any known issues and limitations a user"
    r"|Include frequently asked questions by your|Add instructions on how to deploy this connector"
    r")[^\r\n]*"
    r"|\bDescription of operation [1-9]\b\.?|\bAnswer to question [1-9]\b\.?"
    r"|\bLorem ipsum dolor\b[^\r\n]*",
    re.IGNORECASE,
)
_HEADING = re.compile(r"(?:Operation|Question) [1-9]", re.IGNORECASE)
_LONGEST_HEADING = 100


# No error: two published connectors in a hundred have a left-over, so nothing refuses it.
@rule(
    WARNING,
    repository("templates/certified-connectors/readme.md"),
    repository("templates/Independent Publisher/readme.md"),
    advice(),
    custom=OFF,
    fix="unsafe",
)
def readme_no_template_text(readme: Readme) -> Problems:
    """No sentence of the template is left in the readme.

    `Required. One paragraph, two to three sentences about the service and the connector.`, `Operation 1` and the like
    tell the author what to write; left in, they tell everybody that it was not written. Two published connectors in a
    hundred have some.

    Bad (a sentence):
        readme: {$replace: {"- An account at": "Required. Any plans or licenses, tools required from the connector.\\n\\n- An account at"}}
    Bad (a heading):
        readme: {$replace: {"### How soon does": "### Question 1\\n\\nNow.\\n\\n### How soon does"}}
    Good:
        readme: {$replace: {"- An account at": "Required: one plan of the service.\\n\\n- An account at"}}
    """
    for found in _SENTENCE.finditer(readme.text):
        at = readme.span(*found.span())
        # Where nothing else is written there, the sentence is all that marks what is missing.
        fix = None if _is_alone(readme, *found.span()) else unsafe(at.remove())
        yield Problem(
            f"`{shown(found[0])}` is a sentence of the template; replace it by what it asks for.", at, fix=fix
        )
    for heading in readme.headings:
        if len(heading.text) <= _LONGEST_HEADING and _HEADING.fullmatch(heading.text.strip()):
            yield Problem(
                f"`{shown(heading.text)}` is a heading of the template; write what is meant.", heading
            )


def _is_alone(readme: Readme, start: int, end: int) -> bool:
    """Whether the section that the characters are in has nothing else."""
    index = bisect_right(readme.sections, start, key=lambda section: section.start) - 1
    return index >= 0 and readme.sections[index].text.strip() == readme.text[start:end].strip()
