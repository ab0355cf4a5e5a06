"""The errors that end a command with one clear line instead of a traceback."""

from __future__ import annotations


class CertifyError(Exception):
    """What is wrong, where, and what to do, in one sentence for a person. `exit_status` is what the command ends with."""

    exit_status = 2


class UsageError(CertifyError):
    """The command line asks for something that cannot be done."""


class SettingsError(CertifyError):
    """The settings, waivers or baseline cannot be used."""


class SourceError(CertifyError):
    """There is nothing to check at the path, or it cannot be read at all."""
