"""White space becomes paragraphs, and nothing else changes."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from toolkit.config import Config
from toolkit.context import Context
from toolkit.edits import apply, ordered
from toolkit.layout import layout


def laid_out(text: str) -> str:
    return apply(text, ordered(layout(text, Context(Config()))))


@given(st.text(alphabet="春a \t\r\n\u3000\u2028\x85", max_size=40))
def test_the_text_is_its_paragraphs(text: str) -> None:
    out = laid_out(text)
    assert "".join(out.split()) == "".join(text.split())
    assert out == "\n".join(p.strip() for p in out.split("\n"))
    assert "\n\n" not in out
    assert laid_out(out) == out


def test_a_megabyte_of_blanks_is_linear() -> None:
    start = time.process_time()
    assert laid_out("春" + " " * 1_000_000 + "天" + "\n \r" * 300_000 + "。") == "春" + " " * 1_000_000 + "天\n。"
    assert time.process_time() - start < 2
