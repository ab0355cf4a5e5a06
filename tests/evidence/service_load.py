"""How fast deliveries are answered when they come all at once, each on a connection of its own, while the worker works.

Usage: python tests/evidence/service_load.py [--deliveries 1000]

Ends with status 1 unless all are answered 202 and 99 of 100 within three seconds; GitHub waits for ten.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "service"))

from fleet import Fleet, environment
from payloads import headers, pull_request
from stand_in import StandInGitHub


async def burst(port: int, count: int) -> tuple[list[float], list[int]]:
    """Seconds until the answer, and the statuses."""
    # 24 KB, as GitHub's payloads of pull requests are.
    bodies = [
        pull_request(n, f"{n:040x}", action="opened", filling="x" * 23_000) for n in range(1, count + 1)
    ]
    prepared = [(body, headers(body)) for body in bodies]
    seconds: list[float] = []
    statuses: list[int] = []
    gate = asyncio.Event()

    async def send(body: bytes, given: dict[str, str]) -> None:
        lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
        request = f"POST /webhooks/github HTTP/1.1\r\nHost: x\r\n{lines}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        await gate.wait()
        begun = time.monotonic()
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(request.encode() + body)
        await writer.drain()
        statuses.append(int((await reader.readline()).split()[1]))
        seconds.append(time.monotonic() - begun)
        writer.close()

    tasks = [asyncio.create_task(send(*entry)) for entry in prepared]
    await asyncio.sleep(0.5)
    gate.set()
    await asyncio.gather(*tasks)
    return sorted(seconds), statuses


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--deliveries", type=int, default=1000)
    count = parser.parse_args().deliveries
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        github = StandInGitHub(str(folder / "github.sqlite"))
        github.prepare()
        for number in range(1, count + 1):
            github.push("contoso/connectors", number, f"{number:040x}")
        fleet = Fleet(environment(folder, github.path), folder)
        fleet.start_all()
        seconds, statuses = asyncio.run(burst(fleet.port, count))
        fleet.stop()
    good = statuses.count(202)
    p99 = seconds[max(0, int(count * 0.99) - 1)]
    print(
        f"{count} deliveries at once: {good} x 202, median {seconds[count // 2]:.2f} s, p99 {p99:.2f} s, "
        f"longest {seconds[-1]:.2f} s"
    )
    return 0 if good == count and p99 < 3 else 1


if __name__ == "__main__":
    sys.exit(main())
