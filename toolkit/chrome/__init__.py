"""Site chrome, injected spam and metadata, judged on lines."""

from __future__ import annotations

from collections.abc import Iterable

from toolkit.chrome.captions import take_captions
from toolkit.chrome.credits import read_credits
from toolkit.chrome.foot import take_disclaimers, take_foot, take_foot_lines
from toolkit.chrome.lines import Line, Page, split_lines
from toolkit.chrome.marks import take_marks
from toolkit.chrome.metadata import take_bylines
from toolkit.chrome.noise import take_fragments, take_noise
from toolkit.chrome.rules import RULES
from toolkit.chrome.spam import take_lists
from toolkit.chrome.table import match_line
from toolkit.chrome.titles import drop_spam_titles, find_title, take_known_title
from toolkit.chrome.trails import is_navigation, take_breadcrumb
from toolkit.chrome.verdicts import judge
from toolkit.context import Context
from toolkit.edits import Edit

__all__ = ["RULES", "strip"]


def strip(text: str, ctx: Context) -> Iterable[Edit]:
    """The strip step: takes chrome and spam, moves metadata into its fields."""
    page = Page(split_lines(text), text, html=ctx.page is not None and bool(ctx.page.blocks))
    take_fragments(page)
    take_lists(page)
    take_noise(page)
    take_marks(page)
    for line in page.lines:
        if not line.prose and not line.gone and (rule := match_line(line, "any")):
            line.take(rule.rule.id)
    take_disclaimers(page)
    drop_spam_titles(page, ctx)
    page.find_body(_is_chrome, _ends)
    if not page.html:
        _text_drop(page, ctx)
    else:
        _html(page, ctx)
    judge(page, ctx)
    return [edit for line in page.lines if line.gone or line.cuts for edit in line.edits()]


def _is_chrome(line: Line) -> bool:
    return line.rule.startswith("chrome.") or match_line(line, "foot") is not None or is_navigation(line)


def _ends(line: Line) -> bool:
    found = match_line(line, "foot")
    return found is not None and found.ends


def _text_drop(page: Page, ctx: Context) -> None:
    """A text drop: nothing has said yet where the article begins and ends."""
    crumb = take_breadcrumb(page, ctx, min(page.first, 12))
    for line in page.head():
        if is_navigation(line):
            line.take("chrome.navigation")
    byline = take_bylines(page, ctx)
    if ctx.config.captions == "field":
        take_captions(page, ctx)
    if page.has_body:
        _take_head_lines(page)
        find_title(page, ctx, byline, crumb)
        read_credits(page, ctx)
        take_foot(page, ctx)


def _take_head_lines(page: Page) -> None:
    """Take the lines before the first paragraph that say themselves that they are the page's."""
    for line in page.head():
        rule = match_line(line, "ends")
        if rule and rule.rule.id != "chrome.prev-next":
            line.take(rule.rule.id)


def _html(page: Page, ctx: Context) -> None:
    """A page: the content step has chosen the article; only lines that can be nothing else go."""
    if page.has_body:
        take_breadcrumb(page, ctx, min(page.first, 12))
        _take_head_lines(page)
    take_bylines(page, ctx)
    if ctx.config.captions == "field":
        take_captions(page, ctx)
    take_known_title(page, ctx)
    read_credits(page, ctx)
    take_foot_lines(page)
