"""A converter compiled from OpenCC's dictionaries: the output of opencc-python-reimplemented, to the character.

That package cuts a text at separators and takes each segment through the stages of a configuration (toolkit.script.stages).
Most of that work changes nothing that a table of characters would not do as well. So all stages are folded into one
table of single characters. A phrase matters only where its value differs from what the table makes of its characters;
such a phrase holds a *trigger*, a character that differs, and a neighbour of it. Regular expressions find triggers; where
a trigger and its neighbour stand as in some such phrase, what is round them is converted stage by stage, exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cache
from itertools import pairwise
from threading import Lock

from toolkit.compose import compose
from toolkit.differences import runs_of
from toolkit.edits import Edit, Piece, apply
from toolkit.script.dictionaries import Words, chain
from toolkit.script.stages import BEYOND_BMP, SEPARATOR, Stage
from toolkit.script.table import Table

# The characters used most in modern Chinese, most frequent first (after Jun Da's character frequency list): of the
# characters that a phrase could be found by, the rarest is taken.
_FREQUENT = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现"
    "当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重"
    "并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入"
    "几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基"
    "眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运"
)
# How often each occurs, roughly (Zipf's law); _RARE for all others.
_SHARE = {c: 0.1 / (i + 10) for i, c in enumerate(_FREQUENT)}
_RARE = 0.0001
_FEW = 40  # triggers
_MARK = "\ue000"  # what the table makes of rare triggers: a character for private use, so that one look tells whether there are any


class Triggers:
    """By what the phrases are found that the table would get wrong: a character of each, and that with its neighbour.

    neighbours: trigger -> the characters that may follow it, those that may stand before it. pairs: trigger and
    neighbour -> (how far before the pair such a phrase begins, its length), or nothing where the phrase is one of a later
    stage. keys: the phrases of the first stage.
    """

    __slots__ = ("keys", "neighbours", "pairs")

    def __init__(self) -> None:
        self.neighbours: dict[str, tuple[set[str], set[str]]] = {}
        self.pairs: dict[str, tuple[tuple[int, int], ...]] = {}
        self.keys: set[str] = set()

    def add(self, stage: Stage, differing: Iterable[tuple[str, str, str]], before: dict[str, str]) -> None:
        """Note the differing phrases of a stage; `before`: the characters that the stages before turn into each."""
        several: list[tuple[str, list[int]]] = []
        for key, value, plain in differing:
            places = [i for i, c in enumerate(value) if c != plain[i]] if len(value) == len(plain) == len(key) else list(range(len(key)))
            if len(places) == 1:
                self._note(key, places[0], before)
            else:
                several.append((key, places))
        for key, places in several:  # by a character that is looked for already, or else by the rarest
            at = min(places, key=lambda i: -1.0 if key[i] in self.neighbours else _share(key[i], stage))
            self._note(key, at, before)

    def _note(self, key: str, at: int, before: dict[str, str]) -> None:
        left = at if at + 1 < len(key) else at - 1
        for a in key[left] + before.get(key[left], ""):
            for b in key[left + 1] + before.get(key[left + 1], ""):
                trigger, neighbour, side = (a, b, 0) if at == left else (b, a, 1)
                if trigger not in self.neighbours:
                    self.neighbours[trigger] = (set(), set())
                self.neighbours[trigger][side].add(neighbour)
                if before:
                    self.pairs[a + b] = ()
        if not before:
            self.keys.add(key)
            pair, spot = key[left : left + 2], (left, len(key))
            have = self.pairs.get(pair, ())
            if spot not in have:
                self.pairs[pair] = (*have, spot)

    def finders(self, alone: AbstractSet[str], rare: AbstractSet[str]) -> tuple[tuple[str, re.Pattern[str]], ...]:
        """What finds the triggers and the characters `alone`: what a text must hold, and a regular expression for the places.

        Many are looked for at once; a few one by one, with their neighbours, but for the `rare`, which the table marks.
        """
        triggers = sorted(c for c in self.neighbours.keys() | set(alone) if c < "\U00010000")
        if len(triggers) > _FEW:
            return (("", re.compile(f"[{re.escape(''.join(triggers))}]")),)
        return tuple((c, re.compile(re.escape(c) + (self._beside(c) if c not in alone else ""))) for c in triggers if c not in rare)

    def rare(self, table: Words) -> Words:
        """Of few triggers those that texts seldom hold, with what the `table` makes of them; of many none, since most texts hold some."""
        if len(self.neighbours) > _FEW:
            return {}
        return {c: table.get(c, c) for c in self.neighbours if c <= "\uffff" and table.get(c, c) not in _SHARE and c not in _SHARE}

    def _beside(self, trigger: str) -> str:
        after, ahead = (re.escape("".join(sorted(part))) for part in self.neighbours[trigger])
        return "(?:" + "|".join([f"(?=[{after}])"] * bool(after) + [f"(?<=[{ahead}]{re.escape(trigger)})"] * bool(ahead)) + ")"


def _share(c: str, stage: Stage) -> float:
    return max(_SHARE.get(c, _RARE), _SHARE.get(stage.singles.get(c, c), _RARE))


class Converter:
    """One configuration, compiled. Immutable: threads may share it.

    cut: whether separators end a segment, so that keys which hold one never match, as in opencc-python-reimplemented.
    aligned: whether every character of a text has exactly one in its conversion.
    """

    __slots__ = ("_alone", "_finders", "_joints", "_keys", "_known", "_pairs", "_rare", "_stages", "_table", "aligned")

    def __init__(self, stages: Iterable[Iterable[Words]], *, cut: bool = True) -> None:
        self._stages = [Stage(s, cut=cut) for s in stages]
        whole: Words = {}  # character -> what the stages so far make of it
        odd: set[str] = set()  # characters that some stage turns into several: for these the table does not do
        triggers = Triggers()
        differing = [stage.differing() for stage in self._stages]
        for stage, phrases in zip(self._stages, differing, strict=True):
            triggers.add(stage, phrases, _inverse(whole))
            for c in {*stage.singles, *whole} - odd:
                new = stage.singles.get(whole.get(c, c), whole.get(c, c))
                if len(new) == 1:
                    whole[c] = new
                else:
                    odd.add(c)
        self.aligned = not odd and all(len(k) == len(v) for s in self._stages for level in s.levels for k, v in level.words.items())
        self._joints = _joints(self._stages, differing)
        alone = len(self._stages) == 1 and len(self._stages[0].levels) == 1  # so that a segment which is a key becomes its value
        self._known = {key: value for key, value, _ in differing[0]} if alone else {}
        self._pairs, self._keys = triggers.pairs, triggers.keys
        self._alone = frozenset(odd).union(c for c, new in whole.items() if c > "\uffff" and new != c)
        plain = {c: new for c, new in whole.items() if c not in odd}
        self._rare = triggers.rare(plain)
        self._table = Table(plain | dict.fromkeys(self._rare, _MARK))
        self._finders = triggers.finders(odd, self._rare.keys())

    def convert(self, text: str) -> str:
        """`text`, converted."""
        out, places = self._plain(text)
        parts, at = [], 0
        for start, end in self._segments(text, places):
            parts.append(out[at:start])
            segment = text[start:end]
            parts.append(self._known[segment] if segment in self._known else self._exact(segment))
            at = end
        if not parts:
            return out
        parts.append(out[at:])
        return "".join(parts)

    def phrases(self, text: str, rule: str) -> list[Piece]:
        """What becomes of `text`, by place: a piece for each phrase, and for each run of characters between them."""
        out: list[Piece] = []
        at = 0
        plain, places = self._plain(text)
        for start, end in (*self._segments(text, places), (len(text), len(text))):
            out.extend((at + a, at + b, plain[at + a : at + b], (rule,)) for a, b in zip(*runs_of(text[at:start], plain[at:start]), strict=True))
            out.extend((a + start, b + start, new, rules) for a, b, new, rules in self._pieces(text[start:end], rule))
            at = end
        return out

    def _pieces(self, segment: str, rule: str) -> list[Piece]:
        """The same for one segment, stage by stage."""
        pieces: list[Piece] = []
        source = segment
        for stage in self._stages:
            edits = [Edit(start, end, new, rule) for start, end, new in stage.changes(segment)]
            pieces, segment = compose(pieces, edits, source), apply(segment, edits)
        return [(start, end, new, (rule,)) for start, end, new, _ in pieces]

    def _exact(self, segment: str) -> str:
        for stage in self._stages:
            segment = stage.convert(segment)
        return segment

    def _plain(self, text: str) -> tuple[str, list[int]]:
        """What the table makes of `text`, and the places at which a phrase may stand, in order."""
        out = self._table.convert(text)
        places = [m.start() for c, finder in self._finders if c in text for m in finder.finditer(text)]
        if text.__sizeof__() >= 4 * len(text):  # else there is none beyond the Basic Multilingual Plane (PEP 393)
            places.extend(m.start() for m in BEYOND_BMP.finditer(text))
        if _MARK in out:
            out = self._unmarked(text, out.split(_MARK), places)
        places.sort()
        return out, places

    def _unmarked(self, text: str, parts: list[str], places: list[int]) -> str:
        """The text whose `parts` lie between marks, with what belongs there; notes their places."""
        out, at = [parts[0]], 0
        for before, after in pairwise(parts):
            at += len(before)
            places.append(at)
            out += self._rare.get(text[at], _MARK), after
            at += 1
        return "".join(out)

    def _segments(self, text: str, places: Iterable[int]) -> Iterator[tuple[int, int]]:
        """The stretches that the table alone may get wrong: [start, end) code points, in order.

        No phrase of any stage crosses their ends.
        """
        pairs, alone, done, size = self._pairs, self._alone, 0, len(text)
        for at in places:
            if at < done or not (
                (text[at : at + 2] in pairs and self._confirmed(text, at))
                or (text[at - 1 : at + 1] in pairs and self._confirmed(text, at - 1))
                or (alone and text[at] in alone)
            ):
                continue
            start, joints = at, self._joints
            if joints is None:
                start, done = _segment_round(text, done, at)
            else:
                while start > done and text[start - 1 : start + 1] in joints:
                    start -= 1
                done = at + 1
                while done < size and text[done - 1 : done + 1] in joints:
                    done += 1
            yield start, done

    def _confirmed(self, text: str, at: int) -> bool:
        """Whether a whole phrase stands round the pair at `at`; yes where that can't be said from the text itself."""
        spots, keys = self._pairs[text[at : at + 2]], self._keys
        for back, n in spots:
            if text[max(at - back, 0) : at - back + n] in keys:
                return True
        return not spots


