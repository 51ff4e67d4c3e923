"""The <title> of a page without the names of the site and its sections."""

from __future__ import annotations

import re

_CUT = re.compile(r"(?:(?<!\s)\s++)?[_|｜»›·]++\s*|(?<!\s)\s++[-–—]++\s+|--+|[—–]{2,}|(?:(?<!\s)\s++)?-\s*+(?=[^-]*$)|<<|>>")
_SITE = re.compile(
    r"(?:网|網|频道|頻道|新闻|新聞|日报|日報|晚报|晚報|在线|線上|论坛|論壇|博客|门户|社区|社區|官网|官方网站|网站|客户端|中心|资讯|報|报|台|社|\.(?:com|cn|net|org|tw|hk)\S*)$",
    re.IGNORECASE,
)


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
