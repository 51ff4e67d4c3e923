"""Mojibake goes back where the way is certain, and nothing else is touched."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.config import Config
from toolkit.context import Context
from toolkit.edits import apply, ordered
from toolkit.repair.mojibake import RULES, mojibake

HANS = "渡口的老船工今年说，水位很高。“孩子们”都来了\n第一筒茶，abc 中\n"
HANT = "渡口的老船工今年說，水位很高。「孩子們」都來了\n第一筒茶，abc 中文\n"


def fixed(text: str) -> tuple[str, list[str]]:
    """The text after its edits, and the ids of all rules that spoke."""
    ctx = Context(Config())
    edits = ordered(mojibake(text, ctx))
    return apply(text, edits), [e.rule for e in edits] + [w.rule for w in ctx.warnings]


@pytest.mark.parametrize(("text", "codec"), [(HANS, "utf-8"), (HANS, "gb18030"), (HANT, "utf-8")])
def test_what_latin1_read_comes_back_whole(text: str, codec: str) -> None:
    assert fixed(text.encode(codec).decode("latin-1"))[0] == text


def test_big5_read_as_latin1_comes_back_but_for_lone_characters() -> None:
    got = fixed(HANT.encode("big5").decode("latin-1"))[0]
    assert got == HANT


def test_twice_and_three_times() -> None:
    once = "第一章开场".encode().decode("latin-1")
    twice = once.encode().decode("latin-1")
    assert fixed(once)[0] == fixed(twice)[0] == fixed(twice.encode().decode("latin-1"))[0] == "第一章开场"


def test_mojibake_inside_good_text() -> None:
    assert fixed("他说：“ç¬¬ä¸€ç«\xa0”，便走了。")[0] == "他说：“第一章”，便走了。"


def test_lost_bytes_are_left_and_flagged() -> None:
    got, rules = fixed("第一个渡口".encode().decode("cp1252", "replace"))
    assert "\ufffd" in got or "ç" in got
    assert "mojibake.left" in rules


@pytest.mark.parametrize(("rule", "text"), [(r.id, x) for r in RULES for x in r.hits])
def test_hits(rule: str, text: str) -> None:
    assert rule in fixed(text)[1]


@pytest.mark.parametrize("text", [x for r in RULES for x in r.misses])
def test_misses(text: str) -> None:
    assert fixed(text) == (text, [])


@given(st.text(alphabet="渡口的老船工，。“”…—·×°éàüÄß abc\n", max_size=60))
@settings(max_examples=300, deadline=None)
def test_good_text_stays(text: str) -> None:
    assert fixed(text)[0] == text


@given(st.text(alphabet="ä¸å›½Ã©€�锛銆鐨勮涓ÖÐÎÄ¡£¤¤¤å\x80\x9d x\n", max_size=60))
@settings(max_examples=300, deadline=None)
def test_edits_never_overlap_and_nothing_raises(text: str) -> None:
    fixed(text)


@pytest.mark.parametrize("seed", ["ä¸", "锛屾按", "ÖÐ", "¤@", "é", "涓", "€", "鐨勮€佽"])
def test_a_long_line_is_linear(seed: str) -> None:
    started = time.process_time()
    fixed(seed * 100_000)
    assert time.process_time() - started < 5
