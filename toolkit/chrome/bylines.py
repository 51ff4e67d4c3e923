"""Lines of labelled metadata (来源: … 作者: … 2023-11-11 09:25 浏览次数: 120): parsed, so that values reach their fields."""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.chrome.names import is_person, people
from toolkit.dates import ASSUMED_ZONE, find_dates

# Labels as the folded line has them (Simplified, half width). One alternative a field; `:`, a bar or a slash follows.
_LABELS = {
    "source": (
        r"(?:文章|信息|稿件|新闻|内容|消息|原文|本文|资料|转载|作品|文稿|供稿|图文)?(?:来源|出处|稿源|转自|转载自|转载于|摘自|来自)(?:网站|媒体|单位|"
        r"于)?"
    ),
    "author": (
        r"(?:文章|本文|原文|作品|原创|署名)?(?:作者|执笔|撰文|撰稿人?|采写|采访|文字|文\s?/\s?图|图\s?/\s?文|图文|文图|记者|通讯员|特约记者|实习生|实习记者|"
        r"见习记者|供稿人?|投稿人?|署名|文(?=\s?[/:|丨])|"
        r"发布者|发布人|发表[人者]|发帖[人者]|发贴[人者]|编译|编写|翻译|译者|整理|来稿|写作|作\s者)"
    ),
    "unit": r"(?:供稿|发布|撰稿|投稿|作者|信息|报送|主办|承办|主管|协办|发文|拟稿|公开)(?:单位|部门|机构|机关|科室|主体)",
    "editor": (
        r"(?:责任|执行|值班|本期|本文|网络|文字|新媒体|微信|实习|见习|栏目|网页|网站|文章|频道|值守|编辑)?(?:编辑|责编|编审|编校|编发|责任编缉|选稿)(?:人|员|"
        r"者)?"
    ),
    "staff": r"(?:一|二|三|初|复|终|统|副|总|主|美术|视觉|图文|责任|执行|技术|文字|图片|视频|音频|版面|微信|本期|新媒体|内容)?"
    r"(?:值班主任|值班编委|审核|校对|审校|初审|复审|终审|二审|三审|一审|审读|审签|签发|签审|监制|监审|主编|总编|策划|统筹|校审|校稿|复核|核稿|核发|排版|制图|制作|"
    r"设计|美编|出品|审稿|审定|把关|录入|上传|剪辑|运营|视觉)(?:人|员|者)?",
    "photo": r"(?:摄影|摄像|视频|音频|海报|漫画|航拍|图片|供图|配图|绘图|图|题图|头图|封面|插画|图片提供)(?:记者|来源)?",
    "published": (
        r"(?:发布|发表|更新|录入|添加|创建|上传|发稿|刊发|刊登|修改|提交|上线|首发|最后更新|成文|出版|编辑|文章|信息|公开|生成|发文|印发|转载|收录|"
        r"新闻)?(?:日期|时间)|发布于|发表于|更新于|发布|发表"
    ),
    "count": (r"(?:浏览|阅读|点击|访问|查看|人气|评论|回复|点赞|收藏|转发|热度|下载|围观|关注|跟帖|参与|播放|点击浏览)(?:次数|数量|总数|人次|人数|量|数|率)?"),
    "other": (
        r"(?:报料|新闻|爆料|投诉|举报|服务|联系|咨询|监督|投稿|编辑部)?(?:热线|电话|邮箱|信箱|qq|微信|网址|传真|e-?mail)|(?:原文|本文|文章|"
        r"转载)?(?:链接|地址|网址)|(?:所属)?(?:栏目|分类|频道|类别|专题|版次|版面|版本|标签|索引号|索\s引\s号|"
        r"文号|字号|字体|体裁|关键字|主题词|主题分类|信息分类|公开方式|公开范围|分享|责任单位|字数|语言|阅读时长|大小|编号|ip属地|属地|文章编号|"
        r"稿件编号)"
    ),
}
# A label begins with a letter of some label: looked at first, this spares most places of a line the long alternation.
_FIRST = "".join(sorted(set(re.findall(r"[a-z\u3400-\u9fff]", "".join(_LABELS.values())))))
_LABEL = re.compile(
    f"(?=[{_FIRST}])(?:"
    + "|".join(f"(?P<{name}>{pattern})" for name, pattern in _LABELS.items())
    + r")(?:\s{0,3}[:|丨]\s{0,3}|[\]】]\s{0,3}:?\s{0,3}|\s?/\s?(?=[\u3400-\u9fff])|\s{1,4}(?=\S)|于?(?=《))"
)
_BEHIND_LABELS = re.compile(r"[:|丨/\s《\]】]")  # what every match of it holds one of
_COUNT = re.compile(
    r"(?:浏览|阅读|点击|访问|查看|人气|评论|回复|点赞|收藏|转发|热度|围观|关注|跟帖|参与|播放|推荐)(?:次数|数量|人次|互动|量|"
    r"数)?\s?[:]?\s?[(\[]?\s?(?:[\d,.]+\s?万?\+?|\{\{.*?\}\}|-{1,3})\s?[)\]]?\s?(?:次|人|条|个|篇|℃|°)?|\d[\d,.]*+万?\+?\s?(?:次|人)?(?:浏览|阅读|"
    r"点击|查看|评论|回复|围观)"
)
_COUNTED = re.compile("浏览|阅读|点击|访问|查看|人气|评论|回复|点赞|收藏|转发|热度|围观|关注|跟帖|参与|播放|推荐")  # what every match of it holds one of
_TOOL = re.compile(
    r"(?<![^\s|\[\](){}<>/·•,;:+-])(?:字[号体](?:大小)?|大|中|小|特大|超大|最大|较大|标准|默认|a[+-]|t[+-]|打印(?:本页|此页|本文|文章|页面)?|"
    r"关闭(?:窗口|本页|此页)?|收藏(?:本文|本页|文章)?|分享(?:到|至|文章)?|转发(?:到)?|复制(?:链接|本文|地址|网址)?|纠错|评论(?:此文|一下)?|"
    r"我要(?:评论|纠错|分享|投稿|收藏|反馈)|发表评论|朗读|听新闻|语音播报|阅读模式|微信(?:好友|朋友圈)?|微博|新浪微博|腾讯微博|qq空间|qq好友|qq|"
    r"朋友圈|人人网|开心网|豆瓣|繁体|简体|繁|简|举报|投稿|字体颜色|保护视力色|背景色|双击滚屏|更多|取消|"
    r"手机看(?:新闻)?|手机阅读|手机版|网友(?:评论)?|频道精选|文字大小|我来说两句|扫一扫|扫码|二维码|下载|推荐|赞|顶|踩|点赞|放大|缩小|恢复|全屏|返回|返回列表|上一页|下一页|原创|转载|独家|正文|"
    r"\d{1,2}px|a)(?![^\s|\[\](){}<>/·•,;:+-])"
)
_CLOCK = re.compile(r"(?<![\d:-])[012]?\d:[0-5]\d(?::[0-5]\d)?(?![\d:])")
_IN_CLOCKS = re.compile(r"\d:\d")  # what every match of it holds
_URL = re.compile(r"(?:https?://|www\.)[a-z0-9./~_%-]{4,80}")  # of the site, before the date
_APART = " \t|丨/·•:-—_[](){}<>《》"
_JUNK = " \t|丨/·•,;:-—_[](){}<>《》&+*、.。!~#@=\xa0"
_LIMITS = {"source": 40, "author": 44, "unit": 40, "editor": 30, "staff": 40, "photo": 40, "published": 40, "count": 16, "other": 60}
_NO_AUTHOR = re.compile(r"admin|administrator|佚名|网络|未知|本站|管理员|系统管理员|匿名|小编|本网|超级管理员|原创|root|编辑|无|暂无|\W*")
_WORD = re.compile(r"[a-z\u3400-\u9fff]")
_OFFICE = "报网社台刊"  # ends of the names of papers and sites: a label may follow one without a blank
_BRACKETS = {"]": "[", ")": "(", "】": "【", "》": "《"}
_BRACKET = re.compile(r"[\[\]()【】《》]")
_CODE = re.compile(r"(?<=[\u3400-\u9fff])[\s_]{1,2}[a-z]{1,4}\d{2,6}$")  # a member of a newsroom by number, behind the name
_PEOPLE = ("author", "editor", "staff", "photo")
_CLAUSE = re.compile(r"[这那了是我你您他她它们吗呢吧很也还]|(?<!成)就|(?<![成首])都(?!市)|怎么|什么")  # words of sentences, not of names
_HINT = re.compile(r"[:|/\d《+]|[编校审作记来出通摄打字分]")  # what every line of metadata holds one of
_BAD = re.compile(r"[。！？；…]|[?!](?=.)")


