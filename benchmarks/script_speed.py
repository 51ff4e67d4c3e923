#!/usr/bin/env python3
"""Script conversion: characters a second, beside opencc-python-reimplemented and, where it is installed, OpenCC's C++ package.

  python benchmarks/script_speed.py [--text FILE] [--python PYTHON]

Documents of 3,000 characters, one run, CPU time, best of five. OpenCC's own package is imported under the same name as
opencc-python-reimplemented, so it has to be installed in an environment of its own: --python names that one's interpreter
(`python -m venv other && other/bin/pip install opencc`). Without --text the documents are made from the keys of the
dictionaries, which is harder than running text, as every word is one that a dictionary knows.

The last lines say what the ledger of a fully Traditional document costs, in times of its conversion (t2s, with the
corrections): what a step that proposes its edits takes longer than one that only converts; the same with all that the
ladder does with these edits, and with the list that an article makes of them when it is asked for; and what `clean` takes for a document in either script.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

CONFIGS = ("t2s", "tw2s", "s2t", "s2twp")
SIZE = 3000
CPP = """
import json, sys, time
from opencc import OpenCC
jobs = json.load(sys.stdin)
out = {}
for config, documents in jobs.items():
    convert = OpenCC(config).convert
    convert("\\u4e00")
    best = 9e9
    for _ in range(5):
        t = time.process_time()
        for d in documents:
            convert(d)
        best = min(best, time.process_time() - t)
    out[config] = sum(map(len, documents)) / best
print(json.dumps(out))
"""


def speed(convert: Callable[[str], object], documents: list[str], rounds: int = 5) -> float:
    """Characters a second of CPU time."""
    convert("一")
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for d in documents:
            convert(d)
        best = min(best, time.process_time() - start)
    return sum(map(len, documents)) / best


def documents(config: str, text: str) -> list[str]:
    """Twenty documents in the script that `config` starts from."""
    from toolkit.script import convert

    source = convert(text, "s2t" if config.startswith("t") else "t2s")
    return [source[i : i + SIZE] for i in range(0, min(len(source), 20 * SIZE), SIZE)]


def sample() -> str:
    """Words of the dictionaries, with a comma after every few."""
    from toolkit.script.dictionaries import read_default

    rnd = random.Random(1)
    words = sorted(w for w in read_default("STPhrases") if len(w) < 5)
    return "".join(rnd.choice(words) + ("，" if n % 4 == 3 else "的") for n in range(30_000))


def first_use(config: str) -> float:
    """CPU milliseconds of a fresh interpreter that imports the converter and uses it once."""
    code = f"import time\nfrom toolkit.script import convert\nconvert('一', {config!r})\nprint(time.process_time() * 1000)"
    return float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)


def ledger_lines(docs: list[str]) -> list[str]:
    """What the ledger costs, in times of the conversion."""
    from toolkit.compose import compose
    from toolkit.edits import LedgerEdit, Piece, apply, count, ledger, ordered
    from toolkit.pipeline import clean
    from toolkit.script import convert
    from toolkit.script.conversion import changes

    def kept(document: str) -> list[Piece]:
        edits = ordered(changes(document, corrections=True))
        count(document, edits)
        apply(document, edits)
        return compose([], edits, document)

    def listed(document: str) -> list[LedgerEdit]:
        return ledger(document, kept(document))

    size = sum(map(len, docs))
    alone = size / speed(partial(convert, corrections=True), docs)
    proposed = size / speed(partial(changes, corrections=True), docs)
    held, whole = (size / speed(act, docs) for act in (kept, listed))
    simplified = [convert(d, corrections=True) for d in docs]
    hant, hans = (size / speed(clean, texts) / len(docs) * 1e6 for texts in (docs, simplified))
    edits = sum(len(clean(d).edits) for d in docs) / len(docs)
    return [
        f"ledger of a Traditional document ({edits:.0f} edits): {proposed / alone - 1:.2f} times its conversion for the edits proposed, "
        f"{held / alone - 1:.2f} times as an article keeps it, {whole / alone - 1:.2f} times with the list of edits made",
        f"clean: {hant:.0f} microseconds a document in Traditional, {hans:.0f} in Simplified",
    ]


def main() -> None:
    """Print a line for each configuration."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--text", type=Path, help="a UTF-8 text to take the documents from")
    parser.add_argument("--python", help="interpreter of an environment with OpenCC's C++ package")
    args = parser.parse_args()
    from opencc import OpenCC

    from toolkit.script import convert

    text = args.text.read_text(encoding="utf-8") if args.text else sample()
    jobs = {config: documents(config, text) for config in CONFIGS}
    cpp: dict[str, float] = {}
    if args.python:
        cpp = json.loads(subprocess.run([args.python, "-c", CPP], input=json.dumps(jobs), check=True, capture_output=True, text=True).stdout)
    print(f"{'':8}{'jiaokan':>12}{'opencc-python-reimplemented':>30}{'ratio':>8}{'OpenCC C++':>14}{'ratio':>8}{'first use':>12}")
    for config, docs in jobs.items():
        own = speed(partial(convert, config=config), docs)
        other = speed(OpenCC(config).convert, docs[:5], rounds=2)
        line = f"{config:8}{own / 1e6:>10.1f} M{other / 1e6:>28.2f} M{own / other:>8.1f}"
        line += f"{cpp[config] / 1e6:>12.1f} M{own / cpp[config]:>8.2f}" if config in cpp else f"{'-':>14}{'-':>8}"
        print(f"{line}{first_use(config):>9.0f} ms")
    print(*ledger_lines(jobs["t2s"]), sep="\n")


if __name__ == "__main__":
    main()
