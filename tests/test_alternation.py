"""Alternations that are searched for fast."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.alternation import by_first_letter


@pytest.mark.parametrize("pattern", ["a|(?:b|c)", "a|.b", "a||b", r"\d|a", "[ab]c|d"])
def test_an_alternative_without_a_first_character_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match="begins with no literal character"):
        by_first_letter(pattern)


@given(st.text("来源:：自发布表|)行(C备1Morefn ©axb", max_size=60))
def test_it_finds_what_the_plain_alternation_finds(text: str) -> None:
    plain = r"来源[:：]|来自|发(?:布|表)|发[|)]行|\(C\)|备\d|More (?:from|on)|\|x|©|a|ab"
    assert by_first_letter(plain).findall(text) == re.findall(plain, text)
