"""Safe fixes in SARIF: an editor that applies one gets what `certify fix` writes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import made
from msgspec.structs import replace

from certify.core.edit import Replacement, safe, unsafe
from certify.core.location import Position
from certify.core.mask import Mask
from certify.core.place import Place
from certify.core.rule import Profile
from certify.engine.run import run
from certify.examples import golden
from certify.fixes import fix_package
from certify.plugins import load_rules

OFFICIAL = json.loads((Path(__file__).parent / "sarif-2.1.0.schema.json").read_text("utf-8"))
JUDGE = jsonschema_rs.validator_for(OFFICIAL)
FIX = safe(Place(made.FILE).add("x", 1))


def results(*reports: Any) -> list[dict[str, Any]]:
    content = json.loads(made.written("sarif", reports))
    assert [error.message for error in JUDGE.iter_errors(content)] == []
    found: list[dict[str, Any]] = content["runs"][0]["results"]
    return found


def putting(text: str, at: int = 4, **changes: Any) -> Any:
    """A finding whose fix puts the text in at an offset."""
    spot = Position(2, at - 1, at)
    given = {"fix": FIX, "replacements": (Replacement(made.FILE, spot, spot, text),), **changes}
    return made.finding(**given)


def test_fix_says_which_characters_go_and_what_comes():
    [_, result] = results(made.examined())
    [fix] = result["fixes"]
    [change] = fix["artifactChanges"]
    assert change["artifactLocation"]["uri"] == f"connectors/harbor/{made.FILE}"
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 9, "startColumn": 23, "endLine": 9, "endColumn": 23},
            "insertedContent": {"text": ',\n        "operationId": "Named"'},
        }
    ]


def test_finding_without_a_fix_has_none():
    [note, _] = results(made.examined())
    assert "fixes" not in note


def test_fix_that_guesses_is_left_out():
    assert "fixes" not in results(made.report(putting("x", fix=unsafe(*FIX.edits))))[0]


def test_fix_that_would_show_a_secret_is_left_out():
    report = made.report(putting('"key": "hunter2hunter2"'))
    assert "fixes" in results(report)[0]
    masked = replace(report, mask=Mask({made.FILE: [(0, 1)]}, ["hunter2hunter2"]))
    assert "fixes" not in results(masked)[0]


def test_fix_with_characters_that_nobody_sees_is_left_out():
    assert "fixes" not in results(made.report(putting("a\u202eb")))[0]


def test_long_fixes_are_left_out_and_all_together_are_bounded():
    assert "fixes" not in results(made.report(putting("x" * 2_001)))[0]
    found = results(
        made.report(*(putting("x" * 2_000, number + 4, message=str(number)) for number in range(1_200)))
    )
    assert sum("fixes" in result for result in found) == 1_000


def test_no_place_gets_two_fixes():
    first, second, third = results(made.report(putting("a"), putting("b"), putting("c", 9)))
    assert ["fixes" in result for result in (first, second, third)] == [True, False, True]


def test_all_fixes_of_a_report_applied_together_are_what_fix_writes():
    package = golden(Profile.VERIFIED)
    name = "apiDefinition.swagger.json"
    text = package.files[name].decode().replace('"https"', '"https", "https"').replace("Adds a", "adds a")
    text = text.replace("/items", "/été_😀items").replace("\n", "\r\n")
    package = replace(package, files={**package.files, name: text.encode()})
    rules = load_rules().choose(Profile.VERIFIED)
    lines = text.splitlines(keepends=True)
    starts = [sum(len(line) for line in lines[:number]) for number in range(len(lines) + 1)]

    def offset(region: dict[str, int], side: str) -> int:
        return starts[region[f"{side}Line"] - 1] + region[f"{side}Column"] - 1

    edits = [
        (
            offset(made_["deletedRegion"], "start"),
            offset(made_["deletedRegion"], "end"),
            made_["insertedContent"]["text"],
        )
        for result in results(run(package, rules))
        for fix in result.get("fixes", ())
        for change in fix["artifactChanges"]
        if change["artifactLocation"]["uri"].endswith(name)
        for made_ in change["replacements"]
    ]
    assert len(edits) > 1
    for start, end, inserted in sorted(edits, reverse=True):
        text = text[:start] + inserted + text[end:]
    assert text.encode() == fix_package(package, rules).package.files[name]


def test_what_one_fix_takes_away_no_other_takes_away_again():
    def removing(start: int, end: int) -> Any:
        return made.finding(
            fix=FIX,
            replacements=(
                Replacement(made.FILE, Position(1, start + 1, start), Position(1, end + 1, end), ""),
            ),
        )

    found = results(made.report(removing(4, 20), removing(4, 20), removing(6, 8), removing(20, 22)))
    assert ["fixes" in result for result in found] == [True, False, False, True]
