"""How large, deep and long JSON files may be."""

from __future__ import annotations

from certify.api import (
    ERROR,
    FaultKind,
    JsonFile,
    Problem,
    Problems,
    Role,
    advice,
    documented,
    rule,
)


@rule(ERROR, documented("certification-submission"), documented("faq"))
def swagger_size_1mb(file: JsonFile, *, maximum: int = 1_048_576) -> Problems:
    """The API definition is smaller than 1 MiB (1,048,576 bytes).

    The import refuses larger ones. Microsoft's advice is to split such an API into several connectors; leaving out
    operations and responses that nobody uses is often enough. One published definition is larger, by 5%.

    Bad:
        definition: {$append: {"\\n": 1048576}}
    Good:
        definition: {$append: {"\\n": 9000}}
    """
    size = len(file.json.data)
    if file.role is Role.DEFINITION and size >= maximum and not _has(file, FaultKind.TOO_LARGE):
        yield Problem(
            f"The API definition has {size:,} bytes; it must have less than {maximum:,}. Split it into several connectors.",
            file,
        )


@rule(ERROR, advice())
def json_size(file: JsonFile) -> Problems:
    """No JSON file has more than 8 MiB.

    The largest published one has 1.1 MB. A larger one is not read at all.

    Bad:
        data.json: {$append: {"[": 1, "\\n": 8388608, "]": 1}}
        $profile: custom
    Good:
        data.json: {$append: {"[": 1, "\\n": 1000, "]": 1}}
        $profile: custom
    """
    yield from _told(file, FaultKind.TOO_LARGE)


@rule(ERROR, advice())
def json_depth(file: JsonFile) -> Problems:
    """Objects and arrays are nested no more than 200 deep.

    The deepest published file has 29 levels. What is deeper is not read.

    Bad:
        data.json: {$append: {"[": 201, "]": 201}}
        $profile: custom
    Good:
        data.json: {$append: {"[": 29, "]": 29}}
        $profile: custom
    """
    yield from _told(file, FaultKind.TOO_DEEP)


@rule(ERROR, advice())
def json_value_count(file: JsonFile) -> Problems:
    """No JSON file has more than 500,000 values.

    The largest published one has 27,392. What comes after the limit is not read.

    Bad:
        data.json: {$append: {"[": 1, "0,": 500000, "0]": 1}}
        $profile: custom
    Good:
        data.json: {$append: {"[": 1, "0,": 5000, "0]": 1}}
        $profile: custom
    """
    yield from _told(file, FaultKind.TOO_MANY_NODES)


@rule(ERROR, advice())
def json_name_length(file: JsonFile) -> Problems:
    """No member's name is longer than 16,384 characters.

    The longest published one has 750. Such a name is content that stands in the wrong place.

    Bad:
        data.json: {$append: {"{\\"": 1, "a": 16385, "\\": 1}": 1}}
        $profile: custom
    Good:
        data.json: {$append: {"{\\"": 1, "a": 750, "\\": 1}": 1}}
        $profile: custom
    """
    yield from _told(file, FaultKind.KEY_TOO_LONG)


def _has(file: JsonFile, kind: FaultKind) -> bool:
    return any(fault.kind is kind for fault in file.json.faults)


def _told(file: JsonFile, kind: FaultKind) -> Problems:
    for fault in file.json.faults:
        if fault.kind is kind:
            yield Problem(fault.message, file.of(fault))
