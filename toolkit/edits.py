"""The ledger: edits, how they turn one text into another, how passes of them join, and how they are taken back.

A step of the ladder looks at a text and proposes `Edit`s; it never makes text itself. This module alone applies
them, joins the passes into one list over the source text (`compose`) and inverts that list (`invert`). All offsets
are code points, half open, of the text they are said of.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import NamedTuple


class Edit(NamedTuple):
    """What a step proposes: put `new` in place of [start, end) of the step's input, because of `rule`.

    Where `new` is as long as what it replaces, it stands for it character by character: those that stay as they are
    count as not touched. So one edit may rewrite a whole text; the ledger has its runs of changed characters.
    """

    start: int
    end: int
    new: str
    rule: str


class LedgerEdit(NamedTuple):
    """What is kept on record: [start, end) of the source text held `removed` and became `inserted`."""

    start: int
    end: int
    removed: str
    inserted: str
    rules: tuple[str, ...]


# An edit over the source text while passes are being joined: (start, end, new, rules). A plain tuple, since a page has thousands.
Piece = tuple[int, int, str, tuple[str, ...]]

_MARK = bytes(1) + b"\x01" * 255
_PLACES = tuple(range(1 << 14))  # numbers that need not be made anew for each text


class OverlapError(ValueError):
    """Two edits of one pass want the same characters, or an edit lies outside its text."""


def ordered(edits: Iterable[Edit]) -> list[Edit]:
    """The edits of one pass by position; an insertion stands before an edit that starts at the same place.

    Edits that change nothing are dropped. Raises `OverlapError` where two of them overlap.
    """
    out = sorted(edits)
    at = 0
    idle = False
    for start, end, new, rule in out:
        if start < at or end < start:
            raise OverlapError(f"{rule}: [{start}, {end}) overlaps an edit that ends at {at}")
        if start == end and not new:
            idle = True
        at = end
    if idle:
        out = [e for e in out if e[0] < e[1] or e[2]]
    return out


def apply(text: str, edits: Iterable[Edit | Piece | LedgerEdit]) -> str:
    """`text` with the edits carried out; they must be sorted and must not overlap.

    Raises `OverlapError` where an edit lies beyond the text.
    """
    out: list[str] = []
    at = 0
    for e in edits:
        out += (text[at : e[0]], e.inserted if isinstance(e, LedgerEdit) else e[2])
        at = e[1]
    if at > len(text):
        raise OverlapError(f"an edit ends at {at}, the text at {len(text)}")
    out.append(text[at:])
    return "".join(out)


def move(positions: Iterable[int], edits: Sequence[Edit | Piece]) -> list[int]:
    """Where sorted `positions` of a text lie once `edits` were applied to it.

    A position inside a replaced stretch moves to the same distance into what replaces it, at most to its end.
    """
    out: list[int] = []
    i, n, shift = 0, len(edits), 0
    start, end, new, _ = edits[0] if edits else (0, 0, "", "")
    for p in positions:
        while i < n and end <= p:
            shift += len(new) - (end - start)
            i += 1
            if i < n:
                start, end, new, _ = edits[i]
        if i < n and start < p:
            p = start + min(p - start, len(new))
        out.append(p + shift)
    return out


def compose(first: Sequence[Piece], second: Sequence[Edit], source: str) -> list[Piece]:
    """One list over the source text that does what `first` and then `second` do; linear in their number.

    `first` runs over the source text, `second` over the text that `first` makes. Where an edit of `second` meets
    text that `first` put in, the two become one; a deletion, or a replacement of the same length, is shared out to
    the characters it meets, so that a character already gone keeps the rule that took it.
    """
    if not first:
        return [(start, end, new, (rule,)) for start, end, new, rule in second]
    joiner = _Joiner(first, source)
    for e in second:
        joiner.take(e)
    return joiner.finish()


class _Joiner:
    """The state of one `compose`: how far the first pass has been copied, and the edit of it that is half used."""

    def __init__(self, first: Sequence[Piece], source: str) -> None:
        self.first = list(first)
        self.source = source
        self.next = 0  # index of the first edit not yet copied
        self.shift = 0  # source position = middle position + shift, behind the edits copied so far
        self.out: list[Piece] = []
        self.open: _Open | None = None
        self.glue = -1  # edits from here on become one when the open edit closes; -1: none

    def take(self, e: Edit) -> None:
        if self.open is not None and self.open.until <= e.start:
            self._close()
        if self.open is None:
            self._copy_before(e.start)
            i = self.next
            if i < len(self.first):
                self._cut_off(e.start)
            if i == len(self.first) or self.first[i][0] - self.shift >= e.end:
                self.out.append((e.start + self.shift, e.end + self.shift, e.new, (e.rule,)))
                return
            if not e.new:
                at = self._delete_whole(e)
                if at == e.end:
                    return
                e = Edit(at, e.end, "", e.rule)
        if e.start < e.end or e.new:
            self._share_out(e)

    def finish(self) -> list[Piece]:
        if self.open is not None:
            self._close()
        self.out.extend(self.first[self.next :])
        return self.out

    def _copy_before(self, at: int) -> None:
        """Copy the edits of the first pass whose new text ends at or before the middle position `at`."""
        first, shift, i = self.first, self.shift, self.next
        while i < len(first):
            start, end, new, _ = first[i]
            if start - shift + len(new) > at or (start - shift >= at and new):
                break
            shift += (end - start) - len(new)
            i += 1
        self.out.extend(first[self.next : i])
        self.next, self.shift = i, shift

    def _delete_whole(self, e: Edit) -> int:
        """Take a deletion over all that it covers wholly; returns how far that is, its end or an edit of the first pass that it reaches into.

        This is the common case (a block of a page goes, with the tags in it), kept to one loop.
        """
        first, shift, i, out = self.first, self.shift, self.next, self.out
        at, stop, mine = e.start, e.end, (e.rule,)
        while i < len(first):
            start, end, new, rules = first[i]
            middle = start - shift
            if middle >= stop or middle < at or middle + len(new) > stop:
                break
            if middle > at:
                out.append((at + shift, start, "", mine))
            if not new:
                out.append(first[i])
            elif len(new) == end - start:
                out += self._deleted(first[i], mine)
            elif end > start:
                out.append((start, end, "", rules if e.rule in rules else rules + mine))
            at = middle + len(new)
            shift += (end - start) - len(new)
            i += 1
        self.next, self.shift = i, shift
        if i == len(first) or first[i][0] - shift >= stop:
            if at < stop:
                out.append((at + shift, stop + shift, "", mine))
            at = stop
        return at

    def _deleted(self, piece: Piece, mine: tuple[str, ...]) -> Iterable[Piece]:
        """A deletion because of `mine` of what was replaced character by character."""
        start, end, new, rules = piece
        at = start
        for a, b in zip(*runs_of(self.source[start:end], new), strict=True):
            if at < start + a:
                yield at, start + a, "", mine
            at = start + b
            yield start + a, at, "", rules if mine[0] in rules else rules + mine
        if at < end:
            yield at, end, "", mine

    def _share_out(self, e: Edit) -> None:
        """Lay `e` over the stretches of source text and of new text that it covers."""
        even = len(e.new) == e.end - e.start
        mark = len(self.out)
        at, whole, pieces = e.start, e.new, 0
        while at < e.end or pieces == 0:
            share_to = e.end
            if self.open is None:
                share_to = self._advance(at, e.end)
            if self.open is not None:
                share_to = min(e.end, self.open.until)
            new = whole[at - e.start : share_to - e.start] if even else (whole if pieces == 0 else "")
            if self.open is not None:
                self.open.rewrite(at, share_to, new, e.rule)
                if share_to >= self.open.until and share_to < e.end:
                    self._close()
            elif (share_to > at or new) and not (even and new == self.source[at + self.shift : share_to + self.shift]):
                self.out.append((at + self.shift, share_to + self.shift, new, (e.rule,)))
            pieces += 1
            at = share_to
        if pieces > 1 and e.new and not even:
            self.glue = mark if self.glue < 0 else min(self.glue, mark)
            if self.open is None:
                self._melt()

    def _advance(self, at: int, end: int) -> int:
        """Open the edit of the first pass that covers `at`, or say how far untouched source text goes."""
        self._copy_before(at)
        i = self.next
        if i < len(self.first):
            start, stop, new, rules = self.first[i]
            middle = start - self.shift
            if at == middle < end < middle + len(new) == middle + stop - start:
                self._cut_out(end)
                return self._advance(at, end)
            if middle <= at:
                self.open = _Open(start, stop, middle, new, rules)
                self.next += 1
                return end
            return min(end, middle)
        return end

    def _cut_off(self, at: int) -> None:
        """Copy what the next edit of the first pass does before the middle position `at`, if it replaces character by character."""
        start, end, new, rules = self.first[self.next]
        n = at - (start - self.shift)
        if n > 0 and len(new) == end - start:
            self.out.append((start, start + n, new[:n], rules))
            self.first[self.next] = start + n, end, new[n:], rules

    def _cut_out(self, at: int) -> None:
        """Make of what it does before `at` its runs of changed characters, so that a later edit meets these alone."""
        start, end, new, rules = self.first[self.next]
        n = at - (start - self.shift)
        runs = [(start + a, start + b, new[a:b], rules) for a, b in zip(*runs_of(self.source[start : start + n], new[:n]), strict=True)]
        self.first[self.next : self.next + 1] = [*runs, (start + n, end, new[n:], rules)]

    def _close(self) -> None:
        piece = self.open
        assert piece is not None
        self.shift += (piece.end - piece.start) - len(piece.new)
        self.open = None
        done = piece.done()
        if done[1] > done[0] or done[2]:
            self.out.append(done)
        if self.glue >= 0:
            self._melt()

    def _melt(self) -> None:
        """Make one edit of those from `glue` on: a change of length that spans them can't be told apart."""
        part = self.out[self.glue :]
        if len(part) > 1:
            rules = tuple(dict.fromkeys(r for p in part for r in p[3]))
            self.out[self.glue :] = [(part[0][0], part[-1][1], "".join(p[2] for p in part), rules)]
        self.glue = -1


