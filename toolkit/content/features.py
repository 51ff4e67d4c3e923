"""What the model is told of each block: numbers from its text, its neighbours, its containers and the page.

The features are those that carry weight on sites the model has not seen; many more were tried. They come in groups, so
that what blocks share (a container, a set of flags) is weighed once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate
from math import log1p

from toolkit.content.lines import Line, Title, Vector, gap_size, is_indented, link_share
from toolkit.content.words import HINTS, KINDS, hint_bits
from toolkit.markup.page import Block, Element, Page

TITLE_PROSE = 60  # the title's container holds at least so many characters of prose
REVEALED = 5  # times the prose that shows must be hidden for a page that scripts reveal
_WINDOW = 5  # blocks to each side
_LEVELS = 5  # of elements that are counted
_ENDS = tuple("。！？.!?…”」』）)】\"'：:；;")

LINE = (
    "log size", "log links", "log link chars", "stop", "ends", "log marks", "log sentences", "byline", "rights", "related", "notice", "tools", "div",
    "description", "repeated", "indent", "no indent where usual", "position", "before title", "log after title", "prose before", "prose before share",
    "prose after tail", "tail seen", "furniture seen", "headings since", "log gap before", "log gap after", "-1 link", "-1 notice", "+1 notice",
    "link around",
)  # fmt: skip
BOX = (
    "log chars", "log blocks", "levels", "in title box", "out of small title box", "in title box*its good", "in best*its good", "hidden", "own good",
    "unit plain",
)  # fmt: skip
OUTER = ("outer score/best", "third good", "outer link", "third link", "third plain")
PAGE = (
    "page link",
    "page log blocks",
    "page log good",
    "best good",
    "best link",
    "page log longest",
    "title box good",
    "has title box",
    "page wide",
    "page indent",
)
TAGS = (
    "p",
    "td",
    "li",
    "h",
    "form",
    "header",
    "footer",
    "nav",
    "aside",
    "article",
    "pre",
    "caption",
    "ul",
    "table",
    "blockquote",
    "dl",
    "center",
    "section",
    "main",
    "h1",
)
FLAGS = (
    *(f"parent {t}" for t in TAGS),
    *(f"in {t}" for t in TAGS),
    *(f"in .{h}" for h in HINTS),
    *(f"near .{h}" for h in HINTS),
    "nearest good",
    "nearest bad",
    "no hint",
)
# Where the parts of the number that `flags_of` gives begin, in bits.
_TAGS_AT, _HINTS_AT, _NEAR_AT, _NEAREST_AT = len(TAGS), 2 * len(TAGS), 2 * len(TAGS) + len(HINTS), 2 * len(TAGS) + 2 * len(HINTS)
NAMES: tuple[str, ...] = (*LINE, *BOX, *OUTER, *PAGE, *FLAGS)
_GOOD_HINTS = 0b11111  # the first five of HINTS speak for an article
_TAG_BIT = {t: 1 << i for i, t in enumerate(TAGS)} | {f"h{i}": 1 << TAGS.index("h") for i in range(2, 7)}
_TAG_BIT |= {
    "h1": 1 << TAGS.index("h") | 1 << TAGS.index("h1"),
    "th": _TAG_BIT["td"],
    "ol": _TAG_BIT["ul"],
    "dd": _TAG_BIT["dl"],
    "dt": _TAG_BIT["dl"],
    "figcaption": _TAG_BIT["caption"],
}
_UNITS = frozenset({"table", "ul", "ol", "dl"})
_UNIT_BITS = _TAG_BIT["table"] | _TAG_BIT["ul"] | _TAG_BIT["dl"]
_BYLINE, _RIGHTS, _RELATED, _COMMENT, _NOTICE, _TOOLS = (KINDS.index(k) for k in ("byline", "rights", "related", "comment", "notice", "tools"))


class Sheet:
    """The features of a page. `text` is the current text, in which `blocks` (the visible ones) lie.

    lines: by number of the block, None for the lines of links that were taken out. best, title_box: numbers of the
    elements with the best score and round the title and its text (-1: none). title_line: the line that is the title.
    """

    def __init__(self, text: str, page: Page, blocks: Sequence[Block]) -> None:
        self.page = page
        self.lines: list[Line | None] = [None] * len(page.blocks)
        self.visible = [Line(b, text[b.start : b.end]) for b in blocks if b.end > b.start]
        for line in self.visible:
            self.lines[line.block.index] = line
        self.hides = self._hides()
        self._read_page()
        self._fill_containers()
        self._find_title_box()

    def _hides(self) -> bool:
        """Whether blocks are hidden that count for nothing round them. Where next to all prose is hidden, scripts reveal it: it is not."""
        hidden = [line for line in self.visible if line.block.parent.hidden]
        if not hidden:
            return False
        shown = sum([line.size for line in self.visible if line.prose and not line.block.parent.hidden])
        if sum([line.size for line in hidden if line.prose]) > REVEALED * shown + TITLE_PROSE:
            for element in self.page.elements:
                element.hidden = False
            return False
        for line in hidden:
            line.prose = False
        return True

    def _read_page(self) -> None:
        """What lines say beside the page: title, repetition, indentation; the longest one."""
        source, title = self.page.source, Title(self.page)
        self.description = next((c for n, c in self.page.metas if n in ("description", "og:description")), "")
        seen: dict[str, int] = {}
        longest = 1.0
        prose = indented = 0
        wide = chars = 0.0
        for line in self.visible:
            text, size = line.text, line.size
            seen[text] = seen.get(text, 0) + 1
            wide += line.wide
            chars += len(text)
            if line.prose:
                prose += 1
                if size > longest:
                    longest = size
                if is_indented(source, line.block.runs[0][0]):
                    line.indent = True
                    indented += 1
            elif is_indented(source, line.block.runs[0][0]):
                line.indent = True
            if size <= 80:
                line.title = title.likeness(text)
        self.seen, self.longest = seen, longest
        self.indent_share = indented / prose if prose else 0.0
        self.wide_share = wide / chars if chars else 0.0

    def is_wide(self) -> bool:
        """Whether the page is written in Chinese or another script of wide characters."""
        return self.wide_share >= 0.2

    # containers

    def _fill_containers(self) -> None:
        """Sums over each element and all in it, by its number: score (prose less furniture), prose, text, links."""
        elements, blocks, lines = self.page.elements, self.page.blocks, self.lines
        n = len(elements)
        score, good, chars, link, plain = [0.0] * n, [0.0] * n, [0.0] * n, [0.0] * n, [0.0] * n
        own = [0.0] * n
        sizes, linked = [], []
        hides = self.hides
        for b, line in zip(blocks, lines, strict=True):
            at = b.parent.order
            if hides and b.parent.hidden:
                size = of_links = 0.0
            elif line is None:
                size = b.chars * 0.8
                of_links = size * link_share(b)
                score[at] -= 0.8 * size + 4
            else:
                size = line.size
                of_links = size * line.link
                if line.prose:
                    score[at] += size
                    good[at] += size
                    own[at] += size
                else:
                    score[at] -= 0.8 * size + 4 if line.link >= 0.5 else 4
                if not (line.furniture and size < 60):
                    plain[at] += size - of_links
            chars[at] += size
            link[at] += of_links
            sizes.append(size)
            linked.append(of_links)
        for e in elements[:0:-1]:
            if e.blocks:
                at = e.order
                up = e.parent.order  # type: ignore[union-attr]  # only the first element has no parent
                score[up] += score[at]
                chars[up] += chars[at]
                if link[at]:
                    link[up] += link[at]
                if plain[at]:
                    plain[up] += plain[at]
                    good[up] += good[at]
        self.score, self.good, self.chars, self.link, self.plain, self.own = score, good, chars, link, plain, own
        self.best = score.index(max(score))
        self.total = good[0] or 1.0
        self.before_size = [0.0, *accumulate(sizes)]
        self.before_link = [0.0, *accumulate(linked)]

    def _find_title_box(self) -> None:
        best: Line | None = None
        most = 0.75
        for line in self.visible:
            if line.title >= 0.75:
                value = line.title + 0.2 * line.block.heading
                if best is None or value > most:
                    best, most = line, value
        self.title_line = best
        self.title_box = -1
        if best is not None:
            element: Element | None = best.block.parent
            while element is not None and self.good[element.order] < TITLE_PROSE:
                element = element.parent
            self.title_box = element.order if element is not None else -1
        self.in_best, self.in_title = self._inside(self.best), self._inside(self.title_box)
        self.best_depth = self.page.elements[self.best].depth
        self.best_good = self.good[self.best] / self.total
        self.title_good = self.good[self.title_box] / self.total if self.title_box >= 0 else 0.0
        self.small_title_box = self.title_box >= 0 and self.good[self.title_box] < 0.85 * self.total

    def _inside(self, order: int) -> range:
        """The numbers of an element (-1: none) and all in it: they follow it, since elements are numbered as they begin."""
        if order < 0:
            return range(0)
        elements = self.page.elements
        end = order + 1
        while end < len(elements) and elements[end].depth > elements[order].depth:
            end += 1
        return range(order, end)

    # vectors

    def page_vector(self) -> Vector:
        """Values of PAGE."""
        return (
            self.link[0] / (self.chars[0] or 1.0),
            log1p(len(self.lines)),
            log1p(self.good[0]),
            self.best_good,
            self.link[self.best] / (self.chars[self.best] or 1.0),
            log1p(self.longest),
            self.title_good,
            float(self.title_box >= 0),
            self.wide_share,
            self.indent_share,
        )

    def rows(self, hopeless: Callable[[Block], bool] | None = None) -> Iterator[tuple[Block, Vector]]:
        """Each block that may be content, with its values of LINE; one walk down the page. `hopeless` says which to leave out."""
        lines, blocks = self.lines, self.page.blocks
        n = len(lines)
        last = n - 1
        title_at = self.title_line.block.index if self.title_line is not None else -1
        total, seen, description = self.total, self.seen, self.description
        before_size, before_link = self.before_size, self.before_link
        before = after_tail = tail = furniture = headings = 0.0
        for line in self.visible:
            b, text, size, kinds = line.block, line.text, line.size, line.kinds
            i = b.index
            heading = b.heading
            if (line.link < 0.5 or size >= 60 or heading) and not (hopeless is not None and hopeless(b)):
                stop, ends, marks, sentences = _punctuation(text, size)
                above = lines[i - 1] if i else None
                below = lines[i + 1] if i < last else None
                low = i - _WINDOW if i > _WINDOW else 0
                high = i + _WINDOW + 1 if i + _WINDOW < n else n
                around = before_size[high] - before_size[low] - size
                yield (
                    b,
                    (
                        log1p(size),
                        log1p(b.links),
                        log1p(b.link_chars),
                        stop,
                        ends,
                        marks,
                        sentences,
                        kinds[_BYLINE],
                        kinds[_RIGHTS],
                        kinds[_RELATED],
                        kinds[_NOTICE],
                        kinds[_TOOLS],
                        b.parent.tag == "div",
                        _described(text, description) if description and size >= 12 else 0.0,
                        seen[text] > 1,
                        line.indent,
                        self.indent_share if line.prose and not line.indent else 0.0,
                        i / n,
                        i < title_at,
                        log1p(min(i - title_at, 60)) if 0 <= title_at < i else 0.0,
                        before > 0,
                        before / total,
                        after_tail / total,
                        tail,
                        furniture,
                        headings,
                        gap_size(b.runs[0][0] - blocks[i - 1].runs[-1][1]) if i else 8.0,
                        gap_size(blocks[i + 1].runs[0][0] - b.runs[-1][1]) if i < last else 8.0,
                        link_share(blocks[i - 1]) if i else 0.0,
                        above.kinds[_NOTICE] if above is not None else 0.0,
                        below.kinds[_NOTICE] if below is not None else 0.0,
                        (before_link[high] - before_link[low] - size * line.link) / around if around > 0 else 0.0,
                    ),
                )
            if line.prose:
                before += size
                if tail:
                    after_tail += size
            if before > 0 and line.furniture and size < 60:
                is_tail = kinds[_RELATED] or kinds[_COMMENT] or kinds[_RIGHTS]
                if is_tail:
                    tail = min(1.0, tail + 1 / 3)
                if is_tail or kinds[_TOOLS]:
                    furniture = min(1.0, furniture + 1 / 6)
            if heading and i > title_at:
                headings = min(1.0, headings + 1 / 4)

    def outer_vector(self, outer: Element) -> Vector:
        """Values of OUTER: what is known of the element round the one that a block stands in, and of the one round that."""
        third = outer.parent or outer
        g, t = outer.order, third.order
        chars, link = self.chars, self.link
        return (
            max(-1.0, self.score[g] / (abs(self.score[self.best]) + 20)),
            self.good[t] / self.total,
            link[g] / (chars[g] or 1.0),
            link[t] / (chars[t] or 1.0),
            self.plain[t] / (self.plain[0] or 1.0),
        )

    def box_vector(self, parent: Element) -> Vector:
        """Values of BOX: what is known of the element that a block stands in."""
        p = parent.order
        in_best, in_title = p in self.in_best, p in self.in_title
        levels = parent.depth - self.best_depth if in_best else parent.depth + 1
        return (
            log1p(self.chars[p]),
            log1p(parent.blocks),
            (levels if levels < _LEVELS else _LEVELS) / _LEVELS,
            in_title,
            self.small_title_box and not in_title,
            in_title * self.title_good,
            in_best * self.best_good,
            parent.hidden,
            self.own[p] / self.total,
            self.plain[_unit(parent).order] / (self.plain[0] or 1.0),
        )


def _punctuation(text: str, size: float) -> tuple[bool, bool, float, float]:
    """Whether sentences end in a text, whether it ends as one does; how many marks and sentence ends, on a log scale."""
    if size < 6:
        return False, text.endswith(_ENDS), 0.0, 0.0
    count = text.count
    stops = count("。") + count("！") + count("？") + count(". ")
    marks = stops + count("，") + count("、") + count("；") + count("“") + count(", ")
    return stops > 0, text.endswith(_ENDS), log1p(marks), log1p(stops)


def _described(text: str, description: str) -> float:
    """How much of a block's beginning the page's description has."""
    pieces = [text[k : k + 6] for k in range(0, min(len(text), 120) - 5, 8)]
    return sum(map(description.__contains__, pieces)) / len(pieces) if pieces else 0.0


def _unit(element: Element) -> Element:
    """The table or list that an element stands in; itself where there is none within six levels."""
    if not (element.above or _upwards(element))[0] & _UNIT_BITS:
        return element
    at: Element | None = element
    for _ in range(6):
        if at is None:
            break
        if at.tag in _UNITS:
            return at
        at = at.parent
    return element


_read_hints = lru_cache(maxsize=8192)(hint_bits)


def own_hints(element: Element) -> int:
    """What an element's own names speak of (bits of HINTS)."""
    if element.hints < 0:
        element.hints = _read_hints(names) if (names := element.names) else 0
    return element.hints


