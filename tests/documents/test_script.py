"""A script is read as C# without being compiled: its parts, its faults, and hostile text in bounded time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from certify.documents.csharp import DEEPEST, MOST_TOKENS
from certify.documents.script import Script

if TYPE_CHECKING:
    from pathlib import Path

TEXT = r'''using System.Net;
using static System.Math;
using Linq = Newtonsoft.Json.Linq;

/* A class } of { its own */
public class Script : ScriptBase, IDisposable
{
    private readonly Dictionary<string, int> counts = new Dictionary<string, int>();

    public Script(string name) : base(name) { }

    [Obsolete("no (")]
    public override async Task<HttpResponseMessage> ExecuteAsync()
    {
        // "not a text
        var path = @"C:\new ""folder""";
        var text = $"{(counts.Count > 0 ? $"{counts["a"]:N2}" : "none")} left";
        if (this.Context?.OperationId == "ListItems" && path[0] == '"')
        {
            using (var request = new HttpRequestMessage()) { return await Send(request); }
        }
        return new System.Net.Http.HttpResponseMessage();
    }

    protected byte[] Count(int first, int second) => new byte[first];

    class Inner<T> where T : class { string Name() { return nameof(T); } }
}
'''


def read(text: str) -> Script:
    return Script("script.csx", text)


def messages(text: str) -> list[str]:
    return [fault.message for fault in read(text).faults]


def test_usings_are_told_from_using_statements() -> None:
    found = [(using.name, using.alias, using.is_static) for using in read(TEXT).usings]
    assert found == [
        ("System.Net", "", False),
        ("System.Math", "", True),
        ("Newtonsoft.Json.Linq", "Linq", False),
    ]
    using = read(TEXT).usings[0]
    assert TEXT[using.start : using.end] == "using System.Net;"


def test_classes_have_modifiers_and_bases() -> None:
    found = [(item.name, item.modifiers, item.bases) for item in read(TEXT).classes]
    assert found == [("Script", ("public",), ("ScriptBase", "IDisposable")), ("Inner", (), ())]


def test_methods_are_told_from_constructors_and_calls() -> None:
    script = read(TEXT)
    found = [
        (method.name, method.modifiers, method.returns, method.parameters)
        for method in script.methods_of(script.classes[0])
    ]
    assert found == [
        ("ExecuteAsync", ("public", "override", "async"), "Task<HttpResponseMessage>", 0),
        ("Count", ("protected",), "byte[]", 2),
    ]
    method = next(script.methods_of(script.classes[0]))
    assert TEXT[method.start : method.end] == "ExecuteAsync"


def test_texts_are_read_with_the_pieces_of_interpolated_ones() -> None:
    found = [text.text for text in read(TEXT).strings]
    assert found == ["no (", 'C:\\new ""folder""', "", "", "a", "", "none", " left", "ListItems"]


def test_text_knows_its_characters() -> None:
    text = read(TEXT).strings[-1]
    assert TEXT[text.start - 1 : text.end + 1] == '"ListItems"'


def test_accesses_and_creations_are_found() -> None:
    script = read(TEXT)
    assert ("Context", "OperationId", False) in [
        (access.receiver, access.name, access.is_call) for access in script.accesses
    ]
    assert [token.text for token in script.creations] == [
        "Dictionary",
        "HttpRequestMessage",
        "HttpResponseMessage",
        "byte",
    ]


def test_only_the_first_branch_of_a_condition_is_read() -> None:
    script = read("#if DEBUG\nvar a = 1;\n#else\nvar b = (;\n#endif\nvar c = 2;")
    assert script.faults == ()
    assert {"a", "c"} <= script.words
    assert "b" not in script.words


@pytest.mark.parametrize(
    ("text", "told", "at"),
    [
        ("class A { void B() {", "This `{` is not closed", 19),
        ("class A { } }", "This `}` closes nothing that is open here", 12),
        ("f(a];", "This `]` closes nothing that is open here", 3),
        ('var a = "b;\n', "This text is not closed", 8),
        ('var a = @"b;\n', "This text is not closed", 8),
        ('var a = $"b {c', "A text with an expression in it is not closed", 13),
        ('var a = """b"";', "This text is not closed", 8),
        ("a(); /* b", "This comment is not closed", 5),
        ("#if A\nb();", "This `#if` has no `#endif`", 0),
        ("#endif", "This `#endif` has no `#if`", 0),
        ("(" * (DEEPEST + 1), f"More than {DEEPEST} brackets stand inside one another", DEEPEST),
        (";" * (MOST_TOKENS + 1), f"The script has more than {MOST_TOKENS:,} words and marks", MOST_TOKENS),
    ],
)
def test_fault_is_told_where_it_is(text: str, told: str, at: int) -> None:
    (fault,) = read(text).faults
    assert (fault.message, fault.start) == (told, at)


@pytest.mark.parametrize(
    "text",
    [
        "var a = '\\'';",
        'var a = "\\"";',
        "var a = '\\u0041';",
        'var a = """ " "" """;',
        'var a = $@"{b}""{{c}}";',
        "var a = 1_000.5e3; var @class = b?.c ?? d::e;",
        "#region one\n#endregion\n#pragma warning disable",
    ],
)
def test_sound_code_has_no_fault(text: str) -> None:
    assert messages(text) == []


def test_hidden_and_mixed_characters_are_found() -> None:
    script = read("// a \u202e b\nvar c\u043ede = '\u200b'; var m\u00fcnchen = 1; var \u0434\u0430 = 2;")
    assert [oddity.name for oddity in script.oddities] == ["U+202E", "U+200B", "U+043E"]


HOSTILE = {
    "type arguments": "List<" * 100_000,
    "comparisons": "a<" * 100_000,
    "calls": "a.b(" * 50_000,
    "quotes": '"' * 500_001,
    "open comments": "/*" * 500_000,
    "interpolations": '$"{' * 50_000,
    "verbatim": '@"' * 500_000,
    "noise": "@#$%^&*()" * 100_000,
    "classes": "class A " * 100_000,
    "bases": "class A:B<" * 50_000,
    "names": "using A." * 100_000,
    "news": "new a." * 60_000,
    "conditions in conditions": "#if A\n" * 50_000 + "#else\n#endif\n" * 50_000,
    "other conditions": "#if A\n" + "#elif B\n" * 100_000,
    "conditions": "#if A\n" * 100_000,
    "blanks": " " * 2_000_000,
    "one line": 'var a = "' + "x" * 1_000_000 + '";',
    "methods without bodies": "class A{" + "void M()=>a," * 15_000 + "}",
    "methods": "class A{" + "void M(){}" * 30_000 + "}",
    "classes in classes": "class A{" * DEEPEST + "}" * DEEPEST,
    "bidi": "\u202e" * 300_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_read_in_bounded_time(text: str) -> None:
    script = read(text)
    for item in script.classes[:500]:
        list(script.methods_of(item))
    assert isinstance(script.usings, tuple)
    assert isinstance(script.accesses, tuple)
    assert isinstance(script.creations, tuple)
    assert isinstance(script.oddities, tuple)


@pytest.mark.corpus
def test_published_scripts_are_sound(corpus: Path) -> None:
    paths = [path for path in corpus.glob("*/*/*") if path.suffix.lower() == ".csx"]
    assert len(paths) > 40
    for path in paths:
        script = read(path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff"))
        assert script.faults == (), path
        assert script.oddities == (), path
        entry = next(item for item in script.classes if "ScriptBase" in item.bases)
        assert "ExecuteAsync" in [method.name for method in script.methods_of(entry)], path
