"""Does a run behind s3:// URLs make the bytes of a local one, also when it is killed? `python benchmarks/object_store.py WORKDIR [--documents 600]`.

Starts a stand-in for S3 on this machine (moto), puts a corpus in every format there, and cleans it into the same bucket
while workers and the parent are killed at random (kill -9), each time taken up with --resume; then fetches the outcome,
validates it and holds it against a run of the same drops as files. Needs s3fs and moto[server]. WORKDIR must not exist.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import s3fs
from corpus import write_mixed
from moto.server import ThreadedMotoServer
from survival import digest, killed


def main() -> None:
    """Run it all and print the outcome; exit status 1 where something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workdir", type=Path)
    parser.add_argument("--documents", type=int, default=600)
    parser.add_argument("--chars", type=int, default=500)
    parser.add_argument("--kills", type=int, default=6)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    given.workdir.mkdir(parents=True)
    drops, local, fetched = (given.workdir / name for name in ("drops", "local", "fetched"))
    write_mixed(drops, given.documents, given.chars, given.seed)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    # What s3fs, here and in the processes of the run, takes address and keys from.
    os.environ |= {"AWS_ENDPOINT_URL": f"http://{host}:{port}", "AWS_DEFAULT_REGION": "us-east-1"}
    os.environ |= dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "none")
    store = s3fs.S3FileSystem(use_listings_cache=False)
    store.mkdir("bucket")
    store.put(f"{drops}/", "bucket/drops/", recursive=True)
    more = ("--shard-size", "128K")
    on_workers, on_parent = killed("s3://bucket/drops", "s3://bucket/clean", given.workers, given.kills, random.Random(given.seed), more)
    left = [path for path in store.find("bucket/clean") if "/.run" in path]
    store.get("bucket/clean/", f"{fetched}/", recursive=True)
    server.stop()
    run = [sys.executable, "-m", "toolkit", "run", str(drops), str(local), "-q", *more]
    subprocess.run(run, check=False)
    valid = subprocess.run([sys.executable, "-m", "toolkit", "validate", str(fetched)], check=False).returncode == 0
    same = digest(local) == digest(fetched)
    print(f"s3fs {version('s3fs')}, moto {version('moto')}: {on_workers} kills of workers, {on_parent} of the parent; ", end="")
    print(f"{'the same bytes' if same else 'NOT the same bytes'}, {'valid' if valid else 'NOT valid'}, {len(left)} files left over")
    raise SystemExit(not (same and valid and not left))


if __name__ == "__main__":
    main()
