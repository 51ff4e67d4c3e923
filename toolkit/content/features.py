"""What the model is told of each block: numbers from its text, its neighbours, its containers and the page.

Features come in groups, so that what many blocks share (a container, a set of flags) is weighed once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import log1p

from toolkit.content.words import HINTS, KINDS, PATTERN, hint_bits
from toolkit.markup.blocks import Block, Element, Page

Vector = tuple[float, ...]

WORDY = 200  # words of furniture are looked for in blocks of up to so many characters
PROSE = 15  # a block is prose from so many characters on (of the width of a Chinese one), if it has punctuation
TITLE_PROSE = 60  # the title's container holds at least so many characters of prose
_STOPS = "。！？"
_INDENT = ("　　", "\xa0\xa0", "&nbsp;", "&emsp;", "&ensp;", "&#12288;", "&#160;", "&#8195;")
_ENDS = tuple("。！？.!?…”」』）)】\"'：:；;")
_SENTENCE_ENDS = tuple("。！？.!?…”」』")
_LETTERS = re.compile(r"[\W_]+")
_DATE = re.compile(r"(?:19|20)\d\d\s?[-年./]\s?[01]?\d\s?[-月./]|\d\d:\d\d|\d{1,2}月\d{1,2}日|(?:19|20)\d\d(?!\d)")
_PARTS = re.compile(r"\s*[_|｜»«›·]+\s*|\s+[-–—]+\s+|--+|[—–]{1,2}|-(?=[^\d\s-]*$)")

OWN = (
    "log size", "size/longest", "longest", "link share", "link share*log size", "log links", "stop", "ends", "ends sentence", "marks/size",
    "log marks", "log sentences", "function words", "wide share", "digit share", "date", *KINDS, "after br", "direct div", "title", "title exact",
    "description", "repeated", "indent", "no indent where usual", "position", "char position", "before title", "log after title", "prose before",
    "prose before share", "prose after", "prose after tail", "tail seen", "boiler lines", "since boiler", "headings since", "before best",
    "after best", "log gap before", "log gap after", "short", "colon end", "log link chars", "log commas", "prose size/longest", "notice start",
)  # fmt: skip
NEAR = (
    "-1 link", "-1 log size", "-1 prose", "-1 same", "-1 title", "-1 date", "-1 heading", *(f"-1 {k}" for k in KINDS), "+1 link", "+1 log size",
    "+1 prose", "+1 same", "+1 date", "+1 heading", *(f"+1 {k}" for k in KINDS), "-2 link", "-2 log size", "-2 prose", "+2 link", "+2 log size",
    "+2 prose", "prose +-5", "link +-5", "between prose", "-1 indent", "+1 indent",
)  # fmt: skip
BOX = (
    "score/best", "good", "gp good", "ggp good", "own/most", "is most", "gp is most", "link", "gp link", "ggp link", "log chars", "log blocks",
    "chars/block", "in best", "levels", "in title box", "out of small title box", "small title box", "in best*best good", "in title box*title good",
    "hidden", "prose blocks share", "gp prose blocks share", "own good share", "title box is best", "parent is title box", "parent is best",
    "gp score/best", "plain", "gp plain", "ggp plain", "own plain/most", "is plainest", "unit plain", "unit link", "unit blocks", "in unit",
)  # fmt: skip
PAGE = ("page link", "page log blocks", "page log good", "best good", "best link", "page log longest", "title good", "has title", "page wide", "page indent")
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
NAMES: tuple[str, ...] = (*OWN, *NEAR, *BOX, *PAGE, *FLAGS)
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
_NOTICE_START = re.compile(
    r"[\W_]{0,3}(?:免责|免責|声明|聲明|特别|郑重|注[:：]|凡|版权|版權|本文(?:仅|不|由|来源|转)|以上|如有|欢迎|歡迎|更多|关注|除了|想看|点击|編輯|编辑|责|責"
    r"|来源|來源|Copyright|©|Follow|Subscribe|Sign up)"
)
_BLANK_KINDS = (0.0,) * len(KINDS)


def letters(text: str) -> str:
    """The letters and digits of a text, lower case."""
    return _LETTERS.sub("", text).lower()


class Line:
    """What is known of one block before its neighbours are asked."""

    __slots__ = ("block", "date", "furniture", "gap", "heading", "indent", "kinds", "link", "log_size", "prose", "size", "text", "title", "wide")

    def __init__(self, block: Block, text: str) -> None:
        self.block, self.text = block, text
        chars = block.chars
        n = len(text) or chars
        wide = (len(text.encode("utf-8", "surrogatepass")) - n) / 2 if text else 0.0
        self.wide = wide
        self.size = wide + (n - wide) * 0.35 if text else chars * 0.8
        self.log_size = log1p(self.size)
        self.link = min(1.0, block.link_chars / chars) if chars else 0.0
        self.heading = block.heading
        self.title = 0.0
        self.kinds: Vector = _BLANK_KINDS
        self.date = self.furniture = False
        self.indent = False
        self.gap = 0
        self.prose = False


class Sheet:
    """The features of a page's blocks. `text` is the current text, in which `blocks` (the visible ones) lie."""

    def __init__(self, text: str, page: Page, blocks: Sequence[Block]) -> None:
        self.page, self.blocks = page, blocks
        self.lines = [Line(b, "") for b in page.blocks]
        for b in blocks:
            self.lines[b.index] = Line(b, text[b.start : b.end])
        self._titles()
        self._read_lines()
        self._containers()
        self._boxes: dict[int, Vector] = {}
        self.wide_share = sum([line.wide for line in self.lines]) / (sum([len(line.text) for line in self.lines]) or 1)

    # the page as a whole

    def _titles(self) -> None:
        title = self.page.title
        self.parts = [p for p in (letters(p) for p in [title, *_PARTS.split(title)]) if len(p) >= 4]
        self.whole_title = letters(title)
        for name, content in self.page.metas:
            if name == "og:title":
                self.parts.append(letters(content))
        self.description = next((letters(c) for n, c in self.page.metas if n in ("description", "og:description")), "")

    def _read_lines(self) -> None:
        source = self.page.source
        seen: dict[str, int] = {}
        end = 0
        longest = 1.0
        for line in self.lines:
            b = line.block
            start = b.runs[0][0]
            line.gap = start - end
            end = b.runs[-1][1]
            text = line.text
            if not text:
                continue
            size = line.size
            if size > longest and line.link < 0.5:
                longest = size
            line.prose = size >= PROSE and line.link < 0.5 and any(map(text.__contains__, "，。,.！？、；"))
            if len(text) <= WORDY:
                self._read_short(line)
            line.indent = _is_indented(source, start)
            seen[text] = seen.get(text, 0) + 1
        self.seen, self.longest = seen, longest

    def _read_short(self, line: Line) -> None:
        text = line.text
        hits = [0] * len(KINDS)
        for m in PATTERN.finditer(text):
            hits[(m.lastindex or 1) - 1] += 1
        if any(hits):
            weight = 30 / (line.size + 1)
            line.kinds = tuple([min(1.0, h * weight) for h in hits])
            line.furniture = True
        line.date = _DATE.search(text) is not None
        if line.size <= 80:
            line.title = self._title_likeness(letters(text))

    def _title_likeness(self, own: str) -> float:
        """1 where a line is the title or the main part of it, else how many of its character pairs the title has."""
        if len(own) < 4 or not self.whole_title:
            return 0.0
        if own in self.parts:
            return 1.0
        if own in self.whole_title:
            return min(1.0, 1.2 * len(own) / max(len(p) for p in self.parts[1:] or self.parts)) if self.parts else 0.0
        pairs = [own[i : i + 2] for i in range(len(own) - 1)]
        return 0.9 * sum(map(self.whole_title.__contains__, pairs)) / max(len(pairs), 6)

    def _containers(self) -> None:
        elements = self.page.elements
        n = len(elements)
        score, good, chars, link = [0.0] * n, [0.0] * n, [0.0] * n, [0.0] * n
        own, prose_blocks = [0.0] * n, [0] * n
        plain, own_plain = [0.0] * n, [0.0] * n
        for line in self.lines:
            at = line.block.parent.order
            size = line.size
            chars[at] += size
            link[at] += line.link * size
            if line.text and not (line.furniture and size < 60):
                plain[at] += size * (1 - line.link)
            if line.prose:
                score[at] += size
                good[at] += size
                own[at] += size
                prose_blocks[at] += 1
            elif line.link >= 0.5:
                score[at] -= 0.8 * size + 4
            else:
                score[at] -= 4
        for e in elements[:0:-1]:
            if e.blocks:
                at = e.order
                up = e.parent.order  # type: ignore[union-attr]  # only the first element has no parent
                score[up] += score[at]
                chars[up] += chars[at]
                link[up] += link[at]
                prose_blocks[up] += prose_blocks[at]
                plain[up] += plain[at]
                if e.tag in ("p", "li", "tr", "td", "dd", "dt", "th"):
                    own_plain[up] += plain[at]
                good[up] += good[at]
                if e.tag in ("p", "li"):
                    own[up] += own[at]
        self.score, self.good, self.chars, self.link, self.own, self.prose_blocks = score, good, chars, link, own, prose_blocks
        self.plain, self.own_plain = plain, own_plain
        self.most_plain = max(own_plain) or 1.0
        self.plainest = own_plain.index(max(own_plain))
        self.best = score.index(max(score))
        self.most_own = max(own) or 1.0
        self.most = own.index(max(own))
        self._find_title_box()

    def _find_title_box(self) -> None:
        best: Line | None = None
        for line in self.lines:
            if line.title >= 0.75 and (best is None or (line.title + 0.2 * line.heading) > (best.title + 0.2 * best.heading)):
                best = line
        self.title_line = best
        self.title_box = -1
        if best is not None:
            element: Element | None = best.block.parent
            while element is not None and self.good[element.order] < TITLE_PROSE:
                element = element.parent
            self.title_box = element.order if element is not None else -1
        total = self.good[0] or 1.0
        self.small_title_box = self.title_box >= 0 and self.good[self.title_box] < 0.85 * total

    # vectors

    def page_vector(self) -> Vector:
        """Values of PAGE."""
        chars = self.chars[0] or 1.0
        good = self.good[0]
        text_lines = sum(1 for b in self.blocks if self.lines[b.index].prose)
        indented = sum(1 for b in self.blocks if self.lines[b.index].prose and self.lines[b.index].indent)
        self.indent_share = indented / text_lines if text_lines else 0.0
        return (
            self.link[0] / chars,
            log1p(len(self.lines)),
            log1p(good),
            self.good[self.best] / (good or 1.0),
            self.link[self.best] / (self.chars[self.best] or 1.0),
            log1p(self.longest),
            self.good[self.title_box] / (good or 1.0) if self.title_box >= 0 else 0.0,
            float(self.title_box >= 0),
            self.wide_share,
            self.indent_share,
        )

    def is_wide(self) -> bool:
        """Whether the page is written in Chinese or another script of wide characters."""
        return self.wide_share >= 0.2

    def rows(self) -> Iterator[tuple[Block, Vector, Vector, Vector, int]]:
        """Each visible block that may be content, with its values of OWN, NEAR and BOX and its flags (see `flags`).

        Call `page_vector` first.
        """
        own = self._own_vectors()
        for b in self.blocks:
            line = self.lines[b.index]
            if not line.text or (line.link >= 0.5 and line.size < 60 and not line.heading):
                continue
            yield b, own[b.index], self._near(b.index), self._box(b.parent), _flags_of(b.parent)

    def _own_vectors(self) -> dict[int, Vector]:
        """Values of OWN, by the number of the block; one walk down the page."""
        out: dict[int, Vector] = {}
        lines = self.lines
        total = self.good[0] or 1.0
        all_chars = self.chars[0] or 1.0
        n = len(lines)
        title_at = self.title_line.block.index if self.title_line is not None else -1
        first, last = self._best_range()
        done = before = 0.0
        tail = boiler = headings = 0
        since = 10
        after_tail = 0.0
        for i, line in enumerate(lines):
            b, text, size = line.block, line.text, line.size
            kinds = line.kinds
            is_boiler = size < 60 and bool(kinds[1] or kinds[2] or kinds[3] or kinds[6])
            if text:
                out[i] = (
                    *self._text_vector(line),
                    float(b.cut == "br"),
                    float(b.parent.tag == "div"),
                    line.title,
                    float(line.title == 1.0),
                    self._described(text, size),
                    float(self.seen[text] > 1),
                    float(line.indent),
                    self.indent_share if not line.indent and line.prose else 0.0,
                    i / n,
                    done / all_chars,
                    float(i < title_at),
                    log1p(min(i - title_at, 60)) if 0 <= title_at < i else 0.0,
                    float(before > 0),
                    before / total,
                    float(total - before - (size if line.prose else 0) > 30),
                    after_tail / total,
                    min(tail, 3) / 3,
                    min(boiler, 6) / 6,
                    min(since, 10) / 10,
                    min(headings, 4) / 4,
                    min(first - i, 10) / 10 if i < first else 0.0,
                    min(i - last, 10) / 10 if i > last else 0.0,
                    log1p(min(line.gap, 3000)),
                    log1p(min(lines[i + 1].gap, 3000)) if i + 1 < n else 8.0,
                    float(size < 8),
                    float(text.endswith(("：", ":"))),
                    log1p(b.link_chars),
                    log1p(text.count("，")),
                    size / (1 + self.longest) * line.prose,
                    float(_NOTICE_START.match(text) is not None),
                )
            done += size
            if line.prose:
                before += size
                if tail:
                    after_tail += size
            since = 0 if is_boiler else since + 1
            if before > 0 and is_boiler:
                boiler += 1
                if kinds[2] or kinds[3] or kinds[1]:
                    tail += 1
            if line.heading and i > title_at:
                headings += 1
        return out

    def _text_vector(self, line: Line) -> Vector:
        """The first values of OWN: those of the text itself."""
        text, size, link, count = line.text, line.size, line.link, line.text.count
        stops = count("。") + count("！") + count("？") + count(". ")
        marks = count("，") + count("、") + count("；") + count("“") + count(", ") + stops
        functions = (
            count("的") + count("了") + count("是") + count("在") + count("和") + count("不") + count(" the ") + count(" of ") + count(" to ") + count(" and ")
        )
        return (
            line.log_size,
            size / self.longest if size < self.longest else 1.0,
            float(size >= self.longest),
            link,
            link * line.log_size,
            log1p(line.block.links),
            float(stops > 0),
            float(text.endswith(_ENDS)),
            float(text.endswith(_SENTENCE_ENDS)),
            min(marks / (size + 1), 0.3),
            log1p(marks),
            log1p(stops),
            min(functions / (size + 1), 0.2),
            line.wide / len(text),
            min(1.0, sum(map(count, "0123456789")) / len(text)) if len(text) <= WORDY else 0.0,
            float(line.date),
            *line.kinds,
        )

    def _described(self, text: str, size: float) -> float:
        """How much of a block's beginning the page's description has."""
        if not self.description or size < 12:
            return 0.0
        own = letters(text[:120])
        pieces = [own[k : k + 6] for k in range(0, len(own) - 5, 6)][:12]
        return sum(map(self.description.__contains__, pieces)) / len(pieces) if pieces else 0.0

    def _best_range(self) -> tuple[int, int]:
        """The first and the last prose block of the best container."""
        best = self.page.elements[self.best]
        inside: dict[int, bool] = {}
        found = [i for i, line in enumerate(self.lines) if line.prose and _is_inside(line.block.parent, best, inside)]
        return (found[0], found[-1]) if found else (0, len(self.lines))

    def _near(self, i: int) -> Vector:
        lines = self.lines
        n = len(lines)
        parent = lines[i].block.parent
        a = lines[i - 1] if i > 0 else _NOTHING
        z = lines[i + 1] if i + 1 < n else _NOTHING
        a2 = lines[i - 2] if i > 1 else _NOTHING
        z2 = lines[i + 2] if i + 2 < n else _NOTHING
        window = lines[max(0, i - 5) : i] + lines[i + 1 : i + 6]
        sizes = sum([line.size for line in window]) or 1.0
        return (
            a.link,
            a.log_size,
            float(a.prose),
            float(a.block.parent is parent or a.block.parent.parent is parent.parent),
            a.title,
            float(a.date),
            float(a.heading),
            *a.kinds,
            z.link,
            z.log_size,
            float(z.prose),
            float(z.block.parent is parent or z.block.parent.parent is parent.parent),
            float(z.date),
            float(z.heading),
            *z.kinds,
            a2.link,
            a2.log_size,
            float(a2.prose),
            z2.link,
            z2.log_size,
            float(z2.prose),
            sum([line.size for line in window if line.prose]) / sizes,
            sum([line.size * line.link for line in window]) / sizes,
            float((a.prose or a2.prose) and (z.prose or z2.prose)),
            float(a.indent),
            float(z.indent),
        )

    def _box(self, parent: Element) -> Vector:
        made = self._boxes.get(parent.order)
        if made is None:
            made = self._boxes[parent.order] = self._make_box(parent)
        return made

    def _make_box(self, parent: Element) -> Vector:
        p = parent.order
        up = parent.parent or parent
        g = up.order
        top = up.parent or up
        t = top.order
        total = self.good[0] or 1.0
        best_score = abs(self.score[self.best]) + 20
        all_plain = self.plain[0] or 1.0
        unit = _unit(parent)
        u = unit.order
        levels, in_best, in_title = 0, False, False
        element: Element | None = parent
        while element is not None:
            if element.order == self.best:
                in_best = True
            if element.order == self.title_box:
                in_title = True
            levels += not in_best
            element = element.parent
        best_good = self.good[self.best] / total
        title_good = self.good[self.title_box] / total if self.title_box >= 0 else 0.0
        return (
            max(-1.0, self.score[p] / best_score),
            self.good[p] / total,
            self.good[g] / total,
            self.good[t] / total,
            self.own[p] / self.most_own,
            float(p == self.most),
            float(g == self.most),
            self.link[p] / (self.chars[p] or 1.0),
            self.link[g] / (self.chars[g] or 1.0),
            self.link[t] / (self.chars[t] or 1.0),
            log1p(self.chars[p]),
            log1p(parent.blocks),
            log1p(self.chars[p] / (parent.blocks or 1)),
            float(in_best),
            min(levels, 5) / 5,
            float(in_title),
            float(self.small_title_box and not in_title),
            float(self.small_title_box),
            in_best * best_good,
            in_title * title_good,
            float(parent.hidden),
            self.prose_blocks[p] / (parent.blocks or 1),
            self.prose_blocks[g] / (up.blocks or 1),
            self.own[p] / total,
            float(self.title_box == self.best),
            float(p == self.title_box),
            float(p == self.best),
            max(-1.0, self.score[g] / best_score),
            self.plain[p] / all_plain,
            self.plain[g] / all_plain,
            self.plain[t] / all_plain,
            self.own_plain[p] / self.most_plain,
            float(self.plainest in (p, g, t)),
            self.plain[u] / all_plain,
            self.link[u] / (self.chars[u] or 1.0),
            log1p(unit.blocks),
            float(unit is not parent),
        )


