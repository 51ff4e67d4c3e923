"""The last step: white space. What is left of the page becomes paragraphs, one a line, nothing before, between or after."""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.context import Context
from toolkit.edits import Edit
from toolkit.rules import Rule, RuleTable

RULES = RuleTable(
    Rule(
        "layout.indent",
        "white space at the start or end of a line is layout, not text",
        ("　　春天来了。\n　　山上的雪开始化了。",),
        ("春天来了。\n山上的雪 开始化了。",),
        place="alone",
    ),
    Rule("layout.blank-line", "paragraphs are kept one a line; blank lines between them are layout", ("春天来了。\n\n\n雪开始化了。",), place="alone"),
    Rule("layout.newline", "line ends are written as \\n", ("春天来了。\r\n雪开始化了。",), place="alone"),
)

# A line end and the white space behind it. What stands before it is looked at from there: a pattern that begins with
# white space is tried at each character.
_BREAK = re.compile(r"\n\s*")
# A line end with white space beside it. Most texts have none, and this is found faster.
_UNEVEN = re.compile(r"\n(?:\s|(?<=\s\n))")
_LEAD = re.compile(r"\s+")


def layout(text: str, ctx: Context) -> Iterator[Edit]:
    """The layout step: trims lines and drops blank ones, so that the text is its paragraphs joined with a newline."""
    end = len(text.rstrip())
    lead = _LEAD.match(text)
    start = min(lead.end(), end) if lead else 0
    if start:
        yield Edit(0, start, "", "layout.indent" if "\n" not in text[:start] else "layout.blank-line")
    done = start
    for m in _BREAK.finditer(text, start, end) if _UNEVEN.search(text) else ():
        begin = done + len(text[done : m.start()].rstrip())
        done = m.end()
        if done - begin > 1:
            yield from _one_break(begin, text[begin:done])
    if end < len(text):
        yield Edit(end, len(text), "", "layout.indent" if "\n" not in text[end:] else "layout.blank-line")


def _one_break(at: int, gap: str) -> Iterator[Edit]:
    """Edits that leave one newline of `gap`, which lies at `at`: its first; what is round it goes."""
    first = gap.index("\n")
    if first:
        yield Edit(at, at + first, "", "layout.newline" if gap[:first] == "\r" else "layout.indent")
    if first + 1 < len(gap):
        yield Edit(at + first + 1, at + len(gap), "", "layout.blank-line" if "\n" in gap[first + 1 :] else "layout.indent")
