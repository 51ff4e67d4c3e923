"""The strip step as a whole: zones, chrome round articles, verdicts, and what always holds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from opencc import OpenCC

from tests.article_sample import BODY, HEAD, TAIL
from toolkit import clean
from toolkit.chrome import strip
from toolkit.chrome.lines import Page, split_lines
from toolkit.chrome.table import LINE_RULES, match
from toolkit.config import Config
from toolkit.context import Context
from toolkit.edits import apply, ordered
from toolkit.fold import fold

ARTICLE = [HEAD, *BODY, TAIL]
TITLE = "渡口的灯亮了一整夜"

ABOVE = [
    "您现在的位置：首页 » 新闻资讯 » 行业新闻 » 详细内容",
    "首页|新闻|财经|体育|娱乐|科技|汽车|房产",
    "欢迎光临本站！ 今天是2023年5月8日 星期一",
    "来源：河湾社 作者：张伟 责任编辑：李丽 发布时间：2023-05-08 09:25:30",
    "发布日期：2023-05-08\u3000\u3000浏览次数：1234 次\u3000\u3000字号：[ 大 中 小 ]",
    "2023年05月08日09:25 来源：河湾网－河湾日报",
    "【字体：大 中 小】 【打印】 【关闭】",
    "打开微信“扫一扫”，打开网页后点击屏幕右上角分享按钮",
    "分享 微信 微博 QQ空间",
    "阅读量：1.2万",
    "记者 张伟 通讯员 李丽",
    "索引号：000014349/2023-00012 主题分类：教育 发文机关：市教育局",
]
BELOW = [
    "编辑丨李丽",
    "一审：李丽 二审：王强 三审：张伟",
    "（来源：河湾社）",
    "监制：王强 策划：张伟 统筹：李丽",
    "下一篇：没有了",
    "« 上一篇 下一篇 »",
    "【打印本页】 【关闭窗口】",
    "长按二维码关注我们",
    "点个“在看”，分享给更多人",
    "相关阅读：",
    "24小时热文",
    "还没有人评论过，快来抢沙发吧",
    "免责声明：本网站转载此文目的在于传递更多信息，不代表本网的观点和立场。文章内容仅供参考。",
    "转载请注明出处",
    "关于我们-联系我们-版权声明-招聘信息",
    "京公网安备 11010102000001号",
    "©2023 河湾网 All Rights Reserved.",
    "互联网新闻信息服务许可证10120170001",
    "主办单位：河湾市人民政府办公室 承办单位：河湾市大数据局",
    "返回顶部",
    "×",
    "更多>>",
    "举报/反馈",
]


def left(lines: list[str]) -> list[str]:
    return clean("\n".join(lines), media_type="text/plain", script="keep", config={"corrections": False}).paragraphs


@pytest.mark.parametrize("convert", [str, OpenCC("s2t").convert], ids=["Hans", "Hant"])
@pytest.mark.parametrize("line", ABOVE)
def test_chrome_above_an_article_goes(line: str, convert: object) -> None:
    assert callable(convert)
    body = [convert(x) for x in ARTICLE]
    assert left([convert(TITLE), convert(line), *body]) == body


@pytest.mark.parametrize("convert", [str, OpenCC("s2t").convert], ids=["Hans", "Hant"])
@pytest.mark.parametrize("line", BELOW)
def test_chrome_below_an_article_goes(line: str, convert: object) -> None:
    assert callable(convert)
    body = [convert(x) for x in ARTICLE]
    assert left([convert(TITLE), *body, convert(line)]) == body


INSIDE = [
    "渡口的来历",
    "一、从前只有一条船",
    "“那就走吧。”",
    "记者手记：",
    "春天来得早",
    "分享会在茶园里开",
    "关注留守儿童",
    "推荐理由",
    "相关部门表示",
    "上一篇文章讲到了桥",
    "更多的人",
    "联系我们的人是老陈",
    "注：水位以石阶为准",
    "评论员说得对",
    "返回渡口",
    "大中小三条船",
    "打开窗户看水",
    "关闭闸门",
    "点赞的人很多",
    "下载站在村口",
    "3.扫码上船，不用排队",
    "今天是个好日子",
    "阅读",
    "——致老陈",
    "（完）",
    "10:30 开船",
    "电话响了",
    "热门线路",
    "图书馆",
    "作者的话",
]


@pytest.mark.parametrize("line", INSIDE)
def test_headings_and_short_lines_inside_an_article_stay(line: str) -> None:
    lines = [*ARTICLE[:3], line, *ARTICLE[3:]]
    assert left(lines) == lines


def test_short_lines_behind_an_article_stay_without_evidence() -> None:
    lines = [*ARTICLE, "渡口全景", "茶园一角"]
    assert left(lines) == lines


def test_what_stands_behind_the_end_goes_with_it() -> None:
    assert left([*ARTICLE, "相关阅读", "渡口来了新船", "茶园开门", "水鸟回来了"]) == ARTICLE


def test_the_dump_of_a_whole_site_is_cut_to_its_article() -> None:
    navigation = ["首页", "登录", "注册", "新闻", "体育", "设为首页", "加入收藏", "手机版", "热点", "视频", "图片", "专题", "微博", "微信", "客户端下载"]
    teasers = [
        "相关阅读",
        "河湾来了新船，试航三天没有出过差错。乘客都说比老船稳当得多。",
        "茶园开门",
        "网友评论",
        "我要评论",
        "说得好",
        "关于我们",
        "联系我们",
        "返回顶部",
    ]
    assert left([*navigation, TITLE, "2023-05-08 09:25 来源：河湾日报", *ARTICLE, *teasers, *navigation]) == ARTICLE


# (drop, reason)
VERDICTS = [
    ("抱歉，页面不存在\n您要访问的页面找不到了，可能已被删除。\n返回首页", "page.error"),
    ("系统提示\n您尚未登录，请先登录后再查看\n用户名：\n密码：\n忘记密码 | 立即注册", "page.login"),
    ("页面加载中，请稍候...", "page.shell"),
    ("网站 404 周年\n" + "\n".join(ARTICLE), ""),
    ("登录\n注册\n" + "\n".join(ARTICLE), ""),
    ("找不到的钥匙\n老陈的钥匙不见了，他找遍了渡口也没有找到，后来才发现它挂在船头的钉子上，水鸟正站在旁边，好像在替他看着。", ""),
    ("春眠不觉晓，\n处处闻啼鸟。\n夜来风雨声，\n花落知多少。", ""),
    ("好。", ""),
]


@pytest.mark.parametrize(("text", "reason"), VERDICTS)
def test_verdicts(text: str, reason: str) -> None:
    article = clean(text, media_type="text/plain")
    assert article.reasons == ([reason] if reason else [])
    assert article.verdict == ("rejected" if reason else "kept")


def test_every_line_rule_matches_its_own_examples() -> None:
    for line_rule in LINE_RULES:
        for example in line_rule.rule.hits:
            found = match(fold(example), line_rule.zone)
            assert found is not None, (line_rule.rule.id, example)
            assert found.rule.id == line_rule.rule.id, example


def test_lines_know_their_places() -> None:
    text = "  甲乙 \r\n\n\u3000丙丁\n"
    lines = split_lines(text)
    assert [text[x.start : x.end] for x in lines] == ["甲乙", "丙丁"]
    assert [x.blank_after for x in lines] == [True, True]


def test_the_body_of_a_short_dump_reaches_from_paragraph_to_paragraph() -> None:
    text = "\n".join(["标题", *ARTICLE[:2], "小标题", *ARTICLE[2:], "图"])
    page = Page(split_lines(text), text)
    page.find_body(lambda line: False)
    assert (page.first, page.last, page.whole_site) == (1, len(ARTICLE) + 1, False)


@pytest.mark.parametrize(
    "text", [" " * 300_000, " \n" * 100_000, "贷款_" * 50_000, ("点赞" * 24 + "啊\n") * 1000, "来源:" * 50_000, ("2023-05-08 " * 15 + "\n") * 300]
)
def test_hostile_texts_take_no_time(text: str) -> None:
    started = time.process_time()
    list(strip(text, Context(Config.load(None), None, "text/plain")))
    assert time.process_time() - started < 2


WORDS = [
    *ABOVE,
    *BELOW,
    *INSIDE,
    *ARTICLE,
    TITLE,
    "主站蜘蛛池模板: 甲乙 | 乙甲 | 甲丙",
    "甲乙_乙甲_甲丙_丙乙_乙丙",
    "• <tr id='a'></tr>",
    "【九木体育】渡口-九木体育官网登录",
    "（记者 陈立文）",
    "",
]


@given(st.lists(st.sampled_from(WORDS) | st.text(max_size=30), max_size=14).map("\n".join))
def test_strip_never_fails_and_only_deletes(text: str) -> None:
    context = Context(Config.load(None), None, "text/plain", source_text=text)
    edits = ordered(strip(text, context))
    assert all(e.new == "" and e.end > e.start for e in edits)
    kept = apply(text, edits)
    assert len(kept) == len(text) - sum(e.end - e.start for e in edits)
