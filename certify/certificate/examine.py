"""Examines one package as a certificate needs it: loaded once, every rule, and the second opinion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from certify.certificate.issue import Basis
from certify.checking.checker import Task
from certify.core.report import Run
from certify.second_opinion import opinion_on, with_opinion

if TYPE_CHECKING:
    from certify.checking import Checker
    from certify.core.finding import Severity
    from certify.core.package import Package
    from certify.core.report import PackageReport


class Examined(Struct, frozen=True, dict=True):
    """Everything that `statement_of` needs."""

    report: PackageReport
    run: Run
    basis: Basis


def examine(
    checker: Checker,
    package: Package,
    *,
    version: str,
    threshold: Severity | None = None,
    earlier: Package | None = None,
) -> Examined:
    """Check the package in memory, so that what is signed is what was looked at.

    `version` is the tool's, `threshold` the severity at which settings fail a check.
    """
    against = None if earlier is None else _Held(earlier)
    # The opinion itself is asked for below, as the certificate needs more of it than its outcome.
    report = replace(checker, second_opinion=None).check(Task(_Held(package), against=against)).report
    opinion = opinion_on(package, report)
    run = Run(version, checker.book, lambda: checker.ruleset_digest, threshold)
    baseline = None if checker.baseline is None else checker.baseline.digest
    basis = Basis(package, checker.ruleset_for(package)[0], opinion, checker.waivers, earlier, baseline)
    return Examined(with_opinion(report, opinion), run, basis)


class _Held(Struct, frozen=True, dict=True):
    """A package that is in memory already, as something that can be checked."""

    package: Package

    @property
    def path(self) -> str:
        return self.package.path

    def load(self) -> Package:
        return self.package
