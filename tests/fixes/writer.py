"""Writes two contents of a file by turns until it is killed; run by the test on atomic writes."""

from __future__ import annotations

import sys
from pathlib import Path

from certify.core.package import Package
from certify.fixes.write import write_package


def main() -> None:
    folder, sizes = Path(sys.argv[1]), [int(size) for size in sys.argv[2:]]
    versions = [Package("x", "x", {"readme.md": bytes([65 + n]) * size}) for n, size in enumerate(sizes)]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        write_package(folder, versions[0], versions[1])
        write_package(folder, versions[1], versions[0])


if __name__ == "__main__":
    main()
