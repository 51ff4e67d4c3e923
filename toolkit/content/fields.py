"""Metadata from the text of a page: the title line, the byline between title and text, signatures at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from toolkit.chrome.bylines import Byline, Item, parse, read_author
from toolkit.chrome.names import is_person, people
from toolkit.content.features import Sheet
from toolkit.content.lines import Line
from toolkit.content.titles import clean_title, is_site, names_site, site_names, unlabelled, without_site
from toolkit.content.words import PATTERN
from toolkit.context import Context
from toolkit.dates import Moment, find_dates
from toolkit.fold import fold
from toolkit.markup.metadata import propose

FAR = 40  # a title stands no more than so many blocks before the first paragraph
HEAD = 12  # a byline stands no more than so many blocks before the text
TAIL = 8  # a signature or a line of source stands no more than so many blocks behind it
HEADLINE = 6, 40  # a headline that nothing marks as one is not shorter and not longer than this
SHORT = 120  # a line of metadata is no longer than this
_HAN = "㐀-\u4e27\u4e29-鿿"  # without 丨, which stands for a bar
_ONE = rf"(?:[{_HAN}·]{{2,4}}|[{_HAN}][ \u3000][{_HAN}](?![{_HAN}]))"  # 张三, or 李 四, spread over three cells
_NAMES = rf"{_ONE}(?:[\s、，/]{{1,3}}{_ONE}){{0,3}}"
# "□ 本报记者 张三", "文／张三", "（记者李四）": who wrote, named in a line of the text itself.
_WRITER = re.compile(
    rf"(?:^|[（(【\[□■◆●◎○\s/·])(?:[{_HAN}]{{0,12}}?(?:记者|記者|通讯员|通訊員|撰文|作者|撰稿人?)|文|by)\s?[:：/／|｜丨]?\s{{0,3}}(?P<names>{_NAMES})"
    rf"(?=$|[\s/／、，）)\]】]|发自|發自|(?:[{_HAN}]{{2,3}})?(?:报道|報導|報道)|[文摄攝](?![{_HAN}])|供图|通讯员)"
)
# "□ 张三", "（张三 李四）": names alone, in a line under the title.
_SIGNED = re.compile(rf"\s{{0,3}}[□■◆◇●◎○▲△※*]?\s?[（(【\[]?\s?(?P<names>{_NAMES})\s?[）)】\]]?\s{{0,3}}")
_BY_LINE = re.compile(
    rf"(?i:(?:(?:written|posted|story|article)\s)?by):?\s{{1,3}}(?P<names>{_NAMES}|[A-Z][\w'’.-]{{0,20}}(?:\s[A-Z][\w'’.-]{{0,20}}){{1,3}})(?=$|\s?[,|•·–—-])"
)
# "name 发表于 2005-9-15 11:46", "2005/03/15 22:36 by name": the user of a forum or a blog.
_POSTER = re.compile(
    r"^\W{0,4}(?:由\s?)?(?P<before>[^\s:：]{1,20})\s{0,3}(?:发表于|發表於|发布于|發佈於|写道|posted)"
    r"|\bby\s{1,3}(?P<after>(?-i:[A-Z][\w'’.-]{0,20}(?:\s[A-Z][\w'’.-]{0,20}){1,3})"
    r"|(?!(?:the|an?|our|your|my|this|his|her|its|their|date|email|mail|phone|post|using)\b)[\w&·.-]{2,20})",
    re.IGNORECASE,
)
_CODE_DATE = re.compile(r"[12]\d{3}(?:[-/年.]\d{1,2}[-/月.]\d{1,2}(?:[日T ]{1,2}\d{1,2}:\d\d(?::\d\d)?)?|\d{6}(?:\d{3})?(?!\d))")
_CODE_LABEL = re.compile(
    r"(?:pub(?:lish)?(?:ed)?_?(?:time|date|at)?|ptime|ctime|create_?(?:time|date)?|release_?date|(?:news|article|post)_?(?:time|date))[\"']?\s?[:=]\s?[\"']?$",
    re.IGNORECASE,
)
_CODE_EPOCH = re.compile(r"1\d{9}(?:\d{3})?(?!\d)")  # seconds or milliseconds since 1970
_EPOCH_LABEL = re.compile(r"(?<![a-z])(?:ct|(?:p|pub|publish|published|c|create|created|news|post)_?time)[\"']?\s?[:=]\s?[\"']?$", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?<![\d-])\d\d-[01]\d-[0-3]\d\s{1,2}[012]\d:[0-5]\d")
_VALUE_SIGNS = (":", "=", '"', "'")  # what such a label ends with, if not with a blank
_CODE_DATES = 100  # so many dates in the source are looked at
# A line without a digit pair, a colon, a slash or a bar gives no metadata.
_MAY_SAY = re.compile(r"\d\d|[:：/／|｜]|来源|來源|作者|记者|記者|编辑|編輯")
_STATED = ("json-ld", "microdata", "opengraph", "meta")
_SITE_METAS = ("og:site_name", "application-name", "sitename")
NAME = 20  # the name of a forum's user is no longer than this
_AUTHOR_BOX = re.compile(r"(?:^|[\s_-])(?:author|poster|user_?name|nick_?name)(?:$|[\s_-])", re.IGNORECASE)
_BY = re.compile(r"^(?:(?:作者|楼主|樓主)\s?[:：]\s?|by\s)", re.IGNORECASE)
_COLUMN = re.compile(rf"(?P<name>[{_HAN}·]{{2,5}})[:：](?=[^\s\d])")
_DIGITS = re.compile(r"\d\d|[〇○零一二]{2}|民[国國]")
_URL_DATE = re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_]?([01]\d)[-/_]?([0-3]\d)(?!\d)|(?<!\d)((?:19|20)\d\d)[-/]([01]?\d)[-/]([0-3]?\d)(?!\d)")


def read_fields(sheet: Sheet, ctx: Context) -> None:
    """Propose title, date, source, authors and editor as the page's text gives them."""
    n = len(sheet.lines)
    kept = [line for line in sheet.visible if line.block.kept]
    body = next((x.block.index for x in kept if x.prose), kept[0].block.index if kept else n)
    title_at = _title(sheet, ctx, body)
    last = kept[-1].block.index if kept else -1
    head = range(max(0, title_at - 3 if title_at >= 0 else body - HEAD), min(n, body + 3))
    tail = range(max(last - 3, head.stop), min(n, last + 1 + TAIL))
    heads, tails = _short_texts(sheet, head), _short_texts(sheet, tail)
    if ctx.fields.best("author") is None:
        _named_boxes(sheet, ctx, head)
    if ctx.fields.best("author") is None:  # a thread: what ends the first post stands amid the text
        inside = [x for x in sheet.visible if head.stop <= x.block.index < tail.start and not x.block.kept and len(x.text) <= SHORT]
        tails = [*((x.block.index, x.text) for x in inside), *tails]
    _bylines(ctx, heads, title_at)
    if ctx.fields.best("author") is None:
        _columnist(sheet, ctx, heads)
    _bylines(ctx, tails, n)
    _writers(ctx, kept)
    _dates(sheet, ctx, heads, tails)
    _not_the_site(sheet, ctx)


