"""What generators of spam pages scatter through a text: empty tags, salads of rare characters, tags behind sentences, teasers."""

from __future__ import annotations

import re
from itertools import pairwise

from toolkit.chrome.foot import plain
from toolkit.chrome.lines import Line, Page
from toolkit.hanzi import common_share

_FRAGMENT = re.compile(r"^[\s•·●*\-]*+(?:</?[a-zA-Z][a-zA-Z0-9]{0,14}+(?:\s[^<>]{0,80}+)?+/?>[\s•·●*\-]*+)++$")
_LEAST_SALAD = 28  # code points
_SALAD = re.compile(rf"[\u3400-\u9fff]{{{_LEAST_SALAD},}}")
_FUNCTION = re.compile("[的了在是和有为為不]")  # three sentences in four hold one of them; a salad hardly ever
_TAIL = re.compile(r"(?<=[。！？])[A-Za-z0-9+#.\u3400-\u9fff]{1,10}$")
_ENDS = "。！？…”」』）)"
_CUT_OFF = ".…]】"  # how a teaser ends
_TEASER = re.compile(
    r"^\W*+(?:导读|摘要|简介|导语|核心提示|提要|内容提要|内容摘要|描述|概述)?\W*+(?P<text>.{8,200}?)\s?(?:\.{2,}+|…|\[?(?:详细|全文|查看全文|更多)\]?)++$"
)


def take_fragments(page: Page) -> None:
    """Take lines of bare tags: `<tr id="x1"></tr>` is what is left of a page's tag soup."""
    for line in page.lines:
        if "<" in line.text and not line.gone and len(line.text) <= 400 and _FRAGMENT.match(line.text):
            line.take("chrome.tag-soup")


def take_noise(page: Page) -> None:
    """Take salads, teasers and tags behind sentences."""
    for line in page.lines:
        if len(line.text) >= _LEAST_SALAD and not line.gone and "的" not in line.text:
            _salad(line)
    for line, following in pairwise(page.lines):
        if line.text[-1] in _CUT_OFF and not line.gone:
            _teaser(line, following)
    _tags(page)


def _salad(line: Line) -> None:
    """Long stretches of characters that nobody writes, without a mark of punctuation."""
    for m in _SALAD.finditer(line.text):
        if 40 * len(_FUNCTION.findall(m.group())) <= len(m.group()) and common_share(m.group()) < 0.5:
            if m.group() == line.text:
                line.take("spam.salad")
            else:
                line.cut(m.start(), m.end(), "spam.salad")


def _teaser(line: Line, following: Line) -> None:
    """The beginning of the text set before it once more, cut off with dots."""
    m = _TEASER.match(line.flat) if len(line.text) <= 240 else None
    if m and len(said := plain(m["text"])) >= 8 and plain(following.text[: len(line.text) + 20]).startswith(said):
        line.take("chrome.teaser")


def _tags(page: Page) -> None:
    """A word without punctuation behind the last sentence of paragraph after paragraph: a tag that a copy machine put in."""
    prose = [line for line in page.lines if line.prose and not line.gone and len(line.text) >= 24 and "。" in line.text]
    found = [(line, m) for line in prose if line.text[-1] not in _ENDS and (m := _TAIL.search(line.text))]
    if len(found) >= 2 and 2 * len(found) >= len(prose):
        for line, m in found:
            line.cut(m.start(), m.end(), "chrome.injected-tag")
