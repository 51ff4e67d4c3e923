"""Injected lists go, whatever they sell; lists that articles hold stay."""

from __future__ import annotations

import random

import pytest

from tests.article_sample import BODY, HEAD, TAIL
from tests.damage import SEPARATORS, TOPICS, keyword_list, with_line
from toolkit import clean
from toolkit.chrome.spam import cohesion, grams, overlap, segments

ARTICLE = [HEAD, *BODY, TAIL]


@pytest.mark.parametrize("topic", TOPICS)
def test_lists_of_topics_that_no_rule_names_go(topic: str) -> None:
    rng = random.Random(topic)
    tries, gone = 120, 0
    for _ in range(tries):
        line = keyword_list(rng, topic, rng.choice((6, 8, 10, 16, 30)), rng.choice(SEPARATORS))
        text = clean("\n".join(with_line(rng, ARTICLE, line)), media_type="text/plain").text
        gone += text.split("\n") == ARTICLE
    assert gone >= 0.95 * tries


LISTS = [
    "关键词：水稻；产量；氮素利用率；缓控释肥；食味品质",
    "张 俊,李 宁,李 卓,张 伟,张志华,梁 琦,王 莉,侯 争",
    "陈立文、李小河、王大江、周平安",
    "东岸、西岸、南岸、北岸四个渡口同时开放",
    "曲目：渡口，船歌，水鸟，茶园，石阶",
    "早班 | 六点 | 渡口 | 十人",
    "山一程，水一程，身向榆关那畔行，夜深千帐灯",
    "河湾茶业有限公司、云岭茶业有限公司、石阶茶业有限公司、水鸟茶业有限公司",
    "渡口，茶园，石阶，水鸟，路灯，大桥",
    "2019 | 2020 | 2021 | 2022 | 2023",
    "船号 - 船长 - 载客 - 吃水 - 航速",
]


@pytest.mark.parametrize("line", LISTS)
def test_lists_of_articles_stay(line: str) -> None:
    text = "\n".join([*ARTICLE[:3], line, *ARTICLE[3:]])
    assert clean(text, media_type="text/plain", script="keep").text == text


@pytest.mark.parametrize("line", LISTS)
def test_lists_by_themselves_stay(line: str) -> None:
    assert clean(line, media_type="text/plain", script="keep").text == line


def test_a_list_in_the_other_script_needs_less() -> None:
    from opencc import OpenCC

    body = OpenCC("s2t").convert("\n".join(ARTICLE))
    line = "车险报价_车险公司_理赔电话_车险计算"
    assert clean(f"{line}\n{body}", script="keep", media_type="text/plain").text == body


def test_segments() -> None:
    found = segments("甲乙_丙丁_甲丙_乙丁_甲乙丙丁")
    assert found is not None
    assert found.parts == ["甲乙", "丙丁", "甲丙", "乙丁", "甲乙丙丁"]
    assert segments("水位涨了_又退了。船照开_人照坐_灯照亮") is None
    assert segments("甲乙_丙丁") is None


def test_cohesion_and_overlap() -> None:
    assert cohesion(["低价船票", "船票预订", "预订平台"]) == 1.0
    assert cohesion(["甲乙", "丙丁", "戊己"]) == 0.0
    assert cohesion(["东方有限公司", "西山有限公司", "南江有限公司"]) == 0.0
    assert overlap(["渡口", "水鸟"], grams("渡口的水鸟")) == 1.0
    assert grams("渡口abc的 12") == {"渡口", "abc", "12"}
