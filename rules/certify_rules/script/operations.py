"""Script and definition name the same operations."""

from __future__ import annotations

from collections.abc import Iterator

from certify.api import (
    ERROR,
    Definition,
    Files,
    Form,
    Node,
    Package,
    Problem,
    Problems,
    Properties,
    Role,
    Script,
    advice,
    documented,
    rule,
    unsafe,
)
from certify_rules.words import shown


@rule(ERROR, documented("paconn-cli"), documented("write-code"), fix="unsafe")
def script_operations(properties: Properties, definition: Definition) -> Problems:
    """Every entry of `scriptOperations` is the `operationId` of an operation.

    It lists the operations that run through the script; without it all of them do. An entry that no operation has is a
    misspelling or is left from an operation that is gone, and the one that was meant does not run through the script.

    Bad:
        properties: {properties: {scriptOperations: [StockMoved, StokMoved]}}
    Good:
        properties: {properties: {scriptOperations: [StockMoved, ListItems]}}
    """
    names = Node(properties.body, properties, ("properties",)).items("scriptOperations")
    folded = {known.casefold(): known for known in definition.operations_by_id}
    for index, name in enumerate(names):
        if isinstance(name, str) and name not in definition.operations_by_id:
            place = properties.at("properties", "scriptOperations", index)
            meant = folded.get(name.casefold())
            edit = place.remove() if meant is None or meant in names else place.replace(meant)
            hint = "Leave it out." if meant is None or meant in names else f"`{shown(meant)}` may be meant."
            yield Problem(f"No operation has the id `{shown(name)}`. {hint}", place, fix=unsafe(edit))


@rule(ERROR, advice(), documented("paconn-cli"))
def script_present_if_operations(properties: Properties, package: Package, files: Files) -> Problems:
    """A package with `scriptOperations` has a script.

    Without it the operations are sent as they are, and what the script should do is not done. One certified connector
    in twenty that lists operations lacks the script in the repository.

    Bad:
        script: null
    Good:
        properties: {properties: {scriptOperations: null}}
        script: null
    """
    if package.form is Form.FILE or not properties.script_operations or files.of(Role.SCRIPT) is not None:
        return
    if not any(refusal.path in ("", Role.SCRIPT.value) for refusal in package.refusals):
        yield Problem(
            "`scriptOperations` lists operations, and the package has no `script.csx`; add it, or leave the list out.",
            properties.at("properties", "scriptOperations"),
        )


@rule(ERROR, documented("write-code"))
def script_opid_known(script: Script, definition: Definition) -> Problems:
    """Every id that the script compares with `Context.OperationId` is that of an operation.

    A branch for an unknown operation is never taken. No published script has one.

    Bad:
        script: {$replace: {'"StockMoved"': '"StockMovedAway"'}}
    Bad (in a switch expression):
        script: {$replace: {"var refusal =": 'var kind = Context.OperationId switch { "ListItems" => 1, "ListAll" or "ListItems" => 2, _ => 3 }; var refusal ='}}
    Good:
        script: {$replace: {'"StockMoved"': '"ListItems"'}}
    """
    if not definition.operations_by_id:
        return
    for start, end in _compared(script):
        name = script.text[start:end]
        if name and name not in definition.operations_by_id:
            yield Problem(
                f"No operation has the id `{shown(name)}`, so that the script never comes here.",
                script.span(start, end),
            )


def _compared(script: Script) -> Iterator[tuple[int, int]]:
    """The texts that are compared with a word `operationId`: by a sign, by `Equals`, or in a switch."""
    tokens = script.tokens
    for index in operation_ids(script):
        after = [item.text for item in tokens[index + 1 : index + 4]]
        if after[:1] in (["=="], ["!="]):
            yield from _text_at(script, index + 2)
        elif after == [".", "Equals", "("]:
            yield from _text_at(script, index + 4)
        elif after[:2] == [")", "{"]:
            yield from _cases(script, index + 2)
        elif after[:2] == ["switch", "{"]:
            yield from _arms(script, index + 2)


def operation_ids(script: Script) -> list[int]:
    """Where `Context.OperationId` stands, and the variable `operationId` where it can only be a copy of it."""
    found: list[int] = []
    copies: list[int] = []
    is_copy = False
    for index, token in enumerate(script.tokens):
        if token.kind != "word" or token.text.lower() != "operationid":
            continue
        before = [item.text for item in script.tokens[max(0, index - 2) : index]]
        after = [item.text for item in script.tokens[index + 1 : index + 7]]
        if before == ["Context", "."]:
            found.append(index)
        elif before[-1:] != ["."]:
            copies.append(index)
            if after[:1] == ["="]:
                is_copy = [text for text in after[1:] if text not in ("this", ".")][:3] == [
                    "Context",
                    "OperationId",
                    ";",
                ]
                if not is_copy:
                    return found
            elif script.tokens[index - 1].kind == "word" and after[:1] in ([","], [")"]):
                return found
    return found + copies if is_copy else found


def _cases(script: Script, opening: int) -> Iterator[tuple[int, int]]:
    partners, tokens = script.code.partners, script.tokens
    closing = partners.get(opening, opening)
    index = opening + 1
    while index < closing:
        if tokens[index].text in ("{", "(") and index in partners:
            index = partners[index]
        elif tokens[index].text == "case":
            yield from _text_at(script, index + 1, ":")
        index += 1


def _arms(script: Script, opening: int) -> Iterator[tuple[int, int]]:
    """The texts in the patterns of a switch expression: before each arrow, not behind it."""
    partners, tokens = script.code.partners, script.tokens
    closing = partners.get(opening, opening)
    index, is_pattern = opening + 1, True
    while index < closing:
        text = tokens[index].text
        if text in ("{", "(", "[") and index in partners:
            index = partners[index]
        elif text in ("=>", "when"):
            is_pattern = False
        elif text == ",":
            is_pattern = True
        elif is_pattern and tokens[index - 1].text in ("{", ",", "or"):
            yield from _text_at(script, index)
        index += 1


def _text_at(script: Script, index: int, behind: str = "") -> Iterator[tuple[int, int]]:
    """The text there, unless more is added to it."""
    tokens = script.tokens
    if index >= len(tokens) or tokens[index].kind != "string":
        return
    following = tokens[index + 1].text if index + 1 < len(tokens) else ""
    if following != "+" and (not behind or following == behind):
        yield tokens[index].start, tokens[index].end
