"""Misaligned GBK: what the simulator breaks comes back, or stays as it is with a warning."""

from __future__ import annotations

from itertools import pairwise

import pytest
from opencc import OpenCC

from tests.article_sample import BODY, HEAD, TAIL
from tests.damage import Event, host_events, misread, split_events
from toolkit import clean
from toolkit.fold import traditional_only
from toolkit.repair.misaligned import Doubt, Run, stretches
from toolkit.repair.readings import default_reading

CLAUSES = [c for text in (HEAD, *BODY, TAIL) for c in text.rstrip("。").split("，") if len(c) > 6]
STARTS = ("可是", "看来", "快到年底时，", "考虑到安全，", "空气里有人说", "科研人员发现", "客人们都知道")
SENTENCES = [f"{a}。{start}{b}。" for a, b in pairwise(CLAUSES) for start in STARTS]
SENTENCES += [f"{a}。“{b}。”" for a, b in pairwise(CLAUSES)]
SENTENCES += [f"大家都愿意来，是因为{c}。" for c in CLAUSES] + [f"据当地的船工说，{c}。" for c in CLAUSES]
HOSTS = {
    c: default_reading(c) or ""
    for c in OpenCC("s2t").convert("实验数据现发学开处员为时过经业国设这对务记结关当会论点电动进种问题间标")
    if c in traditional_only()
}


def events() -> list[Event]:
    convert = OpenCC("s2t").convert
    lines = [convert(s) for s in SENTENCES]
    return [e for line in lines for e in (*split_events(line), *host_events(line, HOSTS))]


def restored(text: str) -> str:
    out, at = [], 0
    for found in stretches(text):
        if isinstance(found, Run):
            out += [text[at : found.start], found.text]
            at = found.end
    return "".join(out) + text[at:]


def test_what_is_whole_comes_back_and_nothing_is_made_up() -> None:
    found = [(e, restored(e.damaged)) for e in events()]
    whole = [(e, text) for e, text in found if not e.gap]
    assert len(whole) >= 60
    assert sum(text == e.clean for e, text in whole) >= 0.95 * len(whole)
    assert not [e for e, text in whole if text not in (e.clean, e.damaged)]
    assert sum(text not in (e.clean, e.damaged) for e, text in found) <= 0.05 * len(found)  # a gap that reads well can't be seen


@pytest.mark.parametrize(
    "text",
    [
        "你问我为什么不回家?！他没有回答。",
        "他是谁?为什么坐在船头？",
        "真的吗?",
        "怎么办?！！",
        "a?b；c",
        "?",
        "???",
        "价格?（未定）",
        "?)",
        "x?yàn)y",
        "中?zzz)",
    ],
)
def test_real_question_marks_stay(text: str) -> None:
    assert not [found for found in stretches(text) if isinstance(found, Run)]


@pytest.mark.parametrize(
    ("damaged", "clean_text"),
    [
        ("外面的客人要喝上一碗再走?zhé)?", "外面的客人要喝上一碗再走。"),
        ("船沿著道路N(zhǒng)53開去。", "船沿著道路N53開去。"),
        ("他們說「這口井的水最甜?！?", "他們說「這口井的水最甜。」"),
    ],
)
def test_ends_and_letters(damaged: str, clean_text: str) -> None:
    assert restored(damaged) == clean_text


def test_a_gap_is_flagged_and_left() -> None:
    text = "其次是跳繩?？倓仗幰虼颂碇昧艘慌鞑摹?"
    assert [type(found) for found in stretches(text)] == [Doubt]
    article = clean(text, script="keep")
    assert article.text == text
    assert [w.rule for w in article.warnings] == ["repair.misaligned-doubtful"]


def test_a_comma_that_ran_together_with_a_character_is_seen() -> None:
    found = [e for e in host_events("船工沒怎麼讓我幹家務，不過這也不是我動手的藉口。", {"規": "guī"}) if e.gap]
    assert found
    assert [restored(e.damaged) for e in found] == [e.damaged for e in found]


def test_the_reader_of_the_simulator() -> None:
    assert misread("渡口".encode("gbk")[1:]) == ("煽?", False)
    assert misread(b"\xb2(a") == ("?a", False)
