"""Rules written in YAML, for the simple cases: where to look, what must hold, and the message.

rules:
  - name: acme-summary-prefix
    summary: Every summary starts with the product's name.
    reason: Makers search for it.
    severity: warning
    where: Operation
    member: summary
    must: {match: "^Acme "}
    message: "The summary does not start with Acme."
    bad: {definition: {paths: {/items: {get: {summary: List items}}}}}
    good: {definition: {paths: {/items: {get: {summary: Acme items}}}}}
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import yaml
from msgspec import Struct

from certify import api
from certify.core.finding import Problem, Severity
from certify.core.rule import Has, Problems, Profile, Rule
from certify.core.source import Source, SourceClass
from certify.documents.node import Node
from certify.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_KNOWN = {
    "name",
    "summary",
    "reason",
    "severity",
    "where",
    "has",
    "member",
    "must",
    "must-not",
    "message",
    "link",
    "bad",
    "good",
}
_LONGEST_TEXT = 10_000


def declared_rules(path: Path) -> Iterator[Rule]:
    """The rules of one file; the folder's name is their family. Raises SettingsError for a mistake."""
    try:
        content = yaml.safe_load(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"{path}: {error}") from error
    entries = content.get("rules") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        raise SettingsError(f"{path}: it has no list called `rules`")
    for number, entry in enumerate(entries, 1):
        try:
            yield _rule(entry, path.parent.name)
        except (KeyError, TypeError, ValueError, re.error) as error:
            raise SettingsError(f"{path}: rule {number}: {error}") from error


def _rule(entry: dict[str, Any], family: str) -> Rule:
    unknown = set(entry) - _KNOWN
    if unknown:
        raise ValueError(f"there is no {min(unknown)!r} in a rule; there are {', '.join(sorted(_KNOWN))}")
    for key in ("name", "summary", "where", "message"):
        if not isinstance(entry.get(key), str):
            raise ValueError(f"it needs a text called `{key}`")
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", entry["name"]):
        raise ValueError(f"the name {entry['name']!r} is not of the form acme-summary-prefix")
    severity = Severity(entry.get("severity", "warning"))
    check = _check(entry)
    check.__doc__ = _manual(entry)
    return Rule(
        name=entry["name"],
        family=family,
        check=check,
        severities=dict.fromkeys(Profile, severity),
        sources=(Source(SourceClass.ADVICE, "", entry.get("link", "")),),
        module=__name__,
    )


def _check(entry: dict[str, Any]) -> Callable[..., Problems]:
    kind = getattr(api, entry["where"], None)
    if not (isinstance(kind, type) and issubclass(kind, Node)):
        raise ValueError(f"`where` names no node of a document: {entry['where']!r}")
    member: str | None = entry.get("member")
    message: str = entry["message"]
    wanted = [_Condition.of(entry["must"])] if "must" in entry else []
    refused = [_Condition.of(entry["must-not"])] if "must-not" in entry else []
    if not wanted and not refused:
        raise ValueError("it needs `must` or `must-not`")

    def check(node: Node) -> Problems:
        value = node.value if member is None else node.get(member)
        if all(condition.holds(value) for condition in wanted) and not any(
            condition.holds(value) for condition in refused
        ):
            return
        yield Problem(message, node if member is None or not node.has(member) else node.at(member))

    keys = entry.get("has", [])
    hint: Any = api.Annotated[kind, Has(*([keys] if isinstance(keys, str) else keys))] if keys else kind
    check.__annotations__ = {"node": hint}
    return check


class _Condition(Struct, frozen=True):
    """What is asked of a value. A condition on text does not hold for an absent member."""

    kind: str
    operand: Any

    @classmethod
    def of(cls, given: Any) -> _Condition:
        if not isinstance(given, dict) or len(given) != 1:
            raise ValueError(
                "a condition is one of {present: true}, {match: …}, {equal: …}, {one-of: […]}, {at-most: N}"
            )
        ((kind, operand),) = given.items()
        if kind == "match":
            operand = re.compile(operand)
        elif kind not in {"present", "equal", "one-of", "at-most"}:
            raise ValueError(f"there is no condition {kind!r}")
        return cls(kind, operand)

    def holds(self, value: Any) -> bool:
        if self.kind == "present":
            return (value is not None) is bool(self.operand)
        if self.kind == "match":
            return isinstance(value, str) and self.operand.search(value[:_LONGEST_TEXT]) is not None
        if self.kind == "equal":
            return bool(value == self.operand)
        if self.kind == "one-of":
            return any(value == choice for choice in self.operand)
        return isinstance(value, (str, list, dict)) and len(value) <= self.operand


def _manual(entry: dict[str, Any]) -> str:
    parts = [entry["summary"], "", entry.get("reason", entry["summary"]), ""]
    for title in ("bad", "good"):
        if title in entry:
            patch = yaml.safe_dump(entry[title], allow_unicode=True, default_flow_style=False)
            parts += [f"{title.capitalize()}:", *(f"    {line}" for line in patch.splitlines())]
    return "\n".join(parts)