def _segment_round(text: str, floor: int, at: int) -> tuple[int, int]:
    """The segment that holds `at`: [start, end); `floor` is known to be no later than its start."""
    stop = SEPARATOR.search(text, at + 1)
    end = stop.start() if stop else len(text)
    reach = 32
    while True:
        low = max(floor, at - reach)
        parts = SEPARATOR.split(text[low:at])
        if len(parts) > 1 or low == floor:
            return at - len(parts[-1]), end
        reach *= 8


def _joints(stages: list[Stage], differing: list[list[tuple[str, str, str]]]) -> frozenset[str] | None:
    """The pairs of characters of a source text that may stand inside a phrase of some stage, next to each other.

    None where that can't be said of the source, because a stage changes lengths and a later one has phrases.
    """
    out: set[str] = set()
    spelt: dict[str, set[str]] = {}  # character between two stages -> the characters of the source that may lead to it
    last = max((i for i, stage in enumerate(stages) if stage.levels), default=-1)
    for i, stage in enumerate(stages[: last + 1]):
        for level in stage.levels:
            inner = {*level.lengths, *(key[k : k + 2] for key in level.words if len(key) > 2 for k in range(1, len(key) - 1))}
            out |= {a + b for p in inner for a in spelt.get(p[0], p[0]) for b in spelt.get(p[1], p[1])} if spelt else inner
        if i < last and not _respell(spelt, stage, differing[i]):
            return None
    return frozenset(out)


