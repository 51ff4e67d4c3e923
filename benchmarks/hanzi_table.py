"""Build toolkit/decode/hanzi.txt: how rare each Chinese character is, in bits.

Source: the word list with counts of jieba (dict.txt, MIT licence; `pip install jieba`), each word once as it stands and once in
Traditional script (OpenCC s2t, Apache-2.0). A character's share is the mean of its shares in both. One line a class:
bits, a blank, the characters.

    python benchmarks/hanzi_table.py > toolkit/decode/hanzi.txt
"""

from __future__ import annotations

import collections
import math
from importlib.resources import files

from opencc import OpenCC


def shares() -> dict[str, float]:
    """Character to its share of running text, for ideographs of the word list."""
    convert = OpenCC("s2t").convert
    both: list[collections.Counter[str]] = [collections.Counter(), collections.Counter()]
    rows = [line.split(" ") for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines()]
    words = "\n".join(word for word, *_ in rows)
    for counter, column in zip(both, (words, convert(words)), strict=True):
        for word, row in zip(column.split("\n"), rows, strict=True):
            for char in word:
                if "\u3400" <= char <= "\u9fff":
                    counter[char] += int(row[1])
    total = [sum(c.values()) for c in both]
    return {char: sum(c[char] / t for c, t in zip(both, total, strict=True)) / 2 for char in both[0] | both[1]}


def main() -> None:
    """Print the table, most frequent class first."""
    classes: dict[float, list[str]] = collections.defaultdict(list)
    for char, share in shares().items():
        classes[round(-2 * math.log2(share)) / 2].append(char)
    for bits in sorted(classes):
        print(f"{bits:g} {''.join(sorted(classes[bits]))}")


if __name__ == "__main__":
    main()
