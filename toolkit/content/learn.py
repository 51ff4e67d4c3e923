"""Propose a site profile from several pages of one host: what recurs from page to page is chrome."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from toolkit.config import Config
from toolkit.content.features import Sheet
from toolkit.content.lines import Line
from toolkit.content.model import choose
from toolkit.context import Context
from toolkit.dates import read_date
from toolkit.edits import apply, ordered
from toolkit.markup import markup
from toolkit.markup.page import Element
from toolkit.profiles import Profile

FEWEST = 3  # pages that a profile can be learnt from
MOST = 0.8  # of the pages have what is proposed
RECURS = 0.5  # a line on so many of the pages is chrome
_DIGITS = re.compile(r"\d{3}")
_NAME = re.compile(r"[A-Za-z_][\w-]*")


class _Seen(NamedTuple):
    """One page, read and judged by the general rules."""

    source: str
    sheet: Sheet
    kept: list[Line]


def learn(pages: Sequence[str], host: str) -> Profile | None:
    """A profile for the host that `pages` (HTML, decoded) come from; None where they are too few or have nothing in common."""
    seen = [s for s in map(_look, pages) if s.kept]
    if len(seen) < FEWEST:
        return None
    texts = Counter(text for s in seen for text in {line.text for line in s.sheet.visible})
    chrome = {text for text, n in texts.items() if n > 1 and n >= RECURS * len(seen)}
    body = _common([_holders(s, chrome) for s in seen])
    if not body:
        return None
    return Profile(
        host,
        body=body,
        title=_common([_names(s.source, s.sheet.title_line.block.parent) if s.sheet.title_line else [] for s in seen]),
        date=_common([_dated(s) for s in seen]),
        drop=tuple(_dropped(seen, chrome, body)),
    )


def _look(source: str) -> _Seen:
    ctx = Context(Config(), media_type="text/html", source_text=source)
    text = apply(source, ordered(markup(source, ctx)))
    sheet = Sheet(text, ctx.page, ctx.blocks)
    choose(sheet, ctx.blocks)
    return _Seen(source, sheet, [line for line in sheet.visible if line.block.kept])


def _names(source: str, element: Element) -> list[str]:
    """Selectors for an element: its tag with each name that is not a number of this one page."""
    out = []
    for name in element.names.split():
        if _NAME.fullmatch(name) and not _DIGITS.search(name):
            sign = "#" if re.search(rf"""\bid\s*=\s*["']?{re.escape(name)}["'\s>]""", source, re.IGNORECASE) else "."
            out.append(f"{element.tag}{sign}{name}")
    return out or ([element.tag] if element.tag in ("h1", "article", "main") else [])


def _holders(s: _Seen, chrome: set[str]) -> list[str]:
    """Selectors of the elements that hold most of a page's article, innermost first."""
    own = [line for line in s.kept if line.text not in chrome]
    total = sum(line.size for line in own) or 1.0
    held: Counter[int] = Counter()
    for line in own:
        element: Element | None = line.block.parent
        while element is not None:
            held[element.order] += int(line.size)
            element = element.parent
    enough = [o for o, size in held.items() if size >= MOST * total and o]
    return [name for o in sorted(enough, reverse=True) for name in _names(s.source, s.sheet.page.elements[o])]


def _dated(s: _Seen) -> list[str]:
    first = s.kept[0].block.index
    near = [line for line in s.sheet.visible if first - 8 <= line.block.index <= first + 3 and len(line.text) <= 80 and read_date(line.text)]
    return [name for line in near for name in _names(s.source, line.block.parent)]


def _common(names: list[list[str]]) -> str:
    """The first name that enough pages share, in the order that the first of them gives."""
    pages = Counter(name for found in names for name in set(found))
    enough = MOST * len(names)
    return next((name for found in names for name in found if pages[name] >= enough), "")


def _dropped(seen: Sequence[_Seen], chrome: set[str], body: str) -> list[str]:
    """Selectors of elements inside of the body that hold nothing but lines that recur."""
    votes: Counter[str] = Counter()
    for s in seen:
        texts: dict[int, list[str]] = {}
        for line in s.sheet.visible:
            element: Element | None = line.block.parent
            path: list[Element] = []
            while element is not None and body not in _names(s.source, element):
                path.append(element)
                element = element.parent
            for e in path if element is not None else ():
                texts.setdefault(e.order, []).append(line.text)
        only = {o for o, found in texts.items() if all(text in chrome for text in found)}
        votes.update({name for o in only for name in _names(s.source, s.sheet.page.elements[o])})
    return sorted(name for name, n in votes.items() if n >= RECURS * len(seen))


def as_toml(profile: Profile) -> str:
    """The profile as a table of a configuration file, for a person to read and keep."""
    lines = ["[[profiles]]", f"host = {json.dumps(profile.host)}"]
    lines += [f"{key} = {json.dumps(value)}" for key in ("body", "title", "date", "author", "source") if (value := getattr(profile, key))]
    if profile.drop:
        lines.append(f"drop = {json.dumps(list(profile.drop))}")
    return "\n".join(lines) + "\n"
