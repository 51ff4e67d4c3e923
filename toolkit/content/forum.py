"""Whether a page is a thread of a forum or a question with its answers: then every post is text, not only the first."""

from __future__ import annotations

import re
from collections import Counter

from toolkit.content.features import Sheet, hints_round
from toolkit.content.words import HINTS

FORUM = 3.0  # how far below even odds a block's score may lie on such a page
_ADDRESS = re.compile(r"/(?:thread|topics?|questions?|forum|bbs|discuss(?:ion)?s?|viewthread|viewtopic|post|t|p|ask)[-/_.?\d]", re.IGNORECASE)
_POSTS = 1 << HINTS.index("comment") | 1 << HINTS.index("post")
_SHARE = 0.5  # of the page's visible text stands in elements named after posts
_SIBLINGS = 5  # elements side by side of one such name


def is_forum(sheet: Sheet, url: str = "") -> bool:
    """A page is a thread where most of its text stands in posts, and its address or their number says so, too."""
    total = posts = 0
    for line in sheet.visible:
        b = line.block
        total += b.chars
        if hints_round(b.parent) & _POSTS:
            posts += b.chars
    if posts <= _SHARE * total or ("og:type", "article") in sheet.page.metas:
        return False
    return _ADDRESS.search(url) is not None or _most_siblings(sheet) >= _SIBLINGS


def _most_siblings(sheet: Sheet) -> int:
    seen = Counter((e.parent.order, e.names) for e in sheet.page.elements if e.names and e.blocks and e.parent is not None and hints_round(e) & _POSTS)
    return max(seen.values(), default=0)
