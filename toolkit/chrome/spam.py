"""Injected keyword lists, told by their structure: many short segments that repeat each other's words and not the article's.

A rule that only knows words misses the next campaign; what all campaigns share is that the segments are combinations of
a small vocabulary, joined by one separator, with no sentence in them, foreign to the text they were put into.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from operator import add
from typing import NamedTuple

from toolkit.chrome.lines import Line, Page
from toolkit.chrome.names import is_person
from toolkit.chrome.table import match_line
from toolkit.chrome.trails import is_breadcrumb, is_navigation
from toolkit.script.detection import marks

_SEPARATOR = re.compile(r"[-_|,，｜、/;；·—\t ]")
_SENTENCE = re.compile(r"[。！？…“”「」『』《》]")
_POOL = re.compile(r"\W*(?:主站)?蜘蛛池(?:模板|程序|出租)?\s*[:]")
_JOINED = re.compile(r"[-_|,，｜、/;；·—\t ：:]")
_NO_LETTERS = re.compile(r"[^a-z0-9\u3400-\u9fff]+")
_HANZI = re.compile(r"[\u3400-\u9fff]{2,}")
_WORDS = re.compile(r"[a-z0-9]{2,}")
_MIN_SEGMENTS, _MAX_MEAN = 4, 18
_STOPS = (".", "!", "?", ":", ";")  # end a sentence of words, and no list of them
_MIN_SAID = 25  # pairs and words from which a text is one to hold a list against
_SAMPLE = 200  # code points in which most texts have said as much
# Words that tie sentences together; keywords do without them. Commas join clauses, so with them the bar is higher.
_TYING = re.compile("在(?!线)|[的了是也就都我你您他她它和与及被把着过很吗呢吧啊这那但却因为所以并而且或则又还]")


class Segments(NamedTuple):
    """A line cut at its commonest separator: the parts (folded, trimmed, not empty) and the separator."""

    parts: list[str]
    separator: str


def grams(text: str) -> set[str]:
    """Pairs of neighbouring hanzi, whatever signs stand between them, and whole Latin words or numbers of a folded text."""
    if _HANZI.fullmatch(text):
        return set(map(add, text, text[1:]))
    return _pairs(_NO_LETTERS.sub("", text)).union(_WORDS.findall(text))


def _pairs(letters: str) -> set[str]:
    """Pairs of neighbouring hanzi."""
    out: set[str] = set()
    for run in _HANZI.findall(letters):
        out.update(map(add, run, run[1:]))
    return out


class Said:
    """The pairs of hanzi and the words of a folded text, as `grams` tells them; whether it holds one is seen without listing them all."""

    def __init__(self, flat: str) -> None:
        self._flat = flat
        self._letters = _NO_LETTERS.sub("", flat)
        self._words = frozenset(_WORDS.findall(flat))

    def __contains__(self, gram: str) -> bool:
        return gram in self._words or (gram in self._letters and _HANZI.fullmatch(gram) is not None)

    def is_article(self) -> bool:
        """Whether there is so much of it that something may be held against it."""
        return len(_pairs(self._letters[:_SAMPLE])) >= _MIN_SAID or len(grams(self._flat)) >= _MIN_SAID


def segments(flat: str) -> Segments | None:
    """The segments of a folded line that may be a list; None where it is none."""
    if len(flat) < 12 or len(found := _SEPARATOR.findall(flat)) < _MIN_SEGMENTS - 1 or _SENTENCE.search(flat):
        return None
    counts = {c: found.count(c) for c in dict.fromkeys(found)}
    if len(counts) > 1:
        counts.pop(" ", None)
    if sum(counts.values()) < _MIN_SEGMENTS - 1:
        return None
    separator = max(counts, key=counts.__getitem__)
    if separator == " " and flat.endswith(_STOPS) and flat.isascii():
        return None
    # A list may change its separator half way (a - b - c, d, e): the rarer ones cut, too, where they are frequent.
    cut = flat
    for other, n in counts.items():
        if n >= max(3, counts[separator] // 8):
            cut = cut.replace(other, separator)
    parts = [bare for part in cut.split(separator) if (bare := part.strip())]
    if separator in ",，" and "(" in flat:
        return None
    if len(parts) < _MIN_SEGMENTS or sum(map(len, parts)) > _MAX_MEAN * len(parts):
        return None
    tied = sum(_TYING.search(p) is not None for p in parts)
    if tied > (0.25 if separator in ",，;；、 " else 0.5) * len(parts) or max(map(len, parts)) > 40:
        return None
    return Segments(parts, separator)


def cohesion(parts: list[str]) -> float:
    """The share of segments that hold a pair of characters another segment holds, too, or the same pair twice.

    Endings that all share (有限公司) are no sign of a small vocabulary: what most segments end or begin with counts once.
    """
    bare = _without_common_ends(parts)
    sets = [grams(p) for p in bare]
    shared = {g for g, n in Counter(chain.from_iterable(sets)).items() if n > 1}
    filled = [(p, s) for p, s in zip(bare, sets, strict=True) if s]
    if len(filled) < 3:
        return 0.0
    return sum(not shared.isdisjoint(s) or _repeats(p) for p, s in filled) / len(filled)


def _repeats(part: str) -> bool:
    """Whether a segment says a pair of characters twice (高清高清)."""
    pairs = list(map(add, part, part[1:]))
    return len(set(pairs)) < len(pairs) and any(part.count(pair) > 1 for pair in pairs[:-2])


def _without_common_ends(parts: list[str]) -> list[str]:
    for size in (4, 3, 2):
        ends = [p[-size:] for p in parts if len(p) > size]
        if len(ends) < len(set(ends)) + 2:
            continue
        end, times = Counter(ends).most_common(1)[0]
        if times >= max(3, 0.6 * len(parts)):
            return [p.removesuffix(end) for p in parts]
    return parts


def title_list(flat: str) -> list[str]:
    """The segments of a title that may be an injected list: three or more that repeat each other; none where it can't be one."""
    parts = [p.strip() for p in re.split(r"[-_|,，]+", flat)]
    parts = [p for p in parts if p]
    return parts if len(parts) >= 3 and not _SENTENCE.search(flat) and cohesion(parts) >= 0.6 else []


