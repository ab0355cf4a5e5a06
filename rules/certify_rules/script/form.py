"""What a script must look like to be run: whole, not too large, with the class and the method that are called."""

from __future__ import annotations

from collections.abc import Iterator

from certify.api import (
    ERROR,
    WARNING,
    Class,
    File,
    Problem,
    Problems,
    Role,
    Script,
    documented,
    rule,
    unsafe,
)
from certify_rules.words import shown


@rule(ERROR, documented("write-code"))
def script_size(file: File, *, maximum: int = 1_048_576) -> Problems:
    """The script has no more than 1 MB.

    The largest published script has 162,000 bytes.

    Bad:
        script: {$append: {"// There is nothing to see on this line, it only takes room.\\n": 20000}}
    Good:
        script: {$append: {"// There is nothing to see on this line, it only takes room.\\n": 20}}
    """
    if file.role is Role.SCRIPT and len(file.data) > maximum:
        yield Problem(f"The script has {len(file.data):,} bytes; {maximum:,} are allowed.", file)


@rule(ERROR, documented("write-code"))
def script_braces(script: Script) -> Problems:
    """Every bracket, text, comment and `#if` of the script is closed.

    A script that is cut off does not compile, and its operations fail. It is read as C#, and never compiled or run.

    Bad (cut off):
        script: |
          public class Script : ScriptBase
          {
              public override async Task<HttpResponseMessage> ExecuteAsync()
              {
                  return await this.Context.SendAsync(
    Bad (a text is not closed):
        script: {$replace: {'"StockMoved"': '"StockMoved'}}
    Good:
        script: {$replace: {'"StockMoved"': '"Stock" + "Moved"'}}
    """
    for fault in script.faults:
        yield Problem(f"{fault.message}.", script.span(fault.start, fault.end))


@rule(ERROR, documented("write-code"))
def script_class(script: Script) -> Problems:
    """The script has the class `public class Script : ScriptBase`.

    The platform makes an object of it for each request.

    Bad (no base):
        script: {$replace: {"class Script : ScriptBase": "class Script"}}
    Bad (not public):
        script: {$replace: {"public class Script": "internal class Script"}}
    Good:
        script: {$replace: {"public class Script": "public sealed class Script"}}
    """
    if script.faults:
        return
    found = list(_entries(script))
    if not found:
        named = next((item for item in script.classes if item.name.lower() == "script"), None)
        place = script if named is None else script.span(named.start, named.end)
        yield Problem("There is no class `Script` that derives from `ScriptBase`.", place)
    elif "public" not in found[0].modifiers:
        yield Problem(
            f"The class `{shown(found[0].name)}` is not public.", script.span(found[0].start, found[0].end)
        )


# The documentation spells the name, and yet two of twelve published independent connectors have `class script`.
@rule(WARNING, documented("write-code"), fix="unsafe")
def script_class_name(script: Script) -> Problems:
    """The class of the script is called `Script`, with a capital.

    So the documentation spells it. The platform runs published scripts whose class is `script`; other tools that
    compile the file do not find it.

    Bad:
        script: {$replace: {"class Script : ScriptBase": "class script : ScriptBase"}}
    Good:
        script: {$replace: {"class Script : ScriptBase": "class Script: ScriptBase"}}
    """
    for entry in _entries(script):
        if entry.name != "Script":
            place = script.span(entry.start, entry.end)
            yield Problem(
                f"The class is called `{shown(entry.name)}`; call it `Script`.",
                place,
                fix=unsafe(place.replace("Script")),
            )
        return


@rule(ERROR, documented("write-code"))
def script_executeasync(script: Script) -> Problems:
    """The class overrides `public override async Task<HttpResponseMessage> ExecuteAsync()`.

    The platform calls this method for each request; `async` may be left out.

    Bad (another name):
        script: {$replace: {ExecuteAsync: RunAsync}}
    Bad (not an override):
        script: {$replace: {"public override async": "public async"}}
    Good:
        script: {$replace: {"Task<HttpResponseMessage> ExecuteAsync()": "Task<HttpResponseMessage> ExecuteAsync ()"}}
    """
    if script.faults:
        return
    for entry in _entries(script):
        methods = [method for method in script.methods_of(entry) if method.name == "ExecuteAsync"]
        if not methods:
            yield Problem("The class has no method `ExecuteAsync`.", script.span(entry.start, entry.end))
        elif not any(
            {"public", "override"} <= {*method.modifiers}
            and method.returns.rpartition(".")[2] == "Task<HttpResponseMessage>"
            and not method.parameters
            for method in methods
        ):
            yield Problem(
                "`ExecuteAsync` must be `public override async Task<HttpResponseMessage> ExecuteAsync()`.",
                script.span(methods[0].start, methods[0].end),
            )
        return


def _entries(script: Script) -> Iterator[Class]:
    """The classes that the platform may take for the script's, best first."""
    found = [
        item
        for item in script.classes
        if item.name.lower() == "script"
        and any(base.rpartition(".")[2] == "ScriptBase" for base in item.bases)
    ]
    yield from sorted(found, key=lambda item: item.name != "Script")
