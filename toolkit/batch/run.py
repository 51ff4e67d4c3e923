"""A whole run: plan, work, and the run file at the end."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from toolkit.atomic import write_atomically
from toolkit.batch.duplicates import Seen
from toolkit.batch.files import DUPLICATES, FOLDERS, NEAR_DUPLICATES, PARQUET, SUFFIX, sweep
from toolkit.batch.local import START_METHOD, Failure, LocalEngine
from toolkit.batch.options import Options
from toolkit.batch.plan import Plan, Survey, survey
from toolkit.batch.rows import add_counts
from toolkit.batch.shard import SLOWEST, Job, ShardResult, run_shard
from toolkit.batch.state import State
from toolkit.sources import Entry, InputError, Walk
from toolkit.sources.folder import name_of, printable
from toolkit.sources.kinds import suffixes
from toolkit.sources.remote import is_local, is_url
from toolkit.stdin import stdin

J = TypeVar("J")
R = TypeVar("R")


@dataclass(slots=True)
class Summary:
    """What a run came to.

    reasons: rejected documents by code; removed: code points by rule; aside: what was no document, by kind. resumed:
    shards that an earlier run had done. slowest: seconds and places. failed: shards that could not be written, and why.
    """

    kept: int = 0
    rejected: int = 0
    duplicates: int = 0
    shards: int = 0
    resumed: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)
    aside: dict[str, int] = field(default_factory=dict)
    slowest: list[tuple[float, str]] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)

    @property
    def documents(self) -> int:
        """Documents read: each is kept or rejected."""
        return self.kept + self.rejected

    def add(self, result: ShardResult) -> None:
        """Count a shard in."""
        self.kept += result.kept
        self.rejected += result.rejected
        self.resumed += result.resumed
        add_counts(self.reasons, result.reasons.items())
        add_counts(self.removed, result.removed.items())
        add_counts(self.aside, result.aside.items())
        self.slowest = sorted(self.slowest + result.slowest, reverse=True)[:SLOWEST]


class Watcher:
    """Is told how a run goes on, and keeps it to itself; others say it."""

    def note(self, message: str) -> None:
        """Something worth a line."""

    def begin(self, weight: int) -> None:
        """The work begins; `weight` is its size in bytes, about."""

    def advance(self, weight: int, summary: Summary) -> None:
        """A shard of that weight is done; `summary` is what there is so far."""

    def close(self) -> None:
        """The run is over, one way or another."""


class Engine(Protocol):
    """What works jobs off: the processes of this machine (local.py), a cluster (cluster.py)."""

    def results(self, work: Callable[[J], R], jobs: Iterable[J], again: Callable[[J], J] = ...) -> Iterator[tuple[J, R | Failure]]:
        """Each job with its result, in any order; a job that was under way where a process died is done again, as `again` has it."""


class Ask(NamedTuple):
    """A container to survey."""

    entry: Entry
    every: int
    limit: int


def run(
    inputs: list[str],
    out: Path,
    options: Options,
    *,
    watcher: Watcher | None = None,
    source: str = "",
    engine: Engine | None = None,
    workers: int = 0,
    resume: bool = False,
    overwrite: bool = False,
) -> Summary:
    """Clean every drop of `inputs` into `out`. `engine` does the work: unless one is given, `workers`
    processes of this machine, 0 for one a core. A script calls it under `if __name__ == "__main__":`, since the processes
    read the script again.

    Raises InputError where there is nothing to read or `out` can't be used.
    """
    watcher = watcher or Watcher()
    summary, aside = Summary(), Counter[str]()
    engine = engine or LocalEngine(workers or usable_cores(), options.memory)
    with _walks(inputs, out, source) as walks, Plan(walks, aside) as plan, Seen() as seen:
        if not plan.files:
            saw = ", ".join(f"{n} {suffix}" for suffix, n in sorted(aside.items()))
            raise InputError(f"{', '.join(inputs)}: no drops there (looked for {' '.join(suffixes())}; saw {saw or 'nothing'})")
        add_counts(summary.aside, aside.items())
        state = State(out, options, resume=resume, overwrite=overwrite)
        if state.afresh:
            watcher.note(f"starting afresh: {state.afresh}")
        watcher.begin(plan.weight)
        try:
            _work(plan, state, engine, options, watcher, summary, seen)
            if not summary.failed:
                _finish(state, options, summary, seen)
        finally:
            state.close()
    return summary


def usable_cores() -> int:
    """The cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _work(plan: Plan, state: State, engine: Engine, options: Options, watcher: Watcher, summary: Summary, seen: Seen) -> None:
    full = plan.full(options.shard_size)
    surveys: dict[str, Survey] = {}
    for asked, told in engine.results(_survey, (Ask(e, full, options.limit_bytes) for e in plan.containers())):
        surveys[asked.entry.path] = Survey("", []) if isinstance(told, Failure) else told
    jobs = (Job(s, state.out, options, state.earlier(s.name), start_method=START_METHOD) for s in plan.shards(full, surveys))
    for job, result in engine.results(run_shard, jobs, lambda job: job._replace(careful=True)):
        summary.shards += 1
        if isinstance(result, Failure):
            summary.failed[job.shard.name] = result.error
        else:
            summary.add(result)
            seen.add(job.shard.number, result.keys)
        watcher.advance(job.shard.weight, summary)


