"""The ledger: edits, how they turn one text into another, what is kept of them, and how they are taken back.

A step of the ladder looks at a text and proposes `Edit`s; it never makes text itself. This module alone applies
them, and inverts what is kept (`invert`); toolkit.compose joins the passes into one list over the source text. All
offsets are code points, half open, of the text they are said of.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from toolkit.differences import count_runs, runs_of


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


def apply(text: str, edits: Iterable[Edit | Piece] | Iterable[LedgerEdit]) -> str:
    """`text` with the edits carried out; they must be sorted and must not overlap.

    Raises `OverlapError` where an edit lies beyond the text.
    """
    out: list[str] = []
    put = out.append
    at = 0
    for start, end, new, _ in _plain(edits):
        put(text[at:start])
        put(new)
        at = end
    if at > len(text):
        raise OverlapError(f"an edit ends at {at}, the text at {len(text)}")
    out.append(text[at:])
    return "".join(out)


def _plain(edits: Iterable[Edit | Piece] | Iterable[LedgerEdit]) -> Iterable[Edit | Piece]:
    """The edits, those of a ledger without what they removed."""
    listed = list(edits)
    if listed and isinstance(listed[0], LedgerEdit):
        return [(start, end, inserted, rules) for start, end, _, inserted, rules in cast("list[LedgerEdit]", listed)]
    return cast("list[Edit | Piece]", listed)


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


def ledger(source: str, pieces: Iterable[Piece]) -> list[LedgerEdit]:
    """The pieces as the record keeps them: with what they removed, adjacent ones of the same rules merged.

    Two adjacent edits merge where both only delete, both only insert or both keep the length; of a text that keeps
    its length, each run of changed characters is an edit, which says what each became. An edit that puts back what it
    took is none.
    """
    out: list[LedgerEdit] = []
    enter, make = out.append, tuple.__new__
    for start, end, new, rules in _merged(pieces):
        if 1 < len(new) == end - start:
            starts, ends = runs_of(source[start:end], new, start)
            out += [make(LedgerEdit, (a, b, source[a:b], new[a - start : b - start], rules)) for a, b in zip(starts, ends, strict=True)]
        elif (removed := source[start:end]) != new:
            enter(make(LedgerEdit, (start, end, removed, new, rules)))
    return out


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces, adjacent ones of the same rules made one where they may be; before them one that does nothing."""
    last: Piece = (0, 0, "", ())
    for piece in pieces:
        start, end, new, rules = piece
        if start == last[1] and rules == last[3] and _alike(last[1] - last[0], last[2], end - start, new):
            last = last[0], end, last[2] + new, rules
        else:
            yield last
            last = piece
    yield last


def _alike(length_a: int, new_a: str, length_b: int, new_b: str) -> bool:
    """Whether two adjacent edits may merge: both delete, both insert, or both keep the length."""
    if not new_a or not new_b:
        return new_a == new_b
    return (len(new_a) == length_a and len(new_b) == length_b) or length_a == length_b == 0


def count(text: str, edits: Sequence[Edit]) -> int:
    """How many edits there are, those that keep the length counted by runs of changed characters."""
    return len(edits) + sum([count_runs(text[start:end], new) - 1 for start, end, new, _ in edits if len(new) > 1 and len(new) == end - start])


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
