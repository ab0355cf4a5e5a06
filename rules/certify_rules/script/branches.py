"""Where a script branches by operation, something is done for every operation."""

from __future__ import annotations

from collections.abc import Iterator

from certify.api import WARNING, Problem, Problems, Script, advice, documented, rule
from certify_rules.script.operations import operation_ids

_STATEMENTS = frozenset(
    ("if", "while", "for", "foreach", "using", "lock", "switch", "catch", "fixed", "when")
)


@rule(WARNING, documented("write-code"), advice())
def script_default_branch(script: Script) -> Problems:
    """A script that branches by `Context.OperationId` does something for every other id.

    It sends the request on, or answers 400. Some regions hand over the id in base64, and operations are added later; where
    nothing stands for them, the call fails with a message that helps nobody. All published scripts have such a branch.

    Bad (ends with the last comparison):
        script: {$replace: {"var refusal = new HttpResponseMessage(HttpStatusCode.BadRequest);": "", "refusal.Content = CreateJsonContent(\\"{\\\\\\"message\\\\\\": \\\\\\"This operation is not known.\\\\\\"}\\");": "", "return refusal;": ""}}
    Bad (a switch):
        script: "public class Script : ScriptBase\\n{\\n    public override async Task<HttpResponseMessage> ExecuteAsync() => this.Context.OperationId switch\\n    {\\n        \\"StockMoved\\" => await this.Context.SendAsync(this.Context.Request, this.CancellationToken).ConfigureAwait(false),\\n    };\\n}\\n"
    Good:
        script: "public class Script : ScriptBase\\n{\\n    public override async Task<HttpResponseMessage> ExecuteAsync() => this.Context.OperationId switch\\n    {\\n        \\"StockMoved\\" => await this.Context.SendAsync(this.Context.Request, this.CancellationToken).ConfigureAwait(false),\\n        _ => new HttpResponseMessage(HttpStatusCode.BadRequest),\\n    };\\n}\\n"
    """
    tokens = script.tokens
    told: set[int] = set()
    for index in operation_ids(script):
        following = [token.text for token in tokens[index + 1 : index + 3]]
        if following == ["switch", "{"]:
            if not _has_discard(script, index + 2):
                yield _problem(script, index + 1)
            continue
        branch = _branch_around(script, index)
        if branch is not None and branch[0] not in told and _is_open(script, *branch):
            told.add(branch[0])
            yield _problem(script, branch[0])


def _problem(script: Script, index: int) -> Problem:
    token = script.tokens[index]
    return Problem(
        "Nothing is done for an operation that is not named here; send the request on, or answer `400`.",
        script.span(token.start, token.end),
    )


def _branch_around(script: Script, index: int) -> tuple[int, int] | None:
    """The `if` or `switch` in whose parentheses the token is, and the brace that opens its block."""
    tokens, partners = script.tokens, script.code.partners
    for opening in range(index - 1, max(0, index - 40), -1):
        if tokens[opening].text in (";", "{", "}"):
            return None
        closing = partners.get(opening, -1)
        word = tokens[opening - 1].text
        if tokens[opening].text == "(" and closing > index and word in ("if", "switch"):
            has_block = closing + 1 < len(tokens) and tokens[closing + 1].text == "{"
            return (opening - 1, closing + 1) if has_block else None
    return None


def _is_open(script: Script, word: int, block: int) -> bool:
    """Whether the method gives back a value in the block, and ends behind it without giving back another."""
    tokens, partners = script.tokens, script.code.partners
    closing = partners.get(block, block)
    inside = [token.text for token in tokens[block:closing]]
    returns = any(text == "return" and inside[at + 1 : at + 2] != [";"] for at, text in enumerate(inside))
    if not returns or (tokens[word].text == "switch" and {"default", "break"}.intersection(inside)):
        return False
    return closing + 1 < len(tokens) and tokens[closing + 1].text == "}" and _ends_method(script, closing + 1)


def _ends_method(script: Script, closing: int) -> bool:
    tokens, partners = script.tokens, script.code.partners
    opening = next((first for first, last in partners.items() if last == closing), 0)
    if tokens[opening - 1].text != ")":
        return False
    first = next((first for first, last in partners.items() if last == opening - 1), 0)
    return first > 0 and tokens[first - 1].text not in _STATEMENTS


def _has_discard(script: Script, opening: int) -> bool:
    """Whether an arm of the switch expression takes whatever there is: `_ =>`, or a variable."""
    return any(arm in (["_", "=>"], ["var"]) for arm in _arms(script, opening))


def _arms(script: Script, opening: int) -> Iterator[list[str]]:
    """The beginning of each arm: its first token, with the arrow where that follows."""
    tokens, partners = script.tokens, script.code.partners
    closing = partners.get(opening, opening)
    index, is_first = opening + 1, True
    while index < closing:
        if is_first:
            begin = [token.text for token in tokens[index : index + 2]]
            yield begin if begin[1:] == ["=>"] else begin[:1]
        is_first = tokens[index].text == ","
        if tokens[index].text in ("{", "(", "[") and index in partners:
            index = partners[index]
        index += 1
