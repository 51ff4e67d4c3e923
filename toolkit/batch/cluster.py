"""The engine of a cluster: one Ray task a shard. Needs ray, the extra `ray`.

Every node must have the toolkit installed and see the inputs and the run's folder under the same paths or URLs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

import ray
from ray.exceptions import RayError, RayTaskError

from toolkit.batch.local import Failure

J = TypeVar("J")
R = TypeVar("R")
_RETRIES = 3  # Ray's own, of a task whose node or worker went away
_TRIES = 5  # how often a job is handed to Ray after that


class RayEngine:
    """A cluster that runs already, at `address` ("auto", "ray://HOST:10001", "HOST:6379"; "local" starts one on this machine).

    Nothing is sent to the cluster but the names of files; at most two tasks a core are under way.
    """

    def __init__(self, address: str, workers: int = 0) -> None:
        if not ray.is_initialized():
            ray.init(address=address, log_to_driver=False, logging_level="warning", num_cpus=workers or None if address == "local" else None)
        self._workers = workers

    def results(self, work: Callable[[J], R], jobs: Iterable[J], again: Callable[[J], J] = lambda job: job) -> Iterator[tuple[J, R | Failure]]:
        """Each job with its result, as they come in. Jobs whose node or worker went away are done again, as `again` has them."""
        task: Any = ray.remote(max_retries=_RETRIES, num_cpus=1)(work)
        waiting = iter(jobs)
        back: deque[tuple[J, int]] = deque()
        flying: dict[Any, tuple[J, int]] = {}
        while True:
            while len(flying) < self._room():
                if back:
                    job, tries = back.popleft()
                elif (fresh := next(waiting, None)) is not None:
                    job, tries = fresh, 0
                else:
                    break
                flying[task.remote(job)] = job, tries + 1
            if not flying:
                return
            done, _ = ray.wait(list(flying), num_returns=1)
            for reference in done:
                job, tries = flying.pop(reference)
                try:
                    yield job, ray.get(reference)
                except RayTaskError as fault:  # the function raised
                    yield job, Failure(f"{type(fault.cause).__name__}: {fault.cause}")
                except RayError as fault:  # its worker or node died
                    if tries >= _TRIES:
                        yield job, Failure(f"{type(fault).__name__}, {tries} times")
                    else:
                        back.append((again(job), tries))

    def _room(self) -> int:
        cores = self._workers or int(ray.cluster_resources().get("CPU", 1))
        return 2 * max(1, cores)
