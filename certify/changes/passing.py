"""What calls pass on their way, compared: policies, the script, and which operations run through it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from certify.changes.change import Change
from certify.core.package import Form
from certify.core.place import Place
from certify.documents.files import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from certify.documents.documents import Documents
    from certify.documents.files import File
    from certify.documents.properties import Policy, Properties

_OPERATIONS = ("properties", "scriptOperations")
_POLICIES = ("properties", "policyTemplateInstances")


def compare_passing(old: Properties, new: Properties) -> Iterator[Change]:
    """The changes of policies and of `scriptOperations`."""
    before, after = sorted(old.script_operations), sorted(new.script_operations)
    if before != after:
        places = _section(old, _OPERATIONS), _section(new, _OPERATIONS)
        yield Change("script-operations", "scriptOperations", None, *places, before, after)
    yield from _policies(old, new)


def _policies(old: Properties, new: Properties) -> Iterator[Change]:
    """A policy of the same template and title is the same one; else the next of its template that has no counterpart."""
    equal = [policy.value for policy in old.policies]
    come = [policy for policy in new.policies if policy.value not in equal]
    equal = [policy.value for policy in new.policies]
    for policy in (policy for policy in old.policies if policy.value not in equal):
        other = _counterpart(policy, come)
        place = _section(new, _POLICIES) if other is None else other.place
        kind = "policy-removed" if other is None else "policy-changed"
        after = None if other is None else other.template
        yield Change(kind, _where(policy), None, policy.place, place, policy.template, after)
        if other is not None:
            come.remove(other)
    for policy in come:
        yield Change(
            "policy-added",
            _where(policy),
            None,
            _section(old, _POLICIES),
            policy.place,
            None,
            policy.template,
        )


def _counterpart(policy: Policy, others: list[Policy]) -> Policy | None:
    same = [other for other in others if other.template == policy.template]
    return next((other for other in same if other.title == policy.title), same[0] if same else None)


def _where(policy: Policy) -> str:
    return f"policyTemplateInstances/{policy.template}:{policy.title}"


def _section(properties: Properties, steps: tuple[str, str]) -> Place:
    return properties.at(*steps) if steps[-1] in properties.body else properties.at("properties")


def compare_scripts(old: Documents, new: Documents) -> Iterator[Change]:
    """Whether the script is another one; what that does to a call no comparison of its text can tell."""
    if Form.FILE in (old.package.form, new.package.form):
        return  # of a file on its own, nothing can be said of the files that it does not come with
    before, after = old.file_of(Role.SCRIPT), new.file_of(Role.SCRIPT)
    if before is not None and after is not None:
        kind = "script-changed" if before.text.split() != after.text.split() else ""
    else:
        kind = "script-removed" if before else "script-added" if after else ""
    if kind:
        yield Change(kind, "script", None, _script_place(old, before), _script_place(new, after))


def _script_place(documents: Documents, script: File | None) -> Place | None:
    if script is not None:
        return Place(documents.prefix + script.path)
    return None if documents.properties is None else documents.properties.at("properties")
