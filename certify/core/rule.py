"""One requirement as a value: its name, severity per profile, sources, and the function that looks."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from msgspec import Struct

from certify.core.finding import Problem, Severity

if TYPE_CHECKING:
    from certify.core.source import Source

Problems = Iterator[Problem]
Check = Callable[..., Problems]


class Profile(StrEnum):
    """What kind of connector this is; it decides which rules apply, and how severe they are."""

    VERIFIED = "verified-publisher"
    INDEPENDENT = "independent-publisher"
    CUSTOM = "custom"


class Has:
    """Marks a rule's subject: only nodes with one of these members (for an extension: of one of these names)."""

    __slots__ = ("keys",)

    def __init__(self, *keys: str) -> None:
        self.keys = keys


class Subject(Struct, frozen=True):
    """The type of node at which a rule is called, and the members one of which the node must have."""

    type: type
    keys: tuple[str, ...] = ()


class Need(Struct, frozen=True):
    """A whole document that a rule asks for; without it the rule is not applicable, unless it is optional."""

    type: type
    is_optional: bool


class Signature(Struct, frozen=True, dict=True):
    """What the parameters of a rule's function say."""

    subjects: tuple[Subject, ...]
    needs: tuple[Need, ...]
    options: dict[str, Any]


class RuleError(Exception):
    """A rule that is not written as a rule must be; the message names it and the mend."""


class Rule(Struct, frozen=True, dict=True, eq=False):
    """A requirement. Its manual is the docstring of its function.

    `severities` has an entry for each profile; `established` is the severity where a baseline already has the
    finding; `fix` says what its problems can carry, and `by_hand` why there is none where one might be expected.
    """

    name: str
    family: str
    check: Check
    severities: dict[Profile, Severity]
    established: Severity | None = None
    sources: tuple[Source, ...] = ()
    aliases: tuple[str, ...] = ()
    fix: Literal["safe", "unsafe"] | None = None
    by_hand: str = ""
    module: str = ""

    def __call__(self, *arguments: Any, **options: Any) -> Problems:
        return self.check(*arguments, **options)

    @cached_property
    def signature(self) -> Signature:
        return _signature(self)

    @cached_property
    def summary(self) -> str:
        """The manual's first line."""
        return inspect.cleandoc(self.check.__doc__ or "").partition("\n")[0].strip()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name under which the rule is found."""
        return (self.name, *self.aliases)


def rule(
    severity: Severity,
    *sources: Source,
    independent: Severity | None = None,
    custom: Severity | None = None,
    established: Severity | None = None,
    aliases: tuple[str, ...] = (),
    fix: Literal["safe", "unsafe"] | None = None,
    by_hand: str = "",
) -> Callable[[Check], Rule]:
    """Make a rule of a function.

    `severity` is that of verified publishers, and of the other profiles where they do not say otherwise. The names that
    the sources give the requirement become aliases.
    """

    def decorate(check: Check) -> Rule:
        parts = check.__module__.split(".")
        name = check.__name__.replace("_", "-")
        source_names = (source.name for source in sources if source.name)
        return Rule(
            name=name,
            family=parts[-2] if len(parts) > 1 else parts[-1],
            check=check,
            severities={
                Profile.VERIFIED: severity,
                Profile.INDEPENDENT: severity if independent is None else independent,
                Profile.CUSTOM: severity if custom is None else custom,
            },
            established=established,
            sources=sources,
            aliases=tuple(dict.fromkeys((*source_names, *aliases))),
            fix=fix,
            by_hand=by_hand,
            module=check.__module__,
        )

    return decorate


def _signature(rule: Rule) -> Signature:
    """Read off the function itself: five hundred calls of `inspect` and `get_type_hints` would cost the start a tenth."""
    code = rule.check.__code__
    names = code.co_varnames[: code.co_argcount]
    keyword_only = code.co_varnames[code.co_argcount : code.co_argcount + code.co_kwonlyargcount]
    if not names:
        raise RuleError(f"rule {rule.name}: its first parameter names what it looks at, and there is none")
    options: dict[str, Any] = dict(rule.check.__kwdefaults__ or {})
    missing = next((name for name in keyword_only if name not in options), None)
    if missing is not None:
        raise RuleError(f"rule {rule.name}: its option {missing!r} needs a default")
    hints = [_hint(rule, name) for name in names]
    needs = tuple(_need(hint) for hint in hints[1:])
    return Signature(tuple(_subjects(hints[0])), needs, {name: options[name] for name in keyword_only})


def _hint(rule: Rule, parameter: str) -> Any:
    """The type that an annotation means, as the rule's module sees its names."""
    annotation = rule.check.__annotations__.get(parameter)
    if not isinstance(annotation, str):
        return annotation
    names: dict[str, Any] = rule.check.__globals__
    if annotation in names:
        return names[annotation]
    try:
        return eval(annotation, names)  # noqa: S307 - the annotation is code of the rule, as its body is
    except NameError as error:
        raise RuleError(
            f"rule {rule.name}: {error}; import the type at run time, not under TYPE_CHECKING"
        ) from error


def _subjects(hint: Any) -> Iterator[Subject]:
    if get_origin(hint) in (Union, types.UnionType):
        for member in get_args(hint):
            yield from _subjects(member)
    elif get_origin(hint) is Annotated:
        base, *marks = get_args(hint)
        keys = tuple(key for mark in marks if isinstance(mark, Has) for key in mark.keys)
        for subject in _subjects(base):
            yield Subject(subject.type, keys)
    else:
        yield Subject(hint)


def _need(hint: Any) -> Need:
    if get_origin(hint) in (Union, types.UnionType):
        members = [member for member in get_args(hint) if member is not type(None)]
        return Need(members[0], is_optional=True)
    return Need(hint, is_optional=False)
