"""No drop ends a run, whatever it holds, and every drop keeps what a clean one does: a ledger that replays and inverts."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.hostile_drops import HTML, Drop, drops, mutated, page
from toolkit import Article, apply, clean, invert
from toolkit.validation import faults

READERS = ("turbo", "soup")


def hold(article: Article) -> None:
    """What holds of every article."""
    assert apply(article.source_text, article.edits) == article.text
    assert apply(article.text, invert(article.edits)) == article.source_text
    assert article.verdict in ("kept", "rejected")
    if article.verdict == "kept":
        assert not list(faults(article.record()))


def spent(drop: Drop, reader: str) -> float:
    """Seconds of CPU that a drop takes; what must hold of its article is looked at besides."""
    start = time.process_time()
    article = clean(drop.data, media_type=drop.media_type, config={"reader": reader})
    seconds = time.process_time() - start
    hold(article)
    return seconds


@pytest.mark.parametrize("reader", READERS)
def test_hostile_drops_are_cleaned_like_any_other(reader: str) -> None:
    for drop in drops(1500):
        hold(clean(drop.data, media_type=drop.media_type, config={"reader": reader}))


_GROWTH = 11  # of four times the size: 4 is linear, 16 quadratic; measuring coverage, and a busy machine, blur it


def test_time_grows_with_the_size_of_a_drop() -> None:
    clean(page(2000))
    slow = []
    for small, large in zip(drops(4000), drops(16000), strict=True):
        before = min(spent(small, "turbo") for _ in range(2))
        after = spent(large, "turbo")
        if after > 0.08 and after > _GROWTH * before:  # once more, in case that something else was busy
            after = min(after, *(spent(large, "turbo") for _ in range(2)))
        if after > 0.08 and after > _GROWTH * before:
            slow.append(f"{small.name}: {before:.3f} s, four times the size {after:.3f} s")
    assert not slow, "\n".join(slow)


def test_damaged_pages_are_cleaned() -> None:
    rng = random.Random(5)
    for encoding in ("utf-8", "gb18030", "big5", "utf-16"):
        whole = page(2500).encode(encoding, "replace")
        for _ in range(40):
            hold(clean(mutated(whole, rng), config={"reader": rng.choice(READERS)}))


@given(st.one_of(st.binary(max_size=400), st.text(st.characters(exclude_categories=()), max_size=200)))
@settings(max_examples=150, deadline=None)
def test_anything_is_a_drop(data: bytes | str) -> None:
    hold(clean(data))


_MARKUP = "<p> </p> <div <a href= <!-- --> <table> <td> <script> </script> <title> </title> <ruby> <rt> &#x &nbsp; &#0; <![CDATA[ ]]> ( ) | _"
_PIECES = st.sampled_from([*_MARKUP.split(" "), " ", "字", "渡口。", "來源：", "\n", "\x00", "\ud800", "\u200b", "進(jìn)", "2023-01-01"])


@given(st.lists(_PIECES, max_size=40).map("".join), st.sampled_from(READERS))
@settings(max_examples=150, deadline=None)
def test_any_markup_is_a_page(source: str, reader: str) -> None:
    hold(clean(source, media_type=HTML, config={"reader": reader}))
