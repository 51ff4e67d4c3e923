"""What OpenCC gets wrong in running text, and what must stay."""

from __future__ import annotations

import pytest

from toolkit.script import convert

TO_HANS = """
隨著改革的推進|随着改革的推进
看著書，唱著歌，有著作用|看着书，唱着歌，有着作用
著名作家的著作|著名作家的著作
帶著名片來|带着名片来
顯著的成就|显著的成就
彰顯著力量|彰显着力量
配合著做|配合着做
兩人合著|两人合著
討論著問題|讨论着问题
他的論著|他的论著
原著、編著、專著、譯著、名著、巨著、土著|原著、编著、专著、译著、名著、巨著、土著
著書立說|著书立说
以勤勞著稱|以勤劳著称
韓愈著《原道》|韩愈著《原道》
手裡拿著《原道》|手里拿着《原道》
研究所著重應用|研究所着重应用
著手、著眼、著力、著急|着手、着眼、着力、着急
衣著、沉著、附著|衣着、沉着、附着
牠們和妳們|它们和你们
祇有神祇|只有神祇
位於倫敦|位于伦敦
於忠祥先生|於忠祥先生
恢覆和覆蓋|恢复和覆盖
徵調和徵調式|征调和徵调式
乾安縣很乾燥|乾安县很干燥
乾符六年和乾化肥|乾符六年和干化肥
乾隆年間的乾燥天氣|乾隆年间的干燥天气
"""
TO_TAIWAN = """
台湾的平台公布了分布图|台灣的平台公布了分布圖
潮湿的岩石|潮濕的岩石
他在村里，塔里克也在|他在村裡，塔里克也在
美国历史和国历|美國歷史和國曆
并成为老师，合并成一个|並成為老師，合併成一個
学校复校|學校復校
随着著名作家|隨著著名作家
"""


def cases(table: str) -> list[list[str]]:
    return [line.split("|") for line in table.strip().split("\n")]


@pytest.mark.parametrize(("source", "expected"), cases(TO_HANS))
@pytest.mark.parametrize("config", ["t2s", "tw2s"])
def test_to_simplified(config: str, source: str, expected: str) -> None:
    assert convert(source, config, corrections=True) == expected


@pytest.mark.parametrize(("source", "expected"), cases(TO_TAIWAN))
def test_to_taiwan(source: str, expected: str) -> None:
    assert convert(source, "s2tw", corrections=True) == expected


@pytest.mark.parametrize("source", ["他擡头看什么", "土著居民", "卓著的功勋"])
def test_tw2s_does_not_damage(source: str) -> None:
    traditional = convert(source, "s2tw")
    assert convert(traditional, "tw2s", corrections=True) == source.replace("擡", "抬")


@pytest.mark.parametrize("config", ["t2s", "s2tw", "s2twp", "t2hk"])
def test_text_without_a_word_of_chinese(config: str) -> None:
    assert convert("plain text, 1 + 1 = 2", config, corrections=True) == "plain text, 1 + 1 = 2"
