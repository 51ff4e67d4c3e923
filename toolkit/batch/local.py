"""The engine of one machine: a pool of processes that is built anew when one of them dies."""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import Generic, NamedTuple, TypeVar

from toolkit.batch.limits import start_worker
from toolkit.packing import words_of

J = TypeVar("J")
R = TypeVar("R")
_TRIES = 25  # how often a job may find its pool broken; a document that breaks it is found by then

# A server process that has read the toolkit once gives every worker its tables without reading them again.
START_METHOD = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"


class Failure(NamedTuple):
    """A job that could not be done, and why."""

    error: str


@contextmanager
def _safe_path() -> Iterator[None]:
    """A Python that starts now does not import from the folder it is started in: that may hold another `toolkit`, as a checkout does."""
    before = os.environ.get("PYTHONSAFEPATH")
    os.environ["PYTHONSAFEPATH"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["PYTHONSAFEPATH"]
        else:
            os.environ["PYTHONSAFEPATH"] = before


class LocalEngine:
    """`workers` processes, each with at most `memory` bytes of data (0: no limit)."""

    def __init__(self, workers: int, memory: int) -> None:
        self.workers, self._memory = workers, memory
        self._context = multiprocessing.get_context(START_METHOD)
        if START_METHOD == "forkserver":
            from multiprocessing import forkserver  # not everywhere

            self._context.set_forkserver_preload(["toolkit.batch.warm"])
            with _safe_path():
                forkserver.ensure_running()  # reads the toolkit while this process looks at the input

    def results(self, work: Callable[[J], R], jobs: Iterable[J], again: Callable[[J], J] = lambda job: job) -> Iterator[tuple[J, R | Failure]]:
        """Each job with its result, as they come in. Jobs that were under way when a worker died are done again, as `again` has them."""
        return _Run(self, work, iter(jobs), again).results()

    def pool(self) -> ProcessPoolExecutor:
        """A new pool."""
        return ProcessPoolExecutor(self.workers, self._context, start_worker, (self._memory,))


class _Run(Generic[J, R]):
    def __init__(self, engine: LocalEngine, work: Callable[[J], R], jobs: Iterator[J], again: Callable[[J], J]) -> None:
        self.engine, self.work, self.jobs, self.again = engine, work, jobs, again
        self.back: deque[tuple[J, int]] = deque()  # jobs to be done again, with the number of times they were begun
        self.flying: dict[Future[R], tuple[J, int]] = {}
        self.unfit = False  # no job can be given to the pool any more

    def results(self) -> Iterator[tuple[J, R | Failure]]:
        pool = self.engine.pool()
        try:
            while self._fill(pool):
                done = set() if self.unfit else wait(self.flying, return_when=FIRST_COMPLETED).done
                if self.unfit or any(isinstance(f.exception(), BrokenProcessPool) for f in done):
                    self.unfit = False
                    pool.shutdown(wait=True, cancel_futures=True)  # ends what is left of it, and with it every future
                    done = set(self.flying)
                    pool = self.engine.pool()
                for future in done:
                    yield from self._landed(future, *self.flying.pop(future))
        except BaseException:
            for child in multiprocessing.active_children():
                child.terminate()
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _fill(self, pool: ProcessPoolExecutor) -> bool:
        """Keep two jobs a worker in the pool; False where nothing is left to wait for."""
        while len(self.flying) < 2 * self.engine.workers:
            if self.back:
                job, tries = self.back.popleft()
            elif (fresh := next(self.jobs, None)) is not None:
                job, tries = fresh, 0
            else:
                break
            try:
                self.flying[pool.submit(self.work, job)] = job, tries + 1
            except (BrokenProcessPool, EOFError, OSError) as fault:  # the last two: the server that starts workers was killed
                if tries >= _TRIES:
                    raise ChildProcessError(f"worker processes can't be started: {words_of(fault)}") from fault
                self.back.append((job, tries + 1))
                self.unfit = True
                break
        return bool(self.flying or self.back)

    def _landed(self, future: Future[R], job: J, tries: int) -> Iterator[tuple[J, R | Failure]]:
        if future.cancelled():
            self.back.append((job, tries - 1))
            return
        error = future.exception()
        if error is None:
            yield job, future.result()
        elif not isinstance(error, BrokenProcessPool):
            yield job, Failure(f"{type(error).__name__}: {error}")
        elif tries >= _TRIES:
            yield job, Failure(f"its worker died {tries} times")
        else:
            self.back.append((self.again(job), tries))
