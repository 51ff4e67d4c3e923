"""The source text cut where the ledger cuts it: what both views, terminal and browser, draw."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from toolkit.edits import LedgerEdit

Kind = Literal["keep", "remove", "insert", "replace", "move"]


class Segment(NamedTuple):
    """A stretch [start, end) of the source text and what became of it.

    `source` is what stood there, `new` what stands at `out` (code points of the output) now. "move" is text that went
    into a metadata field.
    """

    kind: Kind
    start: int
    end: int
    source: str
    new: str
    out: int
    rules: tuple[str, ...]


class RuleCount(NamedTuple):
    """What one rule did: edits it had a part in, and the code points they removed and inserted."""

    edits: int
    removed: int
    inserted: int


def segments(source: str, edits: Iterable[LedgerEdit]) -> Iterator[Segment]:
    """The stretches of `source` in order, kept and edited; their `source` joined is the source, their `new` the output."""
    at = out = 0
    for e in edits:
        if e.start > at:
            kept = source[at : e.start]
            yield Segment("keep", at, e.start, kept, kept, out, ())
            out += len(kept)
        yield Segment(kind_of(e), e.start, e.end, e.removed, e.inserted, out, e.rules)
        out += len(e.inserted)
        at = e.end
    if at < len(source):
        yield Segment("keep", at, len(source), source[at:], source[at:], out, ())


def kind_of(e: LedgerEdit) -> Kind:
    """What an edit does, in a word."""
    if not e.inserted:
        return "move" if any(r.startswith("field.") for r in e.rules) else "remove"
    return "replace" if e.removed else "insert"


def rule_counts(edits: Sequence[LedgerEdit]) -> dict[str, RuleCount]:
    """What each rule did, in the order they first acted in the text. An edit of two rules counts for both."""
    times: Counter[str] = Counter()
    removed: Counter[str] = Counter()
    inserted: Counter[str] = Counter()
    for e in edits:
        for rule in e.rules:
            times[rule] += 1
            removed[rule] += len(e.removed)
            inserted[rule] += len(e.inserted)
    return {rule: RuleCount(times[rule], removed[rule], inserted[rule]) for rule in times}
