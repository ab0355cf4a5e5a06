"""Asks the judge, in a process of its own that is ended at a deadline."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from certify.documents.documents import Documents
from certify.documents.files import Role
from certify.second_opinion.opinion import Judgement, Opinion, is_wanted

if TYPE_CHECKING:
    from certify.core.package import Package
    from certify.core.report import PackageReport

SECONDS = 20.0
"""Of processor time. Published definitions take less than one; nested `allOf` in two kilobytes takes for ever."""
_PATIENCE = 1 if sys.platform == "win32" else 15
"""How much longer it may take by the clock: a busy machine is no fault of the package's. Windows has only the clock."""
_KEPT = ("SYSTEMROOT",)
"""Variables that Python needs to start (on Windows). The judge gets no other, least of all a token."""
_MOST_OUTPUT = 64 * 1024
_SKIPPED = Opinion(Judgement.NONE, reason="it was not asked, as the rules are not content")


def opinion_on(package: Package, report: PackageReport) -> Opinion:
    """The opinion on the package's definition. The judge is asked only where our own rules are content."""
    if not is_wanted(report):
        return _SKIPPED
    file = Documents(package, report.profile).file_of(Role.DEFINITION)
    if file is None:
        return Opinion(Judgement.NONE, reason="the package has no definition to judge")
    return ask(file.data)


def ask(definition: bytes, seconds: float = SECONDS) -> Opinion:
    """The opinion on the bytes of a definition, if it takes no more seconds of processor time. Never raises."""
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and our own module
            [sys.executable, "-I", "-m", "certify.second_opinion.judge", str(math.ceil(seconds))],
            input=definition,
            capture_output=True,
            timeout=seconds * _PATIENCE,
            check=False,
            env={name: os.environ[name] for name in _KEPT if name in os.environ},
        )
    except subprocess.TimeoutExpired:
        return Opinion(
            Judgement.NONE, reason=f"it did not come to an end within {seconds * _PATIENCE:g} seconds"
        )
    except OSError as error:
        return Opinion(Judgement.NONE, reason=f"its process could not be started: {error.strerror or error}")
    if sys.platform != "win32" and done.returncode == -signal.SIGXCPU:
        return Opinion(
            Judgement.NONE, reason=f"it did not come to an end within {seconds:g} seconds of processor time"
        )
    try:
        answer: Any = json.loads(done.stdout[:_MOST_OUTPUT])
        version, complaints, failure = answer["version"], answer["complaints"], answer["failure"]
    except (ValueError, KeyError, TypeError):
        return Opinion(Judgement.NONE, reason=f"its process ended with status {done.returncode}")
    if failure:
        return Opinion(Judgement.NONE, str(version), reason=str(failure))
    if complaints:
        return Opinion(Judgement.INVALID, str(version), tuple(str(said) for said in complaints))
    return Opinion(Judgement.VALID, str(version))
