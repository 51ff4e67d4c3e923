"""The one form of a text that rules are matched against."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.fold import fold

CASES = {
    "來源：ＡＢＣ": "来源:abc",
    "【记者】　王": "[记者] 王",
    "丨∣│": "|||",
    "薴苧": "苧苎",  # one becomes what the other is
    "没有什么要变的": "没有什么要变的",
    "\U0001f600Ａ": "\U0001f600a",
}


@pytest.mark.parametrize("text", CASES)
def test_a_text_is_folded(text: str) -> None:
    assert fold(text) == CASES[text]


@given(st.text("來源：，ＡＢc薴苧書說話國學會這個們來時間對長門見車馬", max_size=60))
def test_every_character_is_folded_by_itself(text: str) -> None:
    assert fold(text) == "".join(map(fold, text))
