"""Joining passes: the laws on generated texts and edits, and cases as a reader of the record sees them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings

from tests.edits_sample import joined, passes
from toolkit.compose import compose
from toolkit.edits import Edit, LedgerEdit, Piece, apply, ledger


@given(passes())
@settings(max_examples=600)
def test_composing_equals_applying_in_turn(case: tuple[str, list[list[Edit]]]) -> None:
    source, rounds = case
    text = source
    for edits in rounds:
        text = apply(text, edits)
    pieces = joined(source, rounds)
    assert apply(source, pieces) == text
    assert apply(source, ledger(source, pieces)) == text


@given(passes(1))
def test_every_character_keeps_its_rule(case: tuple[str, list[list[Edit]]]) -> None:
    """A character deleted in one pass is never laid at the door of a later one."""
    source, rounds = case
    pieces = joined(source, rounds)
    later = compose(pieces, [Edit(0, len(apply(source, pieces)), "", "all")], source)
    taken = [(start, end) for start, end, new, _ in pieces if not new]
    for start, end in taken:
        assert [rules for a, b, _, rules in later if a <= start and end <= b] == [("r0",)]


CASES = [
    # (source, passes, ledger): what a reader of the record should see
    ("進(jìn)口", [[Edit(1, 6, "", "pinyin")], [Edit(0, 1, "进", "t2s")]], [(0, 1, "進", "进", ("t2s",)), (1, 6, "(jìn)", "", ("pinyin",))]),
    (
        "進(jìn)構",
        [[Edit(1, 6, "", "pinyin")], [Edit(0, 2, "进构", "t2s")]],
        [(0, 1, "進", "进", ("t2s",)), (1, 6, "(jìn)", "", ("pinyin",)), (6, 7, "構", "构", ("t2s",))],
    ),
    ("abc", [[Edit(0, 1, "", "x"), Edit(1, 2, "", "x")]], [(0, 2, "ab", "", ("x",))]),
    ("abc", [[Edit(0, 1, "", "x")], [Edit(0, 2, "", "y")]], [(0, 1, "a", "", ("x",)), (1, 3, "bc", "", ("y",))]),
    ("a程序b", [[Edit(1, 3, "程式", "w")], [Edit(0, 4, "Z", "z")]], [(0, 4, "a程序b", "Z", ("z", "w"))]),
    # of what changes its length nobody can say which source text made which part: it stays one edit
    ("a程b", [[Edit(1, 2, "软件", "w")], [Edit(2, 3, "体", "z")]], [(1, 2, "程", "软体", ("w", "z"))]),
    ("a程b", [[Edit(1, 2, "软件", "w")], [Edit(2, 2, "、", "i")]], [(1, 2, "程", "软、件", ("w", "i"))]),
    ("a程b", [[Edit(1, 2, "软件", "w")], [Edit(2, 4, "", "b")]], [(1, 2, "程", "软", ("w", "b")), (2, 3, "b", "", ("b",))]),
    ("ab", [[Edit(1, 1, "程式", "w")], [Edit(1, 2, "", "b"), Edit(2, 3, "", "c")]], []),
    ("abc", [[Edit(0, 1, "xyz", "m"), Edit(1, 2, "uvw", "m")], [Edit(2, 4, "-", "r"), Edit(5, 7, "=", "r")]], [(0, 3, "abc", "xy-v=", ("m", "r"))]),
    ("ab", [[Edit(0, 1, "b", "x")], [Edit(0, 1, "a", "y")]], []),
    # what keeps its length counts character by character: what it leaves is not touched, also for the passes after it
    ("a程b式c", [[Edit(0, 5, "a国b門c", "w")]], [(1, 2, "程", "国", ("w",)), (3, 4, "式", "門", ("w",))]),
    ("程 \n式", [[Edit(0, 4, "国 \n門", "w")], [Edit(1, 2, "", "b")]], [(0, 1, "程", "国", ("w",)), (1, 2, " ", "", ("b",)), (3, 4, "式", "門", ("w",))]),
    ("程a式", [[Edit(0, 3, "国a門", "w")], [Edit(0, 3, "", "b")]], [(0, 1, "程", "", ("w", "b")), (1, 2, "a", "", ("b",)), (2, 3, "式", "", ("w", "b"))]),
    ("程&a;式", [[Edit(1, 4, "&", "m")], [Edit(0, 3, "国&門", "w")]], [(0, 1, "程", "国", ("w",)), (1, 4, "&a;", "&", ("m",)), (4, 5, "式", "門", ("w",))]),
    ("程a式b", [[Edit(0, 4, "国a門b", "w")], [Edit(1, 3, "", "b")]], [(0, 1, "程", "国", ("w",)), (1, 2, "a", "", ("b",)), (2, 3, "式", "", ("w", "b"))]),
    ("程a式b", [[Edit(0, 4, "国a門b", "w")], [Edit(2, 2, "!", "i")]], [(0, 1, "程", "国", ("w",)), (2, 2, "", "!", ("i",)), (2, 3, "式", "門", ("w",))]),
]


@pytest.mark.parametrize(("source", "rounds", "expected"), CASES)
def test_cases(source: str, rounds: list[list[Edit]], expected: list[tuple[int, int, str, str, tuple[str, ...]]]) -> None:
    assert ledger(source, joined(source, rounds)) == [LedgerEdit(*e) for e in expected]


def test_composing_is_linear() -> None:
    """Ten times the edits cost about ten times the time; the bound leaves room for a busy machine."""

    def cost(n: int) -> float:
        first: list[Piece] = [(i * 4, i * 4 + 2, "x", ("a",)) for i in range(n)]
        second = [Edit(i * 3, i * 3 + 2, "", "b") for i in range(n)]
        best = 9e9
        for _ in range(3):
            t = time.process_time()
            compose(first, second, "")
            best = min(best, time.process_time() - t)
        return best

    assert cost(40_000) < 40 * cost(4_000) + 0.05
