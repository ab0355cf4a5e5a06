"""Texts that try to break out of whatever shows them, and a package that has them wherever a report looks."""

from __future__ import annotations

import json
import zlib
from itertools import cycle
from typing import TYPE_CHECKING, Any

from certify.core.package import Package, Reason, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

PWNED = "window.__pwned=1"
STRINGS = (
    f"<script>{PWNED}</script>",
    f"</script><script>{PWNED}</script>",
    f"</style><script>{PWNED}</script>",
    f"</title></head><body onload={PWNED}>",
    f"<img src=x onerror={PWNED}>",
    f'"><img src=x onerror={PWNED}>',
    f"' onmouseover='{PWNED}' autofocus onfocus='{PWNED}' x='",
    f'" onmouseover="{PWNED}" autofocus onfocus="{PWNED}" x="',
    f"` onerror={PWNED} `",
    f"<svg onload={PWNED}>",
    f"<svg><script>{PWNED}</script></svg>",
    f"<math><mtext><style><img src onerror={PWNED}></style></mtext></math>",
    f"<iframe srcdoc='<script>parent.{PWNED[7:]}</script>'></iframe>",
    "<iframe src=https://attacker.invalid/></iframe>",
    "<img src=https://attacker.invalid/beacon.png>",
    "<link rel=stylesheet href=https://attacker.invalid/x.css>",
    "<style>@import 'https://attacker.invalid/x.css';*{display:none}</style>",
    "<meta http-equiv=refresh content='0;url=https://attacker.invalid/'>",
    "<base href=https://attacker.invalid/>",
    "<form action=https://attacker.invalid/><button>Sign in</button></form>",
    f"<details open ontoggle={PWNED}>",
    "</details></section></main></body></html>",
    "<!-- ", "-->", "<![CDATA[", "]]>", "<plaintext>", "<textarea>", "<xmp>", "<noscript>", "<template>",
    f"javascript:{PWNED}",
    f"data:text/html,<script>{PWNED}</script>",
    f"&lt;script&gt;{PWNED}&lt;/script&gt;",
    "&#x3c;script&#x3e;", "&colon;", "&", "&amp;amp;",
    "{{7*7}}", "{{ cycler.__init__.__globals__.os.popen('id').read() }}", "{% for i in range(10**9) %}x{% endfor %}",
    "{{''.__class__.__mro__}}", "{0.__class__}", "${7*7}", "#{7*7}", "<%= 7*7 %>", "%(x)s", "%n%s%x",
    "@octocat @org/team #1 fixes #1", "https://attacker.invalid/?x=1", "www.attacker.invalid", "a@b.co", ":tada:",
    "`", "``` ", "`a``b`", "| a | b |", "# heading", "- [x] done", "~~~", "1. one", "***", "---", "    code",
    "[x](javascript:alert(1))", "![](https://attacker.invalid/p.png)", "<!-- comment -->", "[x]: https://attacker.invalid",
    "<details><summary>x</summary>", "\\", "\\`", "\\<b>",
    "\x00\x01\x07\x1b[2J\x1b]0;x\x07", "\x9b31m", "\u202eevil\u202c", "\u2066x\u2069", "\ufeff", "\u200b\u200c\u200d\u2060",
    "\U000e0041\U000e0042", "\u115f\u3164", "a\u0300\u0301\u0302" + "\u0334" * 60, "\ufdfd" * 4, "\ud800", "\udfff x",
    "مرحبا بالعالم", "שלום <b>", "表ポあA鷗Œé", "👩‍👩‍👧‍👦", "Ω≈ç√∫", "０１２", "\u2028\u2029", "line\nbreak\r\n\ttab",
    "=cmd|' /C calc'!A0", "+1", "@SUM(1)", "'); DROP TABLE x;--", "::set-output name=x::y", "##[add-mask]y",
    "null", "undefined", "NaN", "true", "__proto__", "constructor", "../../../etc/passwd", "CON", "x" * 5_000, "",
    " ", "?", "0", "-0", "1e999",
)  # fmt: skip

_KEPT = {
    "swagger", "in", "type", "format", "$ref", "x-ms-trigger", "x-ms-visibility", "collectionFormat",
}  # fmt: skip
_NAMED = {"properties", "securityDefinitions", "connectionParameters"}
# Members of apiProperties.json, whose own `properties` has no names that anybody chose.
_OWN = {
    "publisher", "stackOwner", "iconBrandColor", "capabilities", "connectionParameters", "policyTemplateInstances",
}  # fmt: skip
_REFERRED = {"operationId", "parameter"}


def hostile(files: dict[str, bytes]) -> Package:
    """The package with a naughty text for every text of its JSON files, and for names as well."""
    texts = cycle(STRINGS)
    changed = {
        path: json.dumps(_hostile(json.loads(data), "", texts)).encode() if path.endswith(".json") else data
        for path, data in files.items()
    }
    changed["<img src=x onerror=window.__pwned=1>.json"] = b"{"
    changed["a`b|c\u202e\x1b.md"] = b"# <script>"
    refused = tuple(Refusal(each, Reason.NAME, f"{each} is no name for a file.") for each in STRINGS)
    return Package(
        "connectors/<b onclick='window.__pwned=1'>\"`x`", '"><svg onload=window.__pwned=1>', changed, refused
    )


def _hostile(value: Any, key: str, texts: Iterator[str]) -> Any:
    if isinstance(value, dict):
        return {_name(name, key, texts): _hostile(child, name, texts) for name, child in value.items()}
    if isinstance(value, list):
        # A list has room for every text: each enumeration and each list of scopes holds them all.
        longer = list(STRINGS) if key in {"enum", "scopes"} else []
        return [_hostile(child, key, texts) for child in value] + longer
    if isinstance(value, str) and key in _REFERRED:
        # The same each time, so that what refers to it still finds it.
        return value + STRINGS[zlib.crc32(value.encode()) % len(STRINGS)]
    if isinstance(value, str) and key not in _KEPT:
        return next(texts) or value
    return value


def _name(name: str, key: str, texts: Iterator[str]) -> str:
    if key == "paths":
        return f"{name}/{next(texts)}"
    return f"{name}{next(texts)}" if key in _NAMED and name not in _OWN else name
