"""A single file as a package of its own."""

from __future__ import annotations

import os
from pathlib import Path

from msgspec import Struct

from certify.core.package import Form, Package, Refusal
from certify.sources.limits import max_bytes
from certify.sources.names import shown
from certify.sources.refused import Refused
from certify.sources.regular_file import read_regular


class FileOrigin(Struct, frozen=True):
    """One file that the user named, so a link is followed."""

    file: str

    @property
    def path(self) -> str:
        return shown(os.path.normpath(self.file))

    def load(self) -> Package:
        name = shown(Path(self.file).name)
        place = shown(os.path.abspath(self.file))  # noqa: PTH100 - not where a link leads to
        try:
            files = {name: read_regular(self.file, max_bytes(name), follow=True)}
        except Refused as refused:
            refusal = Refusal(name, refused.refusal.reason, refused.refusal.detail)
            return Package(self.path, name, {}, (refusal,), Form.FILE, place)
        return Package(self.path, name, files, (), Form.FILE, place)
