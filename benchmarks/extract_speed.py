"""How long a page takes: `python benchmarks/extract_speed.py DATA [--pages N] [--profile]`.

DATA is a folder of *.jsonl.gz files with an html key a line. Measures the whole of `clean`, from the bytes of a page to its
record with the ledger, beside the bare main text of resiliparse and of trafilatura (where they are installed), who are
given text that is decoded already, in turns over the same pages: process CPU time, median of three passes. For all of them
the garbage collector is set as it is in the workers of `jiaokan run`.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import gzip
import importlib
import json
import pstats
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from toolkit import clean
from toolkit.batch.limits import spare_collector
from toolkit.version import build

SETS = ("daniel", "magichtml_article", "zh_handcrafted", "gne_hand")
PASSES = 3


def pages(folder: Path, each: int) -> list[str]:
    found: list[str] = []
    for name in SETS:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as f:
            found += [json.loads(line)["html"] for line in list(f)[:each]]
    return found


def whole(reader: str) -> Callable[[bytes], object]:
    return lambda page: clean(page, media_type="text/html", script="keep", config={"reader": reader}).edits


def peers() -> dict[str, Callable[[str], object]]:
    found: dict[str, Callable[[str], object]] = {}
    try:
        html2text = importlib.import_module("resiliparse.extract.html2text")
        found["resiliparse"] = lambda page: html2text.extract_plain_text(page, main_content=True)
    except ImportError:
        print("resiliparse is not installed", file=sys.stderr)
    try:
        trafilatura = importlib.import_module("trafilatura")
        found["trafilatura"] = lambda page: trafilatura.extract(page)
    except ImportError:
        print("trafilatura is not installed", file=sys.stderr)
    return found


def run(read: Callable[[Any], object], inputs: Sequence[str] | Sequence[bytes]) -> float:
    start = time.process_time()
    for page in inputs:
        read(page)
    return time.process_time() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--pages", type=int, default=40, help="pages of each set")
    parser.add_argument("--profile", action="store_true", help="print where the time of the fast reader goes")
    parser.add_argument("--soup", action="store_true", help="the second reader, too")
    args = parser.parse_args()
    texts = pages(args.data, args.pages)
    raw = [page.encode() for page in texts]
    print(f"{len(raw)} pages of {sum(map(len, raw)) / len(raw) / 1000:.0f} kB, the {build()} build")
    readers: dict[str, tuple[Callable[[Any], object], Sequence[str] | Sequence[bytes]]] = {"jiaokan": (whole("turbo"), raw)}
    readers |= {name: (read, texts) for name, read in peers().items()}
    if args.soup:
        readers["jiaokan, soup"] = whole("soup"), raw
    for read, inputs in readers.values():
        run(read, inputs[:5])
    gc.collect()
    spare_collector()
    times: dict[str, list[float]] = {name: [] for name in readers}
    for _ in range(PASSES):
        for name, (read, inputs) in readers.items():
            times[name].append(run(read, inputs) / len(inputs) * 1000)
    base = statistics.median(times["jiaokan"])
    for name, seen in times.items():
        middle = statistics.median(seen)
        print(f"{name:16} {middle:7.2f} ms a page ({min(seen):.2f}-{max(seen):.2f}), {middle / base:.2f} of jiaokan")
    if args.profile:
        profile = cProfile.Profile()
        profile.runcall(run, *readers["jiaokan"])
        pstats.Stats(profile).sort_stats("tottime").print_stats(30)


if __name__ == "__main__":
    main()
