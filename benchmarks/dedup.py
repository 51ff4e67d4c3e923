"""Precision and recall of `toolkit.dedup` on a made-up set: `python benchmarks/dedup.py [--articles 1000] [--threshold .5]`.

Articles are made of phrases that many share and of words that few do; each gets copies that were edited (1, 2, 5, 10,
15 % of the characters replaced, left out or added), turned into Traditional script, dressed in chrome, annotated with
pinyin, or cut off. A pair is right where both come from one article.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter, defaultdict
from itertools import combinations

from corpus import AFTER, DOINGS, FOOT, PEOPLE, PLACES

from toolkit.dedup import THRESHOLD, NearDuplicates
from toolkit.script import convert

HANZI = [chr(c) for c in range(0x4E00, 0x9FA0) if len(chr(c).encode("gb2312", "ignore")) == 2]
PINYIN = {"这": "zhè", "个": "gè", "们": "men", "说": "shuō", "时": "shí", "来": "lái", "过": "guò", "还": "hái"}


def words(rng: random.Random, count: int) -> list[str]:
    """Made-up words of two characters."""
    return [rng.choice(HANZI) + rng.choice(HANZI) for _ in range(count)]


def article(rng: random.Random, vocabulary: list[str], chars: int) -> str:
    """A third of it phrases that many articles share, the rest words of a vocabulary."""
    parts: list[str] = []
    while sum(map(len, parts)) < chars:
        parts.append(f"{rng.choice(PLACES)}边上，{rng.choice(PEOPLE)}{rng.choice(DOINGS)}。{rng.choice(AFTER)}")
        parts.append("".join(rng.choice(vocabulary) for _ in range(rng.randrange(20, 60))) + "。")
    return "\n".join(parts)


def edited(rng: random.Random, text: str, share: float) -> str:
    """The text with that share of its characters replaced, left out, or followed by another."""
    out = []
    for c in text:
        if rng.random() >= share:
            out.append(c)
            continue
        out.append(("", rng.choice(HANZI), c + rng.choice(HANZI))[rng.randrange(3)])
    return "".join(out)


def copies(rng: random.Random, text: str) -> dict[str, str]:
    """One copy of each kind."""
    made = {f"edits {share:.0%}": edited(rng, text, share) for share in (0.01, 0.02, 0.05, 0.10, 0.15)}
    made["script"] = convert(text, "s2t")
    made["chrome"] = "\n".join(["首页 > 新闻 > 正文", "来源：某报 作者：某某", text, *FOOT])
    made["pinyin"] = "".join(f"{c}({PINYIN[c]})" if c in PINYIN else c for c in text)
    made["cut to 70%"] = text[: len(text) * 7 // 10]
    made["cut to 50%"] = text[: len(text) // 2]
    return made


def main() -> None:
    """Make the set, run the groups, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--chars", type=int, default=800)
    parser.add_argument("--threshold", type=float, default=THRESHOLD)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    rng = random.Random(given.seed)
    vocabulary = words(rng, 3000)
    texts: list[tuple[int, str, str]] = []
    for n in range(given.articles):
        text = article(rng, vocabulary, int(given.chars * rng.uniform(0.3, 2)))
        texts += [(n, "itself", text), *((n, kind, copy) for kind, copy in copies(rng, text).items())]
    rng.shuffle(texts)
    near = NearDuplicates(given.threshold)
    begun = time.process_time()
    for _, _, text in texts:
        near.add(text)
    seconds = time.process_time() - begun
    groups: dict[int, list[int]] = defaultdict(list)
    for n in range(len(texts)):
        groups[near.leader(n)].append(n)
    pairs = right = 0
    for group in groups.values():
        for a, b in combinations(group, 2):
            pairs += 1
            right += texts[a][0] == texts[b][0]
    group_of = {(texts[n][0], texts[n][1]): near.leader(n) for n in range(len(texts))}
    found = Counter(kind for (n, kind), group in group_of.items() if group == group_of[n, "itself"])
    print(f"{len(texts)} texts of {given.articles} articles, {len(texts) / seconds:,.0f} texts per processor second")
    print(f"pair precision {right / max(1, pairs):.4f} ({pairs} pairs)")
    for kind in sorted(found):
        print(f"recall {kind:12} {found[kind] / given.articles:.4f}")


if __name__ == "__main__":
    main()
