"""What a second opinion does to the packages of a folder, and whether each that is ready can be certified.

Usage: python tests/evidence/certificates.py [CORPUS_FOLDER]

Per ready package: what the part of the judge that we ask says (from its own process), what all of it would say (in this
process, so only for definitions that are trusted), and whether a certificate is issued, signed and verified. For decision 0006.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from jsonschema_path import SchemaPath
from openapi_spec_validator import OpenAPIV2SpecValidator

from certify.certificate import examine, new_key, sign, signer_of, statement_of, trusted_key, verify
from certify.checking import Checker
from certify.core.report import Verdict
from certify.documents.documents import Documents
from certify.documents.files import Role
from certify.sources import find_origins


def all_complaints(data: bytes) -> list[str]:
    """What the judge says when every one of its checks is asked."""
    definition = json.loads(data.decode("utf-8-sig"))
    judge = OpenAPIV2SpecValidator(SchemaPath.from_dict(definition, handlers={}))
    return [
        f"{type(error).__name__}: {str(error.message).splitlines()[0][:120]}" for error in judge.iter_errors()
    ]


def main() -> None:
    """Print the table."""
    default = Path(__file__).resolve().parents[2].parent / "shared" / "corpus"
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else default
    made, now = new_key(), datetime.now(UTC)
    signer, key = signer_of(made.private), trusted_key(made.public)
    verdicts: Counter[Verdict] = Counter()
    certified, contradicted, seconds = 0, 0, []
    for origin in find_origins(str(folder)):
        package, start = origin.load(), perf_counter()
        examined = examine(Checker(), package, version="evidence")
        report = examined.report
        verdicts[report.verdict] += 1
        if report.verdict is Verdict.INCONCLUSIVE:
            print(f"{report.name}: {examined.basis.opinion.complaints or examined.basis.opinion.reason}")
        if report.verdict is not Verdict.READY:
            continue
        certificate = sign(statement_of(report, examined.run, examined.basis, at=now), signer)
        verify(certificate, package, [key], now)
        certified += 1
        seconds.append(perf_counter() - start)
        file = Documents(package, report.profile).file_of(Role.DEFINITION)
        found = all_complaints(file.data) if file is not None else []
        contradicted += bool(found)
        if found:
            print(f"{report.name}: all of the judge would say: {found[0]}")
    print(", ".join(f"{count} {verdict}" for verdict, count in verdicts.items()))
    middle = sorted(seconds)[len(seconds) // 2]
    print(f"{certified} certified and verified, {middle:.2f} s each (median), {max(seconds):.2f} s at most")
    print(f"{contradicted} would be refused if all of the judge were asked")


if __name__ == "__main__":
    main()
