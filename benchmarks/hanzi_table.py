"""Build toolkit/decode/hanzi.txt: how rare each Chinese character is, in bits.

Source: the word list with counts of jieba (dict.txt, MIT licence; `pip install jieba`), each word as it stands and in
Traditional script as OpenCC, Taiwan and Hong Kong write it (OpenCC dictionaries, Apache-2.0). A character's share is the
weighted mean of its shares in these. One line a class: bits, a blank, the characters.

    python benchmarks/hanzi_table.py > toolkit/decode/hanzi.txt
"""

from __future__ import annotations

import collections
import math
from importlib.resources import files

from opencc import OpenCC

SCRIPTS = (("", 3), ("s2t", 1), ("s2tw", 1), ("s2hk", 1))  # OpenCC configuration, weight


def shares() -> dict[str, float]:
    """Character to its share of running text, for ideographs of the word list."""
    rows = [line.split(" ") for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines()]
    words = "\n".join(word for word, *_ in rows)
    out: collections.Counter[str] = collections.Counter()
    for config, weight in SCRIPTS:
        counts: collections.Counter[str] = collections.Counter()
        for word, row in zip((OpenCC(config).convert(words) if config else words).split("\n"), rows, strict=True):
            for char in word:
                if "\u3400" <= char <= "\u9fff":
                    counts[char] += int(row[1])
        total = sum(counts.values())
        for char, count in counts.items():
            out[char] += count / total * weight / sum(w for _, w in SCRIPTS)
    return out


def main() -> None:
    """Print the table, most frequent class first."""
    classes: dict[float, list[str]] = collections.defaultdict(list)
    for char, share in shares().items():
        classes[round(-2 * math.log2(share)) / 2].append(char)
    for bits in sorted(classes):
        print(f"{bits:g} {''.join(sorted(classes[bits]))}")


if __name__ == "__main__":
    main()
