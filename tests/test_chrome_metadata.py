"""Metadata is read out of the lines that state it, before they go."""

from __future__ import annotations

from typing import Any

import pytest
from opencc import OpenCC

from tests.article_sample import BODY, HEAD, TAIL, laid
from toolkit import Article, clean
from toolkit.chrome.bylines import parse, read_author
from toolkit.chrome.metadata import _LABELLED
from toolkit.chrome.names import is_person, people
from toolkit.fold import fold

ARTICLE = [HEAD, *BODY, TAIL]
TITLE = "渡口的灯亮了一整夜"


def drop(head: str, foot: str = "") -> Article:
    return clean("\n".join([head, *ARTICLE, foot]), media_type="text/plain")


# (lines before the article, lines behind it, fields)
CASES: list[tuple[str, str, dict[str, Any]]] = [
    (
        f"{TITLE}\n来源:河湾日报\n2023-11-11 09:25",
        "责任编辑:于小舟",
        {"title": TITLE, "source": "河湾日报", "published": "2023-11-11T09:25:00+08:00", "editor": "于小舟"},
    ),
    (
        f"当前位置：首页 > 新闻 > 地方新闻 > 正文\n{TITLE}\n2023年5月8日 作者：陈立文",
        "",
        {"title": TITLE, "section": "地方新闻", "published": "2023-05-08", "authors": ["陈立文"]},
    ),
    (
        f"{TITLE} - 地方 - 河湾新闻网\n要闻\n{TITLE}\n",
        "（河湾日报记者 陈立文 李小河）",
        {"title": TITLE, "section": "地方", "site_name": "河湾新闻网", "authors": ["陈立文", "李小河"]},
    ),
    (f"河湾网 〉地方新闻 〉正文\n{TITLE}\n2023年5月8日", "", {"title": TITLE, "section": "地方新闻"}),
    (TITLE, "（责任编辑：李小河）。", {"title": TITLE, "editor": "李小河"}),
    (f"{TITLE}_地方频道_河湾新闻网", "编辑：李小河 审核：王大江", {"title": TITLE, "section": "地方频道", "site_name": "河湾新闻网", "editor": "李小河"}),
    (f"（原标题：{TITLE}）", "", {"title": TITLE}),
    (
        f"{TITLE}\n文章来源：本站 作者：佚名 点击：56次",
        "版权所有 河湾区融媒体中心 联系电话：023-12345678",
        {"title": TITLE, "source": "本站", "authors": [], "rights_holder": "河湾区融媒体中心"},
    ),
    (f"{TITLE}\n2023-05-08 09:25 | 来源：河湾晚报 | 阅读：1024", "", {"source": "河湾晚报", "published": "2023-05-08T09:25:00+08:00"}),
    (f"{TITLE}\n2023-05-08 陈立文", "", {"authors": ["陈立文"], "source": None}),
    (f"{TITLE}\n2023-05-08 河湾晚报 陈立文", "", {"authors": ["陈立文"], "source": "河湾晚报"}),
    ("渡口天气：\n您当前的位置 :  > 新闻中心 > 新闻中心 > 正文\n" + TITLE, "", {"title": TITLE, "section": "新闻中心"}),
    (f"{TITLE}\n船工老陈在渡口点灯。李小河 摄", "", {"title": TITLE, "captions": ["船工老陈在渡口点灯。李小河 摄"]}),
]


@pytest.mark.parametrize(("head", "foot", "fields"), CASES)
@pytest.mark.parametrize("traditional", [False, True])
def test_fields(head: str, foot: str, fields: dict[str, Any], traditional: bool) -> None:
    convert = OpenCC("s2t").convert if traditional else str
    article = clean(convert("\n".join([head, *ARTICLE, foot])), media_type="text/plain", config={"corrections": False})
    assert {name: getattr(article, name) for name in fields} == fields
    assert len(article.paragraphs) == len(ARTICLE)


NO_METADATA = [
    "记者：您在这条河上摆渡了多少年？",
    "作者：这个问题他想了一辈子",
    "时间：谁也说不准",
    "2023年的春天来得晚",
    "会议时间到了，人还没有来",
    "来源地的水位更高",
    "编辑 这两个字他写了一辈子",
    "日期\t船名\t码头",
    "渡口到茶园：三里",
]


@pytest.mark.parametrize("line", NO_METADATA)
def test_text_that_looks_like_metadata_stays(line: str) -> None:
    text = "\n".join([*ARTICLE[:3], line, *ARTICLE[3:]])
    assert clean(text, media_type="text/plain").text == text


