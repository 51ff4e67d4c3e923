"""Removed text of a page: what a reader of the page saw, told from its markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TAG = re.compile(r"(\A[^<>]*>|<[^<>]*>?)")  # also the rest of a tag whose beginning was cut off
_RAW = re.compile(r"<(?:script|style)\b", re.IGNORECASE)
_RAW_END = re.compile(r"</(?:script|style)\b", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:address|article|aside|body|br|dd|div|dl|dt|footer|form|h[1-6]|head|header|hr|li|main|nav|ol|p|section|table|td|title|tr|ul)\b", re.IGNORECASE
)


class Piece(NamedTuple):
    """A stretch of a page's source: text, or markup (tags with the blanks between them, all of a script or style sheet)."""

    text: str
    markup: bool

    @property
    def breaks(self) -> bool:
        """True for markup that starts a new line on the page."""
        return self.markup and _BLOCK.search(self.text) is not None


def pieces(source: str) -> Iterator[Piece]:
    """Cut a stretch of a page's source into text and markup; the pieces joined are the stretch. Linear."""
    run: list[str] = []
    inside = False
    for i, part in enumerate(_TAG.split(source)):
        if i % 2:
            inside = bool(_RAW.match(part)) or (inside and not _RAW_END.match(part))
            run.append(part)
        elif inside or not part.strip():
            run.append(part)
        else:
            if markup := "".join(run):
                yield Piece(markup, True)
            run.clear()
            yield Piece(part, False)
    if markup := "".join(run):
        yield Piece(markup, True)
