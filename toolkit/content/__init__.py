"""The main text of a page: which of its blocks are the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from toolkit.context import Context
from toolkit.edits import Edit
from toolkit.markup.blocks import Block, Element, Page
from toolkit.rules import Rule, RuleTable

_ARTICLE = "<p>清晨的河面上起了雾，渔船还停在岸边，没有人说话。</p><p>等到太阳升起来，雾才慢慢散去，船一只一只地离了岸。</p>"
RULES = RuleTable(
    Rule(
        "content.link-line",
        "a short line of links is navigation",
        (f'<html><body><div><a href="/">首页</a> <a href="/n">新闻</a></div><div>{_ARTICLE}</div></body></html>',),
        (f'<html><body><div>{_ARTICLE}<p>他说，<a href="/n">那条河</a>已经几十年没有结过冰了，今年也不例外。</p></div></body></html>',),
        "alone",
        "text/html",
    ),
    Rule(
        "content.other",
        "text of the page that is not its article",
        (f"<html><body><div><div>地址：某路一号</div><div>电话：一二三四</div></div><div>{_ARTICLE}</div></body></html>",),
        (f"<html><body><div>{_ARTICLE}</div></body></html>",),
        "alone",
        "text/html",
    ),
)
_PROSE = 15  # a block of so many characters with punctuation in it is prose


def main_text(text: str, ctx: Context) -> Iterable[Edit]:
    """The content step: blocks of a page that are not its article go."""
    if ctx.page is None or not ctx.blocks:
        return ()
    choose(text, ctx.page, ctx.blocks)
    return _drop(text, ctx.blocks)


def choose(text: str, page: Page, blocks: Sequence[Block]) -> None:
    """Set `kept` and `rule` of each block."""
    sums = [0.0] * len(page.elements)
    for b in page.blocks:
        prose = b.chars >= _PROSE and b.link_chars * 2 < b.chars
        sums[b.parent.order] += b.chars if prose else -4.0 - 0.8 * b.link_chars
    for element in reversed(page.elements):
        if element.parent is not None:
            sums[element.parent.order] += sums[element.order]
    best = max(page.elements, key=lambda e: sums[e.order])
    for b in blocks:
        b.kept = _inside(b.parent, best)
        b.rule = "" if b.kept else "content.other"


def _inside(element: Element | None, best: Element) -> bool:
    while element is not None:
        if element is best:
            return True
        element = element.parent
    return False


def _drop(text: str, blocks: Sequence[Block]) -> Iterator[Edit]:
    """Edits that take the blocks that are not kept, each with the separator that keeps it from its neighbour."""
    kept: Block | None = None
    dropped = False
    for i, b in enumerate(blocks):
        if b.kept:
            if dropped and kept is not None and text[b.start - 1] == "\t":
                yield Edit(b.start - 1, b.start, "\n", "content.other")
            kept, dropped = b, False
            continue
        dropped = True
        start = b.start if kept is None else blocks[i - 1].end
        end = b.end if kept is not None or i + 1 == len(blocks) else blocks[i + 1].start
        yield Edit(start, end, "", b.rule)