def overlap(parts: list[str], body: set[str] | Said) -> float:
    """The share of the pairs of a list that the article holds, too."""
    own = set().union(*map(grams, parts))
    return sum(gram in body for gram in own) / len(own) if own else 1.0


def foreign_script(line: str, body: str) -> bool:
    """Whether a Simplified line stands in a Traditional text (a page that was converted before the spam was put in)."""
    m = marks()
    t, s = len(m.traditional.findall(line)), len(m.simplified.findall(line))
    if s < 2 or t:
        return False
    sample = body[:2000]
    return len(m.traditional.findall(sample)) >= 10 + 6 * len(m.simplified.findall(sample))


def take_lists(page: Page) -> None:
    """Take the lines that are injected lists."""
    suspects = [
        (line, found)
        for line in page.lines
        if "。" not in line.text and not line.gone and (found := _suspect(line)) and _may_be(page, line, found) and not _is_the_sites(line)
    ]
    if not suspects:
        return
    listed = {id(line) for line, _ in suspects}
    others = [line for line in page.lines if id(line) not in listed and not line.gone]
    raw = "\n".join([line.text for line in others])[:4000]
    known: Said | None = None  # most suspects are told to be none without it
    for line, found in suspects:
        if _POOL.match(line.flat):
            line.take("spam.pool-list")
            continue
        limit = _may_share(
            found, foreign=found.separator != " " and foreign_script(line.text, raw), at_edge=_at_edge(page, line, found), clauses="，" in line.text
        )
        if limit < 0:
            continue
        if known is None:
            known = Said("\n".join([line.flat for line in others])[:40000])
        if is_list(found, known, limit):
            line.take("spam.keyword-list")


def _may_be(page: Page, line: Line, found: Segments) -> bool:
    """Whether it is worth while to hold a line against the article."""
    return _POOL.match(line.flat) is not None or cohesion(found.parts) >= 0.25 or _at_edge(page, line, found)


def _is_the_sites(line: Line) -> bool:
    """Whether a list of words is the site's own: its sections, the links of its footer, a breadcrumb."""
    return match_line(line, "foot") is not None or is_navigation(line) or is_breadcrumb(line)


def _at_edge(page: Page, line: Line, found: Segments) -> bool:
    """Whether a line of words is the first or the last one of a text, and no row of a table."""
    if line is page.lines[0]:
        beside = page.lines[1:2]
    elif line is page.lines[-1]:
        beside = page.lines[-2:-1]
    else:
        return False
    words = sum(len(grams(p)) > 0 and not p[0].isdigit() for p in found.parts)
    return words >= 0.8 * len(found.parts) and not any(x.text.count(found.separator) >= 2 for x in beside)


def _suspect(line: Line) -> Segments | None:
    """The segments of a line without a full stop, where it may be a list."""
    if not _JOINED.search(line.text):
        return None
    pool = _POOL.match(line.flat)
    if pool:
        return segments(line.flat[pool.end() :]) or (Segments([line.flat], " ") if len(line.flat) < 24 else None)
    return segments(line.flat)


def _may_share(found: Segments, *, foreign: bool, at_edge: bool, clauses: bool = False) -> float:
    """The share of its pairs that an injected list may have in common with the article; -1 where segments are none, whatever the article says.

    foreign: it is in another script than the text, and joined by more than blanks. at_edge: it is the first or the last
    line. clauses: it is joined by full-width commas.
    """
    n = len(found.parts)
    tight = cohesion(found.parts)
    joined = found.separator in "-_|｜"  # no list of prose is joined so
    if foreign or spam_share(found.parts) >= 0.5:
        return 0.3 if tight >= 0.25 else -1
    if found.separator in " 、·/\t":
        return 0.04 if n >= 12 and tight >= 0.8 else -1
    bar = 0.3 if joined and n >= 6 else 0.8 if clauses and n < 6 else 0.4  # short ones with commas are verse and enumerations, too
    if tight >= bar:
        return 0.15
    return 0.06 if at_edge and joined and not all(map(is_person, found.parts)) else -1


def is_list(found: Segments, known: Said, limit: float) -> bool:
    """Whether segments are an injected list in a text that says what is `known`: they share at most `limit` of their pairs with it."""
    if not known.is_article():
        return spam_share(found.parts) >= 0.6 and cohesion(found.parts) >= 0.5
    return overlap(found.parts, known) <= limit


# Words of the campaigns seen so far (adult films, gambling): they only lower the bar, no line goes for its words alone.
_VOCABULARY = re.compile(
    r"无码|有码|成人|伦理|激情|久久|中文字幕|一区|二区|三区|国产|欧美|日韩|亚洲|麻豆|伊人|婷婷|福利|午夜|精品|高潮|三级|一级|毛片|视频|在线|免费|观看|播放|av|91|99|色|淫|操|干|爽|"
    r"博彩|娱乐城|棋牌|彩票|投注|时时彩|百家乐|老虎机|真人|赌|下注|电子游戏|体育平台|官网|注册|送彩金|开户|下载app|app下载"
)


def spam_share(parts: Iterable[str]) -> float:
    """The share of segments that hold a word of known campaigns."""
    listed = list(parts)
    return sum(_VOCABULARY.search(p) is not None for p in listed) / len(listed)
