"""A page as blocks of text: cut at every block-level tag and every <br>, each with its place and its container.

The stack of open elements is kept as the HTML standard keeps it as far as blocks need it (implied end tags, scopes of
table cells); formatting elements are looked through.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from toolkit.markup.tokens import COMMENT, END, REFERENCE, START, TEXT, Reader, Token, flat

# What a tag does to the text. Tags that are not named are formatting: looked through.
BLOCK, BREAK, ANCHOR, SKIP, HEAD, RUBY = 1, 2, 3, 4, 5, 6

_BLOCKS = (
    "address article aside blockquote caption center dd details dialog dir div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6"
    " header hgroup legend li listing main menu nav ol p pre search section summary table tbody td tfoot th thead tr ul xmp"
)
# Text in these is not text of the page: program, fallback for what browsers of today show otherwise, or form controls.
_SKIPPED = "applet audio button canvas datalist iframe map noembed noframes noscript object script select style svg template textarea video"
KINDS: dict[str, int] = (
    dict.fromkeys(_BLOCKS.split(), BLOCK)
    | dict.fromkeys(("br", "hr", "option", "head", "frameset", "html", "body"), BREAK)
    | dict.fromkeys(_SKIPPED.split(), SKIP)
    | dict.fromkeys(("title", "meta", "link", "base", "time"), HEAD)
    | dict.fromkeys(("rt", "rp"), RUBY)
    | {"a": ANCHOR}
)
# An open element of these kinds ends where the key begins (HTML standard, 13.1.2.4, optional tags).
_ENDS: dict[str, frozenset[str]] = {
    "li": frozenset({"li"}),
    "dt": frozenset({"dt", "dd"}),
    "dd": frozenset({"dt", "dd"}),
    "tr": frozenset({"tr", "td", "th", "caption"}),
    "td": frozenset({"td", "th"}),
    "th": frozenset({"td", "th"}),
    "tbody": frozenset({"tbody", "thead", "tfoot", "tr", "td", "th", "caption"}),
    "tfoot": frozenset({"tbody", "thead", "tfoot", "tr", "td", "th", "caption"}),
    "thead": frozenset({"tbody", "thead", "tfoot", "tr", "td", "th", "caption"}),
}
# Closing looks no further out than these.
_SCOPES: dict[str, frozenset[str]] = {
    "li": frozenset({"ul", "ol", "menu", "dir", "table", "td", "th"}),
    "dt": frozenset({"dl", "table", "td", "th"}),
    "dd": frozenset({"dl", "table", "td", "th"}),
} | dict.fromkeys(("tr", "td", "th", "tbody", "tfoot", "thead"), frozenset({"table"}))
_TABLE_PARTS = frozenset({"table", "tbody", "thead", "tfoot", "tr", "td", "th", "caption"})
_CELLS = frozenset({"table", "td", "th", "caption"})
_TABLES = frozenset({"table"})
_NOTHING: frozenset[str] = frozenset()
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_VOID = frozenset({"area", "col", "embed", "img", "input", "param", "source", "track", "wbr"})
PREFORMATTED = frozenset({"pre", "listing", "xmp"})
MAX_DEPTH = 512  # browsers nest no deeper, either (Blink's limit)
LINK_LINE = 60  # a block of more link text than other text and shorter than this is never article text


# A stretch [start, end) of the source that shows as text; what shows where that differs from the source, else None.
Run = tuple[int, int, str | None]


class Element:
    """A block-level element that is open or was: its tag, class and id, and its parent."""

    __slots__ = ("blocks", "hidden", "names", "order", "parent", "tag")

    def __init__(self, tag: str, names: str, hidden: bool, parent: Element | None, order: int) -> None:
        self.tag, self.names, self.hidden, self.parent, self.order = tag, names, hidden, parent, order
        self.blocks = 0  # blocks in it and in the elements in it


class Block:
    """One block of text.

    start, end: its place in the current text (code points, half open), moved by the pipeline. runs: its places in the
    source. chars: characters of text; link_chars, links: those inside links, and how many links; cut: what ended the
    block before it ("br" or a tag). index: its number among all blocks of the page. kept: whether it is article text;
    score: the model's log-odds of that. rule: why it is not. link_line: a short line of mostly
    link text, and so never article text.
    """

    __slots__ = ("chars", "cut", "end", "index", "kept", "link_chars", "link_line", "links", "parent", "rule", "runs", "score", "start")

    def __init__(self, runs: list[Run], parent: Element, chars: int, link_chars: int, links: int, cut: str, index: int) -> None:
        self.runs, self.parent, self.chars, self.link_chars, self.links, self.cut, self.index = runs, parent, chars, link_chars, links, cut, index
        self.start = self.end = 0
        self.kept = True
        self.score = 0.0
        self.rule = ""
        self.link_line = link_chars * 2 >= chars and chars < LINK_LINE and not self.heading

    @property
    def heading(self) -> bool:
        """Whether the block stands in a heading element."""
        tag = self.parent.tag
        return len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()

    @property
    def caption(self) -> bool:
        """Whether the block stands in an element for captions."""
        return self.parent.tag in ("figcaption", "caption")

    def shown(self, source: str) -> str:
        """The block's text as the source has it, white space not yet collapsed."""
        return "".join([source[s:e] if new is None else new for s, e, new in self.runs])