def _not_the_site(sheet: Sheet, ctx: Context) -> None:
    """A page that names its source does not name its author where it only states, for machines, the site itself."""
    if ctx.fields.best("author") is None or ctx.fields.best("source") is None:
        return
    names = site_names(sheet.page.title, _stated_names(sheet), ctx.url or "")
    ctx.fields.withdraw("author", lambda p: p.origin in _STATED and not _is_name(p.value) and is_site(p.value, names))


def _stated_names(sheet: Sheet) -> list[str]:
    return [content for name, content in sheet.page.metas if name in _SITE_METAS]


def _title(sheet: Sheet, ctx: Context, body: int) -> int:
    """Propose the title; the number of the block that it stands in, or that stands for it, -1 where there is none."""
    page_title = sheet.page.title
    stated = site_names("", _stated_names(sheet), ctx.url or "")
    ctx.fields.rewrite(lambda title: without_site(title, stated), "title")
    if page_title:
        propose(ctx, "title", clean_title(page_title), "title-tag")
    named = [x for x in sheet.visible if x.title >= 0.75 and body - FAR <= x.block.index <= body]
    if named:
        # The <title> names the site and a section, too: the headline is longer than these and mostly stands first.
        longest = max([x.size for x in named])
        worth = {x.block.index: x.title + 0.2 * x.block.heading + 0.3 * x.size / longest + 0.15 * page_title.startswith(x.text) for x in named}
        line = max(named, key=lambda x: (worth[x.block.index], x.block.index))
        propose(ctx, "title", unlabelled(line.text, page_title), "h1")
        return line.block.index
    found = _likeliest_title(sheet, body)
    if found is None:
        return -1
    if found.size >= 4:
        propose(ctx, "title", found.text, "h1" if found.block.parent.tag == "h1" and not page_title else "guess")
        ctx.fields.doubt("title", lambda title: title != found.text and names_site(title))
    return found.block.index


