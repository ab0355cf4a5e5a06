"""Asks the OpenAPI 2.0 schema of openapi-spec-validator, in a process of its own: a document a line in, its errors out.

Only its schema: the checks beyond it refuse responses of type `file`, which OpenAPI 2.0 allows.
"""

from __future__ import annotations

import json
import socket
import sys
from itertools import islice


def refuse(*_: object, **__: object) -> None:
    raise OSError("the oracle may not use the network")


def errors_of(document: object) -> list[str]:
    from openapi_spec_validator import OpenAPIV2SpecValidator

    errors = OpenAPIV2SpecValidator.schema_validator.iter_errors(document)
    return [
        f"/{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in islice(errors, 20)
    ]


if __name__ == "__main__":
    socket.socket.connect = refuse  # type: ignore[assignment]  # that is the point
    for line in sys.stdin:
        sys.stdout.write(json.dumps(errors_of(json.loads(line))) + "\n")
