"""Pinyin garbage goes, readings that people wrote stay."""

from __future__ import annotations

import random

import pytest
from opencc import OpenCC

from tests.article_sample import BODY, HEAD, TAIL
from tests.damage import annotate
from toolkit import clean
from toolkit.fold import traditional_only
from toolkit.repair.pinyin import annotated, garbage, normal, without
from toolkit.repair.readings import default_reading, readings

ARTICLE = OpenCC("s2t").convert("\n".join((HEAD, *BODY, TAIL)))

# (text, what is left of it)
GONE = [
    ("渡口的電(diàn)燈亮了，孩子們過(guò)河不用帶手電筒，老陳也歡(huān)喜。", "渡口的電燈亮了，孩子們過河不用帶手電筒，老陳也歡喜。"),
    ("老陳看著(zhù)水，說這幾年的水位都記(jì)在門後，誰來問(wèn)都能看。", "老陳看著水，說這幾年的水位都記在門後，誰來問都能看。"),
    ("渡口的電（diàn）燈亮了，孩子們過（guò）河不用帶手電筒，老陳也歡（huān）喜。", "渡口的電燈亮了，孩子們過河不用帶手電筒，老陳也歡喜。"),
    ("船上裝(zhuɑ\u0304nɡ)了電(diàn)燈，還(hái)掛了救生圈。", "船上裝了電燈，還掛了救生圈。"),
    ("開春以後對岸的茶園請了二十多名幫工，早晚兩班船都坐得滿(mǎn)滿當當。", "開春以後對岸的茶園請了二十多名幫工，早晚兩班船都坐得滿滿當當。"),
]
STAYS = [
    "老师念道：“山路重(chóng)重(chóng)叠叠，担子很重(zhòng)。”",
    "江西鉛(yán)山、山東單(shàn)縣、安徽六(lù)安，這幾處地名外地人常常唸錯。",
    "浙江的麗(lí)水和臺(tāi)州，外地人讀錯了也不奇怪。",
    "樂(lè)是快樂的樂(lè)，也是音樂的樂(yuè)。",
    "小(xiǎo)船(chuán)兒(ér)輕(qīng)輕(qīng)飄(piāo)，水(shuǐ)面(miàn)倒(dào)映(yìng)著(zhe)山。",
    "盱眙(Xū Yí)在淮河邊，盩厔(zhōu zhì)今作周至。",
    "氣功（qìgōng）、丹田（dāntián）是常見的詞。",
    "這個「電」(diàn)字寫得真好看。",
]


@pytest.mark.parametrize(("text", "left"), GONE)
def test_garbage_goes(text: str, left: str) -> None:
    assert clean(text, script="keep").text == left


@pytest.mark.parametrize("text", STAYS)
def test_readings_that_people_wrote_stay(text: str) -> None:
    assert clean(text, script="keep").text == text


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_text_comes_back(seed: int) -> None:
    rng = random.Random(seed)
    damaged = annotate(rng, ARTICLE, share=rng.choice((0.03, 0.1, 0.5, 0.9)))
    assert clean(damaged, script="keep").text.split("\n") == clean(ARTICLE, script="keep").text.split("\n")


def test_a_host_behind_another_repair_counts() -> None:
    assert [h.host for h in annotated("時r(shí)", {2: "時"})] == ["時"]


def test_values_of_fields_lose_them_too() -> None:
    assert without("渡口的電(diàn)燈") == "渡口的電燈"
    assert without("渡口(dùkǒu)的燈") == "渡口(dùkǒu)的燈"


def test_nothing_without_a_reading() -> None:
    assert garbage("電(qíng)燈亮了，過(xx)河") == ([], [])


def test_readings_hold_for_every_character() -> None:
    assert all(default_reading(c) in readings(c) for c in traditional_only() if readings(c))
    assert normal("zhuɑ\u0304nɡ") == "zhuāng"
