"""One form of a text to match rules against: Simplified, lower case, half width; every character keeps its place."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple


@lru_cache(maxsize=1)
def _simplified() -> dict[str, str]:
    """Each Traditional-only character with its first Simplified form (OpenCC's TSCharacters)."""
    table = files("opencc").joinpath("dictionary/TSCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return {a: b.split(" ")[0] for a, b in pairs if len(a) == 1 and a not in b.split(" ")[:1]}


@lru_cache(maxsize=1)
def traditional_only() -> frozenset[str]:
    """Characters that Traditional text has and Simplified text has not."""
    return frozenset(_simplified())


@lru_cache(maxsize=1)
def simplified_only() -> frozenset[str]:
    """Characters that Simplified text has and Traditional text has not."""
    table = files("opencc").joinpath("dictionary/STCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in table.splitlines() if "\t" in line)
    return frozenset(a for a, b in pairs if len(a) == 1 and a not in b.split(" "))


class _Folding(NamedTuple):
    """How characters change.

    table: what each code point of the Basic Multilingual Plane becomes, at its place (`translate` is fastest with a list).
    usual: punctuation that most texts hold, with what it becomes. changing: a pattern for one of the others that change.
    chained: those that become another of those.
    """

    table: list[int]
    usual: tuple[tuple[str, str], ...]
    changing: re.Pattern[str]
    chained: frozenset[str]


@lru_cache(maxsize=1)
def _folding() -> _Folding:
    changed = {ord(a): ord(b) for a, b in _simplified().items() if len(b) == 1}
    changed |= {0xFF01 + i: 0x21 + i for i in range(94)}  # full-width forms of ASCII
    changed |= {c: ord(chr(c).lower()) for c in range(ord("A"), ord("Z") + 1)}
    changed |= {0xFF21 + i: ord("a") + i for i in range(26)}
    changed |= dict.fromkeys((0xA0, 0x3000, 0x2002, 0x2003, 0x2009, 0x09), 0x20)  # spaces of all widths
    changed |= {0x4E28: ord("|"), 0x2223: ord("|"), 0x2502: ord("|")}  # 丨 ∣ │ stand for a bar
    changed |= {0xFE55: ord(":"), 0x2236: ord(":"), 0x3014: ord("["), 0x3015: ord("]"), 0x3010: ord("["), 0x3011: ord("]")}
    table = list(range(0x10000))
    for code, folded in changed.items():
        if code < len(table):
            table[code] = folded
    usual = tuple((c, chr(table[ord(c)])) for c in _USUAL)
    changing = "".join(sorted(chr(c) for c in changed if c < len(table) and chr(c) not in _USUAL))
    return _Folding(table, usual, re.compile(f"[{re.escape(changing)}]"), frozenset(c for c in changing if changed[ord(c)] in changed))


_USUAL = "，：（）；？！"
_FEW = 12  # characters; so many replacements take less time than a look at every character of a line
_LONG = 50  # characters of text; each so many of them make up for another replacement


def fold(text: str) -> str:
    """`text` folded for matching; the same length, so that offsets stay."""
    table, usual, changing, chained = _folding()
    for c, folded in usual:
        if c in text:
            text = text.replace(c, folded)
    found = changing.findall(text)
    if not found:
        return text
    kinds = set(found)
    if len(kinds) > max(_FEW, len(text) // _LONG) or not chained.isdisjoint(kinds):
        return text.translate(table)
    for c in kinds:
        text = text.replace(c, chr(table[ord(c)]))
    return text
