"""The way of one character: from the output through the ladder to the raw bytes, and from the source text to the output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from toolkit.article import Article
from toolkit.context import Context
from toolkit.edits import LedgerEdit, invert, ledger, trace
from toolkit.pipeline import LADDER, climb


class Stage(NamedTuple):
    """What the character was after one step of the ladder; "" where it was gone."""

    step: str
    text: str


class Way(NamedTuple):
    """One character's way. Text offsets are code points, byte offsets are of the raw drop; all spans are half open.

    [start, end) of `source_text` held `source`; [out_start, out_end) of the output holds `out` ("" where it was
    removed). `raw` are the bytes [byte_start, byte_end) that `source` was decoded from, in `encoding` (a drop may mix
    them); both are empty where a rule inserted the character, and `encoding` is "" for bytes that could not be decoded.
    `rules` are those of the edit that made or took it, () where nothing touched it.
    """

    out_start: int
    out_end: int
    out: str
    start: int
    end: int
    source: str
    byte_start: int
    byte_end: int
    raw: bytes
    encoding: str
    rules: tuple[str, ...]


def from_output(article: Article, at: int) -> Way:
    """Where the output character at `at` (code points) came from. Raises IndexError outside of the text."""
    if not 0 <= at < len(article.text):
        raise IndexError(f"character {at} of {len(article.text)}")
    start, end, edit = trace(article.edits, at)
    out_start, out_end = at, at + 1
    if edit is not None and len(edit.inserted) != len(edit.removed):
        out_start, out_end = _landing(article.edits, start, end)
    return _way(article, out_start, out_end, start, end, edit)


def from_source(article: Article, at: int) -> Way:
    """What became of the source character at `at` (code points): told alone where it was removed or stands for itself,
    with its neighbours where several became others together. Raises IndexError outside of the source text.
    """
    if not 0 <= at < len(article.source_text):
        raise IndexError(f"character {at} of {len(article.source_text)}")
    out_start, out_end, edit = trace(invert(article.edits), at)  # an edit of the inverted list: `removed` is the output
    start, end = at, at + 1
    if edit is not None and edit.removed and len(edit.inserted) != len(edit.removed):
        start, end = _whole(article.edits, at)
    way = _way(article, out_start, out_end, start, end, None)
    return way._replace(rules=edit.rules) if edit is not None else way


def stages(article: Article, start: int, end: int) -> list[Stage]:
    """What [start, end) of the source text was after each step of the ladder (the steps are run again)."""
    out: list[Stage] = []
    for n in range(1, len(LADDER) + 1):
        ctx = Context(article.config, article.url, article.media_type, source_text=article.source_text)
        text, pieces, _ = climb(article.source_text, ctx, LADDER[:n])
        a, b = _landing(ledger(article.source_text, pieces), start, end)
        out.append(Stage(LADDER[n - 1].name, text[a:b]))
    return out


def became(article: Article, start: int, end: int) -> str:
    """The output that [start, end) of the source text became; an edit that changes length counts whole where it overlaps."""
    a, b = _landing(article.edits, start, end)
    return article.text[a:b]


def _landing(edits: Sequence[LedgerEdit], start: int, end: int) -> tuple[int, int]:
    """The span of the output that [start, end) of the source text became."""
    back = invert(edits)
    if start < end:
        return trace(back, start)[0], trace(back, end - 1)[1]
    for e, b in zip(edits, back, strict=True):
        if e.start == e.end == start:
            return b.start, b.end
    at = trace(back, start)[0]
    return at, at


def _whole(edits: Sequence[LedgerEdit], at: int) -> tuple[int, int]:
    return next((e.start, e.end) for e in edits if e.start <= at < e.end)


def _way(article: Article, out_start: int, out_end: int, start: int, end: int, edit: LedgerEdit | None) -> Way:
    first, last = article.decoded.byte_span(start, end)
    return Way(
        out_start,
        out_end,
        article.text[out_start:out_end],
        start,
        end,
        article.source_text[start:end],
        first,
        last,
        article.raw[first:last],
        article.decoded.codec_at(start) if last > first else "",
        edit.rules if edit else (),
    )
