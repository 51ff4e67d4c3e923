"""Who wrote and who edited an article, where its foot says so: (记者 张三), (责任编辑：李四), a name in brackets."""

from __future__ import annotations

import re

from toolkit.chrome.lines import Line, Page
from toolkit.chrome.names import is_person, people
from toolkit.context import Context

_EDITOR = r"(?:责任|执行|值班|本期|本文|网络|文字|新媒体|微信|实习|见习)?(?:编辑|责编|主编|编审|编校|编发)(?:人|员)?"
_BRACKET = re.compile(r"[(\[](?P<in>[^()\[\]]{2,60})[)\]][。.]?$")
_EDITOR_IN = re.compile(rf"(?:来源[:]?\s?.{{1,24}}?[\s,;|]+)?{_EDITOR}\s?[:/|]?\s?(?P<who>.{{1,24}})")
_AUTHOR_IN = re.compile(
    r"(?P<role>[\u3400-\u9fff]{0,12}?(?:记者|通讯员|作者|实习生|评论员|撰稿人?|供稿|撰文|采写|整理|编译)|图?文)(?:\s?[:/]\s?|\s+|"
    r"(?=[\u3400-\u9fff]{2,4}(?:\s|,|、|$)))(?P<who>.{2,40})"
)


def read_credits(page: Page, ctx: Context) -> None:
    """Read the credits at the end of the last paragraph and on the lines behind it."""
    if not page.has_body:
        return
    for line in page.lines[max(page.first, page.last - 1) :]:
        if not line.gone:
            _read(line, ctx, last=line is page.lines[page.last])


_BY_LINE = re.compile(
    r"^\W*(?:[\u3400-\u9fff]{0,14}(?:记者|通讯员)\s?)?(?P<who>[\u3400-\u9fff\s、]{2,24}?)\s?/?\s?(?:文\s?/\s?图|图\s?/\s?文|文图|图文|/\s?文(?:.{0,12}供?图)?)\W*$"
)


def take_by_line(line: Line, ctx: Context) -> bool:
    """Take a line that only says who wrote and who took the pictures (`张三 文/图`)."""
    m = _BY_LINE.match(line.flat) if len(line.text) <= 48 else None
    names = people(m["who"]) if m else []
    if not m or not names:
        return False
    for name in names:
        at = line.flat.find(name)
        ctx.fields.propose("author", line.text[at : at + len(name)] if at >= 0 else name, "line")
    line.split([(*m.span("who"), "field.author")], "chrome.author")
    return True


def _read(line: Line, ctx: Context, *, last: bool) -> None:
    m = _BRACKET.search(line.flat) if line.flat.rstrip("。.").endswith((")", "]")) else None
    if not m or (m.start() and not last and line.prose):
        return
    inside, at = m["in"], m.start("in")
    found = _editor(line, inside, at, ctx) or _author(line, inside, at, ctx)
    if not found:
        return
    name, start, end = found
    rule = "chrome.editor" if name == "editor" else "chrome.author"
    if m.start() == 0:
        line.split([(start, end, f"field.{name}")], rule)
    else:
        line.cut(m.start(), start, rule)
        line.cut(start, end, f"field.{name}")
        line.cut(end, m.end() - (line.flat[m.end() - 1] in "。."), rule)


def _editor(line: Line, inside: str, at: int, ctx: Context) -> tuple[str, int, int] | None:
    m = _EDITOR_IN.fullmatch(inside)
    if not m:
        return None
    start, end = at + m.start("who"), at + m.end("who")
    ctx.fields.propose("editor", line.text[start:end], "line")
    return "editor", start, end


def _author(line: Line, inside: str, at: int, ctx: Context) -> tuple[str, int, int] | None:
    """The people in brackets: with a role before their names, or names alone."""
    m = _AUTHOR_IN.fullmatch(inside)
    who, offset = (m["who"], m.start("who")) if m else (inside, 0)
    names = people(who) if m or len(who) <= 12 else []
    if not names or not (m or all(is_person(n) for n in names)):
        return None
    at_names = [line.text[i : i + len(n)] for n in names if (i := line.flat.find(n, at + offset)) >= 0]
    for name in at_names or [line.text[at + offset : at + len(inside)]]:
        ctx.fields.propose("author", name, "line")
    return "author", at + offset, at + len(inside)
