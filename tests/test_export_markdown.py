"""Markdown shows the text as it is, whatever characters it holds."""

from __future__ import annotations

import html
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from toolkit import clean
from toolkit.article import record_row
from toolkit.export.markdown import escaped, markdown

RECORD = record_row(clean("去年冬天，镇里给渡口装上了太阳能路灯。"))


def shown(line: str) -> str:
    """What a reader of CommonMark shows of a line."""
    out = MarkdownIt().render(line)
    whole = re.fullmatch(r"<p>(.*)</p>\n", out, re.DOTALL)
    assert whole is not None, out
    return html.unescape(re.sub(r"<[^>]*>", "", whole[1]))


@pytest.mark.parametrize(
    "line",
    [
        "# 一",
        "1. 二",
        "12) 三",
        "- 四",
        "+ 五",
        "> 六",
        "*七*",
        "__八__",
        "`九`",
        "[十](x)",
        "<b>",
        "&amp;",
        "http://h/a_b_c",
        "---",
        "===",
        "~~~",
        "a\\",
        "![图](x)",
        "  两格",
    ],
)
def test_no_line_becomes_markup(line: str) -> None:
    assert shown(escaped(line)) == line


@given(st.text("#+-=*_`~<>&[]()!\\.:|\"' \t19aあ一。", min_size=1, max_size=12).filter(str.strip))
def test_any_line_is_shown_as_it_is(line: str) -> None:
    assert shown(escaped(line)) == line


def test_document() -> None:
    record = RECORD | {"title": "第一#题", "text": "甲。\n乙。"}
    head, _, body = markdown(record).partition("---\n\n")
    assert f'id: "{record["id"]}"\ntitle: "第一#题"\n' in head
    assert body == "# 第一#题\n\n甲。\n\n乙。\n"
