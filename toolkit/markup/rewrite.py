"""From the blocks of a page to edits: what is no text goes, entities are decoded, blocks become lines."""

from __future__ import annotations

import re

from toolkit.edits import Edit
from toolkit.markup.page import Block, Element, Page
from toolkit.markup.tags import PREFORMATTED

# White space that HTML collapses, and the no-break space that pages pad with: all but a single blank. It begins with one
# class of characters, so that it is searched for fast.
_SPACE = re.compile(r"[ \xa0\t\n\r\f](?:[ \xa0\t\n\r\f]+|(?<! ))")
# What a stretch without text is put down to: the strongest of the marks in it. An unmarked one is tags.
_STRENGTH = {
    rule: i
    for i, rule in enumerate(
        ("markup.tag", "markup.comment", "markup.style", "markup.script", "markup.fallback", "markup.ruby", "markup.hidden", "content.link-line")
    )
}
_ROW_CELL = 80  # cells of up to so many characters make a row of one line


def write_page(page: Page) -> tuple[list[Edit], list[Block]]:
    """The edits that leave the text of the page's blocks, one block a line, and those blocks with their places in it.

    Short lines of links are taken out right here: they are most of a page, and never its article.
    """
    writer = _Writer(page)
    blocks = [b for b in page.blocks if not b.link_line]
    for b in blocks:
        writer.block(b)
    writer.finish()
    return writer.edits, blocks


_new = tuple.__new__  # a page takes hundreds of edits, and a named tuple made by its own constructor costs twice as much


class _Writer:
    def __init__(self, page: Page) -> None:
        self.source = page.source
        self.marks = page.marks
        self.mark = 0
        self.next_mark = page.marks[0][0] if page.marks else len(page.source)
        self.edits: list[Edit] = []
        self.at = 0  # source: up to here all is told
        self.shift = 0  # place in the new text = place in the source - shift
        self.last: Block | None = None
        self.last_cell: Element | None = None

    def block(self, b: Block) -> None:
        """Leave the text of one block, behind a line break or, in a row of a table, a tab."""
        source, uneven = self.source, _SPACE.search
        cell = _cell(b)
        between = "" if self.last is None else "\t" if _same_row(self.last, self.last_cell, b, cell) else "\n"
        first, blank = True, False
        keep_space = b.parent.tag in PREFORMATTED
        for start, end, new in b.runs:
            if new == " ":
                blank = True
                continue
            if first:
                self._gap(start, between)
                b.start, first = start - self.shift, False
            elif start > self.at:
                self._gap(start, " " if blank else "")
            if new is not None:
                self._edit(start, end, new, "markup.entity")
            elif not keep_space and uneven(source, start, end) is not None:
                self._collapse(start, end)
            self.at = end
            blank = False
        b.end = self.at - self.shift
        self.last, self.last_cell = b, cell

    def finish(self) -> None:
        """Take away what follows the last block."""
        self._gap(len(self.source), "")

    def _gap(self, to: int, new: str) -> None:
        """What lies between the text before and the text at `to` becomes `new`."""
        at, self.at = self.at, to
        rule = "markup.tag" if self.next_mark >= to else self._strongest(to)
        if to > at and (to - at != len(new) or self.source[at:to] != new):
            self.edits.append(_new(Edit, (at, to, new, rule)))
            self.shift += (to - at) - len(new)

    def _strongest(self, to: int) -> str:
        """The strongest of the marks before `to` that are not used up."""
        marks, i, count = self.marks, self.mark, len(self.marks)
        rule, most = "markup.tag", 0
        while i < count and marks[i][0] < to:
            name = marks[i][1]
            if (strength := _STRENGTH[name]) > most:
                rule, most = name, strength
            i += 1
        self.mark = i
        self.next_mark = marks[i][0] if i < count else len(self.source)
        return rule

    def _collapse(self, start: int, stop: int) -> None:
        source = self.source
        for m in _SPACE.finditer(source, start, stop):
            a, z = m.span()
            blanks = m[0]
            new = "" if ("\n" in blanks or "\r" in blanks) and _is_wide(source[a - 1]) and _is_wide(source[z]) else " "
            self._edit(a, z, new, "markup.space")

    def _edit(self, start: int, end: int, new: str, rule: str) -> None:
        self.edits.append(_new(Edit, (start, end, new, rule)))
        self.shift += (end - start) - len(new)


def _is_wide(c: str) -> bool:
    """Whether a line break beside the character is none of the text: Han, kana, full-width forms; not Hangul."""
    return "\u2e80" <= c <= "\uffee" and not "\uac00" <= c <= "\ud7ff"


def _same_row(a: Block, left: Element | None, b: Block, right: Element | None) -> bool:
    """Whether two blocks, with the cells they stand in, are cells of one row of a table of data: short, and all there is in their cells."""
    if left is None or right is None or left is right or left.parent is not right.parent:
        return False
    return a.chars <= _ROW_CELL and b.chars <= _ROW_CELL and left.blocks == right.blocks == 1


def _cell(b: Block) -> Element | None:
    """The table cell that a block stands in, straight or in one element more."""
    element = b.parent
    if element.tag in ("td", "th"):
        return element
    outer = element.parent
    return outer if outer is not None and outer.tag in ("td", "th") else None
