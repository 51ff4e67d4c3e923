"""Who wrote and who edited an article, where its foot says so."""

from __future__ import annotations

import pytest

from tests.article_sample import BODY, HEAD, TAIL
from toolkit import clean

BRACKETS = [
    ("（渡口日报记者 陈立新）", ["陈立新"], None),
    ("（记者陈立新、周桥）", ["陈立新", "周桥"], None),
    ("（文 陈立新）", ["陈立新"], None),
    ("（陈立新）", ["陈立新"], None),
    ("（李文 周桥）", ["李文", "周桥"], None),  # a name that ends like a label
    ("（责任编辑：陈立新）", [], "陈立新"),
    ("（来源：渡口日报 编辑：陈立新）", [], "陈立新"),
    ("[责编:陈立新]", [], "陈立新"),
]
LINES = [
    ("陈立新 文/图", ["陈立新"]),
    ("本报记者 陈立新 文/图", ["陈立新"]),
    ("陈立新、周桥 图文", ["陈立新", "周桥"]),
]
NO_CREDITS = ["（完）", "（第三章）", "（见下图）", "（他笑了笑，没有说话）"]


@pytest.mark.parametrize(("credit", "authors", "editor"), BRACKETS)
@pytest.mark.parametrize("before", ["\n\n", ""], ids=["own line", "last paragraph"])
def test_brackets(credit: str, authors: list[str], editor: str | None, before: str) -> None:
    article = clean("\n\n".join([HEAD, *BODY, TAIL]) + before + credit)
    assert (article.authors, article.editor, article.paragraphs[-1]) == (authors, editor, TAIL)


@pytest.mark.parametrize(("line", "authors"), LINES)
@pytest.mark.parametrize("at", [3, 6], ids=["inside", "foot"])
def test_lines_of_names(line: str, authors: list[str], at: int) -> None:
    body = [HEAD, *BODY, TAIL]
    article = clean("\n\n".join([*body[:at], line, *body[at:]]))
    assert (article.authors, article.captions, article.paragraphs) == (authors, [], body)


@pytest.mark.parametrize("words", NO_CREDITS)
def test_brackets_that_credit_nobody(words: str) -> None:
    article = clean("\n\n".join([HEAD, *BODY, TAIL + words]))
    assert (article.authors, article.editor, article.paragraphs[-1]) == ([], None, TAIL + words)


def test_brackets_inside_the_article_are_text() -> None:
    article = clean("\n\n".join([HEAD, BODY[0] + "（记者陈立新）", *BODY[1:], TAIL]))
    assert article.paragraphs[1] == BODY[0] + "（记者陈立新）"