class _Open:
    """An edit of the first pass whose new text the second pass is rewriting."""

    def __init__(self, start: int, end: int, middle: int, new: str, rules: tuple[str, ...]) -> None:
        self.start, self.end, self.middle, self.new, self.rules = start, end, middle, new, rules
        self.until = middle + len(new)
        self.used = middle  # middle position up to which `parts` speaks
        self.parts: list[str] = []

    def rewrite(self, at: int, to: int, new: str, rule: str) -> None:
        old = self.new[at - self.middle : to - self.middle]
        self.parts += (self.new[self.used - self.middle : at - self.middle], new)
        self.used = to
        if new != old and rule not in self.rules:
            self.rules = (*self.rules, rule)

    def done(self) -> Piece:
        return self.start, self.end, "".join(self.parts) + self.new[self.used - self.middle :], self.rules


def ledger(source: str, pieces: Iterable[Piece]) -> list[LedgerEdit]:
    """The pieces as the record keeps them: with what they removed, adjacent ones of the same rules merged.

    Two adjacent edits merge where both only delete, both only insert or both keep the length; of a text that keeps
    its length, each run of changed characters is an edit, which says what each became. An edit that puts back what it
    took is none.
    """
    out: list[LedgerEdit] = []
    enter, make = out.append, tuple.__new__
    last_start, last_end, last_new, last_rules = 0, 0, "", ()  # type: int, int, str, tuple[str, ...]
    for start, end, new, rules in (*pieces, (-1, -1, "", ())):
        if start == last_end and rules == last_rules and _alike(last_end - last_start, last_new, end - start, new):
            last_end, last_new = end, last_new + new
            continue
        if last_new and 1 < len(last_new) == last_end - last_start:
            starts, ends = runs_of(source[last_start:last_end], last_new, last_start)
            at = last_start
            out += [make(LedgerEdit, (a, b, source[a:b], last_new[a - at : b - at], last_rules)) for a, b in zip(starts, ends, strict=True)]
        else:
            removed = source[last_start:last_end]
            if removed != last_new:
                enter(make(LedgerEdit, (last_start, last_end, removed, last_new, last_rules)))
        last_start, last_end, last_new, last_rules = start, end, new, rules
    return out


