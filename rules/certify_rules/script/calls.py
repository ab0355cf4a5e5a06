"""What a script uses: namespaces, the network, threads, and the machine it runs on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from certify.api import (
    ERROR,
    NOTE,
    OFF,
    WARNING,
    Place,
    Problem,
    Problems,
    Script,
    advice,
    documented,
    rule,
    safe,
)
from certify_rules.words import shown

_CLIENTS = frozenset({"HttpClient", "WebClient", "TcpClient", "UdpClient", "Socket", "RestClient"})
_REQUESTS = frozenset({"WebRequest", "HttpWebRequest", "HttpClientFactory"})
MACHINE = {
    "Process": "other programs",
    "File": "files",
    "Directory": "files",
    "FileStream": "files",
    "FileInfo": "files",
    "DirectoryInfo": "files",
    "Assembly": "reflection",
    "Activator": "reflection",
    "AppDomain": "reflection",
    "Marshal": "memory outside .NET",
    "Registry": "the registry",
}
_SURROUNDINGS = frozenset({
    "GetEnvironmentVariable", "GetEnvironmentVariables", "SetEnvironmentVariable", "ExpandEnvironmentVariables",
    "GetFolderPath", "GetCommandLineArgs", "GetLogicalDrives", "Exit", "FailFast", "MachineName", "UserName",
    "UserDomainName", "CurrentDirectory", "SystemDirectory", "CommandLine",
})  # fmt: skip
"""What `Environment` tells of the machine; `NewLine` and the like tell nothing."""
_ATTRIBUTES = frozenset({"DllImport", "LibraryImport"})
_REFLECTION = frozenset({"InvokeMember", "GetMethod", "CreateInstance", "LoadFrom"})
_REFERENCE = re.compile(r"#[ \t]*(?:r|load)\b")
_FORMATTING = re.compile(r"(?:None|Indented)")


@rule(WARNING, documented("write-code"))
def script_no_httpclient(script: Script) -> Problems:
    """The script sends requests with `this.Context.SendAsync`.

    A client of its own goes around the connector's policies, credentials and limits, and the documentation announces
    that it will be blocked. No published script makes one.

    Bad:
        script: {$replace: {"var refusal =": "var client = new HttpClient();\\n        var refusal ="}}
    Bad (with the type in front):
        script: {$replace: {"var refusal =": "HttpClient client = new();\\n        var refusal ="}}
    Bad (by another name):
        script: {$replace: {"public class Script": "using Client = System.Net.Http.HttpClient;\\npublic class Script", "var refusal =": "var client = new Client();\\n        var refusal ="}}
    Bad (an older kind):
        script: {$replace: {"var refusal =": "var request = WebRequest.Create(address);\\n        var refusal ="}}
    Good:
        script: {$replace: {"var refusal =": "var request = new HttpRequestMessage();\\n        var refusal ="}}
    """
    for creation in script.creations:
        if script.type_called(creation.text) in _CLIENTS:
            yield Problem(
                f"`new {shown(creation.text)}` opens a connection of its own; send the request with `this.Context.SendAsync`.",
                script.span(creation.start, creation.end),
            )
    for access in script.accesses:
        if (
            script.type_called(access.receiver) in _REQUESTS
            and access.is_call
            and access.name.startswith("Create")
        ):
            yield Problem(
                f"`{shown(access.receiver)}.{access.name}` opens a connection of its own; send the request with `this.Context.SendAsync`.",
                script.span(access.start, access.end),
            )


@rule(WARNING, advice(), documented("write-code"))
def script_async(script: Script) -> Problems:
    """The script waits with `await`, never with `.Result`, `.Wait()` or `Thread.Sleep`.

    These hold a thread that other requests need, and may wait for each other forever.

    Bad:
        script: {$replace: {"var content = await response.Content.ReadAsStringAsync().ConfigureAwait(false)": "var content = response.Content.ReadAsStringAsync().Result"}}
    Bad (sleeping):
        script: {$replace: {"var refusal =": "Thread.Sleep(500);\\n        var refusal ="}}
    Good:
        script: {$replace: {"var refusal =": "await Task.Delay(500).ConfigureAwait(false);\\n        var refusal ="}}
    """
    for access in script.accesses:
        text = _blocking(access.receiver, access.name, is_call=access.is_call)
        if text:
            yield Problem(f"`{text}` blocks the thread; use `await`.", script.span(access.start, access.end))


def _blocking(receiver: str, name: str, *, is_call: bool) -> str:
    if receiver == "Thread":
        return "Thread.Sleep" if name == "Sleep" and is_call else ""
    if receiver == "Task":
        return f"Task.{name}" if name in ("WaitAll", "WaitAny") and is_call else ""
    is_task = not receiver or receiver.lower().endswith("task")
    if name == "Result" and not is_call and is_task:
        return ".Result"
    if name == "Wait" and is_call and is_task:
        return ".Wait()"
    return ".GetResult()" if name == "GetResult" and is_call and not receiver else ""


@rule(NOTE, documented("write-code"))
def script_configure_await(script: Script) -> Problems:
    """The script awaits with `ConfigureAwait(false)`.

    Microsoft's samples do so throughout: what follows need not come back to the thread where it began. One script in
    fifteen does without.

    Bad:
        script: {$replace: {".ConfigureAwait(false)": ""}}
    Good:
        script: {$replace: {".ConfigureAwait(false)": ".ConfigureAwait(continueOnCapturedContext: false)"}}
    """
    if not script.faults and "await" in script.words and "ConfigureAwait" not in script.words:
        first = next(token for token in script.tokens if token.text == "await")
        yield Problem(
            "No `await` of the script says `ConfigureAwait(false)`; add it to each.",
            script.span(first.start, first.end),
        )


@rule(ERROR, advice(), documented("write-code"), custom=OFF)
def script_no_sandbox_escape(script: Script) -> Problems:
    """The script keeps to the request and the response: no files, programs, environment, reflection or native code.

    It runs in a sandbox in which they fail, and a security review stops at them. No published script uses any.

    Bad (a file):
        script: {$replace: {"var refusal =": "File.Delete(name);\\n        var refusal ="}}
    Bad (by another name):
        script: {$replace: {"public class Script": "using Disk = System.IO.File;\\npublic class Script", "var refusal =": "Disk.Delete(name);\\n        var refusal ="}}
    Bad (without the type's name):
        script: {$replace: {"public class Script": "using static System.IO.File;\\npublic class Script", "var refusal =": "Delete(name);\\n        var refusal ="}}
    Bad (the environment):
        script: {$replace: {"var refusal =": "var key = System.Environment.GetEnvironmentVariable(name);\\n        var refusal ="}}
    Bad (native code):
        script: {$replace: {"private async": "[DllImport(\\"kernel32\\")]\\n    private static extern int Beep(int tone, int time);\\n\\n    private async"}}
    Bad (another assembly):
        script: {$replace: {"public class Script": "#r \\"helper.dll\\"\\npublic class Script"}}
    Good:
        script: {$replace: {"var refusal =": "var file = new MemoryStream();\\n        var end = Environment.NewLine;\\n        var refusal ="}}
    """
    own = {item.name for item in script.classes}
    for place, what in _machine_uses(script, own):
        yield Problem(f"A script has no access to {what}.", place)


def _machine_uses(script: Script, own: set[str]) -> Iterator[tuple[Place, str]]:
    for directive in script.code.directives:
        if _REFERENCE.match(directive.text):
            yield script.span(directive.start, directive.end), "other assemblies and scripts"
    for using in script.usings:
        of = using.name.rpartition(".")[2]
        if using.is_static and of in MACHINE:
            yield script.span(using.start, using.end), MACHINE[of]
    for creation in script.creations:
        kind = script.type_called(creation.text)
        if kind in MACHINE and creation.text not in own:
            yield script.span(creation.start, creation.end), MACHINE[kind]
    for access in script.accesses:
        kind = script.type_called(access.receiver)
        if access.is_call and kind in MACHINE and access.receiver not in own:
            yield script.span(access.start, access.end), MACHINE[kind]
        elif kind == "Environment" and access.name in _SURROUNDINGS and access.receiver not in own:
            yield script.span(access.start, access.end), "the environment that it runs in"
        elif access.is_call and access.name in _REFLECTION:
            yield script.span(access.start, access.end), "reflection"
    for token in script.tokens:
        if token.text in _ATTRIBUTES:
            yield script.span(token.start, token.end), "native code"


@rule(WARNING, advice(), fix="safe")
def script_formatting(script: Script) -> Problems:
    """`Formatting` is written as `Newtonsoft.Json.Formatting`.

    System.Xml, which is there as well, has an enumeration of the same name, and the compiler cannot tell which is meant.

    Bad:
        script: {$replace: {Newtonsoft.Json.Formatting.None: Formatting.None}}
    Good:
        script: {$replace: {Newtonsoft.Json.Formatting.None: Newtonsoft.Json.Formatting.Indented}}
    """
    if "Formatting" not in script.words or any(using.alias == "Formatting" for using in script.usings):
        return
    tokens = script.tokens
    for index, token in enumerate(tokens[:-2]):
        if token.text != "Formatting" or (index and tokens[index - 1].text == "."):
            continue
        if tokens[index + 1].text == "." and _FORMATTING.fullmatch(tokens[index + 2].text):
            place = script.span(token.start, token.end)
            yield Problem(
                "`Formatting` may be that of System.Xml; write `Newtonsoft.Json.Formatting`.",
                place,
                fix=safe(place.replace("Newtonsoft.Json.Formatting")),
            )
