"""Documents per processor second, and memory: this and its peers side by side, with the versions of all.

    python benchmarks/throughput.py WORKDIR [--documents 2000] [--chars 1500]
    python benchmarks/throughput.py WORKDIR --memory 200000

The first makes text documents (4.5 KB each) and pages, and runs what is installed: this toolkit's `run` (ledger,
validation and all) with one worker and with two, a plain Python reference of the text operations a cleaning recipe has,
data-juicer's process of the same operations, datatrove's quality filters of the FineWeb recipe for Chinese, and
trafilatura and resiliparse on the pages. Processor time counts start-up; "without start-up" takes off what one document
costs. The second cleans a hundredth of the documents and all of them and holds the peaks of memory against each other.
WORKDIR is made anew.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from corpus import drops, page, write_plain


class Figure(NamedTuple):
    """What one contender took: seconds of processor and by the clock, with start-up; processor seconds of one document alone."""

    cpu: float
    wall: float
    startup: float = 0.0


class Used(NamedTuple):
    """What a command and all of its processes used: processor seconds, seconds by the clock, memory of the largest process (kB)."""

    cpu: float
    wall: float
    peak: int


def measured(command: list[str], ok: tuple[int, ...] = (0,)) -> Used:
    """Run a command and wait for every process it leaves, so that none goes uncounted (Linux)."""
    ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: processes whose parent ends come to us
    begun = time.monotonic()
    with tempfile.TemporaryFile() as said:
        child = subprocess.Popen(command, stdout=said, stderr=said)
        code, cpu, peak, wall = -1, 0.0, 0, 0.0
        while True:
            try:
                pid, status, used = os.wait4(-1, 0)
            except ChildProcessError:
                break
            if pid == child.pid:
                child.returncode = code = os.waitstatus_to_exitcode(status)
                wall = time.monotonic() - begun
            cpu += used.ru_utime + used.ru_stime
            peak = max(peak, used.ru_maxrss)
        if code not in ok:
            said.seek(0)
            print(f"{' '.join(command[:8])}: exit status {code}\n{said.read()[-1500:].decode(errors='replace')}", file=sys.stderr)
            raise ContenderError
    return Used(cpu, wall, peak)


class ContenderError(Exception):
    """A contender did not run through."""


def run_command(corpus: Path, out: Path, workers: int) -> list[str]:
    """Our own run."""
    return [sys.executable, "-m", "toolkit", "run", str(corpus), str(out), "--workers", str(workers), "-q", "--overwrite"]


def ours(work: Path, workers: int) -> Figure:
    """The whole run, as a user starts it."""
    startup, whole = (measured(run_command(work / name, work / f"out-{name}", workers), (0, 1)) for name in ("one", "corpus"))
    return Figure(whole.cpu, whole.wall, startup.cpu)


def inline(work: Path, name: str) -> Figure:
    """A contender that runs in a Python process of its own (this file, called with its name)."""
    me = [sys.executable, __file__, str(work), "--contender", name]
    startup, whole = measured([*me, "--only-one"]), measured(me)
    return Figure(whole.cpu, whole.wall, startup.cpu)


def texts(work: Path, only_one: bool) -> Iterator[str]:
    """The text documents."""
    for path in sorted((work / ("one" if only_one else "corpus")).rglob("*.txt")):
        yield path.read_bytes().decode("utf-8")


def pages(work: Path, only_one: bool) -> Iterator[str]:
    """The same as web pages."""
    import random

    return (page(random.Random(n), text) for n, text in enumerate(texts(work, only_one)))


def reference(work: Path, only_one: bool) -> None:
    """What a cleaning recipe does to a text, in plain Python: normal forms, script, links, filters by shares, exact duplicates, rows."""
    from opencc import OpenCC

    convert = OpenCC("t2s").convert
    seen: set[str] = set()
    with (work / "reference.jsonl").open("w") as out:
        for text in texts(work, only_one):
            clean = convert(re.sub(r"[ \t\u3000]+", " ", unicodedata.normalize("NFC", text)))
            clean = re.sub(r"https?://\S+|[\w.]+@[\w.]+", "", clean.translate({0xFF0C: ",", 0x3002: "."}))
            grams = [clean[i : i + 10] for i in range(len(clean) - 9)]
            repeated = 1 - len(set(grams)) / max(1, len(grams))
            special = sum(not c.isalnum() and not c.isspace() for c in clean) / max(1, len(clean))
            if repeated < 0.9 and special < 0.5 and clean not in seen:
                seen.add(clean)
                out.write(json.dumps({"text": clean}, ensure_ascii=False) + "\n")


def datatrove(work: Path, only_one: bool) -> None:
    """The quality filters that the FineWeb-2 recipe runs, with the Chinese tokeniser that is installed."""
    from datatrove.data import Document
    from datatrove.pipeline.filters import FineWebQualityFilter, GopherQualityFilter, GopherRepetitionFilter
    from datatrove.utils.typeshelper import Languages

    steps = [f(language=Languages.mandarin_chinese) for f in (GopherRepetitionFilter, FineWebQualityFilter, GopherQualityFilter)]
    kept = 0
    for n, text in enumerate(texts(work, only_one)):
        document = Document(text=text, id=str(n))
        kept += all(step.filter(document) is True for step in steps)
    print(kept)


def trafilatura(work: Path, only_one: bool) -> None:
    """Main text of the pages."""
    import trafilatura as peer

    for html in pages(work, only_one):
        peer.extract(html)


def resiliparse(work: Path, only_one: bool) -> None:
    """Main text of the pages."""
    from resiliparse.extract.html2text import extract_plain_text

    for html in pages(work, only_one):
        extract_plain_text(html, main_content=True)


def ours_on_pages(work: Path, only_one: bool) -> None:
    """The whole ladder on the pages, with its ledger; rows are not written."""
    from toolkit import clean

    for html in pages(work, only_one):
        clean(html, media_type="text/html")


def data_juicer(work: Path, command: str, trace: bool) -> Figure:
    """data-juicer's own command over the operations of the plain reference."""
    steps = ["fix_unicode_mapper", "punctuation_normalization_mapper", "whitespace_normalization_mapper", "chinese_convert_mapper", "clean_links_mapper"]
    steps += ["clean_email_mapper", "text_length_filter", "special_characters_filter", "character_repetition_filter", "document_deduplicator"]
    figures = []
    for name in ("one", "corpus"):
        rows = work / f"dj-{name}.jsonl"
        rows.write_text("".join(json.dumps({"text": t}, ensure_ascii=False) + "\n" for t in texts(work, name == "one")), "utf-8")
        config = work / f"dj-{name}.yaml"
        lines = [f"dataset_path: {rows}", f"export_path: {work}/dj-out-{name}/out.jsonl", "np: 1", f"open_tracer: {str(trace).lower()}", "process:"]
        config.write_text("\n".join([*lines, *(f"  - {step}:" for step in steps)]) + "\n")
        shutil.rmtree(work / f"dj-out-{name}", ignore_errors=True)
        figures.append(measured([command, "--config", str(config)]))
    return Figure(figures[1].cpu, figures[1].wall, figures[0].cpu)


