"""A command as somebody writes it: the first line of a comment, and nothing that is quoted, indented or in code."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from certify.github.port import Comment

_LONGEST: Final = 2_000
# At the very start of the line: a quote, code, a list or a hidden remark begins with something else. Telephones write
# the first letter large.
_COMMAND: Final = re.compile(r"/certify(?:[ \t]+(?P<rest>.*))?", re.IGNORECASE)
_WAIVE: Final = re.compile(
    r"(?P<rule>\S+)(?:\s+(?P<place>.+?))?\s+until\s+(?P<day>\d{4}-\d\d-\d\d)\s+because\s+(?P<reason>.+)",
    re.IGNORECASE,
)
_HEAD: Final = re.compile(r"[0-9a-f]{7,40}")


class Verb(StrEnum):
    RECHECK = "recheck"
    EXPLAIN = "explain"
    WAIVE = "waive"
    APPROVE = "approve"
    PUBLISH = "publish"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Command:
    """A command with what was said to it. `mistake` says what is wrong with it, and then nothing is done.

    `head` is the beginning of a commit's name, `package` a folder.
    """

    verb: Verb
    rule: str = ""
    place: str = ""
    until: date | None = None
    reason: str = ""
    package: str = ""
    head: str = ""
    mistake: str = ""


def digest_of(text: str) -> str:
    """The digest of a comment's text, whatever its line ends."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode("utf-8", "surrogatepass")).hexdigest()


def command_in(comment: Comment) -> Command | None:
    """The command that the comment begins with, or None. Bots are not listened to."""
    if comment.app_id is not None or comment.author.endswith("[bot]"):
        return None
    first = comment.body.replace("\r\n", "\n").partition("\n")[0].rstrip()
    found = _COMMAND.fullmatch(first)
    if found is None or len(first) > _LONGEST:
        return None
    name, _, rest = (found["rest"] or "").strip().partition(" ")
    rest = rest.strip()
    try:
        verb = Verb(name.lower())
    except ValueError:
        return Command(Verb.HELP, mistake=f"There is no command `{name}`." if name else "")
    match verb:
        case Verb.RECHECK | Verb.HELP:
            return Command(verb)
        case Verb.EXPLAIN:
            rule = _plain(rest)
            return Command(
                verb, rule=rule, mistake="" if rule else "Which rule? Write `/certify explain RULE`."
            )
        case Verb.WAIVE:
            return _waive(rest)
        case Verb.APPROVE | Verb.PUBLISH:
            words = [_plain(word) for word in rest.split()]
            head = next((word for word in words if _HEAD.fullmatch(word)), "")
            package = " ".join(word for word in words if word != head).strip("/")
            return Command(verb, package=package, head=head)


def _waive(rest: str) -> Command:
    found = _WAIVE.fullmatch(rest)
    if found is None:
        return Command(
            Verb.WAIVE,
            mistake="Write `/certify waive RULE until 2027-01-31 because REASON`; a place may stand after the rule.",
        )
    try:
        until = date.fromisoformat(found["day"])
    except ValueError:
        return Command(Verb.WAIVE, mistake=f"`{found['day']}` is no day.")
    return Command(
        Verb.WAIVE,
        rule=_plain(found["rule"]),
        place=_plain(found["place"] or ""),
        until=until,
        reason=found["reason"].strip(),
    )


def _plain(word: str) -> str:
    """Without the backticks in which people like to put names."""
    return word.strip().strip("`").strip()
