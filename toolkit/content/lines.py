"""The visible blocks of a page as lines: what the text of each says of itself."""

from __future__ import annotations

import re
from math import log1p

from toolkit.content.words import KINDS, PATTERN, kind_of
from toolkit.markup.page import Block, Page

Vector = tuple[float, ...]

WORDY = 200  # words of furniture are looked for in blocks of up to so many characters
PROSE = 15  # a block is prose from so many characters on (of the width of a Chinese one), if it has punctuation
_PUNCTUATION = re.compile("[，。,.！？、；]")
_NO_LETTERS = re.compile(r"[\W_]+")
_PARTS = re.compile(r"(?:(?<!\s)\s++)?[_|｜»«›·]++\s*|(?<!\s)\s++[-–—]++\s+|--+|[—–]{1,2}|-(?=[^\d\s-]*$)")
_INDENT = ("　　", "\xa0\xa0", "&nbsp;", "&emsp;", "&ensp;", "&#12288;", "&#160;", "&#8195;")
_INDENT_ENDS = frozenset(blank[-1] for blank in _INDENT)
_BLANKS = frozenset("　\xa0 ")
_NO_KINDS: Vector = (0.0,) * len(KINDS)


def letters(text: str) -> str:
    """The letters and digits of a text, lower case."""
    return _NO_LETTERS.sub("", text).lower()


def link_share(block: Block) -> float:
    """How much of a block is link text, 0 to 1."""
    linked, chars = block.link_chars, block.chars
    return 0.0 if not linked else linked / chars if linked < chars else 1.0


class Line:
    """A visible block and its text.

    size: its length in characters of the width of a Chinese one. wide: how many are wide. link: share of link text.
    prose: long enough, with punctuation, little link text. furniture: whether words of furniture stand in it; kinds: how
    much of it each of KINDS makes up, 0 to 1. title: how much it is like the page's title, 0 to 1. indent: whether it
    begins as paragraphs do on Chinese pages.
    """

    __slots__ = ("block", "furniture", "indent", "kinds", "link", "prose", "size", "text", "title", "wide")

    def __init__(self, block: Block, text: str) -> None:
        self.block = block
        self.text = text
        n = len(text)
        self.wide = wide = (len(text.encode("utf-8", "surrogatepass")) - n) / 2
        self.size = size = wide + (n - wide) * 0.35
        self.link = link = link_share(block)
        self.prose = size >= PROSE and link < 0.5 and _PUNCTUATION.search(text) is not None
        self.title = 0.0
        self.furniture = False
        self.kinds = _NO_KINDS
        if n <= WORDY and (found := PATTERN.findall(text)):
            self._weigh(found)
        self.indent = False

    def _weigh(self, found: list[str]) -> None:
        hits = [0] * len(KINDS)
        for word in found:
            hits[kind_of(word)] += 1
        weight = 30 / (self.size + 1)
        self.kinds = tuple([h * weight if h * weight < 1.0 else 1.0 for h in hits])
        self.furniture = True


def is_indented(source: str, start: int) -> bool:
    """Whether the block at `start` begins with the blanks that Chinese pages set before a paragraph."""
    if source[start] in _BLANKS and source.startswith(("　　", "\xa0\xa0", "  　"), start):
        return True
    return source[start - 1 : start] in _INDENT_ENDS and source[max(0, start - 8) : start].endswith(_INDENT)


class Title:
    """The page's <title>, to hold lines against."""

    def __init__(self, page: Page) -> None:
        self.raw = page.title
        self.whole = letters(page.title)
        self.parts = [p for p in map(letters, [page.title, *_PARTS.split(page.title)]) if len(p) >= 4]
        self.parts += [letters(content) for name, content in page.metas if name == "og:title"]
        self.longest = max(map(len, self.parts[1:] or self.parts), default=1)

    def likeness(self, text: str) -> float:
        """1 where a line is the title or the main part of it, else how many of its character pairs the title has."""
        raw = self.raw
        if not (text[:2] in raw or text[-2:] in raw or text[len(text) // 2 :][:2] in raw):
            return 0.0
        own = letters(text)
        if len(own) < 4 or not self.whole:
            return 0.0
        if own in self.parts:
            return 1.0
        if own in self.whole:
            return min(1.0, 1.2 * len(own) / self.longest)
        pairs = [own[i : i + 2] for i in range(len(own) - 1)]
        return 0.9 * sum(map(self.whole.__contains__, pairs)) / max(len(pairs), 6)


def gap_size(characters: int) -> float:
    """How much source lies between two blocks, on a scale a linear model can use."""
    return log1p(characters if characters < 3000 else 3000)
