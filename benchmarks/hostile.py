"""Hostile drops: `python benchmarks/hostile.py [DATA] [--size 1000000] [--mutations 2000] [--reader turbo|soup]`.

Cleans drops made to hurt (tests/hostile_drops.py) at a size and at a quarter of it, and mutated copies of the pages under
DATA (a folder of HTML files, or of .jsonl with the field "html"). Each drop is held against a normal one of the same size and kind,
each mutated page against its whole one. Says what raises, whose ledger does not replay or invert, whose time grows faster
than its size, and what costs more than five times its measure per character or byte.
"""

from __future__ import annotations

import argparse
import gzip
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import orjson

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # the drops stand with the tests

from tests.hostile_drops import BREAKS, HTML, TEXT, drops, page, text
from toolkit import clean
from toolkit.edits import apply, invert

SMALLEST = "<html><head><title>河</title></head><body><p>清晨的河面上起了雾，渔船还停在岸边。</p></body></html>".encode()


def spent(data: str | bytes, media_type: str | None, reader: str) -> float:
    """Seconds of CPU; a ledger that is not whole raises."""
    start = time.process_time()
    article = clean(data, media_type=media_type, config={"reader": reader})
    seconds = time.process_time() - start
    if apply(article.source_text, article.edits) != article.text or apply(article.text, invert(article.edits)) != article.source_text:
        raise AssertionError("the ledger does not replay or invert")
    if article.verdict == "kept":
        article.record()
    return seconds


def made(size: int, reader: str) -> None:
    """Drops made to hurt."""
    clean(page(2000))
    measure = {kind: spent(normal(size), kind, reader) / size for kind, normal in ((HTML, page), (TEXT, text))}
    print(f"normal: page {measure[HTML] * 1e6:.3f}, text {measure[TEXT] * 1e6:.3f} µs a character")
    count = 0
    for small, large in zip(drops(size // 4), drops(size), strict=True):
        count += 1
        try:
            before, after = spent(small.data, small.media_type, reader), spent(large.data, large.media_type, reader)
        except Exception as error:  # whatever it is: that is the finding
            print(f"RAISES {large.name}: {type(error).__name__}: {error}"[:160])
            continue
        ratio = after / len(large.data) / measure[large.media_type]
        if ratio > 5 or (after > 0.3 and after > 8 * before):
            print(f"{ratio:7.1f} times, grows {after / max(before, 1e-6):5.1f}-fold by four: {large.name}")
    print(f"{count} drops of about {size} characters")


def pages(data: Path) -> Iterator[bytes]:
    """The raw pages under a folder."""
    for path in sorted(data.rglob("*")):
        name = path.name.removesuffix(".gz")
        if name.endswith((".html", ".htm")):
            yield gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        elif name.endswith(".jsonl"):
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as lines:
                yield from (row["html"].encode("utf-8", "surrogatepass") for row in map(orjson.loads, lines) if isinstance(row.get("html"), str))


def at_best(data: bytes, reader: str, times: int = 2) -> float:
    """Seconds of CPU, the least of some."""
    return min(spent(data, HTML, reader) for _ in range(times))


def damaged(data: Path, mutations: int, reader: str) -> None:
    """Mutated pages, each against its whole one by the byte.

    Of some pages next to nothing is left, and what any call costs is a multiple of what so few bytes of the whole page
    cost. So two counts are given: as it stands, and with the time of the smallest page allowed for.
    """
    rng = random.Random(1)
    whole = [p for p in pages(data) if p]
    fixed = at_best(SMALLEST, reader, 50)
    before: dict[int, float] = {}
    over: list[tuple[float, float, str]] = []  # times the whole page's, the same beyond the smallest page, and what it was
    for i in range(mutations):
        n, kind = rng.randrange(len(whole)), list(BREAKS)[i % len(BREAKS)]
        source, changed = whole[n], BREAKS[kind](whole[n], rng)
        try:
            if n not in before:
                before[n] = at_best(source, reader) / len(source)
            after = at_best(changed, reader)
            if after > 4 * before[n] * len(changed):  # once more, side by side
                before[n] = min(before[n], at_best(source, reader, 4) / len(source))
                after = min(after, at_best(changed, reader, 4))
        except Exception as error:
            print(f"RAISES page {n}, {kind}: {type(error).__name__}: {error}"[:160])
            continue
        usual = before[n] * max(1, len(changed))
        if after > 5 * usual:
            over.append((after / usual, (after - fixed) / usual, f"page {n}, {kind}, {len(source)} -> {len(changed)} bytes, {after * 1e3:.1f} ms"))
    beyond = sorted(((more, what) for _, more, what in over if more > 5), reverse=True)
    print(f"{mutations} mutated pages of {len(whole)}; the smallest page takes {fixed * 1e3:.2f} ms")
    print(f"more than 5 times the whole one's time a byte: {len(over)}; beyond the time of the smallest page: {len(beyond)}")
    for ratio, what in beyond[:10]:
        print(f"{ratio:7.1f} times: {what}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?", type=Path)
    parser.add_argument("--size", type=int, default=1_000_000)
    parser.add_argument("--mutations", type=int, default=2000)
    parser.add_argument("--reader", choices=("turbo", "soup"), default="turbo")
    asked = parser.parse_args()
    if asked.data is None:
        made(asked.size, asked.reader)
    else:
        damaged(asked.data, asked.mutations, asked.reader)


if __name__ == "__main__":
    main()
