"""Edits rows held against texts: what does not fit is told with its place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.ledgers import LedgerError, has_removed, ledger_of, replay, take_back

SOURCE, TEXT = "一二三四五六", "一2三五六七"
EDITS = [
    {"start": 1, "end": 2, "removed": "二", "inserted": "2", "rule": "a"},
    {"start": 3, "end": 4, "removed": "四", "inserted": "", "rule": "a+b"},
    {"start": 6, "end": 6, "removed": "", "inserted": "七", "rule": "c"},
]


def row(**change: Any) -> dict[str, Any]:
    """The edits, the second one changed."""
    return {"edits": [EDITS[0], {**EDITS[1], **change}, EDITS[2]]}


def test_there_and_back() -> None:
    assert replay(SOURCE, row()) == TEXT
    assert take_back(TEXT, row()) == SOURCE


def test_without_what_was_removed() -> None:
    spans = {"edits": [{k: v for k, v in e.items() if k != "removed"} for e in EDITS]}
    assert (has_removed(row()), has_removed(spans)) == (True, False)
    assert replay(SOURCE, spans) == TEXT
    assert ledger_of(spans, SOURCE) == ledger_of(row())
    assert take_back(TEXT, spans) == "一三五六"


BACK = [
    ({"start": 1, "end": 2}, "$.edits[1]", "a span that starts at 2 or later", "[1, 2)"),
    ({"start": 5, "end": 4}, "$.edits[1]", "a span that starts at 2 or later", "[5, 4)"),
    ({"removed": "四五"}, "$.edits[1].removed", "1 code points, from start to end", "2"),
    ({"inserted": "四"}, "$.edits[1].inserted", "what the record's text holds there, at 3: '五'", "'四'"),
    ({"start": 9, "end": 10}, "$.edits[1]", "a span within the text's 6 code points", "one that starts 7 behind 2"),
]


@pytest.mark.parametrize(("change", "place", "expected", "found"), BACK)
def test_what_cannot_be_taken_back(change: dict[str, Any], place: str, expected: str, found: str) -> None:
    with pytest.raises(LedgerError) as fault:
        take_back(TEXT, row(**change))
    assert (fault.value.place, fault.value.expected, fault.value.found) == (place, expected, found)


AGAIN = [
    ({"start": 1, "end": 2}, "$.edits[1]", "a span in [2, 6]", "[1, 2)"),
    ({"start": 5, "end": 7}, "$.edits[1]", "a span in [2, 6]", "[5, 7)"),
    ({"removed": "五"}, "$.edits[1].removed", "what the source text holds there: '四'", "'五'"),
]


@pytest.mark.parametrize(("change", "place", "expected", "found"), AGAIN)
def test_what_cannot_be_carried_out(change: dict[str, Any], place: str, expected: str, found: str) -> None:
    with pytest.raises(LedgerError) as fault:
        replay(SOURCE, row(**change))
    assert (fault.value.place, fault.value.expected, fault.value.found) == (place, expected, found)


@given(st.lists(st.fixed_dictionaries({"start": st.integers(0, 8), "end": st.integers(0, 8), "removed": st.text(max_size=2), "inserted": st.text(max_size=2)})))
def test_any_row_fits_or_is_told(edits: list[dict[str, Any]]) -> None:
    given_row = {"edits": [{**e, "rule": "r"} for e in edits]}
    try:
        text = replay(SOURCE, given_row)
    except LedgerError:
        return
    assert take_back(text, given_row) == SOURCE
