"""The runs of differing places are what a look at each character finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from toolkit.differences import count_runs, runs_of


@given(st.lists(st.tuples(st.characters(), st.characters())))
def test_runs_are_the_places_that_differ(pairs: list[tuple[str, str]]) -> None:
    old, new = "".join(a for a, _ in pairs), "".join(b for _, b in pairs)
    starts, ends = runs_of(old, new)
    marked = [i for a, b in zip(starts, ends, strict=True) for i in range(a, b)]
    assert marked == [i for i, (a, b) in enumerate(pairs) if a != b]
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
    assert count_runs(old, new) == len(starts)