def _survey(asked: Ask) -> Survey:
    return survey(*asked)


def _finish(state: State, options: Options, summary: Summary, seen: Seen) -> None:
    out, suffix = state.out, SUFFIX[options.compression]
    names = [f"part-{n:05d}" for n in range(summary.shards)]
    wanted = {f"{folder}/{name}{suffix}" for folder in FOLDERS for name in names}
    sweep(out, wanted | ({f"{PARQUET}/{name}.parquet" for name in names} if options.parquet else set()))
    if summary.resumed < summary.shards:
        (out / NEAR_DUPLICATES).unlink(missing_ok=True)
    summary.duplicates = _list_duplicates(out, seen)
    counts = {"input": summary.documents, "kept": summary.kept, "rejected": summary.rejected, "duplicates": summary.duplicates}
    state.finish(summary.shards, options, counts)


def _list_duplicates(out: Path, seen: Seen) -> int:
    """Write duplicates.jsonl and give the number of its rows; no file where there are none."""
    found = seen.duplicates()
    first = next(found, None)
    if first is None:
        (out / DUPLICATES).unlink(missing_ok=True)
        return 0
    number = 0

    def lines() -> Iterator[bytes]:
        nonlocal number
        for duplicate in chain((first,), found):
            number += 1
            yield duplicate.line()

    write_atomically(out / DUPLICATES, lines())
    return number


@contextmanager
def _walks(inputs: list[str], out: Path, source: str) -> Iterator[list[Walk]]:
    """How to walk each input; what comes from stdin ("-") is put into a file first, for several processes to read."""
    skip = os.path.realpath(out) if is_local(out) else ""
    with tempfile.TemporaryDirectory() as folder:
        walks = []
        for given, prefix in zip(inputs, prefixes(inputs), strict=True):
            if not is_url(given) and os.path.realpath(given) == skip:
                raise InputError(f"{given}: is both an input and the run's folder")
            root = _spooled(folder) if given == "-" else given
            walks.append(Walk(root, printable(source) or _name(given), prefix, skip))
        yield walks


def _spooled(folder: str) -> str:
    path = os.path.join(folder, "stdin")
    with open(path, "wb") as file:
        shutil.copyfileobj(stdin(), file)
    return path


def prefixes(inputs: list[str]) -> list[str]:
    """What stands before the paths of each input, so that two inputs never share a path: nothing where there is one."""
    if len(inputs) == 1:
        return [""]
    used: Counter[str] = Counter()
    out = []
    for given in inputs:
        name = _name(given)
        used[name] += 1
        out.append(f"{name}/" if used[name] == 1 else f"{name}~{used[name]}/")
    return out


def _name(given: str) -> str:
    if is_url(given):
        return given.rstrip("/").rsplit("/", 1)[-1]
    return "stdin" if given == "-" else name_of(given)
