"""Pages of several posts: where the second one begins, once a later one was taken."""

from __future__ import annotations

import pytest

from toolkit.config import Config
from toolkit.content.features import Sheet
from toolkit.content.posts import second_post
from toolkit.context import Context
from toolkit.edits import apply, ordered
from toolkit.markup import markup

TEXT = "早上过桥的时候，看见卖豆浆的老人把炉子搬到了桥的另一头，说是那边背风。" * 3


def post(date: str, text: str = TEXT, name: str = "dated") -> str:
    return f'<div class="{name}">{date}</div><p>{text}</p>'


DATES = "2020-03-09 08:10", "2020-03-08 21:40", "2020-03-07 07:05", "2020-03-06 12:00"
POSTS = [post(date, f"{n}{TEXT}") for n, date in enumerate(DATES)]

# A page, the beginning of what was taken of it, and the line that dates the second post ("" where the page is left alone).
CASES = {
    "a later post was taken": ("".join(POSTS), "2早上", DATES[1]),
    "the first post was taken": ("".join(POSTS), "0早上", ""),
    "the last one was taken: nothing says that posts go on behind it": ("".join(POSTS), "3早上", ""),
    "dates of another name": (post(DATES[0]) + "".join(post(d, f"{i}{TEXT}", f"x{i}") for i, d in enumerate(DATES[1:])), "1早上", ""),
    "elements without a name": ("".join(p.replace(' class="dated"', "") for p in POSTS), "2早上", ""),
    "no text behind the first date": (post(DATES[0], "图") + "".join(POSTS[1:]), "2早上", ""),
    "the taken text is far from its date": ("".join(POSTS[:2]) + "<p>短。</p>" * 20 + f"<p>正文{TEXT}</p>" + POSTS[3], "正文", ""),
    "nothing was taken": ("".join(POSTS), "没有", ""),
    "dates of a month alone": ("".join(post(f"2020年{n}月", f"{n}{TEXT}") for n in range(3, 7)), "5早上", ""),
}


@pytest.mark.parametrize("name", CASES)
def test_where_the_second_post_begins(name: str) -> None:
    body, taken, expected = CASES[name]
    source = f"<html><head><title>河边日记</title></head><body>{body}</body></html>"
    ctx = Context(Config.load(None), media_type="text/html", source_text=source)
    text = apply(source, ordered(markup(source, ctx)))
    assert ctx.page is not None
    sheet = Sheet(text, ctx.page, ctx.blocks)
    for line in sheet.visible:
        line.block.kept = line.text.startswith(taken)
    found = sheet.lines[second_post(sheet)]
    assert (found.text if found is not None and second_post(sheet) else "") == expected