def _unit(element: Element) -> Element:
    """The table or list that an element stands in; itself where there is none within six levels."""
    at: Element | None = element
    for _ in range(6):
        if at is None:
            break
        if at.tag in _UNITS:
            return at
        at = at.parent
    return element


def _is_inside(element: Element, outer: Element, known: dict[int, bool]) -> bool:
    path = []
    at: Element | None = element
    while at is not None and at.order not in known and at is not outer:
        path.append(at.order)
        at = at.parent
    found = at is not None and (at is outer or known[at.order])
    known.update(dict.fromkeys(path, found))
    return found


def _is_indented(source: str, start: int) -> bool:
    """Whether a block begins with the blanks that Chinese pages set before a paragraph."""
    return source.startswith(("　　", "\xa0\xa0", "  　"), start) or source[max(0, start - 8) : start].endswith(_INDENT)


_hints = lru_cache(maxsize=8192)(hint_bits)


def hints_of(element: Element) -> int:
    """What an element's own names, or those of the nearest one round it that has telling ones, speak of (bits of HINTS)."""
    at: Element | None = element
    while at is not None:
        if at.names and (bits := _hints(at.names)):
            return bits
        at = at.parent
    return 0


def _flags_of(parent: Element) -> int:
    """The flags of an element as one number: tag of the parent, tags and hints of all ancestors, hints of the nearest two."""
    tag = _TAG_BIT.get(parent.tag, 0)
    tags = hints = near = 0
    nearest = 0  # 1 speaks for an article, 2 against
    element: Element | None = parent
    level = 0
    while element is not None:
        tags |= _TAG_BIT.get(element.tag, 0)
        own = _hints(element.names) if element.names else 0
        if own:
            if not nearest:
                nearest = 2 if own & ~_GOOD_HINTS else 1
            hints |= own
            if level < 2:
                near |= own
        element = element.parent
        level += 1
    width = len(TAGS)
    return tag | tags << width | hints << 2 * width | near << 2 * width + len(HINTS) | nearest << 2 * width + 2 * len(HINTS)


def flags(bits: int) -> Vector:
    """Values of FLAGS for a number that `rows` gives."""
    width = 2 * len(TAGS) + 2 * len(HINTS)
    nearest = bits >> width
    return (*(float(bits >> k & 1) for k in range(width)), float(nearest == 1), float(nearest == 2), float(nearest == 0))


_NOTHING = Line(Block([], Element("", "", False, None, -1), 0, 0, 0, "", -1), "")
