"""A converter compiled from OpenCC's dictionaries: the output of opencc-python-reimplemented, to the character.

That package cuts a text at separators and takes each segment through the stages of a configuration. In a stage, its
dictionaries have their turn one after the other; of one dictionary the longest key found anywhere in the segment wins
(the leftmost of that length), then the same holds for what is left of it and what is right of it.

Most of that work changes nothing that a table of characters would not do as well. So all stages are folded into one
table of single characters. A phrase matters only where its value differs from what the table makes of its characters;
such a phrase holds a *pivot*, a character that differs, and a neighbour of it. One regular expression finds pivots; where
a pivot and its neighbour stand as in some such phrase, the segment round them is converted stage by stage, exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from threading import Lock
from typing import NamedTuple

from toolkit.script.dictionaries import Words, chain

# The characters that end a segment, as in opencc-python-reimplemented 0.1.7 (its split_chars_re): none may be part of a key.
_BLANKS = "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
SEPARATORS = frozenset(
    _BLANKS + "-,.?!*，。、；：？！…“”‘’『』「」﹁﹂—－（）《》〈〉～．／＼︒︑︔︓︿﹀︹︺︙︐［﹇］﹈︕︖︰︳︴︽︾︵︶｛︷｝︸﹃﹄【︻】︼"
)
_SEPARATOR = re.compile(f"[{re.escape(''.join(sorted(SEPARATORS)))}]")
_BMP = 0x10000


class Found(NamedTuple):
    """A key that won its place in a segment."""

    start: int
    end: int
    new: str


class Level:
    """One dictionary of a stage, or the single characters of one: its keys, and where they may begin."""

    __slots__ = ("lengths", "words")

    def __init__(self, words: Words) -> None:
        self.words = words
        lengths: dict[str, tuple[int, ...]] = {}
        for key in words:
            head, n = key[:2], len(key)
            have = lengths.get(head)
            if have is None:
                lengths[head] = (n,)
            elif n not in have:
                lengths[head] = (*have, n)
        self.lengths = lengths  # first two characters (or the only one) of a key -> lengths of keys that begin so

    def candidates(self, segment: str, rank: int) -> Iterator[tuple[int, int, int]]:
        """(rank, -length, start) of each key that stands in `segment`: sorted, they are in order of precedence."""
        words, lengths, size = self.words, self.lengths, len(segment)
        for at in range(size):
            for n in lengths.get(segment[at : at + 2], ()):
                if at + n <= size and segment[at : at + n] in words:
                    yield rank, -n, at

    def single_candidates(self, segment: str, rank: int) -> Iterator[tuple[int, int, int]]:
        """The same for a level of single characters."""
        return ((rank, -1, at) for at, c in enumerate(segment) if c in self.words)


class Stage:
    """One stage of a configuration: levels of phrases in order of precedence, then a table of single characters."""

    __slots__ = ("levels", "singles", "table")

    def __init__(self, dictionaries: Iterable[Words]) -> None:
        levels: list[tuple[bool, Words]] = []
        for words in dictionaries:
            phrases = {k: v for k, v in words.items() if len(k) > 1 and SEPARATORS.isdisjoint(k)}
            singles = {k: v for k, v in words.items() if len(k) == 1 and k not in SEPARATORS}
            levels.extend((not multi, part) for multi, part in ((True, phrases), (False, singles)) if part)
        self.singles: Words = {}
        for single, words in reversed(levels):
            if single:
                self.singles.update(words)
        last = len(levels)
        while last and levels[last - 1][0]:
            last -= 1
        trailing: Words = {}
        for _, words in reversed(levels[last:]):
            trailing.update(words)
        self.levels = [(single, Level(words)) for single, words in levels[:last]]
        self.table = {ord(k): v for k, v in trailing.items()}

    def differing(self) -> Iterator[tuple[str, str]]:
        """Each phrase whose value is not what its single characters give, with what they give."""
        table = {ord(k): v for k, v in self.singles.items()}
        for single, level in self.levels:
            if not single:
                keys = list(level.words)
                plain = "\n".join(keys).translate(table).split("\n")
                yield from ((k, p) for k, p in zip(keys, plain, strict=True) if level.words[k] != p)

    def find(self, segment: str) -> list[Found]:
        """The phrases that win in `segment`, by place."""
        found: list[tuple[int, int, int]] = []
        for rank, (single, level) in enumerate(self.levels):
            found.extend(level.single_candidates(segment, rank) if single else level.candidates(segment, rank))
        if len(found) == 1:
            rank, n, at = found[0]
            return [Found(at, at - n, self.levels[rank][1].words[segment[at : at - n]])]
        found.sort()
        used = bytearray(len(segment))
        out = []
        for rank, n, at in found:
            if used.find(1, at, at - n) < 0:
                used[at : at - n] = b"\x01" * -n
                out.append(Found(at, at - n, self.levels[rank][1].words[segment[at : at - n]]))
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
        out.append(segment[at:].translate(self.table))
        return "".join(out)


class Converter:
    """One configuration, compiled. Immutable: threads may share it."""

    __slots__ = ("_alone", "_pairs", "_pivot", "_stages", "_table")

    def __init__(self, stages: Iterable[Iterable[Words]]) -> None:
        self._stages = [Stage(s) for s in stages]
        whole: Words = {}  # character -> what the stages so far make of it, where that is one character
        odd: set[str] = set()  # characters that some stage turns into several
        pivots: set[str] = set()
        pairs: set[str] = set()
        for stage in self._stages:
            before = _inverse(whole)
            for key, plain in stage.differing():
                _mark(key, plain, stage, before, pivots, pairs)
            for c in {*stage.singles, *whole}:
                new = stage.singles.get(whole.get(c, c), whole.get(c, c))
                if len(new) == 1:
                    whole[c] = new
                else:
                    odd.add(c)
        self._pairs = frozenset(pairs)
        self._alone = frozenset(odd).union(c for c, new in whole.items() if ord(c) >= _BMP and new != c)
        self._table = list(map(chr, range(_BMP)))
        for c, new in whole.items():
            if ord(c) < _BMP and c not in odd:
                self._table[ord(c)] = new
        astral = "\U00010000-\U0010ffff" if self._alone or any(ord(c) >= _BMP for c in pivots) else ""
        marks = "".join(sorted(c for c in pivots | odd if ord(c) < _BMP))
        self._pivot = re.compile(f"[{re.escape(marks)}{astral}]" if marks or astral else r"(?!)")

    def convert(self, text: str) -> str:
        """`text`, converted."""
        out = text.translate(self._table)
        parts, at = [], 0
        for start, end in self._segments(text):
            parts.append(out[at:start])
            parts.append(self._exact(text[start:end]))
            at = end
        if not parts:
            return out
        parts.append(out[at:])
        return "".join(parts)

    def _exact(self, segment: str) -> str:
        for stage in self._stages:
            segment = stage.convert(segment)
        return segment

    def _segments(self, text: str) -> Iterator[tuple[int, int]]:
        """The segments that the table alone may get wrong: [start, end) code points, in order."""
        pairs, alone, done = self._pairs, self._alone, 0
        for m in self._pivot.finditer(text):
            at = m.start()
            if at < done or not (text[at : at + 2] in pairs or text[at - 1 : at + 1] in pairs or text[at] in alone):
                continue
            start = at
            while start > done and text[start - 1] not in SEPARATORS:
                start -= 1
            stop = _SEPARATOR.search(text, at + 1)
            done = stop.start() if stop else len(text)
            yield start, done


def _inverse(table: Words) -> dict[str, str]:
    """Character -> the characters that `table` turns into it, without those that stay as they are."""
    out: dict[str, str] = {}
    for c, new in table.items():
        if c != new:
            out[new] = out.get(new, "") + c
    return out


def _mark(key: str, plain: str, stage: Stage, before: dict[str, str], pivots: set[str], pairs: set[str]) -> None:
    """Note a pivot of `key` and its neighbour, in every spelling that the stages before lead here."""
    value = next(level.words[key] for single, level in stage.levels if not single and key in level.words)
    at = next((i for i, (a, b) in enumerate(zip(value, plain, strict=False)) if a != b), 0) if len(value) == len(key) == len(plain) else 0
    first = at if at + 1 < len(key) else at - 1
    left, right = (key[i] + before.get(key[i], "") for i in (first, first + 1))
    pivots.update(left if at == first else right)
    pairs.update(a + b for a in left for b in right)


_lock = Lock()


def converter(config: str, dictionaries: str | None = None) -> Converter:
    """The compiled configuration; compiled once, also where several threads ask at the same moment."""
    with _lock:
        return _compiled(config, dictionaries)


@cache
def _compiled(config: str, dictionaries: str | None) -> Converter:
    return Converter(chain(config, dictionaries))


def convert_exact(stages: Sequence[Sequence[Words]], text: str) -> str:
    """`text` through `stages` without the table: what `Converter` must equal (tests hold the two together)."""
    compiled = [Stage(s) for s in stages]
    out, at = [], 0
    for m in _SEPARATOR.finditer(text + "\n"):
        segment = text[at : m.start()]
        for stage in compiled:
            segment = stage.convert(segment)
        out.append(segment + text[m.start() : m.end()])
        at = m.end()
    return "".join(out)
