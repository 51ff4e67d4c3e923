"""The ledger's laws, on generated texts and edits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.edits_sample import joined, passes
from toolkit.edits import Edit, OverlapError, apply, invert, ledger, move, ordered, trace


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


def test_overlap_is_refused() -> None:
    with pytest.raises(OverlapError):
        ordered([Edit(0, 3, "", "a"), Edit(2, 4, "", "b")])
    with pytest.raises(OverlapError):
        apply("ab", [Edit(1, 5, "", "a")])
