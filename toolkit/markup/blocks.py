"""A page as blocks of text: cut at every block-level tag and every <br>, each with its place and its container.

The stack of open elements is kept as the HTML standard keeps it as far as blocks need it (implied end tags, scopes of
table cells); formatting elements are looked through.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import chain

from toolkit.markup.page import LINK_LINE, Block, Element, Page, Run
from toolkit.markup.tags import (
    ANCHOR,
    BLOCK,
    BOUNDED,
    BREAK,
    CELLS,
    CODE,
    ENDS,
    FORMAT,
    HEADINGS,
    KINDS,
    NOTHING,
    PREFORMATTED,
    RAW,
    RUBY,
    SCOPES,
    SKIP,
    TABLE_PARTS,
    TABLES,
    VOID,
)
from toolkit.markup.tokens import Kinds, Token, TokenReader, flat

LONG_TITLE = 1000  # a <title> that is never closed takes in the page
MAX_DEPTH = 512  # browsers nest no deeper, either (Blink's limit)
_DISPLAY_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_MOMENTS = {"time": "datetime", "abbr": "title"}  # attributes that spell out what shows as "3 hours ago"
_SENTENCE_ENDS = ("。", "。”", "。」", "！", "？")
_VALUES = ("td", "th")
_TEXTS = 2  # so many cells of text make a row one of data
_QUOTES = 7  # more quotation marks written as references stand in no block but one of code
_SKIP_RULES = {"script": "markup.script", "style": "markup.style"}


def read_page(source: str, reader: TokenReader) -> Page:
    """The blocks and the stated metadata of an HTML page. Linear in its length; any text is a page."""
    return _PageReader(source, reader.kinds).read(reader.read)


class _PageReader:
    """One reading of a page: the loop over its tokens, and what the rarer ones need."""

    def __init__(self, source: str, kinds: Kinds) -> None:
        self.kinds = kinds
        self.flat = flat(source)
        self.page = Page(source)
        self.stack = [Element("body", "", False, None, 0, 0)]
        self.page.elements.append(self.stack[0])
        self.buried = 0  # open elements that lie too deep for the stack
        self.runs: list[Run] = []
        self.chars = self.link_chars = self.links = 0
        self.cut = ""
        self.in_link = False
        self.blank = False  # white space was seen since the last run
        self.item: str | None = None  # the microdata property whose text comes next
        self.never_closed: set[str] = set()
        self.missed: set[tuple[str, int]] = set()

    def read(self, reader: Callable[[str], Iterator[Token]]) -> Page:
        tokens = reader(self.flat)
        again: Token | None = None  # a token that ended a stretch that is skipped, and means something besides
        while True:
            again = self._read(tokens if again is None else chain((again,), tokens), tokens)
            if again is None:
                break
        if self.runs:
            self._close_block()
        self._mend_links()
        self._mend_rows()
        self._count()
        return self.page

    # The hot loop, most of the time that a page takes: common tokens are dealt with here and without calls.
    def _read(self, stream: Iterator[Token], tokens: Iterator[Token]) -> Token | None:  # noqa: C901
        """Read until the end (None) or until a token has to be taken up again."""
        TEXT, START, END, COMMENT, REFERENCE = self.kinds  # noqa: N806  (they are constants, whatever the reader)
        kinds, hides, starts_with, stack = KINDS.get, _DISPLAY_NONE.search, self.flat.startswith, self.stack
        blocks, elements = self.page.blocks, self.page.elements
        runs, chars, link_chars, links, in_link, blank, cut = self.runs, self.chars, self.link_chars, self.links, self.in_link, self.blank, self.cut
        again: Token | None = None
        for token in stream:
            kind = token.type
            if kind is TEXT:
                data = token.data or ""
                if data.isspace() or not data:
                    blank = True
                    continue
                bare = data.strip()
                shown = len(bare)
                at = token.col
                if stack[-1].tag in PREFORMATTED or not starts_with(data, at):
                    self.runs, self.chars, self.link_chars, self.links, self.in_link, self.blank, self.cut = runs, chars, link_chars, links, in_link, blank, cut
                    self._odd_text(at, data)
                    runs, chars, link_chars, links, blank, cut = self.runs, self.chars, self.link_chars, self.links, self.blank, self.cut
                else:
                    behind = False
                    if shown < len(data):  # white space round it
                        before = data.find(bare)
                        blank, behind = blank or before > 0, before + shown < len(data)
                        at += before
                    if blank and runs:
                        runs.append((at, at, " "))
                    blank = behind
                    runs.append((at, at + shown, None))
                    chars += shown
                    if in_link:
                        link_chars += shown
                if self.item is not None:
                    self.page.properties.append((self.item, data))
                    self.item = None
            elif kind is START or kind is END:
                tag = token.tag or ""
                what = kinds(tag, FORMAT)
                if what <= BREAK:
                    if runs:
                        blocks.append(Block(runs, stack[-1], chars, link_chars, links, cut, len(blocks)))
                        runs = []
                        chars = link_chars = 0
                        links = 1 if in_link else 0
                    blank = False
                    cut = tag
                    if what == BREAK:
                        continue
                    parent = stack[-1]
                    if kind is END:
                        if parent.tag == tag and not self.buried:
                            stack.pop()  # never the first one: "body" is no block
                        else:
                            self._close(tag)
                        if tag in CELLS:
                            in_link = False
                        continue
                    if parent.tag == "p":
                        stack.pop()
                        parent = stack[-1]
                    if tag in ENDS and parent.tag not in SCOPES[tag] and not self.buried:
                        self._close_any(tag, ENDS[tag], SCOPES[tag])
                        parent = stack[-1]
                    names = own = ""
                    hidden = parent.hidden
                    for name, value in token.attrs or ():
                        if name == "class":
                            names = value
                        elif name == "id":
                            own = value
                        elif name == "hidden" or (name == "style" and hides(value) is not None):
                            hidden = True
                        elif name == "itemprop" and value:
                            self._property(value, token)
                    if own:
                        names = f"{names} {own}"
                    if (depth := len(stack)) < MAX_DEPTH:
                        element = Element(tag, names, hidden, parent, len(elements), depth)
                        elements.append(element)
                        stack.append(element)
                    else:
                        self.buried += 1
                elif what == ANCHOR:
                    in_link = False
                    if kind is START:
                        if token.attr("href") is not None:
                            in_link = True
                            links += 1
                        if item := token.attr("itemprop"):
                            self._property(item, token)
                elif kind is END:
                    if what == SKIP and tag in CODE:
                        self.page.torn = True
                elif what != FORMAT:
                    again = self._special(tag, what, token, tokens)
                    if item := token.attr("itemprop"):
                        self._property(item, token)
                    if again is not None:
                        break
                else:
                    style = token.attr("style")
                    if ((style is not None and hides(style) is not None) or token.attr("hidden") is not None) and tag not in VOID:
                        again = self._skip(tag, token.col, "markup.hidden", tokens, hidden=True)
                    if item := token.attr("itemprop"):
                        self._property(item, token)
                    if again is not None:
                        break
            elif kind is REFERENCE:
                data = token.data or ""
                if data.isspace():
                    blank = True
                    continue
                at = token.col
                if blank and runs:
                    runs.append((at, at, " "))
                blank = False
                runs.append((at, at + len(token.source or ""), data))
                chars += len(data)
                if in_link:
                    link_chars += len(data)
            elif kind is COMMENT:
                self.page.marks.append((token.col, "markup.comment"))
        self.runs, self.chars, self.link_chars, self.links, self.in_link, self.blank, self.cut = runs, chars, link_chars, links, in_link, blank, cut
        return again

    # text

    def _odd_text(self, at: int, data: str) -> None:
        """Text that is not simply one stretch of the source."""
        if self.stack[-1].tag in PREFORMATTED:
            self._preformatted(at, len(data))
            return
        while data:  # the tokenizer joined text over something it dropped, an empty end tag
            gap = self.flat.find("</>", at)
            piece = self.flat[at : gap if gap >= 0 else at + len(data)][: len(data)]
            self._run(at, piece)
            if gap < 0:
                return
            data = data[len(piece) :]
            at = gap + 3

    def _run(self, at: int, piece: str) -> None:
        """Note a piece of text, white space round it aside."""
        bare = piece.strip()
        if not bare:
            return
        before = piece.find(bare)
        start, end = at + before, at + before + len(bare)
        if (self.blank or before) and self.runs:
            self.runs.append((start, start, " "))
        self.blank = before + len(bare) < len(piece)
        self.runs.append((start, end, None))
        self.chars += len(bare)
        if self.in_link:
            self.link_chars += len(bare)

    def _preformatted(self, at: int, length: int) -> None:
        """Lines of preformatted text are blocks, their blanks stand."""
        end = at + length
        while at < end:
            stop = self.page.source.find("\n", at, end)
            stop = end if stop < 0 else stop
            self._run(at, self.page.source[at:stop])
            if stop < end and self.runs:
                self._close_block()
            at = stop + 1

    def _close_block(self) -> None:
        blocks = self.page.blocks
        blocks.append(Block(self.runs, self.stack[-1], self.chars, self.link_chars, self.links, self.cut, len(blocks)))
        self.runs = []
        self.chars = self.link_chars = 0
        self.links = 1 if self.in_link else 0
        self.cut = "pre"

    # tags

    def _special(self, tag: str, kind: int, token: Token, tokens: Iterator[Token]) -> Token | None:
        if kind == SKIP:
            wanted: list[str] | None = [] if tag == "script" and "ld+json" in (token.attr("type") or "") else None
            again = self._skip(tag, token.col, _SKIP_RULES.get(tag, "markup.fallback"), tokens, wanted=wanted)
            if wanted:
                self.page.json_ld.append("".join(wanted))
            return again
        if kind == RUBY:
            self.page.marks.append((token.col, "markup.ruby"))
            return self._skip_ruby(tokens)
        if tag == "title":
            title: list[str] = []
            self._skip(tag, token.col, "markup.tag", tokens, wanted=title)
            self.page.title = self.page.title or " ".join("".join(title)[:LONG_TITLE].split())
        elif tag == "meta":
            name = token.attr("property") or token.attr("name") or token.attr("itemprop")
            content = token.attr("content")
            if name and content:
                self.page.metas.append((name.lower(), content))
        elif tag in _MOMENTS and (moment := token.attr(_MOMENTS[tag])) and (tag == "time" or moment[:4].isdecimal()):
            self.page.times.append(moment)
        return None

    def _property(self, name: str, token: Token) -> None:
        """Microdata: the value stands in an attribute, or the text that follows is it."""
        value = token.attr("content") or token.attr("datetime")
        if value:
            self.page.properties.append((name, value))
        elif token.tag not in VOID and token.attr("itemscope") is None:
            self.item = name

    def _close(self, tag: str) -> None:
        """An end tag: close the nearest element it can mean; none, and it is only a cut."""
        if self.buried:
            self.buried -= 1
            return
        wanted = HEADINGS if tag in HEADINGS else frozenset({tag})
        scope = NOTHING if tag == "table" else TABLES if tag in TABLE_PARTS else CELLS
        self._close_any(f"/{tag}", wanted, scope, nearest=True)

    def _close_any(self, why: str, wanted: frozenset[str], scope: frozenset[str], nearest: bool = False) -> None:
        """Close up to the outermost (or nearest) open element among `wanted`, looking no further than `scope`.

        `why` names the search: what one did not find from the same innermost element another need not look for.
        """
        stack = self.stack
        search = (why, stack[-1].order)
        if search in self.missed:
            return
        found = 0
        for i in range(len(stack) - 1, 0, -1):
            tag = stack[i].tag
            if tag in wanted:
                found = i
                if nearest:
                    break
            elif tag in scope:
                break
        if found:
            del stack[found:]
        else:
            self.missed.add(search)

    # what is skipped

    def _skip(self, tag: str, at: int, rule: str, tokens: Iterator[Token], *, hidden: bool = False, wanted: list[str] | None = None) -> Token | None:
        """Skip to the end tag of an element; its text goes to `wanted`. A token that ends it otherwise is given back.

        A <button> or a hidden <span> without an end tag must not swallow the page, nor may either reach beyond the block
        it stands in.
        """
        if tag not in RAW and (tag in self.never_closed or not self._is_closed(tag, at)):
            self.never_closed.add(tag)
            return None
        self.page.marks.append((at, rule))
        start, end = self.kinds.start, self.kinds.end
        bounded, nests = hidden or tag in BOUNDED, tag != "button"
        depth, blocks = 1, 0
        for token in tokens:
            kind = token.type
            if kind is start:
                depth += nests and token.tag == tag
                blocks += KINDS.get(token.tag or "") == BLOCK and token.tag != "p"
            elif kind is end:
                depth -= token.tag == tag
                if not depth:
                    return None
                blocks -= KINDS.get(token.tag or "") == BLOCK and token.tag != "p"
                if bounded and blocks < 0:
                    return token
            elif wanted is not None and token.data:
                wanted.append(token.data)
        return None

    def _is_closed(self, tag: str, at: int) -> bool:
        return self.flat.find(f"</{tag}", at) >= 0 or _end_tag(tag).search(self.flat, at) is not None

    def _skip_ruby(self, tokens: Iterator[Token]) -> Token | None:
        """Skip a reading set over the text; it ends with its own end tag, at the base text or with the block."""
        start, end = self.kinds.start, self.kinds.end
        for token in tokens:
            tag = token.tag or ""
            if token.type is end and tag in ("rt", "rp", "ruby", "rb"):
                return None
            if (token.type is start or token.type is end) and (tag in KINDS or tag in ("rb", "ruby")):
                return token
        return None

    # blocks

    def _mend_links(self) -> None:
        """An <a> that is never closed makes a link of the whole page: then long blocks and whole sentences are not link text."""
        blocks = self.page.blocks
        if sum([b.link_chars for b in blocks]) > 0.85 * sum([b.chars for b in blocks]):
            for b in blocks:
                if b.links <= 1 and (b.chars >= LINK_LINE or b.shown(self.page.source).rstrip().endswith(_SENTENCE_ENDS)):
                    b.link_chars, b.link_line = 0, False

    def _mend_rows(self) -> None:
        """A cell of links in a row of a table that has text in other cells is a value like these."""
        links = [b for b in self.page.blocks if b.link_line and b.parent.tag in _VALUES]
        if links:
            texts = Counter([b.parent.parent for b in self.page.blocks if not b.link_line and b.parent.tag in _VALUES])
            for b in links:
                b.link_line = texts[b.parent.parent] < _TEXTS

    def _count(self) -> None:
        """What is known of elements and marks only when the page has been read."""
        page = self.page
        for b in page.blocks:
            b.parent.blocks += 1
            if b.link_line:
                page.marks.append((b.runs[0][0], "content.link-line"))
            if len(b.runs) > _QUOTES and sum([new == '"' for _, _, new in b.runs]) > _QUOTES:
                page.torn = True
        for element in page.elements[:0:-1]:
            if element.blocks:
                element.parent.blocks += element.blocks  # type: ignore[union-attr]  # only the first element has no parent
        page.marks.sort()


@lru_cache(maxsize=256)
def _end_tag(tag: str) -> re.Pattern[str]:
    return re.compile(f"</{re.escape(tag)}", re.IGNORECASE)
