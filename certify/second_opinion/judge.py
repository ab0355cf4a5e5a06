"""The judge itself: a definition on standard input, its complaints as JSON on standard output.

It runs as a process of its own, with little time and memory, and refuses itself files, sockets and further processes before it
looks at the definition. The argument is how many seconds of processor time it may take.
"""

from __future__ import annotations

import json
import sys
from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = 1 << 30
MOST_COMPLAINTS = 3
LONGEST = 300
# What remains of its checks beyond the schema. It also judges default values and responses of type `file`, and there it refuses
# connectors that the platform takes: see decision 0006.
SEMANTIC = frozenset(
    {
        "DuplicateOperationIDError",
        "ExtraParametersError",
        "ParameterDuplicateError",
        "UnresolvableParameterError",
    }
)
_REFUSED = ("open", "socket.", "subprocess.", "os.", "urllib.", "http.", "shutil.", "ctypes.")
_CODE = (".py", ".pyc", ".so", ".pyd")
_HARMLESS = frozenset({"os.listdir", "os.scandir"})


def complaints_of(definition: Any) -> Iterator[str]:
    """Each complaint as `pointer: sentence`. References that leave the definition are never followed."""
    from jsonschema_path import SchemaPath
    from openapi_spec_validator import OpenAPIV2SpecValidator

    path = SchemaPath.from_dict(definition, handlers={})
    for error in OpenAPIV2SpecValidator.schema_validator.iter_errors(definition):
        yield _quoted(error)
    for error in OpenAPIV2SpecValidator(path).root_validator(path):
        if type(error).__name__ in SEMANTIC:
            yield _quoted(error)


def _quoted(error: Any) -> str:
    pointer = "".join(f"/{str(token).replace('~', '~0').replace('/', '~1')}" for token in error.absolute_path)
    sentence = str(error.message).partition("\n")[0]
    return f"{pointer}: {sentence}"[:LONGEST] if pointer else sentence[:LONGEST]


def _answer(data: bytes) -> tuple[list[str], str]:
    """The first complaints, and why there may be none."""
    try:
        definition = json.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        return [f"it is not JSON: {error}"[:LONGEST]], ""
    except RecursionError:
        return [], "it is nested too deeply"
    if not isinstance(definition, dict):
        return ["it is not an object"], ""
    found: list[str] = []
    try:
        for complaint in islice(complaints_of(definition), MOST_COMPLAINTS):
            found.append(complaint)  # noqa: PERF402 - what was said before it failed is kept
    except MemoryError:
        return found, "" if found else f"it needs more than {MEMORY >> 20} MiB"
    except Exception as error:  # noqa: BLE001 - whatever ends the judge, it has no opinion
        return found, "" if found else f"it failed with {type(error).__name__}: {error}"[:LONGEST]
    return found, ""


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook. Python's own modules may still be loaded: the libraries import some when they are first needed."""
    if not event.startswith(_REFUSED) or event in _HARMLESS:
        return
    if event == "open" and str(arguments[0]).endswith(_CODE):
        return
    raise PermissionError(f"the judge may not use {event}")


def _limit(seconds: int) -> None:
    """Bound processor time and memory where the system can; the caller's deadline holds everywhere."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # A second later than the signal by which the caller knows the reason, the kernel kills.
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Judge what comes on standard input."""
    from importlib.metadata import version

    _limit(int(sys.argv[1]))
    # The schema is read from a file when it is first used; afterwards no file may be opened.
    works = any(complaints_of({}))
    judge = version("openapi-spec-validator")
    sys.addaudithook(_refuse)
    data = sys.stdin.buffer.read()
    complaints, failure = _answer(data) if works else ([], "it finds no fault in an empty definition")
    sys.stdout.write(json.dumps({"version": judge, "complaints": complaints, "failure": failure}))


if __name__ == "__main__":
    main()
