"""The JSON Schema of the certification report, made from the types that it is built of.

Usage: python tests/report/schema_of.py    writes certify/report/dossier.schema.json
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from certify.report.dossier import FORMAT, Dossier

FILE = Path(__file__).resolve().parents[2] / "certify" / "report" / "dossier.schema.json"
_VALUES = {
    ("Judgement", "verdict"): ["ready", "changes-required", "inconclusive"],
    ("Finding", "severity"): ["error", "warning", "note"],
    ("Step", "severity"): ["error", "warning", "note"],
    ("Finding", "fix"): ["safe", "unsafe", ""],
    ("Rule", "outcome"): ["passed", "failed", "not-applicable", "errored"],
    ("Identity", "profile"): ["verified-publisher", "independent-publisher", "custom"],
    ("Change", "kind"): ["new", "gone", "changed"],
    ("Changes", "update"): ["none", "minor", "major", ""],
    ("Answer", "state"): ["shown", "contradicted", "open"],
    ("Operation", "kind"): ["action", "polling trigger", "webhook trigger"],
    ("Field", "visibility"): ["important", "normal", "advanced", "internal"],
    ("Values", "kind"): ["fixed", "list", "tree", "schema", "platform"],
}


def schema() -> dict[str, Any]:
    """The schema: closed objects, all of whose members are always there."""
    from pydantic import TypeAdapter

    made = TypeAdapter(Dossier).json_schema()
    definitions = made.pop("$defs")
    for name, each in (*definitions.items(), ("Dossier", made)):
        each["additionalProperties"] = False
        each["required"] = list(each["properties"])
        each.pop("title", None)
        for member, kind in each["properties"].items():
            kind.pop("title", None)
            kind.pop("default", None)
            if (name, member) in _VALUES:
                kind["enum"] = _VALUES[name, member]
    made["properties"]["format"] = {"const": FORMAT}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:certify:certification-report:1",
        "title": "Certification report",
        **made,
        "$defs": dict(sorted(definitions.items())),
    }


def written() -> str:
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(written(), "utf-8")
