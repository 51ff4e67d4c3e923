"""The main-text model: a logistic regression over the features of a block, its weights a table beside this file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from importlib.resources import files
from operator import mul
from typing import Any, NamedTuple

from toolkit.content.features import BOX, FLAGS, LINE, NAMES, OUTER, PAGE, Sheet, flags, flags_of, own_hints
from toolkit.content.forum import FORUM, is_forum
from toolkit.content.lines import Vector
from toolkit.markup.page import Block

# A block this far below the line before its text is read was kept in 1 of 2,000 cases, and then wrongly.
HOPELESS = 1.0
# Where no block is likely content, prose counts that lies no more than ALIKE below the likeliest one; where less was taken than
# SPARSE of all prose, and none of it with more than SURE, prose of LOWER below the bar. Chosen on labelled pages that are no articles
# (lists, services, threads) and, by weights that had not seen their sites, on articles: a short one amid much else is SURE of itself.
ALIKE, SPARSE, SURE, LOWER = 2.0, 0.3, 2.0, 2.0
HOLE = 1.2  # of 24 paragraphs so little below the bar and between two that were kept, 21 were article text
SCRAP = 20  # a button between posts is shorter than this
PIECE = 10  # characters of a block that are looked for elsewhere
DUPLICATE = 30  # of two kept blocks of the same text and at least so many characters, the less likely one goes


_LETTER = re.compile(r"[^\W\d_]")


class Weights(NamedTuple):
    """One set of weights, in the groups that the features come in."""

    bias: float
    line: Vector
    box: Vector
    outer: Vector
    page: Vector
    flags: Vector


@lru_cache(maxsize=1)
def tables() -> dict[str, Weights]:
    """The sets of weights by name. Raises ValueError where the file does not fit the features."""
    stored = json.loads((files("toolkit.content") / "weights.json").read_text(encoding="utf-8"))
    return {name: grouped(table) for name, table in stored.items()}


def grouped(table: dict[str, Any]) -> Weights:
    """A set of weights from its `bias` and its `weights` by name of the feature. Raises ValueError for a name that no feature has."""
    by_name = table["weights"]
    unknown = set(by_name) - set(NAMES)
    if unknown:
        raise ValueError(f"weights for features that are not there: {', '.join(sorted(unknown))}")
    return Weights(table["bias"], *(tuple(by_name.get(name, 0.0) for name in group) for group in (LINE, BOX, OUTER, PAGE, FLAGS)))


def weigh(sheet: Sheet, weights: Weights, least: float) -> list[Block]:
    """Give every block that may be content its score (log-odds of being content); returns those blocks.

    Where a block's containers, flags and page alone leave it far below `least`, its text is not looked at.
    """
    base = weights.bias + _dot(weights.page, sheet.page_vector())
    of_kind: dict[tuple[int, str, int], float] = {}  # elements side by side, of the same tag and with the same hints
    of_parent: dict[int, float] = {}
    of_flags = _sums(weights.flags)
    seen: list[Block] = []
    bar = least - HOPELESS

    def hopeless(b: Block) -> bool:
        parent = b.parent
        shared = of_parent.get(parent.order)
        if shared is None:
            outer = parent.parent or parent
            kind = (outer.order, parent.tag, own_hints(parent))
            alike = of_kind.get(kind)
            if alike is None:
                alike = of_kind[kind] = base + _dot(weights.outer, sheet.outer_vector(outer)) + of_flags(flags_of(parent))
            shared = of_parent[parent.order] = alike + _dot(weights.box, sheet.box_vector(parent))
        seen.append(b)
        if shared < bar:
            b.score = shared - HOPELESS
            return True
        b.score = shared
        return False

    of_line = weights.line
    for b, line in sheet.rows(hopeless):
        b.score += sum(map(mul, of_line, line))
    return seen


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return sum(map(mul, weights, values), 0.0)


@lru_cache(maxsize=4)
def _sums(weights: Vector) -> Callable[[int], float]:
    """What the flags of an element weigh, remembered by their number alone: to hash the weights takes longer than all else."""
    return lru_cache(maxsize=16384)(lambda bits: _dot(weights, flags(bits)))


def choose(sheet: Sheet, blocks: Sequence[Block], url: str = "") -> float:
    """Set `kept` of the page's visible blocks: those more likely content than not; of none, the likeliest one.

    Returns the log-odds that count as likely: even ones, on a forum's thread less (FORUM).
    """
    for b in blocks:
        b.kept = False
    least = -FORUM if is_forum(sheet, url) else 0.0
    seen = weigh(sheet, tables()["zh" if sheet.is_wide() else "other"], least)
    for b in seen:
        b.kept = b.score >= 0 or (b.score >= least and not is_scrap(sheet, b))
    if seen and not any(b.kept for b in seen):
        max(seen, key=lambda b: b.score).kept = True
    _drop_duplicates(sheet, seen)
    if sheet.hides:
        _drop_hidden_copies(sheet, seen)
    return least


def is_scrap(sheet: Sheet, b: Block) -> bool:
    """Whether a block is a button or a counter between the posts of a thread: no letters, or few and words of furniture."""
    line = sheet.lines[b.index]
    return line is not None and ((line.furniture and line.size < SCRAP) or _LETTER.search(line.text) is None)


def widen(sheet: Sheet, least: float) -> None:
    """Keep more prose of a page of which little was taken; `least`: what `choose` returned."""
    kept = [line for line in sheet.visible if line.block.kept]
    likeliest = max((line.block.score for line in kept), default=0.0)
    if likeliest < least:
        bar = likeliest - ALIKE
    elif likeliest < SURE and sum([line.size for line in kept]) < SPARSE * sheet.good[0]:
        bar = least - LOWER
    else:
        return
    for line in sheet.visible:
        line.block.kept |= line.prose and line.block.score >= bar
    _drop_duplicates(sheet, [line.block for line in sheet.visible])


def fill(sheet: Sheet, least: float) -> None:
    """Keep a paragraph that is little less than likely where the ones before and behind it are kept; `least`: what `choose` returned."""
    visible = sheet.visible
    for i in range(1, len(visible) - 1):
        line = visible[i]
        b = line.block
        if b.kept or not line.prose or not least - HOLE <= b.score < least:
            continue
        around = visible[i - 1].block, visible[i + 1].block
        if all(other.kept and _are_siblings(b, other) for other in around):
            b.kept = True


def _are_siblings(a: Block, b: Block) -> bool:
    """Whether two blocks stand in one element, or in two of one tag side by side."""
    return a.parent is b.parent or (a.parent.tag == b.parent.tag and a.parent.parent is b.parent.parent)


def _drop_hidden_copies(sheet: Sheet, seen: Sequence[Block]) -> None:
    """Of text that shows and is hidden besides, the hidden copy goes, however it is cut into blocks."""
    kept = [line for b in seen if b.kept and (line := sheet.lines[b.index]) is not None]
    shown = "\n".join([line.text for line in kept if not line.block.parent.hidden])
    for line in kept:
        if line.block.parent.hidden and len(line.text) >= DUPLICATE:
            pieces = [line.text[at : at + PIECE] for at in range(0, len(line.text) - PIECE + 1, 2 * PIECE)]
            line.block.kept = 2 * sum(map(shown.__contains__, pieces)) < len(pieces)


def _drop_duplicates(sheet: Sheet, seen: Sequence[Block]) -> None:
    best: dict[str, Block] = {}
    for b in seen:
        if b.kept and b.chars >= DUPLICATE:
            line = sheet.lines[b.index]
            assert line is not None  # only visible blocks are seen
            other = best.setdefault(line.text, b)
            if other is not b:
                worse, best[line.text] = (b, other) if b.score <= other.score else (other, b)
                worse.kept = False
