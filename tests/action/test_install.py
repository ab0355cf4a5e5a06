"""What the Action installs: everything that certify needs, at versions and hashes that are written down."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from project import ROOT

LOCK = (ROOT / ".github" / "requirements-action.txt").read_text("utf-8")
LOCKED = {
    canonicalize_name(name): Version(version)
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", LOCK, re.MULTILINE)
}


def test_lock_has_every_dependency_in_its_range() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["project"]["optional-dependencies"]["github"]]
    wanted += [name for name in project["build-system"]["requires"] if "editables" not in name]
    missing = [
        text
        for text in wanted
        for requirement in [Requirement(text)]
        if not requirement.specifier.contains(LOCKED.get(canonicalize_name(requirement.name), Version("0")))
    ]
    assert missing == [], "make .github/requirements-action.txt anew, as .github/CONTRIBUTING.md says"


def test_every_locked_version_has_hashes() -> None:
    entries = re.split(r"^(?=[\w.-]+==)", LOCK, flags=re.MULTILINE)[1:]
    assert len(entries) == len(LOCKED)
    assert [entry.partition(" ")[0] for entry in entries if "--hash=sha256:" not in entry] == []
