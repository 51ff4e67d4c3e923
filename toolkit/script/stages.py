"""One stage of an OpenCC configuration, carried out exactly as opencc-python-reimplemented does.

In a stage, its dictionaries have their turn one after the other; of one dictionary the longest key found anywhere in the
segment wins (the leftmost of that length), then the same holds for what is left of it and what is right of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from toolkit.script.dictionaries import Words
from toolkit.script.table import Table

# The characters that end a segment, as in opencc-python-reimplemented 0.1.7 (its split_chars_re): none may be part of a key.
_BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
SEPARATORS = frozenset(
    _BLANKS + "-,.?!*，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼"
)
SEPARATOR = re.compile(f"[{re.escape(''.join(sorted(SEPARATORS)))}]")
BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")


class Level:
    """One dictionary of a stage: its keys of two characters and more, and how long those with the same beginning are."""

    __slots__ = ("lengths", "words")

    def __init__(self, words: Words) -> None:
        self.words = words
        masks = defaultdict(int, dict.fromkeys([key for key in words if len(key) == 2], 1 << 2))  # bit n: there is a key of length n
        for key in [key for key in words if len(key) > 2]:
            masks[key[:2]] |= 1 << len(key)
        lengths = {mask: tuple(n for n in range(2, mask.bit_length()) if mask >> n & 1) for mask in set(masks.values())}
        self.lengths = {head: lengths[mask] for head, mask in masks.items()}

    def candidates(self, segment: str) -> list[tuple[int, int]]:
        """(-length, start) of each key that stands in `segment`, in order of precedence."""
        words, lengths, size = self.words, self.lengths, len(segment)
        out = []
        for at in range(size - 1):
            pair = segment[at : at + 2]
            if pair in lengths:
                out.extend([(-n, at) for n in lengths[pair] if n == 2 or (at + n <= size and segment[at : at + n] in words)])
        out.sort()
        return out


class Stage:
    """One stage of a configuration: dictionaries in order of precedence, and what it makes of single characters.

    A dictionary's single characters come after its phrases, but before the next dictionary's phrases; `early` holds
    those that have phrases behind them, by the number of the dictionary.
    """

    __slots__ = ("early", "levels", "singles", "table")

    def __init__(self, dictionaries: Iterable[Words], *, cut: bool = True) -> None:
        parts = [_parted(words, cut=cut) for words in dictionaries]
        last = max((i for i, (phrases, _) in enumerate(parts) if phrases), default=-1)
        self.levels = [Level(phrases) for phrases, _ in parts[: last + 1]]
        self.early: list[Words] = [*(singles for _, singles in parts[: max(last, 0)]), {}]
        self.singles: Words = {}
        for _, singles in parts:
            self.singles = singles | self.singles
        self.table = {ord(k): v for k, v in self.singles.items()}

    def differing(self) -> list[tuple[str, str, str]]:
        """Each phrase whose value is not what its single characters give: phrase, value, what they give."""
        table = Table(self.singles)
        out: list[tuple[str, str, str]] = []
        for level in self.levels:
            keys = list(level.words)
            joined = "\n".join(keys)
            plain = table.convert(joined).split("\n")
            for m in BEYOND_BMP.finditer(joined):  # which the table leaves as they are
                number = joined.count("\n", 0, m.start())
                plain[number] = keys[number].translate(self.table)
            out.extend((k, v, usual) for (k, v), usual in zip(level.words.items(), plain, strict=True) if v != usual)
        return out

    def find(self, segment: str) -> list[tuple[int, int, str]]:
        """The phrases that win in `segment`: (start, end, value), by place."""
        out: list[tuple[int, int, str]] = []
        used = bytearray(len(segment))
        for level, early in zip(self.levels, self.early, strict=False):
            for n, at in level.candidates(segment):
                end = at - n
                if not used.count(1, at, end):
                    used[at:end] = b"\x01" * -n
                    out.append((at, end, level.words[segment[at:end]]))
            for at in [i for i, c in enumerate(segment) if c in early and not used[i]] if early else ():
                used[at] = 1
                out.append((at, at + 1, early[segment[at]]))
        if len(out) > 1:
            out.sort()
        return out

    def convert(self, segment: str) -> str:
        """`segment` after this stage."""
        out, at = [], 0
        for start, end, new in self.find(segment):
            if start > at:
                out.append(segment[at:start].translate(self.table))
            out.append(new)
            at = end
        if at < len(segment):
            out.append(segment[at:].translate(self.table))
        return "".join(out)

    def changes(self, segment: str) -> list[tuple[int, int, str]]:
        """The phrases and single characters that this stage replaces by something else, by place."""
        found = self.find(segment)
        covered = {i for start, end, _ in found for i in range(start, end)}
        found.extend((i, i + 1, self.singles[c]) for i, c in enumerate(segment) if c in self.singles and i not in covered)
        return sorted((start, end, new) for start, end, new in found if segment[start:end] != new)


def _parted(words: Words, *, cut: bool) -> tuple[Words, Words]:
    """The phrases and the single characters of a dictionary; with `cut` without the keys that hold a separator."""
    if cut and SEPARATOR.search("\0".join(words)):
        words = {k: v for k, v in words.items() if SEPARATORS.isdisjoint(k)}
    singles = {k: v for k, v in words.items() if len(k) == 1}
    if not singles:
        return words, singles
    return ({k: v for k, v in words.items() if len(k) > 1} if len(singles) < len(words) else {}), singles
