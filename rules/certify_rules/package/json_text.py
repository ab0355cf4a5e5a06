"""How the JSON files are written: encoding, names that are there twice, and what no two readers agree on."""

from __future__ import annotations

import re

from certify.api import (
    ERROR,
    WARNING,
    FaultKind,
    JsonFile,
    Problem,
    Problems,
    advice,
    documented,
    repository,
    reviewer,
    rule,
    safe,
    unsafe,
    validator,
)

_TO_ZEROS = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * 16
_STRING_OR_INTEGER = re.compile(
    r'"[^"\\]*+(?:\\.[^"\\]*+)*+"|(?<![0-9.eE+-])(-?[0-9]{16,}+)(?![0-9.eE])', re.DOTALL
)
_EXACT = 2**53
_MOST_TOLD = 20


@rule(ERROR, documented("coding-standards"), reviewer(619), aliases=("BadJson",), fix="unsafe")
def json_utf8(file: JsonFile) -> Problems:
    r"""JSON files are encoded as UTF-8.

    `paconn` and the platform read nothing else: an `ø` that was saved in a Windows encoding stops them. Save the file as
    UTF-8, without a byte-order mark.

    Bad (UTF-16):
        data.json: {$hex: "ff fe 7b 00 7d 00"}
        $profile: custom
    Bad (Windows-1252):
        data.json: {$hex: "7b 22 6e 61 6d 65 22 3a 20 22 42 72 f8 6e 6e 22 7d"}
        $profile: custom
    Good:
        data.json: {name: Brønn}
        $profile: custom
    """
    for fault in file.json.faults:
        if fault.kind is FaultKind.ENCODING:
            whole = safe(file.place.replace(file.json.text))
            yield Problem(fault.message, file.span(fault.start, fault.end), fix=whole)
        elif fault.kind is FaultKind.INVALID_UTF8:
            # Which encoding it was is a guess, and a wrong one would be hard to notice afterwards.
            whole = unsafe(file.place.replace(file.json.text))
            yield Problem(fault.message, file.span(fault.start, fault.end), fix=whole)


@rule(WARNING, repository("tools/paconn-cli/paconn/operations/upsert.py"), fix="safe")
def json_no_bom(file: JsonFile) -> Problems:
    r"""JSON files have no byte-order mark.

    `paconn validate` passes over it, but `paconn create` and `paconn update` stop there. It is not to be seen in an
    editor; save the file as "UTF-8", not as "UTF-8 with BOM".

    Bad:
        definition: {$replace: {"{\n  \"swagger\"": "\uFEFF{\n  \"swagger\""}}
    Good:
        definition: {}
    """
    for fault in file.json.faults:
        if fault.kind is FaultKind.BOM:
            yield Problem(fault.message, file, fix=safe(file.place.replace(file.json.text)))


@rule(ERROR, validator("PathRedefined"), advice())
def json_duplicate_keys(file: JsonFile) -> Problems:
    r"""No object has two members of the same name.

    Most readers keep the last one in silence, some the first: a reviewer sees one `operationId` and the platform
    deploys the other. Five of 1,035 published connectors have such a pair.

    Bad:
        definition: {$replace: {'"swagger": "2.0",': '"swagger": "2.0", "swagger": "2.0",'}}
    Bad (the same name, once escaped):
        definition: {$replace: {'"basePath": "/v1",': '"ho\u0073t": "stock.tidewaterstock.com", "basePath": "/v1",'}}
    Good:
        definition: {$replace: {'"swagger": "2.0",': '"swagger":   "2.0",'}}
    """
    for fault in file.json.faults:
        if fault.kind is FaultKind.DUPLICATE_KEY:
            yield Problem(fault.message, file.of(fault))


@rule(WARNING, advice())
def json_confusable_keys(file: JsonFile) -> Problems:
    r"""No two members of an object have names that look the same.

    Names that differ by an invisible character, or by how Unicode composes an `é`, are two members for the platform and
    one for the reviewer.

    Bad:
        data.json: {"na\u0301me": 1, "n\u00e1me": 2}
        $profile: custom
    Good:
        data.json: {"n\u00e1me": 1, "name": 2}
        $profile: custom
    """
    for fault in file.json.faults:
        if fault.kind is FaultKind.CONFUSABLE_KEY:
            yield Problem(fault.message, file.place.key(*fault.pointer))


@rule(ERROR, advice())
def json_lone_surrogate(file: JsonFile) -> Problems:
    r"""Every `\u` escape is a whole character.

    `\ud83d` alone is one half of an emoji; it cannot be written as UTF-8, and what shows it instead differs from program
    to program. Write both halves, or the character itself.

    Bad:
        data.json: '{"icon": "\ud83d"}'
        $profile: custom
    Good:
        data.json: '{"icon": "\ud83d\ude00"}'
        $profile: custom
    """
    for fault in file.json.faults:
        if fault.kind is FaultKind.LONE_SURROGATE:
            yield Problem(fault.message, file.of(fault))


@rule(ERROR, advice())
def json_finite(file: JsonFile) -> Problems:
    """No number is `NaN` or `Infinity`.

    Python writes and reads them, JSON has no such numbers; Microsoft's readers stop there.

    Bad:
        data.json: '{"limit": Infinity}'
        $profile: custom
    Good:
        data.json: {limit: 1000000}
        $profile: custom
    """
    for fault in file.json.faults:
        if fault.kind is FaultKind.NOT_FINITE:
            yield Problem(fault.message, file.of(fault))


@rule(ERROR, advice())
def json_number_range(file: JsonFile) -> Problems:
    """No number is larger, or has more digits, than programs can hold.

    `1e400` is infinite for one reader and an error for the next.

    Bad:
        data.json: '{"limit": 1e400}'
        $profile: custom
    Good:
        data.json: '{"limit": 1e300}'
        $profile: custom
    """
    for fault in file.json.faults:
        if fault.kind in {FaultKind.NUMBER_OVERFLOW, FaultKind.NUMBER_TOO_LONG}:
            yield Problem(fault.message, file.of(fault))


@rule(WARNING, advice())
def json_integer_exact(file: JsonFile) -> Problems:
    """Integers have no more digits than JavaScript keeps.

    The designer runs in a browser, where 9007199254740993 becomes 9007199254740992: a default or example of that
    size is another number than the one that was written. Write it as a string, if the API takes one. No published
    connector has such a number.

    Bad:
        data.json: '{"account": 9007199254740993}'
        $profile: custom
    Good (exact as a floating-point number):
        data.json: '{"account": 9007199254740992}'
        $profile: custom
    Good (a string):
        data.json: '{"account": "9007199254740993"}'
        $profile: custom
    Good (a fraction, of which the last digits do not matter):
        data.json: '{"share": 0.32122030095136983}'
        $profile: custom
    """
    if file.json.faults or not _may_have_long_integer(file.json.data):
        return
    told = 0
    for found in _STRING_OR_INTEGER.finditer(file.json.text):
        if found[1] is None or abs(number := int(found[1])) <= _EXACT or int(float(number)) == number:
            continue
        told += 1
        if told > _MOST_TOLD:
            return
        yield Problem(
            f"The integer `{found[1][:40]}` becomes `{int(float(number))}` in a browser; write it as a string.",
            file.span(*found.span(1)),
        )


def _may_have_long_integer(data: bytes) -> bool:
    """Whether 16 digits stand in a row; in most files every fourth byte shows already that they do not."""
    return _LONG[::4] in data[::4].translate(_TO_ZEROS) and _LONG in data.translate(_TO_ZEROS)