def _likeliest_title(sheet: Sheet, body: int) -> Line | None:
    """The line above the body that is most likely its headline where none is like the page's <title>: a heading, else what was kept, else a short line.

    The text may begin with a heading, too.
    """
    near = [x for x in sheet.lines[max(0, body - 6) : body + 1] if x is not None and (x.block.index < body or x.block.heading) and not x.text.endswith("。")]
    found = next((x for x in near if x.block.heading and not x.furniture), None) or next((x for x in near if x.block.kept), None)
    return found or next((x for x in reversed(near) if _may_be_headline(x)), None)


def _may_be_headline(line: Line) -> bool:
    return HEADLINE[0] <= line.size <= HEADLINE[1] and line.link < 0.5 and not line.furniture and not line.prose and next(find_dates(line.text), None) is None


def _short_texts(sheet: Sheet, where: range) -> list[tuple[int, str]]:
    """The blocks of a stretch that are short enough for a line of metadata, also those that are mostly links."""
    out = []
    for i in where:
        line = sheet.lines[i]
        text = line.text if line is not None else " ".join(sheet.page.blocks[i].shown(sheet.page.source).split())
        if len(text) <= SHORT:
            out.append((i, text))
    return out


def _bylines(ctx: Context, lines: Sequence[tuple[int, str]], title_at: int) -> None:
    """Read lines of metadata: labelled values, and what may stand beside a date."""
    for i, text in lines:
        if i == title_at:
            continue
        if _MAY_SAY.search(text) is not None:
            flat = fold(text)
            found = parse(flat, text)
            if found is not None:
                for item in found.items:
                    _propose_item(ctx, item, found, text, flat)
            if (m := _POSTER.search(text)) and next(find_dates(text), None) is not None:
                propose(ctx, "author", m["before"] or m["after"], "guess")
        elif 0 <= title_at < i <= title_at + 6:
            _signed(ctx, text)


def _signed(ctx: Context, text: str) -> None:
    """A line under the title that is names and nothing else, perhaps behind a sign, or `by` somebody."""
    m = _SIGNED.fullmatch(text) or _BY_LINE.match(text)
    if m is None:
        return
    flat = fold(m["names"])
    if all(c < "\u3400" for c in flat):
        propose(ctx, "author", m["names"], "guess")
    for name in people(flat):
        propose(ctx, "author", _as_written(m["names"], flat, name), "guess")


def _named_boxes(sheet: Sheet, ctx: Context, head: range) -> None:
    """The first line of an element that is called after the author, in a forum his name in a link."""
    for i in head:
        b = sheet.page.blocks[i]
        if b.chars <= NAME and _AUTHOR_BOX.search(b.parent.names) is not None:
            text = " ".join(b.shown(sheet.page.source).split())
            name = _BY.sub("", text)
            if PATTERN.search(name) is None and not any(map(str.isdigit, name)):
                _propose_authors(ctx, name, fold(name), "guess" if name == text else "line")
            return


def _columnist(sheet: Sheet, ctx: Context, heads: Sequence[tuple[int, str]]) -> None:
    """A name that stands before the colon of the title, and again on a line of its own."""
    before = {m["name"] for text in (sheet.page.title, *(text for _, text in heads)) if (m := _COLUMN.match(text))}
    for _, text in heads:
        if text in before and PATTERN.search(text + "：") is None:
            propose(ctx, "author", text, "guess")
            return


def _propose_item(ctx: Context, item: Item, found: Byline, text: str, flat: str) -> None:
    value = text[item.start : item.end]
    if item.kind == "source" and not _is_name(value):
        propose(ctx, "source", value, "line")
    elif item.kind in ("author", "source"):
        _propose_authors(ctx, value, flat[item.start : item.end], "line")
    elif item.kind == "editor":
        propose(ctx, "editor", value, "line")
    elif item.kind == "free" and found.of("date") and _is_name(value):
        propose(ctx, "author", value, "guess")


def _propose_authors(ctx: Context, value: str, flat: str, origin: str) -> None:
    for name in read_author(flat):
        propose(ctx, "author", _as_written(value, flat, name), origin)


def _is_name(value: str) -> bool:
    return is_person(fold(value).strip(" []()"))


def _as_written(text: str, flat: str, name: str) -> str:
    at = flat.find(name)
    return text[at : at + len(name)] if at >= 0 else name


