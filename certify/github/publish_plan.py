"""Everything that publishing would do, as a value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from certify.github.publish_git import blob_name, tree_name
from certify.github.publish_target import branch_for, branch_prefix
from certify.github.publish_text import commit_message
from certify.github.source import FOLDER

if TYPE_CHECKING:
    from certify.github.publish_clearance import Clearance
    from certify.github.publish_survey import Survey
    from certify.github.publish_text import Text


@dataclass(frozen=True)
class Plan:
    """Everything that publishing would do. `push_to` is the repository that takes the branch: a fork, or upstream itself."""

    clearance: Clearance
    survey: Survey
    text: Text
    push_to: str
    labels: tuple[str, ...] = ()

    @property
    def tree(self) -> str:
        """Git's name of the folder as it will be."""
        return tree_name(self.clearance.package.files)

    @property
    def branch(self) -> str:
        return branch_for(self.survey.kind, self.survey.name, self.clearance.package.digest)

    @property
    def prefix(self) -> str:
        return branch_prefix(self.survey.kind, self.survey.name)

    @property
    def message(self) -> str:
        return commit_message(self.text.title, self.clearance.package.digest, self.tree)

    @property
    def changes(self) -> tuple[tuple[str, str], ...]:
        """Every file's path in the folder, and what becomes of it: added, changed, unchanged or removed."""
        there = {entry.path: entry.sha for entry in self.survey.entries if entry.mode != FOLDER}
        files = self.clearance.package.files
        return tuple(
            (path, _change(there.get(path), files.get(path))) for path in sorted(there.keys() | files.keys())
        )


def _change(before: str | None, data: bytes | None) -> str:
    if data is None:
        return "removed"
    if before is None:
        return "added"
    return "unchanged" if blob_name(data) == before else "changed"
