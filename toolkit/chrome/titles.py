"""The title of a text drop, and the title of the browser window that a drop may begin with."""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.chrome.lines import Line, Page
from toolkit.context import Context

_CUT = re.compile(r"\s*(?:\s[-–—|_]\s|[_|]|(?<=[\u3400-\u9fff”》])-{1,2}(?=[\u3400-\u9fff])|\s[-–—]+|\s»\s)\s*")
_SITE = re.compile(
    r".*(?:网|在线|频道|新闻|日报|晚报|早报|时报|晨报|都市报|周刊|门户|论坛|平台|客户端|报社|通讯社|电视台|广播|之家|资讯|头条|中心|社区|博客|公众号|百科|文库|信息港|热线|官网|官方网站|集团|大学|学院|委员会|人民政府|研究院|协会|公司|传媒|媒体|台|社|局|厅|委|部|站|com|cn|net|org)"
)
_NO_TITLE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、,.．]|第[一二三四五六七八九十百\d]+[章节条篇部]|\(?[\d一二三四五六七八九十]{1,3}[)、.．]|[•●○■◆◇▪▶►※*·]|图[:\d为]|表\d|注[:释]|关键词|摘要|目录|附件|[\[(](?:图|表)|编者按|核心提示|导语|导读)"
    r"|[,，、;；:：]$|^\W*$|^[\d\s:./年月日-]+$"
)


_ENDS = "。！？!?…：:；;”’」』）)】\"'》"
_ORIGINAL = re.compile(r"[(\[]原标题:\s?(?P<title>.{4,80}?)[)\]]?")


class Window(NamedTuple):
    """A window title cut into its parts (places in the line): the title and what stands behind it."""

    title: tuple[int, int]
    rest: list[tuple[int, int]]


def cut_window(line: Line) -> Window | None:
    """Cut a window title (`标题 - 栏目 - 网站`); None where the line has no such cut."""
    parts: list[tuple[int, int]] = []
    at = 0
    for m in [*_CUT.finditer(line.text), None]:
        end = m.start() if m else len(line.text)
        if line.text[at:end].strip():
            parts.append((at, end))
        at = m.end() if m else end
    if len(parts) < 2 or len(parts) > 6:
        return None
    return Window(parts[0], parts[1:])


def title_like(line: Line) -> bool:
    """Whether a line can be the title of an article."""
    text = line.text
    return 4 <= len(text) <= 90 and not line.prose and not _NO_TITLE.search(line.flat) and not re.search(r"[。；;]", text)


def find_title(page: Page, ctx: Context, byline: int, crumb: int) -> None:
    """Find the title before the first paragraph, move it into its field, and take what repeats it.

    byline, crumb: indexes of the byline and the breadcrumb among the lines, -1 where there is none.
    """
    window = _window(page)
    limit = byline if byline >= 0 else page.first
    candidates = [i for i, line in enumerate(page.lines[:limit]) if not line.gone and title_like(line) and not (window and i == window[0])]
    chosen = _choose(page, candidates, byline, crumb, window)
    if chosen is None:
        if window:
            _title_from_window(page.lines[window[0]], window[1], ctx)
        return
    line = page.lines[chosen]
    if window:
        _take_window(page.lines[window[0]], window[1], ctx, line)
    _take_above(page, chosen, byline=byline, crumb=crumb, window=window is not None)
    move_title(page, ctx, line)


def _take_above(page: Page, chosen: int, *, byline: int, crumb: int, window: bool) -> None:
    """Take the short lines above the title (the name of a channel, a label without a value), where something shows that they are the page's."""
    title = page.lines[chosen]
    for i, line in enumerate(page.lines[:chosen]):
        if line.gone or line.prose:
            continue
        size = len(line.text)
        if (
            (window and size <= 20)
            or (crumb >= 0 and size <= (40 if i < crumb else 20) and line.text != title.text)
            or (byline >= 0 and size <= 8 and len(title.text) >= 12)
        ):
            line.take("chrome.head")