def _writers(ctx: Context, kept: Sequence[Line]) -> None:
    """Who the first and last lines of the text say wrote it."""
    ends = kept if len(kept) <= 7 else [*kept[:3], *kept[-4:]]
    for line in ends:
        text = line.text
        m = _WRITER.search(text[:40] if len(text) > SHORT or "。" in text else text)
        if m is None:
            continue
        names = people(fold(m["names"])) or ([m["names"]] if len(text) <= 25 and not text.endswith(("。", "，")) else [])
        for name in names:
            propose(ctx, "author", _as_written(text, fold(text), name), "line")


def _dates(sheet: Sheet, ctx: Context, heads: Sequence[tuple[int, str]], tails: Sequence[tuple[int, str]]) -> None:
    """The date of publication: labelled or in the byline, else what a script or the address says."""
    ranked = [found for _, text in heads for found in _ranked_dates(text)]
    if ranked:
        rank, moment = max(ranked, key=lambda found: found[0])
        _propose_date(ctx, moment, "line" if rank >= 2 else "guess")
    elif ctx.fields.best("published") is None:
        if sheet.is_wide():
            _short_years(ctx, [text for _, text in heads])
        _guess_date(sheet, ctx, [text for _, text in tails])


def _short_years(ctx: Context, heads: Sequence[str]) -> None:
    """05-09-15 11:46 above the text: on Chinese pages the year comes first."""
    for text in heads:
        if (m := _SHORT_YEAR.search(text)) is not None:
            for moment in find_dates(f"时间：{m[0]}"):  # which is how such dates are labelled
                _propose_date(ctx, moment, "guess")


def _guess_date(sheet: Sheet, ctx: Context, tails: Sequence[str]) -> None:
    """What a script, a line behind the text or the address says; the first of them wins."""
    source = sheet.page.source
    if value := _labelled(source, _CODE_DATE, _CODE_LABEL):
        propose(ctx, "published", value, "guess")
    for text in tails:
        for _, moment in _ranked_dates(text):
            _propose_date(ctx, moment, "guess")
    _address(sheet, ctx)
    if ctx.fields.best("published") is None and (value := _labelled(source, _CODE_EPOCH, _EPOCH_LABEL)):
        propose(ctx, "published", value, "guess")
    for text in tails:
        for moment in find_dates(text):  # 1996年3月号: no day, but a date
            _propose_date(ctx, moment, "guess")


def _labelled(source: str, value: re.Pattern[str], label: re.Pattern[str]) -> str:
    """The first of the values in a script that has such a label before it; "" where there is none."""
    for found in islice(value.finditer(source), _CODE_DATES):
        before = source[max(0, found.start() - 30) : found.start()]
        if (before.endswith(_VALUE_SIGNS) or before[-1:].isspace()) and label.search(before) is not None:
            return found[0]
    return ""


def _ranked_dates(text: str) -> Iterator[tuple[int, Moment]]:
    """The dates of a short line: 3 where a label stands before, 2 with a clock time, 1 for a bare date."""
    if _DIGITS.search(text) is None:
        return
    for moment in find_dates(text):
        if len(moment.value) < 10:
            continue
        before = fold(text[max(0, moment.start - 8) : moment.start])
        if any(word in before for word in ("发布", "发表", "时间", "日期", "刊发", "published", "posted", "date")):
            yield 3, moment
        elif "T" in moment.value:
            yield 2, moment
        elif len(text) - (moment.end - moment.start) <= 60:
            yield 1, moment


def _propose_date(ctx: Context, moment: Moment, origin: str) -> None:
    if moment.assumed_zone:
        ctx.warn("date.zone-assumed", f"{moment.value}: the page gives no time zone, read as China Standard Time")
    ctx.fields.propose("published", moment.value, origin)


def _address(sheet: Sheet, ctx: Context) -> None:
    """A date in the page's address, as many news sites have it."""
    addresses = [ctx.url or "", *(content for name, content in sheet.page.metas if name in ("og:url", "canonical"))]
    for address in addresses:
        m = _URL_DATE.search(address)
        if m:
            year, month, day = (m[1], m[2], m[3]) if m[1] else (m[4], m[5], m[6])
            propose(ctx, "published", f"{year}-{int(month):02}-{int(day):02}", "guess")
            return


def names_editor_only(ctx: Context) -> None:
    """Where a page names nobody but the editor in charge, that name stands for the author, and a warning says so."""
    if ctx.fields.best("author") is not None:
        return
    editor = ctx.fields.best("editor")
    if editor is not None and people(fold(editor.value)):
        ctx.fields.propose("author", editor.value, "guess")
        ctx.warn("field.author.editor", f"the page names no author; {editor.value} is its editor")
