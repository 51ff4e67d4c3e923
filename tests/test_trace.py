"""The way of one character, both ways, over drops of several encodings and over made-up ledgers."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.article_sample import BODY, HEAD, TAIL
from toolkit import clean
from toolkit.edits import Edit
from toolkit.pipeline import LADDER
from toolkit.trace import became, from_output, from_source, stages

RAW = sorted((Path(__file__).parent.parent / "raw").iterdir())
DROP = f"　　{HEAD}\r\n\r\n\r\n　　{BODY[0]}\n \n{BODY[1]}  \n{TAIL}\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_every_output_character_names_bytes_that_decode_to_it(encoding: str) -> None:
    raw = DROP.encode(encoding)
    article = clean(raw)
    assert article.text
    for at, char in enumerate(article.text):
        way = from_output(article, at)
        assert way.raw == raw[way.byte_start : way.byte_end]
        assert way.raw.decode(article.encoding) == way.source
        assert way.source == char or way.rules
        assert char in way.out


def test_a_thousand_characters_of_the_sample_drops() -> None:
    articles = [a for path in RAW if (a := clean(path.read_bytes())).text]
    draw = random.Random(1)
    for _ in range(1000):
        article = draw.choice(articles)
        at = draw.randrange(len(article.text))
        way = from_output(article, at)
        if way.raw:
            assert (way.raw.decode(way.encoding) if way.encoding else "\ufffd") == way.source
        assert way.source == article.text[at] or (way.rules and article.text[at] in way.out)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_every_source_character_is_there_or_has_a_rule(encoding: str) -> None:
    article = clean(DROP.encode(encoding))
    for at, char in enumerate(article.source_text):
        way = from_source(article, at)
        assert way.start <= at < way.end
        assert way.rules or way.out == char


def test_positions_outside_are_refused() -> None:
    article = clean("好。")
    for n in (-1, len(article.text)):
        with pytest.raises(IndexError):
            from_output(article, n)
    with pytest.raises(IndexError):
        from_source(article, len(article.source_text))


def test_an_inserted_character_has_no_bytes() -> None:
    article = _edited("甲乙", [Edit(1, 1, "、", "test.insert")])
    way = from_output(article, 1)
    assert (way.out, way.source, way.raw, way.rules) == ("、", "", b"", ("test.insert",))


def test_a_change_of_length_is_told_as_a_whole() -> None:
    article = _edited("甲乙丙丁", [Edit(1, 3, "子丑寅", "test.longer")])
    way = from_output(article, 3)
    assert (way.out, way.out_start, way.source, way.start) == ("子丑寅", 1, "乙丙", 1)
    assert from_source(article, 2)[:6] == way[:6]


def test_stages_end_with_the_output() -> None:
    article = clean(DROP)
    at = article.source_text.index("渡口")
    told = stages(article, at, at + 2)
    assert [s.step for s in told] == [s.name for s in LADDER]
    assert told[-1].text == "渡口"
    assert stages(article, 0, 2)[-1].text == ""


def _edited(source, edits):  # type: ignore[no-untyped-def] # a test's short hand
    """An article whose ledger is `edits`, whatever the rules would say."""
    from dataclasses import replace

    from toolkit.compose import compose
    from toolkit.edits import apply, ordered

    done = ordered(edits)
    return replace(clean(source), text=apply(source, done), pieces=compose([], done, source))


@given(st.data())
def test_what_a_stretch_became_joins_to_the_output(data: st.DataObject) -> None:
    source = data.draw(st.text("甲乙丙丁戊", min_size=1, max_size=12))
    cuts = sorted(data.draw(st.sets(st.integers(0, len(source)), max_size=6)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    article = _edited(source, [Edit(a, b, data.draw(st.text("子丑寅", max_size=3)), f"test.r{i}") for i, (a, b) in enumerate(spans)])
    for e in article.edits:
        assert became(article, e.start, e.end) == e.inserted
    untouched = [i for i in range(len(source)) if not any(e.start <= i < e.end for e in article.edits)]
    assert all(became(article, i, i + 1) == source[i] for i in untouched)
    if article.text:
        at = random.Random(1).randrange(len(article.text))
        way = from_output(article, at)
        assert article.text[at] in way.out
        assert way.source == way.out or way.rules
