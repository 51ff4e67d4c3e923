"""Punctuation set twice: a half-width mark before the full-width one, all through a text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.edits import Edit

_MAY_BE = re.compile("[,.;!?:][，。；、！？：]")  # found faster than what follows
_DOUBLED = re.compile("(?<=[\u3400-\u9fff”’」』》）])(?:[,.;](?=[，。；、])|!(?=！)|[?](?=？)|:(?=：))")
# Below this many it is a slip of somebody's pen; the noise of a page generator runs through the text.
_MIN_DOUBLED = 3


def doubled(text: str) -> Iterator[Edit]:
    """Edits that take the half-width mark of each doubled one, where a text is full of them."""
    if not _MAY_BE.search(text):
        return
    found = list(_DOUBLED.finditer(text))
    if len(found) >= _MIN_DOUBLED:
        for m in found:
            yield Edit(m.start(), m.end(), "", "repair.doubled-punctuation")
