"""Does a cluster make the same bytes, also when it loses a node? `python benchmarks/cluster.py WORKDIR [--documents 2000]`.

Starts a Ray cluster of two nodes on this machine, cleans a corpus with it, kills one node (kill -9 of all its processes)
in mid-run, and holds the outcome against a run of local processes. Needs ray.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import ray
from corpus import write_mixed
from ray.cluster_utils import Cluster
from survival import digest, workers_of

STATE = ".run"


def main() -> None:
    """Run both and print the outcome; exit status 1 where they differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workdir", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--chars", type=int, default=500)
    given = parser.parse_args()
    given.workdir.mkdir(parents=True)
    corpus = given.workdir / "corpus"
    write_mixed(corpus, given.documents, given.chars, 1)
    command = [sys.executable, "-m", "toolkit", "run", str(corpus)]
    size = ["--shard-size", "128K", "-q"]
    subprocess.run([*command, str(given.workdir / "local"), *size], check=False)
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1})
    second = cluster.add_node(num_cpus=1)
    out = given.workdir / "cluster"
    child = subprocess.Popen([*command, str(out), *size, "--engine", "ray", "--address", cluster.address])
    while child.poll() is None and len(list(out.glob(f"{STATE}/part-*.json"))) < 5:
        time.sleep(0.05)
    raylet = second.all_processes["raylet"][0].process.pid
    victims = [raylet, *workers_of(raylet)]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    done = len(list(out.glob(f"{STATE}/part-*.json")))
    print(f"killed a node ({len(victims)} processes) when {done} shards were done", flush=True)
    code = child.wait()
    same = digest(given.workdir / "local") == digest(out)
    print(f"Ray {ray.__version__}: exit status {code}, {'the same bytes' if same else 'NOT the same bytes'}")
    cluster.shutdown()
    raise SystemExit(not same)


if __name__ == "__main__":
    main()