class Mark(NamedTuple):
    """Something at `at` in the source that is no text, and the rule that takes it away."""

    at: int
    rule: str


class Page:
    """What the reader found, all in order of the source.

    metas: (name or property, content). times: values of <time datetime>. json_ld: the text of such scripts.
    properties: microdata, (itemprop, value).
    """

    __slots__ = ("blocks", "elements", "json_ld", "marks", "metas", "properties", "source", "times", "title")

    def __init__(self, source: str) -> None:
        self.source = source
        self.blocks: list[Block] = []
        self.elements: list[Element] = []
        self.marks: list[Mark] = []
        self.metas: list[tuple[str, str]] = []
        self.times: list[str] = []
        self.json_ld: list[str] = []
        self.properties: list[tuple[str, str]] = []
        self.title = ""


_DISPLAY_NONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SKIP_RULES = {"script": "markup.script", "style": "markup.style"}


def read_page(source: str, reader: Reader) -> Page:
    """The blocks and the stated metadata of an HTML page. Linear in its length; any text is a page."""
    return _PageReader(source).read(reader)


class _PageReader:
    """The state of one reading: the open elements, the block that is being gathered, and what is being skipped."""

    def __init__(self, source: str) -> None:
        self.flat = flat(source)
        self.page = Page(source)
        self.stack = [Element("body", "", False, None, 0)]
        self.page.elements.append(self.stack[0])
        self.buried = 0  # open elements that lie too deep for the stack
        self.runs: list[Run] = []
        self.chars = self.link_chars = self.links = 0
        self.cut = ""
        self.in_link = False
        self.in_ruby_text = False
        self.skip = ""  # the tag whose end tag ends what is being skipped
        self.skip_depth = 0
        self.skip_blocks: int | None = None  # block-level elements open in what is skipped, where that is a hidden inline element
        self.wanted: list[str] | None = None  # gathers text that is metadata: a title, a JSON-LD script
        self.may_hide = "display" in self.flat or " hidden" in self.flat
        self.has_items = "itemprop" in self.flat
        self.item: str | None = None  # the microdata property whose text comes next
        self.never_closed: set[str] = set()

    def read(self, reader: Reader) -> Page:
        for token in reader(self.flat):
            kind = token.type
            if kind == TEXT:
                self._text(token.col, token.data or "")
            elif kind == START:
                self._start(token)
            elif kind == END:
                self._end(token.tag or "")
            elif kind == REFERENCE:
                self._reference(token)
            elif kind == COMMENT and not self.skip:
                self.page.marks.append(Mark(token.col, "markup.comment"))
        self._close_block("")
        self._mend_links()
        self._count()
        return self.page

    # text

    def _text(self, at: int, data: str) -> None:
        if self.wanted is not None:
            self.wanted.append(data)
            return
        if self.skip or self.in_ruby_text:
            return
        shown = len(data.strip())
        if self.stack[-1].tag in PREFORMATTED:
            self._preformatted(at, len(data))
        elif not shown:
            if self.runs:
                self.runs.append((at, at + len(data), None))
        elif self.flat.startswith(data, at):
            self._run(at, at + len(data), None, shown)
        else:
            self._broken_text(at, data)
        if self.item is not None and shown:
            self.page.properties.append((self.item, data))
            self.item = None

    def _run(self, start: int, end: int, new: str | None, shown: int) -> None:
        self.runs.append((start, end, new))
        self.chars += shown
        if self.in_link:
            self.link_chars += shown

    def _broken_text(self, at: int, data: str) -> None:
        """Text that the tokenizer joined over something it dropped, an empty end tag."""
        while data:
            gap = self.flat.find("</>", at)
            piece = self.flat[at : gap if gap >= 0 else at + len(data)][: len(data)]
            if piece:
                self._run(at, at + len(piece), None, len(piece.strip()))
            if gap < 0:
                return
            data = data[len(piece) :]
            at = gap + 3

    def _preformatted(self, at: int, length: int) -> None:
        """Lines of preformatted text are blocks, their blanks stand."""
        end = at + length
        while at < end:
            stop = self.page.source.find("\n", at, end)
            stop = end if stop < 0 else stop
            line = self.page.source[at:stop]
            if self.runs or not line.isspace():
                shown = len(line.strip())
                if line:
                    self._run(at, stop, None, shown)
            if stop < end:
                self._close_block("pre")
            at = stop + 1

    def _reference(self, token: Token) -> None:
        data = token.data or ""
        if self.wanted is not None:
            self.wanted.append(data)
        elif not (self.skip or self.in_ruby_text):
            end = token.col + len(token.source or "")
            if not data.isspace():
                self._run(token.col, end, data, len(data))
            elif self.runs:
                self.runs.append((token.col, end, " "))

    # tags

    def _start(self, token: Token) -> None:
        tag = token.tag or ""
        kind = KINDS.get(tag)
        if self.skip:
            self._start_skipped(tag, kind)
            return
        if kind == BLOCK:
            self._open(tag, token)
        elif kind == BREAK:
            self._close_block(tag)
        elif kind == ANCHOR:
            if token.attr("href") is not None:
                self.in_link = True
                self.links += 1
        elif kind is not None:
            self._special(tag, kind, token)
        elif self.may_hide and tag not in _VOID and _is_hidden(token):
            self._skip(tag, token.col, "markup.hidden", 0)
        if self.has_items and (name := token.attr("itemprop")):
            self._property(name, token)

    def _special(self, tag: str, kind: int, token: Token) -> None:
        if kind == SKIP:
            if tag == "script" and "ld+json" in (token.attr("type") or ""):
                self.wanted = []
            self._skip(tag, token.col, _SKIP_RULES.get(tag, "markup.fallback"), None)
        elif kind == RUBY:
            self.page.marks.append(Mark(token.col, "markup.ruby"))
            self.in_ruby_text = True
        else:
            self._head(tag, token)

    def _head(self, tag: str, token: Token) -> None:
        if tag == "title":
            self.wanted = []
        elif tag == "meta":
            name = token.attr("property") or token.attr("name") or token.attr("itemprop")
            content = token.attr("content")
            if name and content:
                self.page.metas.append((name.lower(), content))
        elif tag == "time" and (moment := token.attr("datetime")):
            self.page.times.append(moment)

    def _property(self, name: str, token: Token) -> None:
        """Microdata: the value stands in an attribute, or the text that follows is it."""
        value = token.attr("content") or token.attr("datetime")
        if value:
            self.page.properties.append((name, value))
        elif token.tag not in _VOID and token.attr("itemscope") is None:
            self.item = name

    def _end(self, tag: str) -> None:
        if self.skip:
            self._end_skipped(tag)
            return
        if self.in_ruby_text and (tag in ("rt", "rp", "ruby", "rb") or tag in KINDS):
            self.in_ruby_text = False
        kind = KINDS.get(tag)
        if kind == BLOCK:
            self._close_block(tag)
            self._close(tag)
        elif kind == ANCHOR:
            self.in_link = False
        elif kind == BREAK:
            self._close_block(tag)
        elif tag == "title" and self.wanted is not None:
            self.page.title = self.page.title or "".join(self.wanted).strip()
            self.wanted = None

    def _open(self, tag: str, token: Token) -> None:
        self._close_block(tag)
        self.in_ruby_text = False
        stack = self.stack
        if stack[-1].tag == "p":
            stack.pop()
        if tag in _ENDS:
            self._close_any(_ENDS[tag], _SCOPES[tag])
        if len(stack) >= MAX_DEPTH:
            self.buried += 1
            return
        parent = stack[-1]
        names = token.attr("class") or ""
        if own := token.attr("id"):
            names = f"{names} {own}"
        hidden = parent.hidden or (self.may_hide and _is_hidden(token))
        element = Element(tag, names, hidden, parent, len(self.page.elements))
        self.page.elements.append(element)
        stack.append(element)

    def _close(self, tag: str) -> None:
        """An end tag: close the nearest element it can mean; none, and it is only a cut."""
        if self.buried:
            self.buried -= 1
            return
        if tag in _CELLS:
            self.in_link = False
        wanted = _HEADINGS if tag in _HEADINGS else frozenset({tag})
        self._close_any(wanted, _TABLES if tag in _TABLE_PARTS and tag != "table" else _NOTHING if tag == "table" else _CELLS, nearest=True)

    def _close_any(self, wanted: frozenset[str], scope: frozenset[str], nearest: bool = False) -> None:
        """Close up to the outermost (or nearest) open element among `wanted`, looking no further than `scope`."""
        stack = self.stack
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

    # what is skipped

    def _start_skipped(self, tag: str, kind: int | None) -> None:
        if tag == self.skip:
            self.skip_depth += 1
        if self.skip_blocks is not None and kind == BLOCK and tag != "p":
            self.skip_blocks += 1

    def _skip(self, tag: str, at: int, rule: str, blocks: int | None) -> None:
        if not self._is_closed(tag, at):
            return
        self.page.marks.append(Mark(at, rule))
        self.skip, self.skip_depth, self.skip_blocks = tag, 1, blocks

    def _is_closed(self, tag: str, at: int) -> bool:
        """Whether an end tag follows: a <button> or a hidden <span> without one must not swallow the page."""
        if tag in self.never_closed:
            return False
        if not _end_tag(tag).search(self.flat, at):
            self.never_closed.add(tag)
            return False
        return True

    def _end_skipped(self, tag: str) -> None:
        if self.skip_blocks is not None and KINDS.get(tag) == BLOCK and tag != "p":
            self.skip_blocks -= 1
            if self.skip_blocks < 0:  # the hidden element's parent ends: its own end tag is missing
                self.skip, self.skip_blocks = "", None
                self._end(tag)
                return
        if tag == self.skip:
            self.skip_depth -= 1
            if not self.skip_depth:
                self.skip, self.skip_blocks = "", None
                if self.wanted is not None:
                    self.page.json_ld.append("".join(self.wanted))
                    self.wanted = None

    # blocks

    def _close_block(self, cut: str) -> None:
        runs = self.runs
        if runs:
            while self.flat[runs[-1][0] : runs[-1][1]].isspace() or runs[-1][2] == " ":
                runs.pop()
            blocks = self.page.blocks
            block = Block(runs, self.stack[-1], self.chars, self.link_chars, self.links, self.cut, len(blocks))
            blocks.append(block)
            self.runs = []
            self.chars = self.link_chars = 0
            self.links = 1 if self.in_link else 0
        self.cut = cut

    def _mend_links(self) -> None:
        """An <a> that is never closed makes a link of the whole page: then long blocks are not link text."""
        blocks = self.page.blocks
        if sum(b.link_chars for b in blocks) > 0.85 * sum(b.chars for b in blocks):
            for b in blocks:
                if b.chars >= LINK_LINE and b.links <= 1:
                    b.link_chars = 0

    def _count(self) -> None:
        """What is known of elements and marks only when the page has been read."""
        page = self.page
        for b in page.blocks:
            b.parent.blocks += 1
            if b.link_line:
                page.marks.append(Mark(b.runs[0][0], "content.link-line"))
        for element in reversed(page.elements):
            if element.parent is not None:
                element.parent.blocks += element.blocks
        page.marks.sort()


@lru_cache(maxsize=256)
def _end_tag(tag: str) -> re.Pattern[str]:
    return re.compile(f"</{re.escape(tag)}", re.IGNORECASE)


def _is_hidden(token: Token) -> bool:
    style = token.attr("style")
    return bool(style and _DISPLAY_NONE.search(style)) or token.attr("hidden") is not None
