"""Lines of metadata: values into their fields, labels away."""

from __future__ import annotations

import re

from toolkit.chrome.bylines import Byline, Item, parse, read_author
from toolkit.chrome.lines import Line, Page
from toolkit.chrome.names import is_person
from toolkit.context import Context
from toolkit.dates import find_dates
from toolkit.fields import REMNANT

_NO_SOURCE = re.compile(r"\d|/|／|^(?:报道|報導|报导|報道|综合|綜合|综合报道|讯|訊)$|(?:时间|日期|時間)$")  # what may stand beside a date and is no name
_LABELLED = re.compile(r"[源处自载编责日时发更]")  # what labels of source, date and editor hold one of: without, a line amid the text is no byline
_FIELD = {"source": "source", "author": "author", "editor": "editor"}


def take_bylines(page: Page, ctx: Context) -> int:
    """Take the lines of metadata at the ends of a text; the index of the first one before the body, -1 where there is none."""
    first = -1
    for i, line in enumerate(page.lines):
        if line.prose or line.gone or len(line.text) > 200:
            continue
        zone = "head" if i < page.first else "foot" if i > page.last else "inside"
        if zone == "inside" and not _LABELLED.search(line.flat):
            continue
        near = zone != "inside" or i - page.first <= 2
        found = parse(line.flat, line.text)
        if found is None or not _belongs(found, line, zone, near):
            continue
        take(line, found, ctx)
        if zone == "head" and first < 0:
            first = i
    return first


def _belongs(found: Byline, line: Line, zone: str, near: bool) -> bool:
    """Whether a line read as metadata is one, in its place."""
    kinds = {i.kind for i in found.items}
    if zone == "inside":
        return found.labels >= (2 if near else 3) and bool(kinds & {"source", "published", "editor"}) and "free" not in kinds
    if kinds <= {"date", "clock", "free", "tool"} and "date" in kinds:
        # A bare date, perhaps with a name beside it: the byline at the head, but at the foot the date a text was signed.
        return zone == "head" and sum(i.end - i.start for i in found.of("free")) <= 16
    if kinds <= {"other", "free", "unit"}:
        return "unit" in kinds and len(found.items) >= 2
    if zone == "foot" and kinds == {"author"}:
        return len(line.text) <= 30
    return True


def take(line: Line, found: Byline, ctx: Context) -> None:
    """Move the values of a line of metadata into their fields and take the rest."""
    spans: list[tuple[int, int, str]] = []
    for item in found.items:
        if item.end <= item.start:
            continue
        name = _propose(line, item, found, ctx)
        if name:
            spans.append((item.start, item.end, f"field.{name}"))
    line.split(spans, "chrome.byline" if found.labels > 1 or not found.of("editor", "staff") else "chrome.editor")


def _propose(line: Line, item: Item, found: Byline, ctx: Context) -> str:
    """Propose the value of one item; the field it went to, "" where it went to none."""
    value = line.text[item.start : item.end]
    if REMNANT.search(value):
        return ""
    if item.kind == "author":
        authors = read_author(line.flat[item.start : item.end])
        for name in authors:
            at = line.flat.find(name, item.start)
            ctx.fields.propose("author", line.text[at : at + len(name)] if at >= 0 else value, "line")
        return "author" if authors else ""
    if item.kind == "editor" and not read_author(value):
        return ""
    if item.kind in _FIELD:
        ctx.fields.propose(_FIELD[item.kind], value, "line")
        return _FIELD[item.kind]
    if item.kind in ("date", "published"):
        return _date(line.text, item, ctx)
    if item.kind == "free" and is_person(line.flat[item.start : item.end]):
        ctx.fields.propose("author", value, "guess")
        return "author"
    if (
        item.kind == "free"
        and sum(not is_person(line.flat[i.start : i.end]) for i in found.of("free")) == 1
        and found.of("date")
        and not found.of("source")
        and 2 <= len(value) <= 16
        and not _NO_SOURCE.search(value)
    ):
        ctx.fields.propose("source", value, "line")
        return "source"
    return ""


def _date(text: str, item: Item, ctx: Context) -> str:
    for d in find_dates(text):  # of the whole line: some are dates by the label before them
        if not item.start <= d.start < item.end:
            continue
        ctx.fields.propose("published", d.value, "line")
        if d.assumed_zone:
            ctx.warn("date.zone-assumed", f"{text[item.start : item.end]}: no time zone is given, read as China Standard Time")
        return "published"
    return ""
