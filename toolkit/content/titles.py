"""The <title> of a page without the names of the site and its sections."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

_CUT = re.compile(r"(?:(?<!\s)\s++)?[_|｜»›·]++\s*|(?<!\s)\s++[-–—]++\s+|--+|[—–]{2,}|(?:(?<!\s)\s++)?-\s*+(?=[^-]*$)|<<|>>")
_SITE = re.compile(
    r"(?:网|網|频道|頻道|新闻|新聞|日报|日報|晚报|晚報|在线|線上|论坛|論壇|博客|门户|社区|社區|官网|官方网站|网站|客户端|中心|资讯|報|报|台|社|卫视|衛視"
    r"|\.(?:com|cn|net|org|tw|hk)\S*)$",
    re.IGNORECASE,
)


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
    """`title` up to the first separator behind which nothing but names of sites and sections (short parts) stands."""
    parts = list(_CUT.finditer(title))
    end = len(title)
    for m in reversed(parts):
        rest = title[m.end() : end].strip()
        if m.start() < 4 or not (len(rest) <= 6 or (_SITE.search(rest) and len(rest) <= 20) or (len(rest) <= 14 and m.start() >= 2 * len(rest))):
            break
        end = m.start()
    return title[:end].strip()


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
