"""What a reader saw of a removed stretch of a page, told from its markup."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.report.markup import pieces


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("正文", ["正文"]),
        ("<p class='x'>正文</p>\n <b>又一段</b>", ["正文", "又一段"]),
        ("<script>var a = '字';</script>尾", ["尾"]),
        ("<style>p{}", []),
        ("甲<", ["甲"]),
        ("a 与 b", ["a 与 b"]),
        ('class="crumb">首页', ["首页"]),
        (" \n\t", []),
        ("", []),
    ],
)
def test_text_is_told_from_markup(source: str, seen: list[str]) -> None:
    assert [p.text for p in pieces(source) if not p.markup] == seen


def test_only_block_tags_start_a_line() -> None:
    assert [p.breaks for p in pieces("<b>甲</b><p>乙</p>") if p.markup] == [False, True, True]


@given(st.text("甲<>/ \nbprscipt"))
def test_pieces_join_to_the_source(source: str) -> None:
    assert "".join(p.text for p in pieces(source)) == source


@pytest.mark.parametrize("source", ["<" * 200_000, " " * 200_000 + "x", " <a" * 100_000, "<script" * 50_000, "a>" * 100_000])
def test_hostile_markup_takes_linear_time(source: str) -> None:
    start = time.process_time()
    assert "".join(p.text for p in pieces(source)) == source
    assert time.process_time() - start < 2
