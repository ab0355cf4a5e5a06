"""Which namespaces a script may use types of."""

from __future__ import annotations

from certify.api import WARNING, Problem, Problems, Script, documented, rule, unsafe
from certify_rules.script.calls import MACHINE
from certify_rules.words import shown

_NAMESPACES = frozenset({
    "System", "System.Collections", "System.Collections.Generic", "System.Diagnostics", "System.Drawing",
    "System.Drawing.Drawing2D", "System.Drawing.Imaging", "System.IO", "System.IO.Compression", "System.Linq",
    "System.Net", "System.Net.Http", "System.Net.Http.Headers", "System.Net.Security",
    "System.Security.Authentication", "System.Security.Cryptography", "System.Text",
    "System.Text.RegularExpressions", "System.Threading", "System.Threading.Tasks", "System.Web", "System.Xml",
    "System.Xml.Linq", "Microsoft.Extensions.Logging", "Newtonsoft.Json", "Newtonsoft.Json.Linq",
})  # fmt: skip
_BASE_NAMESPACE = "Microsoft.PowerPlatform.Connectors.CustomCode.CSharp"

_OTHERS = frozenset({
    "Microsoft.CSharp", "Microsoft.Win32", "Newtonsoft.Json.Bson", "Newtonsoft.Json.Converters",
    "Newtonsoft.Json.Schema", "Newtonsoft.Json.Serialization", "System.Buffers", "System.CodeDom",
    "System.Collections.Concurrent", "System.Collections.Immutable", "System.Collections.ObjectModel",
    "System.Collections.Specialized", "System.ComponentModel", "System.Configuration", "System.Data",
    "System.Data.Common", "System.Data.Odbc", "System.Data.OleDb", "System.Data.SqlClient",
    "System.Diagnostics.Tracing", "System.DirectoryServices", "System.Drawing.Printing", "System.Drawing.Text",
    "System.Dynamic", "System.Globalization", "System.IO.IsolatedStorage", "System.IO.MemoryMappedFiles",
    "System.IO.Packaging", "System.IO.Pipelines", "System.IO.Pipes", "System.IO.Ports", "System.Json",
    "System.Linq.Expressions", "System.Management", "System.Messaging", "System.Net.Http.Json", "System.Net.Mail",
    "System.Net.Mime", "System.Net.NetworkInformation", "System.Net.Sockets", "System.Net.WebSockets",
    "System.Numerics", "System.Reflection", "System.Reflection.Emit", "System.Resources", "System.Runtime",
    "System.Runtime.CompilerServices", "System.Runtime.ExceptionServices", "System.Runtime.InteropServices",
    "System.Runtime.Loader", "System.Runtime.Remoting", "System.Runtime.Serialization",
    "System.Runtime.Serialization.Formatters.Binary", "System.Runtime.Serialization.Json", "System.Security",
    "System.Security.AccessControl", "System.Security.Claims", "System.Security.Cryptography.X509Certificates",
    "System.Security.Cryptography.Xml", "System.Security.Permissions", "System.Security.Principal",
    "System.ServiceModel", "System.ServiceProcess", "System.Text.Encodings.Web", "System.Text.Json",
    "System.Text.Json.Nodes", "System.Text.Json.Serialization", "System.Threading.Channels",
    "System.Threading.Tasks.Dataflow", "System.Timers", "System.Transactions", "System.Web.Hosting",
    "System.Web.Script.Serialization", "System.Windows.Forms", "System.Xml.Schema", "System.Xml.Serialization",
    "System.Xml.XPath", "System.Xml.Xsl",
})  # fmt: skip
"""Namespaces of .NET and of Newtonsoft.Json that are not supported."""


# One published script in seven names another namespace; the gate does not refuse it.
@rule(WARNING, documented("write-code"), fix="unsafe")
def script_namespaces(script: Script) -> Problems:
    """The script uses supported namespaces only.

    There are 26 of them: System with .Collections, .Collections.Generic, .Diagnostics, .Drawing, .Drawing.Drawing2D, .Drawing.Imaging, .IO,
    .IO.Compression, .Linq, .Net, .Net.Http, .Net.Http.Headers, .Net.Security, .Security.Authentication,
    .Security.Cryptography, .Text, .Text.RegularExpressions, .Threading, .Threading.Tasks, .Web, .Xml and .Xml.Linq,
    Microsoft.Extensions.Logging, Newtonsoft.Json and Newtonsoft.Json.Linq. They are there without a `using`. A type that is
    called by its full name stands in a namespace, too; each such namespace is reported once.

    Bad:
        script: {$replace: {"public class Script": "using System.Data;\\npublic class Script"}}
    Bad (a type of it):
        script: {$replace: {"public class Script": "using static System.Data.CommandType;\\npublic class Script"}}
    Bad (a type by its full name):
        script: {$replace: {"var refusal =": "var table = new System.Data.DataTable();\\n        var refusal ="}}
    Good (supported):
        script: {$replace: {"var refusal =": "var text = System.Text.Encoding.UTF8.GetString(bytes);\\n        var refusal ="}}
    Good:
        script: {$replace: {"public class Script": "using System.Linq;\\npublic class Script"}}
    """
    for using in script.usings:
        # `using static` and an alias may name a type, which stands in a namespace.
        within = using.name.rpartition(".")[0] if using.is_static or using.alias else using.name
        if {using.name, within} & _NAMESPACES or using.name == _BASE_NAMESPACE or not within:
            continue
        place = script.span(using.start, using.end)
        yield Problem(
            f"The namespace `{shown(using.name)}` is not supported in scripts; do without it.",
            place,
            fix=unsafe(place.remove()),
        )
    named = {using.name for using in script.usings}
    for qualified in script.qualified_names:
        namespace = _unsupported(qualified.text)
        if namespace is not None and namespace not in named:
            named.add(namespace)
            yield Problem(
                f"The namespace `{namespace}` is not supported in scripts; do without `{shown(qualified.text)}`.",
                script.span(qualified.start, qualified.end),
            )


def _unsupported(name: str) -> str | None:
    """The longest namespace of the name that is known, unless it is supported; a name alone does not show where it ends."""
    words = name.split(".")
    if not MACHINE.keys().isdisjoint(words):
        return None  # which is worse than its namespace, and reported for itself (script-no-sandbox-escape)
    for count in range(len(words) - 1, 1, -1):
        namespace = ".".join(words[:count])
        if namespace in _NAMESPACES:
            return None
        if namespace in _OTHERS:
            return namespace
    return None
