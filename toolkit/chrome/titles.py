"""The title of a text drop, and the title of the browser window that a drop may begin with."""

from __future__ import annotations

import re
from typing import NamedTuple

from toolkit.chrome.lines import Line, Page
from toolkit.chrome.spam import Said, overlap, title_list
from toolkit.context import Context
from toolkit.fold import fold

_CUT = re.compile(r"(?<!\s)\s++[-–—―|_»>]++\s+|[_|｜]+|[-–—―]{1,4}(?=《)|(?<=[\u3400-\u9fff”》)）])-{1,2}(?=[\u3400-\u9fff])|(?<!\s)\s*+-{2}\s*|--\s*")
_TAIL = re.compile(r"(?<!\s)\s*+[-–—―]{1,4}\s*(?P<site>《?[^-–—―_|《》\s]{2,12}》?)$")
_LETTER = re.compile(r"[0-9a-z\u3400-\u9fff]")
_NO_LETTERS = re.compile(r"[^0-9a-z\u3400-\u9fff]+")
_SITE = re.compile(
    r"《?.*(?:网|在线|频道|新闻|日报|晚报|早报|时报|晨报|都市报|周刊|门户|论坛|平台|客户端|报社|通讯社|电视台|广播|之家|资讯|头条|中心|社区|博客|公众号|百科|文库|信息港|热线|官网|官方网站|集团|大学|学院|委员会|人民政府|研究院|协会|公司|传媒|媒体|台|社|局|厅|委|部|站|com|cn|net|org)》?"
)
_NO_TITLE = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、,.．]|第[一二三四五六七八九十百\d]+[章节条篇部]|\(?[\d一二三四五六七八九十]{1,3}[)、.．]|[•●○■◆◇▪▶►※*·]|图[:\d为]|表\d|注[:释]|关键词|摘要|目录|附件|[\[(](?:图|表)|编者按|核心提示|导语|导读)"
    r"|[,，、;；:：]$|^\((?!原标题)[^()]*\)$|^\W*$|^[\d\s:./年月日-]+$"
)


_ENDS = "。！？!?…：:；;”’」』）)】\"'》"
_ORIGINAL = re.compile(r"[(\[]原标题:\s?(?P<title>.{4,80}?)[)\]]?")


class Window(NamedTuple):
    """A window title in its parts (places in the line): the title, the section and the site; (0, 0) where there is none."""

    title: tuple[int, int]
    section: tuple[int, int]
    site: tuple[int, int]


_NONE = (0, 0)


def cut_window(line: Line) -> Window | None:
    """Cut a window title (`标题 - 栏目 - 网站`) at its separators; None where it does not end in the name of a site."""
    parts = _parts(line, 0, len(line.text))
    if len(parts) < 2 or len(parts) > 6:
        m = _TAIL.search(line.flat)
        return Window((0, m.start()), _NONE, m.span("site")) if m and _SITE.fullmatch(m["site"]) else None
    site = parts[-1]
    name = line.flat[slice(*site)].strip()
    return Window(parts[0], parts[-2] if len(parts) > 2 else _NONE, site) if _SITE.fullmatch(name) and len(name) <= 16 else None


def window_round(line: Line, title: Line) -> Window | None:
    """Read a line as a window title that holds the title of another line; None where it does not."""
    said, whole = _key(title.flat), _key(line.flat)
    if len(said) < 6 or said not in whole or len(whole) > len(said) + 60:
        return None
    start, end = _span_of(line.flat, said)
    before, behind = _parts(line, 0, start), _parts(line, end, len(line.text))
    rest = behind or before[::-1]
    names = [p for p in rest if len(line.text[slice(*p)].strip(" 《》")) <= 20]
    return Window((start, end), names[-2] if len(names) > 1 else _NONE, names[-1] if names else _NONE)


