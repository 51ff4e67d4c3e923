"""Lines and what their text tells: the model on which chrome, spam and metadata are judged, for text drops and pages alike."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from toolkit.edits import Edit
from toolkit.fold import fold

_SENTENCE_END = re.compile(r"[。！？!?…][”’」』）)\]】\"']{0,3}$|[。！？](?=[^”’」』）)\]】\s])")
_LIST_MARK = re.compile(r"[\s•·●○■□◆◇▪▶►※*＊\-–—|｜]+")


@dataclass(slots=True, eq=False)
class Line:
    """One line without the white space round it: [start, end) of the text, in code points.

    flat: the text folded for matching; the same length. prose: whether it reads as running text. rule: the rule that takes
    the whole line, once one does; gone: whether one did. cuts: edits inside a line that stays. core: the part that is the
    line's own, where something was put round it.
    """

    start: int
    end: int
    text: str
    flat: str
    prose: bool
    rule: str = ""
    gone: bool = False
    cuts: list[Edit] = field(default_factory=list)
    blank_after: bool = False
    core: tuple[int, int] | None = None

    def bare(self) -> str:
        """The folded text without list marks before and white space after."""
        m = _LIST_MARK.match(self.flat)
        return self.flat[m.end() :] if m else self.flat

    def take(self, rule: str) -> None:
        """The whole line goes, because of `rule`; the first rule that takes it stays."""
        if not self.gone:
            self.rule, self.gone = rule, True
            self.cuts = []

    def cut(self, start: int, end: int, rule: str) -> None:
        """Take [start, end) of the line (offsets within the line), unless something of it is taken already."""
        start, end = self.start + start, self.start + end
        if end > start and all(end <= e.start or start >= e.end for e in self.cuts):
            self.cuts.append(Edit(start, end, "", rule))

    def split(self, spans: list[tuple[int, int, str]], rule: str) -> None:
        """Take the whole line: `spans` (start, end, field rule) move into fields, what lies between goes because of `rule`."""
        self.rule, self.gone = rule, True
        self.cuts = []
        at = 0
        for start, end, moved in sorted(spans):
            if start < at or end <= start:
                continue
            self.cut(at, start, rule)
            self.cut(start, end, moved)
            at = end
        self.cut(at, len(self.text), rule)

    def edits(self) -> list[Edit]:
        """The edits that do what was decided for the line."""
        if self.cuts:
            return self.cuts
        return [Edit(self.start, self.end, "", self.rule)] if self.rule else []


_PARAGRAPH, _SHORT, _GONE, _END = 160, -10, -16, -150  # what a line says for or against a stretch, in characters
_MANY, _SOME, _SHARE = 15, 6, 0.08  # lines outside the densest stretch, and how many of them must be plain chrome


def _densest(lines: list[Line], weights: list[int]) -> tuple[int, int]:
    """The stretch of lines with the largest sum of weights, from a paragraph to a paragraph; (len, -1) where there is none."""
    best = total = 0
    first, last, start = len(lines), -1, 0
    for i, (line, weight) in enumerate(zip(lines, weights, strict=True)):
        total += weight
        if total <= 0:
            total, start = 0, i + 1
        elif total > best and line.prose and not line.gone:
            best, first, last = total, start, i
    while first < last and (lines[first].gone or not lines[first].prose):
        first += 1
    return first, last


def _weight(line: Line) -> int:
    """What a line says for (more than 0) or against being inside an article."""
    if line.gone:
        return 0 if line.rule.startswith(("spam.", "field.")) else _GONE
    return min(len(line.text), _PARAGRAPH) if line.prose else _SHORT


def is_prose(text: str) -> bool:
    """Whether a line reads as running text: long enough, with the end of a sentence; a headline may ask or call out."""
    size = len(text)
    return size >= 18 and ("。" in text or (size >= 45 and _SENTENCE_END.search(text) is not None))


def split_lines(text: str) -> list[Line]:
    """The lines of `text` that hold anything but white space."""
    out: list[Line] = []
    flat = fold(text)
    at = 0
    for raw in text.split("\n"):
        body = raw.strip()
        if body:
            start = at if body is raw else at + len(raw) - len(raw.lstrip())
            end = start + len(body)
            out.append(Line(start, end, body, flat[start:end], is_prose(body)))
        elif out:
            out[-1].blank_after = True
        at += len(raw) + 1
    return out


@dataclass(slots=True)
class Page:
    """The lines of a document, its text, and the zones they lie in: before its first paragraph, inside, behind its last one.

    `first` and `last` are indexes of the first and last line of running text that no rule took; first > last: none.
    whole_site: the text is the dump of a whole page, with the site's navigation, lists and comments.
    """

    lines: list[Line]
    text: str
    html: bool = False
    whole_site: bool = False
    first: int = 0
    last: int = -1

    def find_body(self, is_chrome: Callable[[Line], bool], ends: Callable[[Line], bool] = lambda line: False) -> None:
        """Find the zones anew, after rules took lines.

        The body reaches from the first paragraph to the last. Where a dump holds the whole page of a site, teasers and
        comments are paragraphs, too: there it is the stretch with the most running text for its short lines.
        is_chrome: whether a line can only be the page's. ends: whether an article is over where a line stands.
        """
        prose = [i for i, line in enumerate(self.lines) if not line.gone and line.prose]
        self.first, self.last = (prose[0], prose[-1]) if prose else (len(self.lines), -1)
        self.whole_site = self._is_whole_site(is_chrome)
        if self.whole_site:
            self.first, self.last = _densest(self.lines, [_weight(line) + (_END if not line.prose and ends(line) else 0) for line in self.lines])

    def _is_whole_site(self, is_chrome: Callable[[Line], bool]) -> bool:
        """Whether many lines that are no running text stand outside the densest stretch, and some of them can only be the page's."""
        if [line.prose for line in self.lines].count(False) < _MANY:
            return False
        first, last = _densest(self.lines, [_weight(line) for line in self.lines])
        outside = [line for line in (*self.lines[:first], *self.lines[last + 1 :]) if not line.prose]
        return len(outside) >= _MANY and sum(map(is_chrome, outside)) >= max(_SOME, len(outside) * _SHARE)

    @property
    def has_body(self) -> bool:
        return self.first <= self.last

    def head(self) -> list[Line]:
        """The lines before the first paragraph that are still there."""
        return [line for line in self.lines[: self.first] if not line.gone]

    def foot(self) -> list[Line]:
        """The lines behind the last paragraph that are still there."""
        return [line for line in self.lines[self.last + 1 :] if not line.gone] if self.has_body else []

    def kept(self, wanted: Callable[[Line], bool] = lambda line: True) -> list[Line]:
        return [line for line in self.lines if not line.gone and wanted(line)]
