"""What the workflow asks of the Action, read from the environment and checked before anything is done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certify.core.rule import Profile
from certify.errors import UsageError
from certify.formats.inert import clipped

if TYPE_CHECKING:
    from collections.abc import Mapping

EVERYTHING = "none"
"""The value of `since` that compares with nothing."""

_AUTOMATIC = "auto"
_FAIL_ON = ("error", "warning", "note", "never")
_TRUTH = {"true": True, "false": False}
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Inputs:
    """The inputs of one step. `since` is None to find the revision, `none` to compare with nothing; "" is not given."""

    paths: tuple[str, ...]
    folder: str
    profile: str
    fail_on: str
    since: str | None
    select: str
    ignore: str
    config: str
    has_annotations: bool
    has_summary: bool
    is_for_code_scanning: bool


def read_inputs(environment: Mapping[str, str]) -> Inputs:
    """The inputs, from the variables `INPUT_…`. Raises UsageError with the input's name and what it takes."""

    def given(name: str) -> str:
        value = environment.get(f"INPUT_{name.replace('-', '_').upper()}", "").strip()
        if "\0" in value:
            raise UsageError(f"the input `{name}` holds a NUL character; leave it out.")
        return value

    def line(name: str) -> str:
        value = given(name)
        if len(value.splitlines()) > 1:
            raise UsageError(f"the input `{name}` takes one line; it has several.")
        return value

    def one_of(name: str, choices: tuple[str, ...]) -> str:
        value = given(name)
        if value and value not in choices:
            raise _unknown(name, value, choices)
        return value

    def truth(name: str, *, default: bool) -> bool:
        value = given(name).lower()
        if value and value not in _TRUTH:
            raise _unknown(name, value, tuple(_TRUTH))
        return _TRUTH.get(value, default)

    since = line("since")
    return Inputs(
        paths=_paths(given("paths")),
        folder=line("working-directory") or ".",
        profile=one_of("profile", tuple(str(profile) for profile in Profile)),
        fail_on=one_of("fail-on", _FAIL_ON),
        since=None if since in {"", _AUTOMATIC} else since,
        select=",".join(given("select").splitlines()),
        ignore=",".join(given("ignore").splitlines()),
        config=line("config"),
        has_annotations=truth("annotations", default=True),
        has_summary=truth("summary", default=True),
        is_for_code_scanning=truth("upload-sarif", default=False),
    )


def _paths(value: str) -> tuple[str, ...]:
    paths = tuple(path.strip() for path in value.splitlines() if path.strip()) or (".",)
    if "-" in paths:
        raise UsageError("the input `paths` names standard input (`-`), which a step does not have.")
    return paths


def _unknown(name: str, value: str, choices: tuple[str, ...]) -> UsageError:
    return UsageError(f"the input `{name}` takes {', '.join(choices)}; it is {clipped(value, _LONGEST)!r}.")
