"""The script step: what is converted, what is left alone, and what the ledger says of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.compose import compose
from toolkit.config import Config
from toolkit.context import Context
from toolkit.edits import Edit, apply, ledger, ordered
from toolkit.script import convert, normalise_script
from toolkit.script.conversion import changes

HANS = "山里的雪开始融化，河水涨起来了，村里的人们都到桥边来看热闹。"
HANT = "山裡的雪開始融化，河水漲起來了，村裡的人們都到橋邊來看熱鬧。"


def step(text: str, **options: object) -> tuple[str, Context, list[Edit]]:
    ctx = Context(Config.load(options))
    edits = ordered(normalise_script(text, ctx))
    return apply(text, edits), ctx, edits


@pytest.mark.parametrize(
    ("text", "script", "expected", "original", "language"),
    [
        (HANT, "hans", HANS, "Hant", "zh-Hans"),
        (HANS, "hans", HANS, "Hans", "zh-Hans"),
        (HANS, "hant-tw", HANT, "Hans", "zh-Hant"),
        (HANT, "hant", HANT, "Hant", "zh-Hant"),
        (HANT, "keep", HANT, "Hant", "zh-Hant"),
        (HANS, "keep", HANS, "Hans", "zh-Hans"),
        (HANS + "\n" + HANT, "keep", HANS + "\n" + HANT, "mixed", "zh"),
        (HANS + "\n" + HANT, "hans", HANS + "\n" + HANS, "mixed", "zh-Hans"),
        (HANS + "\n" + HANT, "hant-tw", HANT + "\n" + HANT, "mixed", "zh-Hant"),
        (HANS + HANT, "hans", HANS + HANS, "mixed", "zh-Hans"),
        (HANS * 14 + "\n" + "春風不度玉門關，羌笛何須怨楊柳。", "hans", HANS * 14 + "\n" + "春风不度玉门关，羌笛何须怨杨柳。", "Hans", "zh-Hans"),
        (HANS * 3 + "书名《紅樓夢》。", "hans", HANS * 3 + "书名《紅樓夢》。", "Hans", "zh-Hans"),
        (HANT + "\n張三", "hans", HANS + "\n张三", "Hant", "zh-Hans"),
        ("雪が溶け始めて、橋の邊りに人々が集まっている。", "hans", "雪が溶け始めて、橋の邊りに人々が集まっている。", None, "ja"),
        (HANT + "\n「雪が溶け始めて、橋の邊りに集まる。」", "hans", HANS + "\n「雪が溶け始めて、橋の邊りに集まる。」", "Hant", "zh-Hans"),
        ("", "hans", "", None, "und"),
    ],
)
def test_step(text: str, script: str, expected: str, original: str | None, language: str) -> None:
    new, ctx, _ = step(text, script=script)
    assert (new, ctx.script_original, ctx.language) == (expected, original, language)


def test_metadata_follows_the_text() -> None:
    ctx = Context(Config())
    ctx.fields.propose("title", "橋邊的熱鬧", "meta")
    ctx.fields.propose("published", "2024-01-02", "meta")
    list(normalise_script(HANT, ctx))
    assert [p.value for p in ctx.fields.proposals] == ["桥边的热闹", "2024-01-02"]


def test_metadata_is_kept_where_the_script_is_kept() -> None:
    ctx = Context(Config(script="keep"))
    ctx.fields.propose("title", "橋邊的熱鬧", "meta")
    list(normalise_script(HANT, ctx))
    assert ctx.fields.proposals[0].value == "橋邊的熱鬧"


def test_the_ledger_has_one_edit_a_run() -> None:
    text = "春天來了，他看著遠處，後來這邊熱鬧。"
    _, _, edits = step(text)
    assert [(e.start, e.removed, e.inserted, e.rules) for e in ledger(text, compose([], edits, text))] == [
        (2, "來", "来", ("script.t2s",)),
        (7, "著", "着", ("script.zhe",)),
        (8, "遠處", "远处", ("script.t2s",)),
        (11, "後來這邊熱鬧", "后来这边热闹", ("script.t2s",)),
    ]


def test_a_long_text_is_several_edits_and_the_same_ledger() -> None:
    line = HANT + "他看著遠處。"
    text = f"{line}\n" * 200
    edits = ordered(changes(text, corrections=True))
    assert apply(text, edits) == convert(text, corrections=True)
    rows = [(e.start, e.removed, e.inserted, e.rules) for e in ledger(text, compose([], edits, text))]
    once = [(e.start, e.removed, e.inserted, e.rules) for e in ledger(line, compose([], ordered(changes(line, corrections=True)), line))]
    assert rows == [(n * (len(line) + 1) + at, *rest) for n in range(200) for at, *rest in once]
    cut = changes(text)
    assert len(cut) > 3
    assert apply(text, cut) == convert(text)


@given(st.text(alphabet="乾坤燥後來春天，\n𠀀𦬆a\ud800著名着信息软件網絡位於倫臺台"))
@settings(deadline=None)
def test_changes_are_the_conversion(text: str) -> None:
    for config in ("t2s", "s2t", "tw2s", "s2twp", "tw2sp", "s2tw"):
        for corrections in (False, True):
            assert apply(text, ordered(changes(text, config, corrections))) == convert(text, config, corrections)