def move_title(page: Page, ctx: Context, line: Line) -> None:
    """Move a line into the title field and take the lines that say the same."""
    original = _ORIGINAL.fullmatch(line.flat)
    if original:
        start, end = original.span("title")
        ctx.fields.propose("title", _single_spaced(line.text[start:end]), "line")
        line.split([(start, end, "field.title")], "chrome.byline")
    else:
        ctx.fields.propose("title", _single_spaced(line.text), "line")
        line.take("field.title")
    said = _key(line.flat)
    for other in page.lines:
        if not other.gone and other is not line and len(other.text) < len(line.text) + 12 and len(said) >= 6 and _key(other.flat) == said:
            other.take("chrome.title-again")


def _single_spaced(text: str) -> str:
    return re.sub(r"[ \t\u3000\xa0]+", " ", text)


def _key(flat: str) -> str:
    return re.sub(r"[^0-9a-z\u3400-\u9fff]+", "", flat)


def _window(page: Page) -> tuple[int, Window] | None:
    """The window title: the first line that is left, where it is cut and a later line repeats its first part, or ends in a site's name."""
    for i, line in enumerate(page.lines[: page.first]):
        if line.gone:
            continue
        found = cut_window(line)
        if found is None:
            return None
        head = _key(line.flat[slice(*found.title)])
        again = any(_key(x.flat) == head for x in page.lines[i + 1 : page.first + 1] if not x.gone and len(x.text) < 120)
        tail = line.flat[slice(*found.rest[-1])].strip()
        return (i, found) if len(head) >= 4 and (again or (_SITE.fullmatch(tail) and len(tail) <= 16 and len(head) >= 8)) else None
    return None


def _choose(page: Page, candidates: list[int], byline: int, crumb: int, window: tuple[int, Window] | None) -> int | None:
    if not candidates:
        return None
    if window:
        head = _key(page.lines[window[0]].flat[slice(*window[1].title)])
        same = [i for i in candidates if _key(page.lines[i].flat) == head]
        return same[0] if same else None
    if crumb >= 0:
        after = [i for i in candidates if i > crumb]
        candidates = after or candidates
    elif byline < 0 and (candidates[0] != _first_kept(page) or _wrapped(page)):
        return None
    if byline >= 0 and len(candidates) > 1:
        long = [i for i in candidates if len(page.lines[i].text) >= 10]
        return long[0] if long else candidates[0]
    return candidates[0]


def _first_kept(page: Page) -> int:
    return next((i for i, line in enumerate(page.lines) if not line.gone), -1)


def _wrapped(page: Page) -> bool:
    """Whether lines end where the page's column ended, in the middle of sentences: then the first line is no title."""
    long = [line for line in page.lines if not line.gone and len(line.text) >= 14][:12]
    return 2 * sum(line.text[-1] in _ENDS for line in long) < len(long) - 1


def _take_window(line: Line, window: Window, ctx: Context, title: Line) -> None:
    """Take the window title; its parts name the section and the site."""
    spans: list[tuple[int, int, str]] = []
    *middle, site = window.rest
    if len(line.text[slice(*site)].strip()) <= 20:
        ctx.fields.propose("site_name", line.text[slice(*site)], "line")
        spans.append((*site, "field.site-name"))
    if middle and len(line.text[slice(*middle[-1])].strip()) <= 12:
        ctx.fields.propose("section", line.text[slice(*middle[-1])], "line")
        spans.append((*middle[-1], "field.section"))
    line.split(spans, "chrome.window-title")


def _title_from_window(line: Line, window: Window, ctx: Context) -> None:
    """There is no other title: the first part of the window title is it."""
    _take_window(line, window, ctx, line)
    ctx.fields.propose("title", line.text[slice(*window.title)], "line")
    line.cuts = []
    spans = [(*window.title, "field.title"), (*window.rest[-1], "field.site-name")]
    if len(window.rest) > 1:
        spans.append((*window.rest[-2], "field.section"))
    line.split(spans, "chrome.window-title")
