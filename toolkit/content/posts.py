"""Pages of several posts, such as the front page of a blog: the first post is the article, the others are not part of it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from toolkit.content.features import Sheet
from toolkit.content.lines import Line
from toolkit.dates import find_dates

_DATE_LINE = 40  # the line that dates a post is no longer than this
_NEAR = 12  # the text of a post begins within so many blocks of its date
_POST = 100  # so much prose has a post; lengths are those of lines
_DIGITS = re.compile(r"\d\d")


def second_post(sheet: Sheet) -> int:
    """The number of the block that dates the second of several posts of which a later one was taken; 0 where that is not so.

    Posts are told by their dates, in elements of one tag and one name. Dates of two posts or more stand before the text
    that was taken, the last of them close to it; one stands behind it; and there is a text behind the first date.
    """
    kept = [line.block.index for line in sheet.visible if line.block.kept]
    if not kept:
        return 0
    for dates in _same_form(_dated(line for line in sheet.visible if line.block.index < kept[0])):
        if kept[0] - dates[-1].block.index > _NEAR:
            continue
        first, second = dates[0].block, dates[1].block
        prose = sum(line.size for line in sheet.lines[first.index : second.index] if line is not None and line.prose)
        behind = (line for line in sheet.visible if line.block.index > kept[-1] and _form(line) == _form(dates[0]))
        if prose >= _POST and any(_dated(behind)):
            return second.index
    return 0


def _dated(lines: Iterable[Line]) -> list[Line]:
    """The short lines with a whole date."""
    short = (line for line in lines if line.size <= _DATE_LINE and _DIGITS.search(line.text) is not None)
    return [line for line in short if any(len(moment.value) >= len("2005-06-14") for moment in find_dates(line.text))]


def _form(line: Line) -> tuple[str, str]:
    return line.block.parent.tag, line.block.parent.names


def _same_form(lines: Iterable[Line]) -> list[list[Line]]:
    """Two lines and more in elements of the same tag and the same name."""
    groups: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.block.parent.names:
            groups[_form(line)].append(line)
    return [group for group in groups.values() if len(group) > 1]
