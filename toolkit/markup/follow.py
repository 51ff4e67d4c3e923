"""A site profile put to use: what its selectors find on a page."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.context import Context
from toolkit.markup.metadata import propose
from toolkit.markup.page import Page
from toolkit.markup.tokens import Found, TokenReader, flat
from toolkit.profiles import Profile

_FIELDS = {"title": "title", "date": "published", "author": "author", "source": "source"}


def follow(profile: Profile, page: Page, reader: TokenReader, ctx: Context) -> None:
    """Propose the fields that a profile points at, and settle which blocks stay: `page.settled`, by their numbers."""
    select = reader.selecting(flat(page.source))
    for key, name in _FIELDS.items():
        selector = getattr(profile, key)
        for element in select(selector)[:1] if selector else ():
            propose(ctx, name, element.moment or element.text, "profile")
    drop = [element for selector in profile.drop for element in select(selector)]
    body = select(profile.body) if profile.body else []
    for b in page.blocks:
        at = b.runs[0][0]
        if _within(at, drop):
            page.settled[b.index] = False
        elif body:
            page.settled[b.index] = stays = _within(at, body)
            if stays and b.link_line:
                b.link_line = False
                page.marks.remove((at, "content.link-line"))


def _within(at: int, elements: Iterable[Found]) -> bool:
    return any(element.start <= at < element.end for element in elements)
