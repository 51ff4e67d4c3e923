"""Quotation marks and the width of punctuation: apart from the script, only on request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from toolkit.edits import Edit
from toolkit.rules import Rule, RuleTable

_TEXT = "山里的雪开始融化，村里的人们都到桥边来看热闹。"
RULES = RuleTable(
    Rule(
        "script.quotes",
        "quotation marks as they were asked for: 「」『』 and “”‘’ mean the same",
        (_TEXT + "他说：「春天来了。」",),
        (_TEXT + "他说：“春天来了。”",),
        options=(("quotes", "curly"),),
    ),
    Rule(
        "script.width",
        "the width of punctuation as it was asked for; half-width marks count as Chinese where they follow a Chinese character",
        (_TEXT + "春天来了,花开了!",),
        (_TEXT + "请看 a, b (1.5) 两项。",),
        options=(("width", "full"),),
    ),
)

_TO_CURLY = dict(zip("「」『』", "“”‘’", strict=True))
_TO_CORNER = dict(zip("“”‘’", "「」『』", strict=True))
_CORNER = re.compile("[「」『』]")
# A ’ without its ‘ is an apostrophe: single marks are changed in pairs on one line.
_CURLY = re.compile("[“”]|‘(?=[^‘’\n]{0,200}’)|(?<!\\w)’|’(?![A-Za-z])")
_TO_FULL = dict(zip(",;:!?()", "，；：！？（）", strict=True))
_TO_HALF = {full: half for half, full in _TO_FULL.items()}
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff"
_NARROW = re.compile(f"(?<=[{_HAN}”」』》）])[,;:!?)](?![,;:!?)])|\\((?=[{_HAN}])|(?<=[^()\n])\\)(?=[{_HAN}，。；：！？])")
_WIDE = re.compile("[，；：！？（）]")


def punctuation(text: str, quotes: Literal["", "curly", "corner"] = "", width: Literal["", "full", "half"] = "") -> Iterator[Edit]:
    """One edit for each mark to be replaced; "" leaves a kind alone. Offsets are code points of `text`."""
    if quotes:
        find, put = (_CORNER, _TO_CURLY) if quotes == "curly" else (_CURLY, _TO_CORNER)
        yield from (Edit(m.start(), m.end(), put[m.group()], "script.quotes") for m in find.finditer(text))
    if width:
        find, put = (_NARROW, _TO_FULL) if width == "full" else (_WIDE, _TO_HALF)
        yield from (Edit(m.start(), m.end(), put[m.group()], "script.width") for m in find.finditer(text))
