"""Which script a text is in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.script import detect
from toolkit.script.detection import count_han

HANS = "山里的雪开始融化，河水涨起来了，村里的人们都到桥边来看热闹。"
HANT = "山裡的雪開始融化，河水漲起來了，村裡的人們都到橋邊來看熱鬧。"


@pytest.mark.parametrize(
    ("text", "script", "language"),
    [
        (HANS, "Hans", "zh-Hans"),
        (HANT, "Hant", "zh-Hant"),
        (HANS + HANT, "mixed", "zh"),
        (HANT * 8 + HANS, "mixed", "zh"),
        (HANS * 8 + HANT, "mixed", "zh"),
        (HANS * 3 + "《紅樓夢》", "Hans", "zh-Hans"),
        (HANT * 3 + "后里的床", "Hant", "zh-Hant"),
        ("", None, "und"),
        ("1234", None, "und"),
        ("上下左右", None, "zh"),
        ("皇后", "Hans", "zh-Hans"),
        ("「上下左右」", "Hant", "zh-Hant"),
        ("“上下左右”", "Hans", "zh-Hans"),
        ("雪が溶け始めて、川の水が増えた。村の人々が橋に集まっている。", None, "ja"),
        ("눈이 녹기 시작하고 강물이 불어났다.", None, "ko"),
        ("The snow began to melt and the river was rising in the valley.", None, "en"),
        ("La neige fondait et la rivière montait.", None, "und"),
        ("乾隆年间，乾隆皇帝六下江南。", "Hans", "zh-Hans"),
        ("我係佢哋屋企，晒衫嗰陣俾雨聲吓親，唔該你開返個燈。", "Hant", "zh-Hant"),
    ],
)
def test_script(text: str, script: str | None, language: str) -> None:
    found = detect(text)
    assert (found.script, found.language) == (script, language)


def test_evidence_counts() -> None:
    found = detect(HANT + "们")
    assert (found.traditional, found.simplified) == (11, 1)
    assert found.evidence[:2] == ("11 Traditional-only characters", "1 Simplified-only characters")


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("我們爲羣衆提供視頻和網絡服務。", "machine"),
        ("這是皇後的書，裏麵隻有一張紙。", "machine"),
        ("「網路影片」是新的軟體，品質不錯。", "native"),
        ("春天來了。", None),
        (HANS, None),
    ],
)
def test_origin(text: str, origin: str | None) -> None:
    assert detect(text).origin == origin


def test_words_may_overlap() -> None:
    assert "as a machine converts: 互聯網 網絡 裏麵 麵對" in detect("我們看互聯網絡，裏麵對。").evidence


@given(st.text(st.sampled_from("國a〇䷀䶿㐀一鿿\uf9ffﬀ\ud840𠀀\U000323af\U000323b0。")))
def test_chinese_characters_are_counted_right(text: str) -> None:
    inside = (0x3007, *range(0x3400, 0x4DC0), *range(0x4E00, 0xA000), *range(0xF900, 0xFB00), *range(0x20000, 0x323B0))
    assert count_han(text) == sum(ord(c) in inside for c in text)


@given(st.text())
def test_never_fails(text: str) -> None:
    assert detect(text).script in ("Hans", "Hant", "mixed", None)