def hints_round(element: Element) -> int:
    """What the names of an element and of all round it speak of (bits of HINTS)."""
    return (element.above or _upwards(element))[1]


def hints_of(element: Element) -> int:
    """What an element's own names, or those of the nearest one round it that has telling ones, speak of (bits of HINTS)."""
    at: Element | None = element
    while at is not None:
        if bits := own_hints(at):
            return bits
        at = at.parent
    return 0


def flags_of(parent: Element) -> int:
    """The flags of an element as one number: tag of the parent, tags and hints of all ancestors, hints of the nearest two."""
    tags, hints, nearest = parent.above or _upwards(parent)
    near = own_hints(parent) | (own_hints(parent.parent) if parent.parent is not None else 0)
    return _TAG_BIT.get(parent.tag, 0) | tags << _TAGS_AT | hints << _HINTS_AT | near << _NEAR_AT | nearest << _NEAREST_AT


def _upwards(element: Element) -> tuple[int, int, int]:
    """Tags and hints of an element and all round it, and whether the nearest telling one speaks for an article (1) or against (2)."""
    path: list[Element] = []
    at: Element | None = element
    while at is not None and at.above is None:
        path.append(at)
        at = at.parent
    known = at.above if at is not None and at.above is not None else (0, 0, 0)
    for e in reversed(path):
        tags, hints, nearest = known
        own = own_hints(e)
        if own:
            nearest = 2 if own & ~_GOOD_HINTS else 1
        known = e.above = (tags | _TAG_BIT.get(e.tag, 0), hints | own, nearest)
    return known


def flags(bits: int) -> Vector:
    """Values of FLAGS for a number that `flags_of` gives."""
    nearest = bits >> _NEAREST_AT
    return (*(float(bits >> k & 1) for k in range(_NEAREST_AT)), float(nearest == 1), float(nearest == 2), float(nearest == 0))
