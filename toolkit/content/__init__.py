"""The main text of a page: which of its blocks are the article."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from toolkit.content.features import Sheet
from toolkit.content.fields import names_editor_only, read_fields
from toolkit.content.kinds import RULES, rule_of
from toolkit.content.model import choose, fill, widen
from toolkit.content.posts import second_post
from toolkit.context import Context
from toolkit.edits import Edit
from toolkit.markup.page import Block

__all__ = ["RULES", "main_text"]


def main_text(text: str, ctx: Context) -> Iterable[Edit]:
    """The content step: blocks of a page that are not its article go, each with the reason nearest to it."""
    blocks, ctx.blocks = ctx.blocks, []
    if ctx.page is None or not blocks:
        return ()
    whole = sheet = Sheet(text, ctx.page, blocks)
    least = choose(sheet, blocks, ctx.url or "")
    end = 0 if least < 0 else second_post(sheet)  # of a thread all posts are wanted
    if end:
        sheet = Sheet(text, ctx.page, [b for b in blocks if b.index < end])
        least = choose(sheet, blocks, ctx.url or "")
        ctx.warn("content.later-post", "the page holds several posts under one another; the first is taken")
    widen(sheet, least)
    fill(sheet, least)
    for b in blocks:
        b.kept = ctx.page.settled.get(b.index, b.kept)
        b.rule = "" if b.kept else rule_of(b, whole.lines[b.index], later=0 < end <= b.index)
    read_fields(sheet, ctx)
    names_editor_only(ctx)
    return _drop(text, blocks)


def _drop(text: str, blocks: Sequence[Block]) -> Iterator[Edit]:
    """Edits that take the blocks that are not kept, each with the separator that keeps it from its neighbour."""
    kept = False
    dropped: Block | None = None
    for i, b in enumerate(blocks):
        if b.kept:
            if dropped is not None and kept and text[b.start - 1] == "\t":  # the cell before it is gone
                yield Edit(b.start - 1, b.start, "\n", dropped.rule)
            kept, dropped = True, None
            continue
        dropped = b
        start = blocks[i - 1].end if kept else b.start
        end = b.end if kept or i + 1 == len(blocks) else blocks[i + 1].start
        if end > start:
            yield Edit(start, end, "", b.rule)