def _respell(spelt: dict[str, set[str]], stage: Stage, differing: list[tuple[str, str, str]]) -> bool:
    """Take `spelt` on to what `stage` makes; False where the stage changes lengths."""
    becomes = {(c, new) for c, new in stage.singles.items() if c != new}
    for key, value, plain in differing:
        if not len(key) == len(value) == len(plain):
            return False
        becomes.update((c, new) for c, new, usual in zip(key, value, plain, strict=True) if new != usual)
    if any(len(new) != 1 for _, new in becomes):
        return False
    before = dict(spelt)
    for c, new in becomes:
        spelt[new] = spelt.get(new, {new}) | before.get(c, {c})
    return True


def _inverse(table: Words) -> dict[str, str]:
    """Character -> the characters that `table` turns into it, without those that stay as they are."""
    out: dict[str, str] = {}
    for c, new in table.items():
        if c != new:
            out[new] = out.get(new, "") + c
    return out


_lock = Lock()


def converter(config: str, dictionaries: str | None = None) -> Converter:
    """The compiled configuration; compiled once, also where several threads ask at the same moment."""
    with _lock:
        return _compiled(config, dictionaries)


@cache
def _compiled(config: str, dictionaries: str | None) -> Converter:
    return Converter(chain(config, dictionaries), cut=dictionaries is None)