class Item(NamedTuple):
    """One piece of a line of metadata: `kind` as in the label table ("date", "tool", "free" besides), the value at [start, end)."""

    kind: str
    start: int
    end: int


class Byline(NamedTuple):
    """A line read as metadata: its items in order; `labels`: how many different kinds of label it has."""

    items: list[Item]
    labels: int

    def of(self, *kinds: str) -> list[Item]:
        return [i for i in self.items if i.kind in kinds]


def parse(flat: str, raw: str) -> Byline | None:
    """Read a line (folded and as it stands) as metadata; None where it holds anything else."""
    if len(flat) > 200 or "\t" in raw or not _HINT.search(flat) or _BAD.search(raw.rstrip("。；;")):
        return None
    marks = _marks(flat, raw)
    items = _items(flat, marks) if marks else None
    if not items:
        return None
    kinds = {i.kind for i in items} - {"free"}
    solid = len(kinds - {"tool"})
    free = sum(i.end - i.start for i in items if i.kind == "free")
    signed = "source" in kinds and all(is_person(flat[i.start : i.end]) for i in items if i.kind == "free")
    if free and (free > 24 or not (solid >= 2 or "date" in kinds or signed)):
        return None
    if not solid and (free or len(items) < 2):
        return None
    return Byline(items, solid)


