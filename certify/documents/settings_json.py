"""The root of `settings.json`, which paconn writes and reads: where the connector lives and which files it has."""

from __future__ import annotations

from certify.documents.node import Root


class ConnectorSettings(Root):
    """The whole file; every member is a string."""
