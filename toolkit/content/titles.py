"""The <title> of a page without the names of the site and its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_CUT = re.compile(r"(?:(?<!\s)\s++)?[_|｜»›·丨]++\s*|(?<!\s)\s++[-–—]++\s+|--+|[—–]{2,}|(?:(?<!\s)\s++)?-\s*+(?=[^-]*$)|<<|>>")
_SITE = re.compile(
    r"(?:网|網|频道|頻道|新闻|新聞|日报|日報|晚报|晚報|在线|線上|论坛|論壇|博客|门户|社区|社區|官网|官方网站|网站|客户端|中心|资讯|報|报|台|社|卫视|衛視"
    r"|人民政府|委员会|教育局|公安局|大学|大學|学院|學院|医院|醫院|法院|检察院|图书馆|博物馆|研究院|研究所|协会"
    r"|\.(?:com|cn|net|org|tw|hk)\S*)$",
    re.IGNORECASE,
)
# One dash more, before the name of a section or a site; the name of a site or of a section before the headline.
_DASH = re.compile(r"[-—–]\s*+(?=[^-—–]*$)")
_FRONT = re.compile(
    r"(?:首页|首頁|新闻|新聞|正文"
    r"|[^-_|｜丨\s]{1,10}(?:网|網|新闻|新聞|日报|日報|晚报|晚報|数字报|论坛|論壇|博客|客户端|新闻中心|频道|在线))"
    r"\s*(?:[-_|｜丨»›]|[—–]{2})+\s*(?=\S{6})"
)
_POWERED = re.compile(r"Powered by ", re.IGNORECASE)
_SITE_NAME = 14  # the name of a site is no longer than this
_SECTION = re.compile(r"(?:新闻|新聞|娱乐|体育|财经|科技|动态|動態|资讯|資訊|正文|内容|详情|文章|\b(?:News|Times|Post|Herald|Daily|Online|TV|Home))$")
_CHANNEL = re.compile(r"(?:新闻|新聞|财经|財經|科技|体育|體育|娱乐|娛樂|汽车|军事|教育|网|網|资讯|资讯网|首页|频道|号){1,2}")
_SHORT = 4  # a headline is longer than this, as a rule
_CLAUSE = re.compile(r"[，。！？：、“”]|\s.*\s")
_PREFIX = 4  # a label before a headline (原创, 图文, 独家) is no longer than this


def unlabelled(line: str, title: str) -> str:
    """A title line without the label set before it, if the page's <title> has the rest and not the label."""
    line = " ".join(line.split())
    for cut in range(1, _PREFIX + 1):
        rest = line[cut:].lstrip()
        if len(rest) >= 8 and title.startswith(rest[:8]):
            return rest
    return line


def clean_title(title: str) -> str:
    """`title` without what stands round the headline: the names of the site and its sections (short parts), the program that publishes them."""
    parts = list(_CUT.finditer(title))
    end = len(title)
    for m in reversed(parts):
        rest = title[m.end() : end].strip()
        if m.start() < _SHORT or not (len(rest) <= 6 or _is_site_like(rest) or (len(rest) <= 14 and m.start() >= 2 * len(rest))):
            break
        end = m.start()
    dash = _DASH.search(title, 0, end)
    if dash is not None and dash.start() >= _SHORT and _is_site_like(title[dash.end() : end].strip()):
        end = dash.start()
    front = _FRONT.match(title, 0, end)
    return title[front.end() if front is not None else 0 : end].strip()


def _is_site_like(part: str) -> bool:
    return (len(part) <= 20 and _SITE.search(part) is not None) or _POWERED.match(part) is not None


def names_site(title: str) -> bool:
    """Whether `title` (cleaned) looks like the name of a site or a section of one, and not like a headline."""
    if len(title) > _SITE_NAME or _CLAUSE.search(title) is not None:
        return False
    return len(title) <= _SHORT or _SITE.search(title) is not None or _SECTION.search(title) is not None


def site_names(title: str, stated: Iterable[str], url: str) -> set[str]:
    """What a site is called, lower case: in the parts of a page's <title> behind the first, where the page states it, and in its host."""
    parts = [part for part in (p.strip() for p in _CUT.split(title)[1:]) if part]
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    return {name.lower() for name in (*parts, *stated, *host.split(".")) if name}


def is_site(name: str, names: set[str]) -> bool:
    """Whether `name` is one of the names of a site, or one of them names a section of it."""
    own = name.strip().lower()
    return len(own) >= 2 and any(n == own or (n.startswith(own) and _CHANNEL.fullmatch(n, len(own)) is not None) for n in names)


def without_site(title: str, names: set[str]) -> str:
    """`title` without a last part that is one of the names of the site."""
    last = next(reversed(list(_CUT.finditer(title))), None)
    return title[: last.start()].strip() if last is not None and last.start() >= _SHORT and is_site(title[last.end() :], names) else title
