"""The table of characters, with numpy and without: the same text."""

from __future__ import annotations

import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from toolkit.script import convert
from toolkit.script.dictionaries import read_default
from toolkit.script.table import Table

TABLE = Table(read_default("TSCharacters"))
LONG = 300  # code points, so many that numpy is taken
CHARACTERS = st.text(st.one_of(st.sampled_from(sorted(read_default("TSCharacters"))), st.characters(), st.sampled_from("\ud800\udc00\ue000𠀀")), max_size=60)


def with_numpy(monkeypatch: pytest.MonkeyPatch, *, loaded: bool) -> None:
    if loaded:
        monkeypatch.setitem(sys.modules, "numpy", np)
    else:
        monkeypatch.delitem(sys.modules, "numpy", raising=False)


@pytest.mark.parametrize("loaded", [False, True])
@given(part=CHARACTERS)
def test_each_character_is_looked_up(loaded: bool, part: str) -> None:
    text = part * (LONG // max(len(part), 1) + 1)
    with pytest.MonkeyPatch.context() as patch:
        with_numpy(patch, loaded=loaded)
        assert TABLE.convert(text) == "".join(TABLE.characters[ord(c)] if c <= "\uffff" else c for c in text)


@pytest.mark.parametrize("loaded", [False, True])
@pytest.mark.parametrize(
    "text",
    [
        "於是他沈默著，畫了一幅畫，藉著乾坤與乾燥的話題回覆鍾先生。",  # characters that phrases hang on
        "\ue000乾\ue000坤\ue000乾\ue000",  # private use in the text itself
        "\ud800\udc00乾坤\udc00",  # lone surrogates
        "𠀀乾坤𩞯𠀀",  # beyond the Basic Multilingual Plane
        "瞭望瞭解一目瞭然，什麼麼。",
    ],
)
def test_a_long_text_is_converted_as_by_the_reference(monkeypatch: pytest.MonkeyPatch, loaded: bool, text: str) -> None:
    with_numpy(monkeypatch, loaded=loaded)
    text *= LONG // len(text) + 1
    assert convert(text, "t2s") == OpenCC("t2s").convert(text)
