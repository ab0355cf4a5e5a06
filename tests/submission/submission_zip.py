"""Zips the tree of a good submission, so that the tests read what a user gives: an archive in an archive in an archive."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

from certify.core.package import INSIDE
from certify.core.rule import Profile
from certify.examples import golden, packed

if TYPE_CHECKING:
    from collections.abc import Mapping

ASSETS = "package.zip!/PkgAssets/"
CONNECTOR = f"{ASSETS}connector.zip!/"
FLOW = f"{ASSETS}flow.zip!/"
PLUGIN = f"{ASSETS}plugin.zip!/"
PART = "Connector/qs_tidewaterstock_"


def good(profile: Profile = Profile.VERIFIED, *, with_plugin: bool = False) -> dict[str, bytes]:
    """The files of a clean submission by their paths; archives themselves are empty until they are zipped."""
    return packed(golden(profile).files, with_plugin=with_plugin)


def zipped(tree: Mapping[str, bytes]) -> bytes:
    """The archive of a tree. What lies in `x.zip!/` becomes the content of `x.zip`."""
    members: dict[str, bytes] = {}
    inner: dict[str, dict[str, bytes]] = {}
    for path, data in tree.items():
        archive, mark, rest = path.partition(INSIDE)
        if mark:
            inner.setdefault(archive, {})[rest] = data
        else:
            members[path] = data
    members |= {archive: zipped(content) for archive, content in inner.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive_file:
        for path, data in members.items():
            archive_file.writestr(zipfile.ZipInfo(path, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
