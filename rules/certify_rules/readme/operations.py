"""The operations that the readme describes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from certify.api import (
    NOTE,
    OFF,
    OPERATIONS,
    Definition,
    Problem,
    Problems,
    Readme,
    repository,
    rule,
    section_of,
    unsafe,
)
from certify_rules.readme.sections import newline_of, one_line
from certify_rules.words import enumerated, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.api import Edit, Operation, Section

_WORD = re.compile(r"[^\W_]+")
_NAMED = 3
_FEW_BLANKS = 2
"""Those around a single word: a path such as `/items` is found in any text."""
_MOST_OPERATIONS = 2_000
"""The largest published connector has 219."""


def visible_operations(definition: Definition) -> list[Operation]:
    """The operations that makers see and that have a summary."""
    return [
        operation
        for operation in definition.operations
        if not operation.is_internal and (operation.summary or "").strip()
    ][:_MOST_OPERATIONS]


def described(operation: Operation) -> str:
    """An operation as the template describes it: a heading and a sentence."""
    heading = f"### {one_line(operation.summary or '')}"
    description = one_line(operation.description or "")
    return f"{heading}\n\n{description}" if description else heading


@rule(NOTE, repository("templates/certified-connectors/readme.md"), custom=OFF, fix="unsafe")
def readme_lists_ops(readme: Readme, definition: Definition) -> Problems:
    """The readme names every operation that makers see.

    By its summary, its `operationId` or its path; capitals, punctuation and remarks such as "(V2)" do not count. Two of
    three certified connectors leave some out or call them otherwise, so this is advice: a reader takes the list for the
    whole, and looks for the same words in the designer.

    Bad:
        readme: {$replace: {"### Upload a document\\n": "### Put a file beside it\\n", "**List stock items**": "**a step**"}}
    Good:
        readme: {$replace: {"### Upload a document\\n": "### `Upload a document`\\n"}}
    """
    section = section_of(readme, OPERATIONS)
    if section is None:
        return
    operations = [operation for operation in visible_operations(definition) if not operation.is_deprecated]
    if not operations:
        return
    text = _plain(readme.text)
    missing = [operation for operation in operations if not any(name in text for name in _names(operation))]
    if not missing:
        return
    summaries = [operation.summary or "" for operation in missing]
    if len(missing) > _NAMED + 1:
        first = ", ".join(f"`{shown(summary, 40)}`" for summary in summaries[:_NAMED])
        named = f"{first} and {len(missing) - _NAMED} more"
    else:
        named = enumerated(summaries)
    count = len(operations) - len(missing)
    names = f"names {count or 'none'} of {len(operations)} operations"
    yield Problem(
        f"The readme {names if len(operations) > 1 else 'does not name the operation'}; "
        f"describe {named} there, under the same name.",
        section,
        fix=unsafe(_added(readme, section, missing)),
    )


def _plain(text: str) -> str:
    return f" {' '.join(_WORD.findall(text.casefold()))} "


def _names(operation: Operation) -> Iterator[str]:
    """What the operation goes by: its summary, also without a remark such as "(preview)", its id, and its path."""
    summary = (operation.summary or "")[:500]
    yield _plain(summary)
    yield _plain(re.sub(r"[\[(](?:deprecated|preview|v ?\d+)[\])]", " ", summary, flags=re.IGNORECASE))
    if operation.operation_id:
        yield _plain(operation.operation_id[:500])
    path = _plain(operation.path[:500])
    if path.count(" ") > _FEW_BLANKS:
        yield path


def _added(readme: Readme, section: Section, missing: list[Operation]) -> Edit:
    newline = newline_of(readme)
    end = section.start + len(section.text.rstrip())
    text = "\n\n".join(described(operation) for operation in missing).replace("\n", newline)
    after = newline if section.end >= len(readme.text) else newline * 2
    return readme.span(end, section.end).replace(f"{newline * 2}{text}{after}")
