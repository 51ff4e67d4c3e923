"""The main-text model: a logistic regression over the features of a block, its weights a table beside this file."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from operator import mul
from typing import NamedTuple

from toolkit.content.features import BOX, FLAGS, NAMES, NEAR, OWN, PAGE, Sheet, Vector, flags
from toolkit.markup.blocks import Block

DUPLICATE = 30  # of two kept blocks of the same text and at least so many characters, the less likely one goes


class Weights(NamedTuple):
    """One set of weights, in the groups that the features come in."""

    bias: float
    own: Vector
    near: Vector
    box: Vector
    page: Vector
    flags: Vector


@lru_cache(maxsize=1)
def tables() -> dict[str, Weights]:
    """The sets of weights by name. Raises ValueError where the file does not fit the features."""
    stored = json.loads((files("toolkit.content") / "weights.json").read_text(encoding="utf-8"))
    return {name: _grouped(table["bias"], table["weights"]) for name, table in stored.items()}


def _grouped(bias: float, by_name: dict[str, float]) -> Weights:
    unknown = set(by_name) - set(NAMES)
    if unknown:
        raise ValueError(f"weights for features that are not there: {', '.join(sorted(unknown))}")
    groups = [tuple(by_name.get(name, 0.0) for name in group) for group in (OWN, NEAR, BOX, PAGE, FLAGS)]
    return Weights(bias, *groups)


def weigh(sheet: Sheet, weights: Weights) -> list[Block]:
    """Give every block that may be content its score (log-odds of being content); returns those blocks."""
    base = weights.bias + _dot(weights.page, sheet.page_vector())
    w_own, w_near, w_box = weights.own, weights.near, weights.box
    of_box: dict[int, float] = {}
    seen: list[Block] = []
    for b, own, near, box, bits in sheet.rows():
        at = b.parent.order
        shared = of_box.get(at)
        if shared is None:
            shared = of_box[at] = base + _dot(w_box, box) + _of_flags(weights.flags, bits)
        b.score = shared + sum(map(mul, w_own, own)) + sum(map(mul, w_near, near))
        seen.append(b)
    return seen


def _dot(weights: Sequence[float], values: Sequence[float]) -> float:
    return float(sum(map(mul, weights, values)))


@lru_cache(maxsize=16384)
def _of_flags(weights: Vector, bits: int) -> float:
    return _dot(weights, flags(bits))


def choose(sheet: Sheet, blocks: Sequence[Block]) -> None:
    """Set `kept` of the page's visible blocks: those more likely content than not; of none, the likeliest one."""
    for b in blocks:
        b.kept = False
    name = "zh" if sheet.is_wide() else "other"
    seen = weigh(sheet, tables()[name])
    for b in seen:
        b.kept = b.score >= 0
    if seen and not any(b.kept for b in seen):
        max(seen, key=lambda b: b.score).kept = True
    _drop_duplicates(sheet, seen)


def _drop_duplicates(sheet: Sheet, seen: Sequence[Block]) -> None:
    best: dict[str, Block] = {}
    for b in seen:
        if b.kept and b.chars >= DUPLICATE:
            text = sheet.lines[b.index].text
            other = best.setdefault(text, b)
            if other is not b:
                worse, best[text] = (b, other) if b.score <= other.score else (other, b)
                worse.kept = False
