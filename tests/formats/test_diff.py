"""What a fix changes, as a person reads it."""

from __future__ import annotations

from certify.core.mask import Mask
from certify.core.package import Package
from certify.formats.diff import diff


def test_a_renamed_file_shows_its_names_and_what_differs_alone() -> None:
    kept = {"apiDefinition.swagger.json": b"{}\n"}
    before = {**kept, "README.md": b"# T\nOld.\n", "same.MD": b"same\n", "gone.txt": b"x\n"}
    after = {**kept, "readme.md": b"# T\nNew.\n", "same.md": b"same\n", "born.txt": b"y\n"}
    shown = list(diff(Package("x", "x", before), Package("x", "x", after), Mask({}, ())))
    assert shown[shown.index("rename from README.md\n") :] == [
        "rename from README.md\n",
        "rename to readme.md\n",
        "--- a/README.md\n",
        "+++ b/readme.md\n",
        "@@ -1,2 +1,2 @@\n",
        " # T\n",
        "-Old.\n",
        "+New.\n",
        "rename from same.MD\n",
        "rename to same.md\n",
    ]
    assert {"-x\n", "+y\n"} <= set(shown)