CONTENDERS: dict[str, tuple[Callable[[Path, bool], None], str]] = {
    "plain Python reference": (reference, "opencc-python-reimplemented"),
    "datatrove quality filters": (datatrove, "datatrove"),
    "the ladder, on pages": (ours_on_pages, ""),
    "trafilatura, on pages": (trafilatura, "trafilatura"),
    "resiliparse, on pages": (resiliparse, "resiliparse"),
}


def installed(package: str) -> str:
    """The version of a package, "" where it is not installed."""
    try:
        return version(package) if package else "this"
    except PackageNotFoundError:
        return ""


def compare(work: Path, count: int, dj: str) -> None:
    """Run all that is installed and print the figures."""
    base = 0.0
    print(f"{'':34} {'docs/cpu s':>10} {'ratio':>6} {'no start-up':>11} {'docs/s':>8}")
    ran: list[tuple[str, Callable[[], Figure]]] = [("jiaokan run, 1 worker", lambda: ours(work, 1)), ("jiaokan run, 2 workers", lambda: ours(work, 2))]
    for name, (_, package) in CONTENDERS.items():
        if told := installed(package):
            ran.append((f"{name} ({told})", lambda name=name: inline(work, name)))  # type: ignore[misc]  # a default binds the name
    if shutil.which(dj):
        ran += [("data-juicer", lambda: data_juicer(work, dj, False)), ("data-juicer, tracer on", lambda: data_juicer(work, dj, True))]
    walls: dict[str, float] = {}
    for name, go in ran:
        try:
            cpu, wall, startup = go()
        except ContenderError:
            print(f"{name:34} did not run through")
            continue
        rate, walls[name] = count / cpu, wall
        base = base or rate
        print(f"{name:34} {rate:10.0f} {base / rate:6.1f} {count / max(1e-3, cpu - startup):11.0f} {count / wall:8.0f}", flush=True)
    one, two = (walls.get(f"jiaokan run, {n}", 0.0) for n in ("1 worker", "2 workers"))
    if one and two:
        print(f"2 workers are {one / two:.2f} times as fast as 1 by the clock")


def memory(work: Path, count: int, chars: int) -> None:
    """Peaks of memory for a hundredth of the documents and for all of them."""
    peaks = []
    for number in (count // 100, count):
        corpus = work / f"corpus-{number}"
        write_plain(corpus, number, chars, 1)
        peaks.append(measured(run_command(corpus, work / f"out-{number}", 2), (0, 1)).peak)
        print(f"{number} documents: {peaks[-1] / 1024:.0f} MB in the largest process", flush=True)
    print(f"ratio {peaks[1] / peaks[0]:.2f}")


def main() -> None:
    """Make the corpus and measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workdir", type=Path)
    parser.add_argument("--documents", type=int, default=2000)
    parser.add_argument("--chars", type=int, default=1500)
    parser.add_argument("--dj", default="dj-process", metavar="COMMAND", help="data-juicer's command; its OpenCC needs an environment of its own")
    parser.add_argument("--memory", type=int, metavar="DOCUMENTS")
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--only-one", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.contender:
        CONTENDERS[given.contender][0](given.workdir, given.only_one)
        return
    shutil.rmtree(given.workdir, ignore_errors=True)
    given.workdir.mkdir(parents=True)
    if given.memory:
        memory(given.workdir, given.memory, min(given.chars, 300))
        return
    write_plain(given.workdir / "corpus", given.documents, given.chars, 1)
    (given.workdir / "one").mkdir()
    (given.workdir / "one" / "one.txt").write_text(next(drops(1, given.chars, 2)), "utf-8")
    print(f"{given.documents} documents of {given.chars} characters; jiaokan {installed('jiaokan') or 'from the checkout'}, Python {sys.version.split()[0]}")
    compare(given.workdir, given.documents, given.dj)


if __name__ == "__main__":
    main()
