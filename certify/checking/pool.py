"""Check many packages over processes, in order, with memory that does not grow with their number."""

from __future__ import annotations

from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from certify.checking.checker import Checker, Task

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor

_IN_FLIGHT_PER_JOB = 4

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Examiner(Protocol[T_co]):
    """Who does the work, in whichever process: a `Checker`, or who makes more of what it finds. It holds only values."""

    def check(self, task: Task) -> T_co:
        """What is made of one package."""
        ...

    def failed(self, task: Task, error: str) -> T_co:
        """The same for a package whose examination raised or killed its process."""
        ...


_examiner: Examiner[Any] | None = None


def check_all(checker: Examiner[T], tasks: Iterable[Task], jobs: int) -> Iterator[T]:
    """Check every task, in the given order.

    A package whose examination raises or kills its process is reported as inconclusive; the others go on.
    """
    remaining = iter(tasks)
    first = list(islice(remaining, 2))
    if jobs <= 1 or len(first) < 2:
        for task in _chained(first, remaining):
            yield _check(checker, task)
        return
    yield from _check_in_processes(checker, _chained(first, remaining), jobs)


def _chained(first: list[Task], rest: Iterator[Task]) -> Iterator[Task]:
    yield from first
    yield from rest


def _check(checker: Examiner[T], task: Task) -> T:
    try:
        return checker.check(task)
    except Exception as error:  # noqa: BLE001 - one package must not end the run of the others
        return checker.failed(task, f"{type(error).__name__}: {error}")


def _check_in_processes(checker: Examiner[T], tasks: Iterator[Task], jobs: int) -> Iterator[T]:
    waiting: deque[tuple[Task, Future[T]]] = deque()
    pool = _pool(checker, jobs)
    try:
        for task in tasks:
            waiting.append((task, _submit(pool, task)))
            if len(waiting) >= jobs * _IN_FLIGHT_PER_JOB:
                result, pool = _next(checker, waiting, pool, jobs)
                yield result
        while waiting:
            result, pool = _next(checker, waiting, pool, jobs)
            yield result
    finally:
        # Python waits for the pool at its end in any case; a pool that is just closing then writes to a closed pipe.
        pool.shutdown(wait=True, cancel_futures=True)


def _next(
    checker: Examiner[T], waiting: deque[tuple[Task, Future[T]]], pool: ProcessPoolExecutor, jobs: int
) -> tuple[T, ProcessPoolExecutor]:
    """The first waiting result. When a worker died, the task gets a process of its own, and the others a new pool."""
    from concurrent.futures.process import BrokenProcessPool

    task, future = waiting.popleft()
    try:
        return future.result(), pool
    except BrokenProcessPool:
        pool.shutdown(wait=False, cancel_futures=True)
        result = _check_alone(checker, task)
        pool = _pool(checker, jobs)
        others = [other for other, _ in waiting]
        waiting.clear()
        waiting.extend((other, _submit(pool, other)) for other in others)
        return result, pool


def _submit(pool: ProcessPoolExecutor, task: Task) -> Future[Any]:
    """The task's future; a pool that broke in the meantime is told by it, so that there is one place to mend that."""
    from concurrent.futures import Future
    from concurrent.futures.process import BrokenProcessPool

    try:
        return pool.submit(_work, task)
    except BrokenProcessPool as error:
        broken: Future[Any] = Future()
        broken.set_exception(error)
        return broken


def _check_alone(checker: Examiner[T], task: Task) -> T:
    from concurrent.futures.process import BrokenProcessPool

    with _pool(checker, 1) as pool:
        try:
            result: T = pool.submit(_work, task).result()
        except BrokenProcessPool:
            return checker.failed(task, "its process died; it may need more memory than there is")
        return result


def _pool(checker: Examiner[Any], jobs: int) -> ProcessPoolExecutor:
    """A new pool. It is imported only here, as a check of one package starts no process."""
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(jobs, initializer=_start, initargs=(checker,))


def _start(checker: Examiner[Any]) -> None:
    from threading import Thread

    global _examiner  # noqa: PLW0603 - a worker process has exactly one checker
    _examiner = checker
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """End when the parent is killed: nobody else would, as each worker keeps open what all of them wait for."""
    import os
    from multiprocessing import parent_process

    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(task: Task) -> Any:
    return _check(_examiner or Checker(), task)
