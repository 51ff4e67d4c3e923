"""Invisible characters, homoglyphs, doubled punctuation: what goes and what a script needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.config import Config
from toolkit.context import Context
from toolkit.edits import apply, ordered
from toolkit.repair import repair
from toolkit.repair.homoglyphs import homoglyphs
from toolkit.repair.invisible import invisible
from toolkit.repair.punctuation import doubled

INVISIBLE = [
    ("渡\u200b口\ufeff的\u2060灯", "渡口的灯"),
    ("渡\u00ad口\u202e的\u200f灯\x00", "渡口的灯"),
    ("灯亮了。\u2028水退了。", "灯亮了。\n水退了。"),
    ("\ue600 首页", " 首页"),
    ("\ue600\ue601", ""),
    ("灯\u200d亮", "灯亮"),
    ("a\ufe0fb", "ab"),
    # what a script needs
    ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
    ("☀\ufe0f晴", "☀\ufe0f晴"),
    ("葛\U000e0100城", "葛\U000e0100城"),
    ("می\u200cخواهم", "می\u200cخواهم"),
    ("שלום\u200f!", "שלום\u200f!"),
    ("क्\u200dष", "क्\u200dष"),
    ("他叫\ue123生", "他叫\ue123生"),
    ("🏴\U000e0067\U000e0062\U000e007f", "🏴\U000e0067\U000e0062\U000e007f"),
]
HOMOGLYPHS = [
    ("wеbsitе", "website"),
    ("ｗebsite", "website"),
    ("вода", "вода"),
    ("5 μm", "5 μm"),
    ("ＡＢＣ", "ＡＢＣ"),
    ("α粒子", "α粒子"),
    ("Москва", "Москва"),
]
DOUBLED = [
    ("灯亮了,，水退了,，人睡了,。", "灯亮了，水退了，人睡了。"),
    ("灯亮了,，水退了。", "灯亮了,，水退了。"),
    ("回家?！好吗?！真的?！", "回家?！好吗?！真的?！"),
    ("3,，4,，5,，", "3,，4,，5,，"),
]


@pytest.mark.parametrize(("text", "left"), INVISIBLE)
def test_invisible(text: str, left: str) -> None:
    assert apply(text, ordered(invisible(text))) == left


@pytest.mark.parametrize(("text", "left"), HOMOGLYPHS)
def test_homoglyphs(text: str, left: str) -> None:
    assert apply(text, ordered(homoglyphs(text))) == left


@pytest.mark.parametrize(("text", "left"), DOUBLED)
def test_doubled(text: str, left: str) -> None:
    assert apply(text, ordered(doubled(text))) == left


PIECES = st.text(st.sampled_from("渡口的燈亮了實驗?？！；,，。(（)）shíyàn\u200b\u200d\ufe0f\ue000r@\n "), max_size=60) | st.text(max_size=40)


@given(st.lists(PIECES, max_size=6).map("".join))
def test_repair_never_fails_and_its_edits_fit(text: str) -> None:
    context = Context(Config.load(None), None, "text/plain", source_text=text)
    apply(text, ordered(repair(text, context)))
