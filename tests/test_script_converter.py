"""The compiled converter against the package whose dictionaries it is made from."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from threading import Barrier

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from toolkit.edits import apply, ordered
from toolkit.script import convert
from toolkit.script.conversion import changes
from toolkit.script.converter import Converter
from toolkit.script.dictionaries import DictionaryError, chain, configurations
from toolkit.script.stages import SEPARATORS, Stage

CONFIGS = ("hk2s", "s2hk", "s2t", "s2tw", "s2twp", "t2hk", "t2s", "t2tw", "tw2s", "tw2sp")


@cache
def reference(config: str) -> OpenCC:
    return OpenCC(config)


@cache
def vocabulary(config: str) -> list[str]:
    """Keys and values of every dictionary of a configuration, with what may stand between them."""
    words = {w for stage in chain(config) for d in stage for pair in d.items() for w in pair}
    return sorted(words)[::7] + sorted(words, key=len)[-50:] + ["，", "\n", " ", "\u2028", "-", "…", "a", "𠀀", "乾", "后", "\ud800"]


@pytest.mark.parametrize("config", CONFIGS)
@given(data=st.data())
@settings(max_examples=150, deadline=None)
def test_equals_the_reference(config: str, data: st.DataObject) -> None:
    """Words of the dictionaries side by side, cut at either end so that they overlap and almost match."""
    cut = st.tuples(st.sampled_from(vocabulary(config)), st.sampled_from((0, 0, 0, 1, 2)), st.sampled_from((0, 0, 0, 1, 2)))
    text = "".join(word[a : len(word) - b] for word, a, b in data.draw(st.lists(cut, max_size=12)))
    expected = reference(config).convert(text)
    assert convert(text, config) == expected
    assert apply(text, ordered(changes(text, config))) == expected


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_equals_the_reference_on_any_text(text: str) -> None:
    for config in ("t2s", "tw2sp"):
        assert convert(text, config) == reference(config).convert(text)


def test_separators_are_those_of_the_reference() -> None:
    split = reference("t2s").split_chars_re
    assert frozenset(c for c in map(chr, range(0x110000)) if split.fullmatch(c)) == SEPARATORS


def test_every_configuration_of_the_reference_is_known() -> None:
    assert set(CONFIGS) | {"tw2t", "hk2t"} == set(configurations())


@pytest.mark.parametrize("config", ["", "t2x", "../t2s", "t2s.json"])
def test_unknown_configuration(config: str) -> None:
    with pytest.raises(DictionaryError, match="t2s"):
        convert("文", config)


def test_unknown_dictionaries() -> None:
    with pytest.raises(DictionaryError, match="latest"):
        convert("文", "t2s", dictionaries="oldest")


def test_a_hostile_text_stays_linear() -> None:
    assert convert("乾" * 200_000, "t2s") == "干" * 200_000
    assert len(convert("一目瞭然" * 50_000, "t2s")) == 200_000


def test_phrases_beat_characters_and_longer_phrases_beat_shorter() -> None:
    c = Converter([[{"ab": "X", "bcd": "YYY"}, {"a": "1", "b": "2", "c": "3", "d": "4", "e": "ee"}]])
    assert [c.convert(t) for t in ("ab", "abcd", "ab，cd", "e", "", "aab")] == ["X", "1YYY", "X，34", "ee", "", "1X"]


def test_threads_share_a_cold_converter() -> None:
    """Run apart, so that nothing is compiled yet."""
    script = """
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from toolkit.edits import apply, ordered
from toolkit.script import convert
from toolkit.script.conversion import changes
gate = Barrier(32)
cases = [("t2s", "乾坤乾燥", "乾坤干燥"), ("s2t", "皇后以后", "皇后以後"), ("s2twp", "软件网络", "軟體網路")]
def work(i):
    config, text, expected = cases[i % 3]
    gate.wait()
    return convert(text, config) == expected
with ThreadPoolExecutor(32) as pool:
    assert all(pool.map(work, range(32)))
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


def test_threads_get_one_converter() -> None:
    gate = Barrier(8)

    def work(_: int) -> str:
        gate.wait()
        return convert("皇后以后", "s2hk")

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(8))) == {"皇后以後"}


def test_t2s_does_not_read_what_s2t_needs() -> None:
    script = """
import sys
seen = []
sys.addaudithook(lambda event, args: seen.append(str(args[0])) if event == "open" else None)
from toolkit.edits import apply, ordered
from toolkit.script import convert
from toolkit.script.conversion import changes
assert convert("乾燥", "t2s") == "干燥"
assert any("TSPhrases" in name for name in seen) and not any("STPhrases" in name for name in seen)
"""
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)


@cache
def stages(config: str) -> list[Stage]:
    return [Stage(s, cut=False) for s in chain(config, "latest")]


@cache
def newest(config: str) -> list[str]:
    """A part of the keys and values of the newest dictionaries of a configuration."""
    return sorted({w for stage in chain(config, "latest") for d in stage for pair in d.items() for w in pair})[::11]


@pytest.mark.parametrize("config", ["s2t", "t2s", "s2tw", "tw2s", "s2hk", "hk2s", "jp2t", "s2twp"])
@given(data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_newest_dictionaries_stage_by_stage(config: str, data: st.DataObject) -> None:
    """The table and its short cuts give what going through the stages gives."""
    words = newest(config)
    text = "".join(data.draw(st.lists(st.sampled_from(words), max_size=12)))
    expected = text
    for stage in stages(config):
        expected = stage.convert(expected)
    assert convert(text, config, dictionaries="latest") == expected


@pytest.mark.parametrize(
    ("text", "config", "expected"),
    [
        ("几周之后", "s2t", "幾週之後"),
        ("U盘和软件", "s2twp", "隨身碟和軟體"),
        ("学校", "s2hk", "學校"),
        ("音楽", "jp2t", "音樂"),
    ],
)
def test_the_newest_dictionaries(text: str, config: str, expected: str) -> None:
    assert convert(text, config, dictionaries="latest") == expected


def test_the_newest_dictionaries_are_an_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("toolkit.script.dictionaries.find_spec", lambda _: None)
    with pytest.raises(DictionaryError, match=r"jiaokan\[dictionaries\]"):
        chain("t2s", "latest")
    with pytest.raises(DictionaryError, match="opencc-python-reimplemented"):
        chain("t2s")


@pytest.mark.parametrize(("text", "config", "expected"), [("軟件裡", "tw2t", "軟件裏"), ("裏衞", "hk2t", "裏衛")])
def test_ways_back_without_a_configuration_of_the_reference(text: str, config: str, expected: str) -> None:
    assert convert(text, config) == expected
