"""A site profile put to use: what its selectors find on a page."""

from __future__ import annotations

from turbohtml import Document, parse

from toolkit.context import Context
from toolkit.markup.blocks import Page
from toolkit.markup.metadata import propose
from toolkit.markup.tokens import flat
from toolkit.profiles import Profile

Span = tuple[int, int]
_FIELDS = {"title": "title", "date": "published", "author": "author", "source": "source"}


def follow(profile: Profile, page: Page, ctx: Context) -> None:
    """Propose the fields that a profile points at, and settle which blocks stay: `page.settled`, by their numbers."""
    document = parse(flat(page.source), source_locations=True, scripting=True)
    for key, name in _FIELDS.items():
        selector = getattr(profile, key)
        for element in document.select(selector)[:1] if selector else ():
            propose(ctx, name, element.attr("datetime") or element.text, "profile")
    drop = [span for selector in profile.drop for span in _spans(document, selector, len(page.source))]
    body = _spans(document, profile.body, len(page.source)) if profile.body else []
    for b in page.blocks:
        at = b.runs[0][0]
        if _within(at, drop):
            page.settled[b.index] = False
        elif body:
            page.settled[b.index] = stays = _within(at, body)
            if stays and b.link_line:
                b.link_line = False
                page.marks.remove((at, "content.link-line"))


def _spans(document: Document, selector: str, end: int) -> list[Span]:
    """Where the elements that a selector finds lie in the source; one without an end tag reaches to the end of its parent."""
    found = []
    for element in document.select(selector):
        place = element.source_location
        if place is not None and place.start_tag is not None:
            found.append((place.start_tag.start_offset, place.end_tag.end_offset if place.end_tag is not None else end))
    return found


def _within(at: int, spans: list[Span]) -> bool:
    return any(start <= at < end for start, end in spans)
