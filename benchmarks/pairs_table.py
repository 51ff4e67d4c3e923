"""Build toolkit/repair/pairs.txt: which character follows which inside words, and how surely.

Source: the word list with counts of jieba (dict.txt, MIT licence; `pip install jieba`). One line a character: the
character, then for each class a hexadecimal digit (bits, rounded: 3 is one time in eight) and the characters that follow it so.

    python benchmarks/pairs_table.py > toolkit/repair/pairs.txt
"""

from __future__ import annotations

import collections
import itertools
import math
from importlib.resources import files

MIN_COUNT = 100


def main() -> None:
    """Print the table."""
    pairs: collections.Counter[str] = collections.Counter()
    single: collections.Counter[str] = collections.Counter()
    for line in files("jieba").joinpath("dict.txt").read_text("utf-8").splitlines():
        word, count, *_ = line.split(" ")
        single.update(dict.fromkeys(set(word), int(count)))
        for a, b in itertools.pairwise(word):
            if all("\u4e00" <= c <= "\u9fff" for c in a + b):
                pairs[a + b] += int(count)
    table: dict[str, dict[int, list[str]]] = collections.defaultdict(lambda: collections.defaultdict(list))
    for pair, count in pairs.items():
        bits = round(-math.log2(count / max(single[pair[0]], count)))
        if count >= MIN_COUNT and bits <= 15:
            table[pair[0]][bits].append(pair[1])
    for char in sorted(table):
        print(char + "".join(f"{bits:x}{''.join(sorted(chars))}" for bits, chars in sorted(table[char].items())))


if __name__ == "__main__":
    main()
