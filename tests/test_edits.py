"""The ledger's laws, on generated texts and edits (code points beyond the BMP included)."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.edits import Edit, LedgerEdit, OverlapError, Piece, apply, compose, invert, ledger, move, ordered, runs_of, trace

TEXT = st.text(alphabet="ab進进(\u0301)\n𠀀😀", max_size=30)


@st.composite
def passes(draw: st.DrawFn, most: int = 4) -> tuple[str, list[list[Edit]]]:
    """A text and up to `most` passes of edits, each over what the pass before it made."""
    source = text = draw(TEXT)
    out = []
    for n in range(draw(st.integers(0, most))):
        cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=12)))
        pairs = zip(cuts[::2], cuts[1::2], strict=False)
        edits = ordered(Edit(a, b, draw(st.one_of(st.just(""), TEXT.filter(lambda t: len(t) < 5), st.just("x" * (b - a)))), f"r{n}") for a, b in pairs)
        out.append(edits)
        text = apply(text, edits)
    return source, out


def joined(source: str, rounds: list[list[Edit]]) -> list[Piece]:
    pieces: list[Piece] = []
    for edits in rounds:
        pieces = compose(pieces, edits, source)
    return pieces


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


@given(passes())
@settings(max_examples=300)
def test_inverting_gives_the_source_back(case: tuple[str, list[list[Edit]]]) -> None:
    source, rounds = case
    edits = ledger(source, joined(source, rounds))
    assert apply(apply(source, edits), invert(edits)) == source
    assert invert(invert(edits)) == edits


@given(passes())
def test_nothing_overlaps_and_removed_is_the_source(case: tuple[str, list[list[Edit]]]) -> None:
    source, rounds = case
    end = 0
    for e in ledger(source, joined(source, rounds)):
        assert end <= e.start <= e.end <= len(source)
        assert source[e.start : e.end] == e.removed != e.inserted
        assert e.rules
        end = e.end


@given(passes(1))
def test_every_character_keeps_its_rule(case: tuple[str, list[list[Edit]]]) -> None:
    """A character deleted in one pass is never laid at the door of a later one."""
    source, rounds = case
    pieces = joined(source, rounds)
    later = compose(pieces, [Edit(0, len(apply(source, pieces)), "", "all")], source)
    taken = [(start, end) for start, end, new, _ in pieces if not new]
    for start, end in taken:
        assert [rules for a, b, _, rules in later if a <= start and end <= b] == [("r0",)]


@given(passes(), st.data())
def test_trace_leads_to_a_character_that_is_there(case: tuple[str, list[list[Edit]]], data: st.DataObject) -> None:
    source, rounds = case
    edits = ledger(source, joined(source, rounds))
    text = apply(source, edits)
    if text:
        at = data.draw(st.integers(0, len(text) - 1))
        start, end, edit = trace(edits, at)
        assert 0 <= start <= end <= len(source)
        if edit is None:
            assert source[start:end] == text[at]


@given(passes(1))
def test_move_keeps_the_order_and_the_ends(case: tuple[str, list[list[Edit]]]) -> None:
    source, rounds = case
    edits = rounds[0] if rounds else []
    moved = move(range(len(source) + 1), edits)
    assert moved == sorted(moved)
    assert moved[-1] == len(apply(source, edits))


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
    ("ab", [[Edit(0, 1, "b", "x")], [Edit(0, 1, "a", "y")]], []),
    # what keeps its length counts character by character: what it leaves is not touched, also for the passes after it
    ("a程b式c", [[Edit(0, 5, "a国b門c", "w")]], [(1, 2, "程", "国", ("w",)), (3, 4, "式", "門", ("w",))]),
    ("程 \n式", [[Edit(0, 4, "国 \n門", "w")], [Edit(1, 2, "", "b")]], [(0, 1, "程", "国", ("w",)), (1, 2, " ", "", ("b",)), (3, 4, "式", "門", ("w",))]),
    ("程a式", [[Edit(0, 3, "国a門", "w")], [Edit(0, 3, "", "b")]], [(0, 1, "程", "", ("w", "b")), (1, 2, "a", "", ("b",)), (2, 3, "式", "", ("w", "b"))]),
    ("程&a;式", [[Edit(1, 4, "&", "m")], [Edit(0, 3, "国&門", "w")]], [(0, 1, "程", "国", ("w",)), (1, 4, "&a;", "&", ("m",)), (4, 5, "式", "門", ("w",))]),
    ("程a式b", [[Edit(0, 4, "国a門b", "w")], [Edit(1, 3, "", "b")]], [(0, 1, "程", "国", ("w",)), (1, 2, "a", "", ("b",)), (2, 3, "式", "", ("w", "b"))]),
    ("程a式b", [[Edit(0, 4, "国a門b", "w")], [Edit(2, 2, "!", "i")]], [(0, 1, "程", "国", ("w",)), (2, 2, "", "!", ("i",)), (2, 3, "式", "門", ("w",))]),
]


@given(st.lists(st.tuples(st.characters(), st.characters())))
def test_runs_are_the_places_that_differ(pairs: list[tuple[str, str]]) -> None:
    old, new = "".join(a for a, _ in pairs), "".join(b for _, b in pairs)
    starts, ends = runs_of(old, new)
    marked = [i for a, b in zip(starts, ends, strict=True) for i in range(a, b)]
    assert marked == [i for i, (a, b) in enumerate(pairs) if a != b]
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))


@pytest.mark.parametrize(("source", "rounds", "expected"), CASES)
def test_cases(source: str, rounds: list[list[Edit]], expected: list[tuple[int, int, str, str, tuple[str, ...]]]) -> None:
    assert ledger(source, joined(source, rounds)) == [LedgerEdit(*e) for e in expected]


def test_overlap_is_refused() -> None:
    with pytest.raises(OverlapError):
        ordered([Edit(0, 3, "", "a"), Edit(2, 4, "", "b")])
    with pytest.raises(OverlapError):
        apply("ab", [Edit(1, 5, "", "a")])


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
