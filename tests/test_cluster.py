"""The engine of a cluster, against a stand-in of Ray that loses tasks; benchmarks/cluster.py takes a node from a real one."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from toolkit.batch.local import Failure


class RayError(Exception):
    """A worker or a node went away."""


class RayTaskError(RayError):
    def __init__(self, cause: Exception) -> None:
        self.cause = cause


class Cluster(ModuleType):
    """Runs a task when its result is asked for, the youngest first; loses those of a job as often as `losses` says."""

    def __init__(self, losses: dict[int, int], cores: int = 2) -> None:
        super().__init__("ray")
        self.losses, self.cores = losses, cores
        self.begun: dict[str, Any] = {}
        self.flying = self.most = 0

    def is_initialized(self) -> bool:
        return bool(self.begun)

    def init(self, **options: Any) -> None:
        self.begun = options

    def cluster_resources(self) -> dict[str, float]:
        return {"CPU": float(self.cores)}

    def remote(self, **options: Any) -> Callable[[Any], Any]:
        return lambda work: SimpleNamespace(remote=lambda job: self._fly(work, job))

    def _fly(self, work: Any, job: int) -> tuple[object, Any, int]:
        self.flying += 1
        self.most = max(self.most, self.flying)
        return object(), work, job

    def wait(self, references: list[Any], num_returns: int) -> tuple[list[Any], list[Any]]:
        return references[-num_returns:], references[:-num_returns]

    def get(self, reference: tuple[object, Any, int]) -> Any:
        _, work, job = reference
        self.flying -= 1
        if self.losses.get(job, 0) > 0:
            self.losses[job] -= 1
            raise RayError("node died")
        try:
            return work(job)
        except Exception as fault:
            raise RayTaskError(fault) from fault


def results(monkeypatch: pytest.MonkeyPatch, cluster: Cluster, work: Callable[[int], Any], address: str = "auto", workers: int = 0) -> dict[int, Any]:
    errors = ModuleType("ray.exceptions")
    vars(errors).update(RayError=RayError, RayTaskError=RayTaskError)
    for name, module in (("ray", cluster), ("ray.exceptions", errors)):
        monkeypatch.setitem(sys.modules, name, module)
    assert "toolkit.batch.cluster" not in sys.modules
    try:
        engine = importlib.import_module("toolkit.batch.cluster").RayEngine(address, workers)
        return dict(engine.results(work, range(20), again=lambda job: job))
    finally:
        del sys.modules["toolkit.batch.cluster"]  # it holds the stand-in


def test_every_job_is_done_and_lost_ones_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cluster = Cluster({3: 1, 7: 4})
    assert results(monkeypatch, cluster, lambda job: job * job) == {job: job * job for job in range(20)}
    assert cluster.most == 4  # two a core
    assert cluster.begun["address"] == "auto"


def test_a_job_that_is_lost_every_time_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    found = results(monkeypatch, Cluster({5: 99}), lambda job: job)
    assert found.pop(5) == Failure("RayError, 5 times")
    assert len(found) == 19


def test_a_job_that_raises_is_not_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def work(job: int) -> int:
        asked.append(job)
        return 1 // (job - 4)

    found = results(monkeypatch, Cluster({}), work)
    assert found[4] == Failure("ZeroDivisionError: integer division or modulo by zero")
    assert asked.count(4) == 1


@pytest.mark.parametrize(("address", "workers", "cores", "most"), [("local", 3, 3, 6), ("auto", 1, None, 2)])
def test_workers_bound_what_is_under_way(monkeypatch: pytest.MonkeyPatch, address: str, workers: int, cores: int | None, most: int) -> None:
    cluster = Cluster({}, cores=8)
    results(monkeypatch, cluster, lambda job: job, address, workers)
    assert (cluster.most, cluster.begun["num_cpus"]) == (most, cores)
