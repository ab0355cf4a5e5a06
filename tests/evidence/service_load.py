"""How fast deliveries are answered when they come all at once, each on a connection of its own, while the worker works.

Usage: python tests/evidence/service_load.py [--deliveries 1000] [--times 1]

With --times 3 each comes three times, shuffled, the second and third as GitHub's redelivery sends it or as a replay under
another id. Ends with status 1 unless all are answered 2xx, 99 of 100 within three seconds (GitHub waits for ten), and every head
has exactly one run and one comment in the end.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "service"))

from fleet import Fleet, environment
from payloads import headers, pull_request
from stand_in import StandInGitHub


async def burst(port: int, count: int, times: int) -> tuple[list[float], list[int]]:
    """Seconds until the answer, and the statuses."""
    # 24 KB, as GitHub's payloads of pull requests are.
    bodies = [
        pull_request(n, f"{n:040x}", action="opened", filling="x" * 23_000) for n in range(1, count + 1)
    ]
    prepared = [
        (body, headers(body, guid=f"{n}-{turn % 2}"))
        for n, body in enumerate(bodies)
        for turn in range(times)
    ]
    random.shuffle(prepared)
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
    parser.add_argument("--times", type=int, default=1, help="how often each comes")
    options = parser.parse_args()
    count, all_of_them = options.deliveries, options.deliveries * options.times
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        github = StandInGitHub(str(folder / "github.sqlite"))
        github.prepare()
        for number in range(1, count + 1):
            github.push("contoso/connectors", number, f"{number:040x}")
        fleet = Fleet(environment(folder, github.path), folder)
        fleet.start_all()
        used = fleet.processor_seconds("web")
        seconds, statuses = asyncio.run(burst(fleet.port, count, options.times))
        used = fleet.processor_seconds("web") - used
        begun = time.monotonic()
        while len(github.reviews()) < count and time.monotonic() < begun + 1200:
            time.sleep(0.5)
        # What would come twice would come now.
        time.sleep(2)
        fleet.stop()
        reviews = github.reviews()
        comments = github.query("select number from comments")
    p99 = seconds[max(0, int(all_of_them * 0.99) - 1)]
    print(
        f"{all_of_them} deliveries at once: {statuses.count(202)} x 202, {statuses.count(200)} x 200 as known; "
        f"median {seconds[all_of_them // 2]:.2f} s, p99 {p99:.2f} s, longest {seconds[-1]:.2f} s; "
        f"{1000 * used / all_of_them:.2f} ms of the web process's processor time for each\n"
        f"{count} heads: {len(reviews)} runs of {len(set(reviews))} heads, {len(comments)} comments on "
        f"{len(set(comments))} pull requests"
    )
    is_once = len(reviews) == len(set(reviews)) == len(comments) == len(set(comments)) == count
    is_answered = statuses.count(202) == count and statuses.count(200) == all_of_them - count
    return 0 if is_once and is_answered and p99 < 3 else 1


if __name__ == "__main__":
    sys.exit(main())