def test_the_title_stays_in_the_text_where_it_is_none() -> None:
    for line in ("一、渡口的来历", "春风起，", "（第三章）", "图1"):
        assert drop(line).title is None


def test_a_story_told_in_captions_keeps_them() -> None:
    captions = [f"图为渡口的第{n}班船。" for n in "一二三"]
    article = clean("\n".join([TITLE, *captions]), media_type="text/plain")
    assert article.paragraphs[-3:] == captions
    assert article.captions == []


def test_captions_may_stay() -> None:
    text = "\n".join([*ARTICLE[:3], "老陈在渡口点灯。李小河 摄", *ARTICLE[3:]])
    assert clean(text, media_type="text/plain", config={"captions": "text"}).text == text


def test_an_assumed_zone_is_told() -> None:
    assert [w.rule for w in drop(f"{TITLE}\n2023-05-08 09:25").warnings] == ["date.zone-assumed"]


@pytest.mark.parametrize(
    ("line", "kinds"),
    [
        ("来源:河湾日报 作者:陈立文 日期:2025-01-23", ["source", "author", "published", "date"]),
        ("编辑 陈立文 校对 李小河", ["editor", "staff"]),
        ("【字号：大 中 小】【打印】2023-05-08", ["other", "tool", "tool", "tool", "tool", "date"]),
        ("2023-05-08 09:25 来源：河湾新闻网 参与互动(0)", ["date", "source", "count"]),
        ("来源：河湾日报作者：陈立文", ["source", "author"]),
        ("来源：河湾网 陈立文 2025-01-23", ["source", "free", "date"]),
        ("[责任编辑：陈立文 ]频道精选", ["editor", "tool"]),
        ("http://www.example.com 2023年05月08日 09:25 河湾网", ["tool", "date", "free"]),
        ("原创 河湾都市报 2023-05-08 09:25", ["tool", "free", "date"]),
        ("渡口边的灯", None),
        ("视频 访谈 演出", None),
    ],
)
def test_parse(line: str, kinds: list[str] | None) -> None:
    found = parse(fold(line), line)
    assert (found and [i.kind for i in found.items]) == kinds


@pytest.mark.parametrize(
    ("value", "names"),
    [
        ("陈立文", ["陈立文"]),
        ("陈立文 李小河", ["陈立文", "李小河"]),
        ("本报记者 陈立文、李小河", ["陈立文", "李小河"]),
        ("张 伟", ["张伟"]),
        ("欧阳小河", ["欧阳小河"]),
        ("陈立文摄", ["陈立文"]),
        ("陈立文 李小河 河湾报道", ["陈立文", "李小河"]),
        ("关注", []),
        ("新华网", []),
        ("水位涨了", []),
    ],
)
def test_people(value: str, names: list[str]) -> None:
    assert people(value) == names


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("来源：《河湾晚报》 手机看新闻", "河湾晚报"),
        ("来源：《河湾日报》（海外版）", "《河湾日报》（海外版）"),
        ("作者：《河湾》综合报道", "《河湾》综合报道"),
        ("来源：河湾日报(网络版)", "河湾日报(网络版)"),
        ("[责任编辑：陈立文 ]频道精选", "陈立文"),
        ("编辑：陈立文_NB1234", "陈立文"),
        ("2023-05-08 来源：河湾网 李小河", "河湾网"),
        ("来源：河湾区 江边", "河湾区 江边"),
    ],
)
def test_a_value_ends_with_its_brackets_and_before_other_things(line: str, value: str) -> None:
    found = parse(fold(line), line)
    assert found is not None
    assert [line[i.start : i.end] for i in found.of("source", "author", "editor")] == [value]


def test_names() -> None:
    assert is_person("陈立文")
    assert not is_person("新华社")
    assert read_author("admin") == []
    assert read_author("河湾小编辑部的人") == ["河湾小编辑部的人"]


LABELS = "来源 文章出处 稿源 转自 转载于 摘自 来自 责任编辑 责编 编审 编校 编发 发布日期 时间 发布于 发表 更新于"


@pytest.mark.parametrize("label", LABELS.split())
def test_a_labelled_line_amid_the_text_is_looked_at(label: str) -> None:
    assert _LABELLED.search(label)


def test_what_a_broken_template_left_is_no_value() -> None:
    article = clean(laid('作者：size="20"  来源：size="20"  2005-07-03', "head"))
    assert (article.authors, article.source, article.published) == ([], None, "2005-07-03")