def _items(flat: str, marks: list[tuple[int, int, str, bool]]) -> list[Item] | None:
    """The items of a line between and behind its marks; None where something else stands there."""
    items: list[Item] = []
    at = 0
    for i, (start, end, kind, valued) in enumerate(marks):
        if not _take_gap(flat, at, start, items):
            return None
        value: tuple[int, int] | None = (start, end)
        if valued:
            value = _value(flat, end, marks[i + 1][0] if i + 1 < len(marks) else len(flat), kind)
        if value is None:
            return None
        items.append(Item(kind, value[0], _before_code(flat, *value) if kind == "editor" else value[1]))
        at = max(end, value[1])
    return items if _take_gap(flat, at, len(flat), items) else None


def _take_gap(flat: str, start: int, end: int, items: list[Item]) -> bool:
    """Note what stands between two marks as a free item; whether it can be one."""
    gap = _trim(flat, start, end)
    if gap is None:
        return True
    items += [Item("free", *part) for part in _paper_and_person(flat, *gap)]
    return _is_name(flat, gap)


def _marks(flat: str, raw: str) -> list[tuple[int, int, str, bool]]:
    """Where labels, dates, counts and tool words stand, in order, none inside another; the flag says that a value follows."""
    dates = [(d.start, d.end, "date", False) for d in find_dates(raw)]
    ends = {d[1] for d in dates}
    found = [
        (m.start(), m.end(), str(m.lastgroup), True) for m in (_LABEL.finditer(flat) if _BEHIND_LABELS.search(flat) else ()) if _is_set_apart(flat, m, ends)
    ]
    found += dates
    found += [(m.start(), m.end(), "clock", False) for m in _CLOCK.finditer(flat)] if _IN_CLOCKS.search(flat) else []
    found += [(m.start(), m.end(), "count", False) for m in _COUNT.finditer(flat)] if _COUNTED.search(flat) else []
    if not found and not _TOOL.match(flat, len(flat) - len(flat.lstrip(_JUNK))):
        return []  # a line without any other mark is metadata only where it is tool words from its start on
    found += [(m.start(), m.end(), "tool", False) for m in _TOOL.finditer(flat)]
    found += [(m.start(), m.end(), "tool", False) for m in _URL.finditer(flat)] if dates else []
    found.sort(key=lambda f: (f[0], -f[1]))
    out: list[tuple[int, int, str, bool]] = []
    for f in found:
        if not out or f[0] >= out[-1][1]:
            out.append(f)
    return out


def _is_set_apart(flat: str, m: re.Match[str], ends: set[int]) -> bool:
    """Whether a label begins where one may: behind a date, a sign or, with a colon, the name of a paper; one in brackets has both."""
    before = flat[m.start() - 1 : m.start()]
    if _BRACKETS.get(m[0].rstrip(" :")[-1:]) not in (None, before):
        return False
    return m.start() in ends or not _WORD.match(before) or (":" in m[0] and before in _OFFICE)


