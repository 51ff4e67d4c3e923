"""HTML to edits and blocks: tags go, visible text stays, and every block knows its place and what the markup says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from toolkit.context import Context
from toolkit.edits import Edit
from toolkit.markup.blocks import read_page
from toolkit.markup.follow import follow
from toolkit.markup.lost import begins_in_code, freed, restored
from toolkit.markup.metadata import state
from toolkit.markup.page import Page
from toolkit.markup.rewrite import write_page
from toolkit.markup.soup import SOUP
from toolkit.markup.tokens import TokenReader
from toolkit.markup.turbo import turbo
from toolkit.readers import has_turbo
from toolkit.rules import Rule, RuleTable

__all__ = ["RULES", "markup"]
READERS: dict[str, TokenReader] = ({"turbo": turbo()} if has_turbo() else {}) | {"soup": SOUP}
SECOND_LOOK = 1 << 20  # code points; a longer page without text is not read twice
LITTLE = 200  # code points of text that are next to nothing
_NOSCRIPT = re.compile(r"(</?)noscript(?=[\s>])", re.IGNORECASE)
_OPENED = r"\1x-script"  # an element of no meaning, as long as the one it stands for
# What no reader shows: scripts, styles, titles, comments, tags, references. It takes linear time: what never ends goes to the end of the text.
_UNSEEN = re.compile(
    r"<!--(?:.*?-->|(?P<open>.*))|<(script|style)(?=[\s>/]).*?(?:</\2(?=[\s>/])|\Z)|<title[^<>]*>[^<]*</title|<[^<>]*(?:>|\Z)|&#?\w{1,31};",
    re.IGNORECASE | re.DOTALL,
)
_LETTER = re.compile(r"\w")
_SCRAP = 20  # letters behind the start of a comment where the page was cut
UNCLOSED = 20  # so many more "<" than ">" are an accident
HTML_TYPES = frozenset({"text/html", "application/xhtml+xml"})
_HTML = "text/html"


def _page(inside: str) -> str:
    return f"<html><body><p>清晨的河面上起了雾，渔船还停在岸边，没有人说话。</p>{inside}<p>等到太阳升起来，雾才慢慢散去，船一只一只地离了岸。</p></body></html>"


RULES = RuleTable(
    Rule(
        "markup.tag", "tags and the white space round them are markup, not text", (_page("<p>远处传来<b>钟声</b>，一下又一下，很慢。</p>"),), (), "alone", _HTML
    ),
    Rule(
        "markup.comment",
        "comments are not shown",
        (_page("<!-- 模板开始 -->"),),
        (_page("<p>用 &lt;!-- 开头的是注释，读者在页面上是看不到它的。</p>"),),
        "alone",
        _HTML,
    ),
    Rule(
        "markup.script",
        "scripts are program, not text; nor is what stands before the end of a script that began before the page does",
        (_page("<script>var a = '字';</script>"), "var shown = {'top': 1, 'foot': 0};\nshow(shown['top']);</script>" + _page("")),
        (_page("<p>脚本写在哪里，谁也说不清楚。</p>"),),
        "alone",
        _HTML,
    ),
    Rule("markup.style", "style sheets are not text", (_page("<style>p { color: red }</style>"),), (), "alone", _HTML),
    Rule(
        "markup.fallback",
        "form controls, drawings and what stands in for scripts, frames and media are not text of the page",
        (_page("<noscript>请打开脚本</noscript>"), _page("<select><option>一月</select>")),
        (),
        "alone",
        _HTML,
    ),
    Rule(
        "markup.ruby",
        "readings set over the text are not part of it; the base text stays",
        (_page("<p>小镇叫作<ruby>涠<rt>wéi</rt></ruby>洲，在海的那一边，很远。</p>"),),
        (),
        "alone",
        _HTML,
    ),
    Rule(
        "markup.hidden",
        "text inside a paragraph that is not displayed was put there for machines",
        (_page('<p>雾里有<span style="display:none">隐藏的字</span>人在喊，声音传得很远，谁也听不清。</p>'),),
        (_page('<p>雾里有<span style="color:red">红色的</span>灯，照得很远，谁也看不清。</p>'),),
        "alone",
        _HTML,
    ),
    Rule(
        "markup.entity",
        "character references are written as the characters they stand for",
        (_page("<p>甲&amp;乙两家商店都关了门，街上没有人。</p>"),),
        (),
        "alone",
        _HTML,
    ),
    Rule(
        "markup.space",
        "white space in the source of a page is layout: it shows as one blank, and not at all where a line breaks between Chinese characters",
        (_page("<p>街上没有人，\n只有风在吹，把门前的落叶吹到了河里。</p>"),),
        (),
        "alone",
        _HTML,
    ),
)


def markup(text: str, ctx: Context) -> Iterable[Edit]:
    """The markup step: an HTML page becomes the text of its blocks, one a line; other texts stay."""
    if ctx.media_type not in HTML_TYPES:
        return ()
    page = _read(text, ctx.config.reader)
    for profile in ctx.config.profiles:
        if profile.fits(ctx.url):
            follow(profile, page, READERS[ctx.config.reader], ctx)
            break
    edits, blocks = write_page(page)
    ctx.page, ctx.blocks = page, blocks
    state(page, ctx)
    return edits


def _read(text: str, reader: str) -> Page:
    """The page as `_look` sees it, also where the beginnings of scripts and tags are lost."""
    page = _look(text, reader)
    may_be_torn = page.torn or begins_in_code(text) or READERS[reader] is SOUP  # Beautiful Soup keeps no end tag that ends nothing
    if may_be_torn and (whole := restored(text)) is not text:
        page = _look(whole, reader)
    page.source = text
    return page


def _look(text: str, reader: str) -> Page:
    """The page as the chosen reader sees it; where that one sees nothing, other ways to read it have their say."""
    page = read_page(text, READERS[reader])
    if _shown(page) < LITTLE and (found := _NOSCRIPT.search(text)):
        # Scripts would build this page; what it holds for readers without scripts may be all of it.
        opened = read_page(text[: found.start()] + _NOSCRIPT.sub(_OPENED, text[found.start() :]), READERS[reader])
        if _shown(opened) >= LITTLE:
            return opened
    if not page.blocks and (let_go := freed(text)) is not None and (other := read_page(let_go, READERS[reader])).blocks:
        return other
    # html.parser takes quadratic time over tags that are never closed, so a page of those is not read again.
    if not page.blocks and text and len(text) <= SECOND_LOOK and text.count("<") <= text.count(">") + UNCLOSED and _may_show(text):
        for name, second in READERS.items():
            if name != reader and (other := read_page(text, second)).blocks:
                return other
    return page


def _may_show(text: str) -> bool:
    """Whether a page has a letter that some reader may take for text; what stands behind the start of a comment that never ends may be."""
    if _LETTER.search(_UNSEEN.sub("", text)) is not None:
        return True
    if text.rfind("<!--") <= text.rfind("-->"):
        return False
    behind = _UNSEEN.sub(r"\g<open>", text).replace("<!--", "")
    return len(_LETTER.findall(_UNSEEN.sub("", behind))) >= _SCRAP


def _shown(page: Page) -> int:
    return sum(block.chars for block in page.blocks)
