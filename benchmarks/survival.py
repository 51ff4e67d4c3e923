"""Does a run survive? `python benchmarks/survival.py WORKDIR [--documents 20000] [--kills 30] [--workers 2]`.

Makes a corpus in every format, cleans it with one worker and with several, then once more while workers and the parent are
killed at random (kill -9), each time taken up with --resume. Says whether kept + rejected is the number of documents and
whether all three folders hold the same bytes. WORKDIR must not exist.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import orjson
from corpus import write_mixed


def command(corpus: Path | str, out: Path | str, workers: int, *more: str) -> list[str]:
    """A run as a user starts it."""
    return [sys.executable, "-m", "toolkit", "run", str(corpus), str(out), "--workers", str(workers), "-q", *more]


def digest(out: Path) -> str:
    """The sha256 over every file of a folder, names and bytes."""
    whole = hashlib.sha256()
    for path in sorted(p for p in out.rglob("*") if p.is_file()):
        whole.update(f"{path.relative_to(out)}\n".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def workers_of(parent: int) -> list[int]:
    """The processes below one, by /proc (Linux)."""
    below: dict[int, list[int]] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid, rest = stat.read_text().split(" (", 1)
        except OSError:
            continue
        below.setdefault(int(rest.rsplit(") ", 1)[1].split()[1]), []).append(int(pid))
    found, todo = [], [parent]
    while todo:
        children = below.get(todo.pop(), [])
        found += children
        todo += children
    return found


def killed(corpus: Path | str, out: Path | str, workers: int, kills: int, rng: random.Random, more: tuple[str, ...]) -> tuple[int, int]:
    """Run with kills in between until it ends; gives the number of kills of workers and of the parent."""
    on_workers = on_parent = 0
    resume: tuple[str, ...] = ()
    while True:
        child = subprocess.Popen(command(corpus, out, workers, *more, *resume))
        resume = ("--resume",)
        while child.poll() is None and on_workers + on_parent < kills:
            time.sleep(rng.uniform(0.5, 6.0))
            targets = workers_of(child.pid)
            if targets and rng.random() < 0.6:
                kill(rng.choice(targets))
                on_workers += 1
            else:
                kill(child.pid)
                on_parent += 1
                break
        child.wait()
        if child.returncode in (0, 1):
            return on_workers, on_parent


def kill(pid: int) -> None:
    """End a process without warning; it may have ended by itself."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def main() -> None:
    """Run it all and print the outcome; exit status 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workdir", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--chars", type=int, default=500)
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.workdir.mkdir(parents=True)
    corpus = given.workdir / "corpus"
    write_mixed(corpus, given.documents, given.chars, given.seed)
    digests = {}
    more = ("--shard-size", "512K")
    for name, workers in (("one", 1), ("several", given.workers)):
        begun = time.monotonic()
        subprocess.run(command(corpus, given.workdir / name, workers, *more), check=False)
        counts = orjson.loads((given.workdir / name / "run.json").read_bytes())["counts"]
        digests[name] = digest(given.workdir / name)
        print(f"{name}: {workers} workers, {time.monotonic() - begun:.0f} s, {counts}, {digests[name][:16]}", flush=True)
        assert counts["kept"] + counts["rejected"] == counts["input"] == given.documents, counts
    on_workers, on_parent = killed(corpus, given.workdir / "killed", given.workers, given.kills, random.Random(given.seed), more)
    digests["killed"] = digest(given.workdir / "killed")
    print(f"killed: {on_workers} kills of workers, {on_parent} of the parent, {digests['killed'][:16]}")
    same = len(set(digests.values())) == 1
    print("the same bytes" if same else "NOT the same bytes")
    raise SystemExit(not same)


if __name__ == "__main__":
    main()