def runs_of(old: str, new: str, at: int = 0) -> tuple[list[int], list[int]]:
    """The runs of places at which two texts of the same length differ: where they start and where they end (code points).

    `at` is the place of their first character.
    """
    size = len(old)
    edges = _edges(old, new).to_bytes(size + 1, "little")
    places = list(compress(_PLACES[at : at + size + 1] if at + size < len(_PLACES) else range(at, at + size + 1), edges))
    return places[::2], places[1::2]


def count(text: str, edits: Sequence[Edit]) -> int:
    """How many edits there are, those that keep the length counted by runs of changed characters."""
    return len(edits) + sum([_edges(text[start:end], new).bit_count() // 2 - 1 for start, end, new, _ in edits if len(new) > 1 and len(new) == end - start])


def _edges(old: str, new: str) -> int:
    """A number with a byte for each place of two texts of the same length and one more: 1 where a run of differences starts or ends, else 0.

    Found on the whole at once: a lane of 16 or 32 bits a character, exclusive or, the bytes of each lane folded into one.
    """
    size = len(old)
    a, b = (text.encode("utf-16-le", "surrogatepass") for text in (old, new))
    if len(a) == len(b) == 2 * size:
        lanes = int.from_bytes(a, "little") ^ int.from_bytes(b, "little")
        differ = (lanes | lanes >> 8).to_bytes(2 * size, "little")[::2]
    else:
        a, b = (text.encode("utf-32-le", "surrogatepass") for text in (old, new))
        lanes = int.from_bytes(a, "little") ^ int.from_bytes(b, "little")
        differ = (lanes | lanes >> 8 | lanes >> 16).to_bytes(4 * size, "little")[::4]
    marks = int.from_bytes(differ.translate(_MARK), "little")
    return marks ^ marks << 8


def _alike(length_a: int, new_a: str, length_b: int, new_b: str) -> bool:
    """Whether two adjacent edits may merge: both delete, both insert, or both keep the length."""
    if not new_a or not new_b:
        return new_a == new_b
    return (len(new_a) == length_a and len(new_b) == length_b) or length_a == length_b == 0


def invert(edits: Iterable[LedgerEdit]) -> list[LedgerEdit]:
    """The edits over the output text that give the source text back."""
    out: list[LedgerEdit] = []
    shift = 0
    for e in edits:
        start = e.start + shift
        out.append(LedgerEdit(start, start + len(e.inserted), e.inserted, e.removed, e.rules))
        shift += len(e.inserted) - len(e.removed)
    return out


def trace(edits: Sequence[LedgerEdit], at: int) -> tuple[int, int, LedgerEdit | None]:
    """Where the output character at `at` came from: [start, end) of the source text, and the edit that made it.

    A replacement of the same length is told character by character; of another length as a whole.
    """
    shift = 0
    for e in edits:
        start = e.start + shift
        if at < start:
            break
        if at < start + len(e.inserted):
            if len(e.inserted) == len(e.removed):
                return e.start + at - start, e.start + at - start + 1, e
            return e.start, e.end, e
        shift += len(e.inserted) - len(e.removed)
    return at - shift, at - shift + 1, None