def _parts(line: Line, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of [start, end) of a line between separators, without white space and separators round them."""
    out: list[tuple[int, int]] = []
    at = start
    for m in [*_CUT.finditer(line.text, start, end), None]:
        stop = m.start() if m else end
        part = line.text[at:stop]
        bare = part.strip(" \t\u3000\xa0-–—―_|｜·«»<>")
        if bare:
            offset = part.find(bare)
            out.append((at + offset, at + offset + len(bare)))
        at = m.end() if m else end
    return out


def _span_of(flat: str, key: str) -> tuple[int, int]:
    """Where the letters of `key` stand in a folded text that holds them one after the other, with signs between."""
    places = [i for i, c in enumerate(flat) if _LETTER.match(c)]
    at = "".join(flat[i] for i in places).find(key)
    return places[at], places[at + len(key) - 1] + 1


def title_like(line: Line) -> bool:
    """Whether a line can be the title of an article."""
    text = line.text
    return (2 if line.blank_after else 4) <= len(text) <= 90 and not line.prose and not _NO_TITLE.search(line.flat) and not re.search(r"[。；;]", text)


def find_title(page: Page, ctx: Context, byline: int, crumb: int) -> None:
    """Find the title before the first paragraph, move it into its field, and take what repeats it.

    byline, crumb: indexes of the byline and the breadcrumb among the lines, -1 where there is none.
    """
    limit = byline if byline >= 0 else page.first
    candidates = [i for i, line in enumerate(page.lines[:limit]) if not line.gone and title_like(line)]
    window = _window(page, candidates)
    if window is not None:
        line, chosen, parts = window
        _take_window(line, parts, ctx, moves_title=chosen < 0)
    else:
        chosen = _choose(page, candidates, byline, crumb)
    if chosen >= 0:
        _take_above(page, chosen, byline=byline, crumb=crumb, window=window is not None)
        move_title(page, ctx, page.lines[chosen])


def _take_above(page: Page, chosen: int, *, byline: int, crumb: int, window: bool) -> None:
    """Take the short lines above the title (the name of a channel, a label without a value), where something shows that they are the page's."""
    title = page.lines[chosen]
    for i, line in enumerate(page.lines[:chosen]):
        if line.gone or line.prose:
            continue
        size = len(line.text)
        if (
            page.whole_site
            or (window and size <= 20)
            or (crumb >= 0 and size <= (40 if i < crumb else 20) and line.text != title.text)
            or (byline >= 0 and size <= 8 and len(title.text) >= 12)
        ):
            line.take("chrome.head")


def take_known_title(page: Page, ctx: Context) -> None:
    """Where the title is known from the markup, take the line before the text that says it."""
    best = ctx.fields.best("title")
    said = _key(fold(best.value)) if best else ""
    if len(said) < 2:
        return
    for line in page.lines[: page.first + 1]:
        first = _LETTER.search(line.flat)
        if first and first[0] == said[0] and not line.gone and _key(line.flat) == said:
            line.take("field.title")
            return


def drop_spam_titles(page: Page, ctx: Context) -> None:
    """Drop what was proposed for a title though it is an injected list."""
    proposed = {p.value for p in ctx.fields.proposals if p.name == "title"}
    if not any(map(_CUT.search, proposed)):
        return
    lists = {value: parts for value in proposed if (parts := title_list(fold(value)))}
    if not lists:
        return
    known = Said("\n".join([line.flat for line in page.lines if not line.gone]))
    spam = {value for value, parts in lists.items() if overlap(parts, known) <= 0.15} if known.is_article() else set()
    if spam:
        ctx.fields.proposals = [p for p in ctx.fields.proposals if p.name not in ("title", "site_name") or p.value not in spam]


def move_title(page: Page, ctx: Context, line: Line) -> None:
    """Move a line into the title field and take the lines that say the same."""
    if line.core:
        start, end = line.core
        ctx.fields.propose("title", _single_spaced(line.text[start:end]), "line")
        line.split([(start, end, "field.title")], "spam.brand-wrap")
        return
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
    return _NO_LETTERS.sub("", flat)


def _window(page: Page, candidates: list[int]) -> tuple[Line, int, Window] | None:
    """The window title at the head of a dump, the index of the line that repeats its title (-1: none does), and its parts."""
    first = _first_kept(page)
    if first < 0 or first >= page.first:
        return None
    line = page.lines[first]
    for i in candidates:
        other = page.lines[i]
        if i != first and len(other.text) < len(line.text) and (parts := window_round(line, other)):
            return line, i, parts
    found = cut_window(line) if title_like(line) else None
    return (line, -1, found) if found and len(_key(line.flat[slice(*found.title)])) >= 8 else None


def _choose(page: Page, candidates: list[int], byline: int, crumb: int) -> int:
    """The index of the line that is the title, -1 where none is: behind the breadcrumb, before the byline, or the first line."""
    behind = [i for i in candidates if i > crumb] or candidates
    if not behind or (byline < 0 and crumb < 0 and (behind[0] != _first_kept(page) or _wrapped(page))):
        return -1
    if page.whole_site and byline >= 0:
        near = [i for i in behind if byline - i <= 4 and len(page.lines[i].text) >= 8]
        return near[0] if near else -1
    if byline >= 0:
        return next((i for i in behind if len(page.lines[i].text) >= 10), behind[0])
    return behind[0]


def _take_window(line: Line, window: Window, ctx: Context, *, moves_title: bool) -> None:
    """Take the window title; its parts name the section and the site, and the title where no other line does."""
    spans: list[tuple[int, int, str]] = []
    for name, rule, (start, end) in (("site_name", "field.site-name", window.site), ("section", "field.section", window.section)):
        value = line.text[start:end].strip("《》 ")
        if value and len(value) <= (20 if name == "site_name" else 12):
            ctx.fields.propose(name, value, "line")
            spans.append((start, end, rule))
    if moves_title:
        ctx.fields.propose("title", _single_spaced(line.text[slice(*window.title)]), "line")
        spans.append((*window.title, "field.title"))
    line.split(spans, "chrome.window-title")


def _first_kept(page: Page) -> int:
    return next((i for i, line in enumerate(page.lines) if not line.gone), -1)


def _wrapped(page: Page) -> bool:
    """Whether lines end where the page's column ended, in the middle of sentences: then the first line is no title."""
    long = [line for line in page.lines if not line.gone and len(line.text) >= 14][:12]
    return 2 * sum(line.text[-1] in _ENDS for line in long) < len(long) - 1