def _trim(flat: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and flat[start] in _JUNK:
        start += 1
    while end > start and flat[end - 1] in _JUNK:
        end -= 1
    return (start, end) if end > start else None


def _is_name(flat: str, span: tuple[int, int]) -> bool:
    """Whether what stands between the items of a line can be the name of a source: set apart, and no clause."""
    start, end = span
    apart = (start == 0 or flat[start - 1] in _APART) and (end == len(flat) or flat[end] in _APART)
    return apart and not _CLAUSE.search(flat, start, end)


def _value(flat: str, start: int, stop: int, kind: str) -> tuple[int, int] | None:
    """The place of a label's value, empty where there is none; None where what follows is no value of that kind."""
    wide = re.search(r" {2,}|\|", flat[start:stop])
    if wide and _trim(flat, start, start + wide.start()):
        stop = start + wide.start()
    span = _trim(flat, start, stop)
    if span is None:
        return start, start
    span = _closed(flat, *span)
    if kind == "source":
        span = _without_name(flat, *span)
    if span[1] - span[0] > _LIMITS[kind]:
        return None
    value = flat[span[0] : span[1]]
    before = flat[:start].rstrip()[-1:]
    if _WORD.match(before) and before != "于" and (kind not in _PEOPLE or not people(value)):
        return None  # a label with a mere blank behind it: only before names of people
    if kind in _PEOPLE and (":" in value or not _names(value)):
        return None
    if kind == "published" and not any(map(str.isdigit, value)):
        return None
    if kind == "count" and not re.fullmatch(r"[\d,.]*\s?[万k+]*\s?(?:次|人|条|个|篇|℃)?|-+|.{0,6}", value):
        return None
    return span


def _paper_and_person(flat: str, start: int, end: int) -> list[tuple[int, int]]:
    """The name of a paper and that of a person, in either order, apart; any other name as it stands."""
    first, _, second = flat[start:end].partition(" ")
    if any(paper.endswith(tuple(_OFFICE)) and is_person(name) for paper, name in ((first, second), (second, first))):
        return [(start, start + len(first)), (end - len(second), end)]
    return [(start, end)]


def _closed(flat: str, start: int, end: int) -> tuple[int, int]:
    """A value up to a closing bracket that it did not open (`[责编：某某]频道`); with the title marks round what only begins with a title."""
    opened: list[str] = []
    for m in _BRACKET.finditer(flat, start, end):
        if m[0] not in _BRACKETS:
            opened.append(m[0])
        elif opened and opened[-1] == _BRACKETS[m[0]]:
            opened.pop()
        elif m[0] == "》" and m.end() < end and not flat[m.end()].isspace() and flat[start - 1 : start] == "《":
            start -= 1
        elif m.start() > start:
            return start, len(flat[: m.start()].rstrip())
    return start, end + 1 if opened and _BRACKETS.get(flat[end : end + 1]) == opened[-1] else end


def _before_code(flat: str, start: int, end: int) -> int:
    """The end of a name, without the number in the newsroom that may follow it."""
    code = _CODE.search(flat, start, end)
    return code.start() if code is not None else end


def _without_name(flat: str, start: int, end: int) -> tuple[int, int]:
    """A source without the name of a person that stands behind the name of a paper, set off by a blank."""
    paper, _, name = flat[start:end].rpartition(" ")
    return (start, start + len(paper)) if paper.endswith(tuple(_OFFICE)) and is_person(name) else (start, end)


def _names(value: str) -> bool:
    """Whether a value is names and nothing else: people, an office, a pen name; no clause."""
    if people(value):
        return True
    return not _CLAUSE.search(value) and (len(value) <= 12 or len(re.split(r"[\s、,;/]+", value)) >= len(value) / 9)


def read_author(value: str) -> list[str]:
    """The authors a value names; none where it says that there is none."""
    if _NO_AUTHOR.fullmatch(value.lower()):
        return []
    return people(value) or [value]


def read_date(raw: str) -> tuple[str, bool] | None:
    """The first date of `raw` as EDTF and whether its zone was assumed."""
    for d in find_dates(raw):
        return d.value, d.assumed_zone
    return None


__all__ = ["ASSUMED_ZONE", "Byline", "Item", "is_person", "parse", "read_author", "read_date"]
