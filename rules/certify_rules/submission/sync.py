"""Whether a submission holds the connector that it is meant to: that of the folder, and the same in every solution."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from certify.api import (
    ERROR,
    OFF,
    WARNING,
    Against,
    PackagedConnector,
    Problem,
    Problems,
    Role,
    Submission,
    advice,
    documented,
    rule,
)
from certify_rules.submission.difference import first_difference, pointer
from certify_rules.words import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.api import File

_MEMBERS = {
    "connectionparameters": "connectionParameters",
    "connectionparametersets": "connectionParameterSets",
    "policytemplateinstances": "policyTemplateInstances",
    "scriptoperations": "scriptOperations",
}
_FILES = {"customcodeblobcontent": Role.SCRIPT, "iconblob": Role.ICON}


@rule(
    ERROR,
    documented("certification-submission"),
    advice(),
    custom=OFF,
    by_hand="What a solution holds is not written to; export it again.",
)
def pkg_sync(submission: Submission, against: Against) -> Problems:
    """The connector in the submission is the one in the folder.

    The classic mistake is a stale export: the folder was mended, the custom connector in the environment was not updated,
    and its old state was exported. Give the folder with `certify check ConnectorPackage.zip --against ./connector`.
    JSON is compared by what it says, so that layout and the order of members do not count, nor do client ids and
    secrets, which are placeholders in the folder; scripts without regard to the ends of lines. Icon and `intro.md` are
    compared where the folder has them.

    Bad (the script is an old one):
        $submission: plain
        package.zip!/PkgAssets/connector.zip!/Connector/qs_tidewaterstock_customcodeblobcontent.csx: {$replace: {"The service returns": "That service returns"}}
        package.zip!/PkgAssets/flow.zip!/Connector/qs_tidewaterstock_customcodeblobcontent.csx: {$replace: {"The service returns": "That service returns"}}
        $against: {}
    Bad (the definition is an old one):
        $submission: plain
        $against: {definition: {paths: {/items: {get: {summary: List all items}}}}}
    Good:
        $submission: plain
        $against: {}
    """
    connector = submission.connector
    if connector is None or (against.definition is None and against.properties is None):
        return
    if against.definition is not None and "openapidefinition" in connector.parts:
        yield from _json(connector.parts["openapidefinition"], against.definition.value)
    if against.properties is not None:
        yield from _properties(connector, against)
    for part, role in _FILES.items():
        file, other = connector.parts.get(part), against.files.of(role)
        if other is None and (file is None or role is Role.ICON):
            continue
        if file is None:
            # An icon that is missing in a solution has a rule of its own.
            if role is not Role.ICON:
                yield Problem(f"The folder has a script, and the solution has none; {_EXPORT}.", connector)
        elif other is None or _plain(file, role) != _plain(other, role):
            yield Problem(f"`{shown(file.name)}` is not what the folder has; {_EXPORT}.", file)
    intro, own = (
        against.files.of(Role.INTRO),
        None if submission.outer is None else submission.outer.named("intro.md"),
    )
    if intro is not None and own is not None and _plain(intro, Role.INTRO) != _plain(own, Role.INTRO):
        yield Problem("`intro.md` is not the one of the folder; zip the submission again.", own)


@rule(WARNING, documented("certification-submission"), advice(), custom=OFF, aliases=("pkg-sync",))
def pkg_same_connector(submission: Submission) -> Problems:
    """Every solution of a submission holds the same connector.

    The flow solution has a copy of it, and the plugin solution another. When one solution is exported again and the
    others are not, Microsoft tests another connector than the one it deploys.

    Bad:
        $submission: plain
        package.zip!/PkgAssets/flow.zip!/Connector/qs_tidewaterstock_openapidefinition.json: {host: test.tidewaterstock.com}
    Good:
        $submission: plain
    """
    connector = submission.connector
    if connector is None:
        return
    for other in submission.connectors:
        if other.solution is connector.solution:
            continue
        for part, file in connector.parts.items():
            copy = other.parts.get(part)
            if copy is None or copy.data == file.data:
                continue
            where = first_difference(file.json.value, copy.json.value) if copy.is_json else ()
            if where is not None:
                yield Problem(
                    f"`{shown(copy.name)}` is not the same as in `{shown(connector.solution.name)}`; export both solutions again.",
                    copy.place.at(*where),
                )


_EXPORT = "update the custom connector from the folder, and export the solution again"


def _properties(connector: PackagedConnector, against: Against) -> Iterator[Problem]:
    assert against.properties is not None
    body = against.properties.body
    for part, member in _MEMBERS.items():
        file = connector.parts.get(part)
        value = body.get(member)
        if file is None:
            if value:
                yield Problem(f"The folder has `{member}`, and the solution has none; {_EXPORT}.", connector)
        elif not file.json.is_readable or (not file.json.value and not value):
            # Nothing is written as null, {} or [], or left out.
            continue
        else:
            yield from _json(file, value)


def _json(file: File, value: Any) -> Iterator[Problem]:
    if not file.json.is_readable:
        return
    where = first_difference(value, file.json.value)
    if where is not None:
        at = f" at `{shown(pointer(where))}`" if where else ""
        yield Problem(
            f"`{shown(file.name)}` is not what the folder has{at}; {_EXPORT}.", file.place.at(*where)
        )


def _plain(file: File, role: Role) -> str | bytes:
    return file.data if role is Role.ICON else "\n".join(line.rstrip() for line in file.text.splitlines())
