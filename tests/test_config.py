"""The configuration of the ladder: what it does not take, and what it says then."""

from __future__ import annotations

from typing import Any

import pytest

from toolkit import clean, config
from toolkit.config import Config, ConfigError

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"scirpt": "hans"}, "unknown key 'scirpt', did you mean 'script'?"),
    ({"zzz": 1}, "unknown key 'zzz'; known: script, "),
    ({"script": "latin"}, "script = 'latin', expected one of 'keep', 'hans', "),
    ({"script": 3}, "script = 3, expected one of "),
    ({"corrections": "yes"}, "corrections = 'yes', expected true or false"),
    ({"min_chars": -1}, "min_chars = -1, expected a whole number from 0 on"),
    ({"min_chars": True}, "min_chars = True, expected a whole number from 0 on"),
    ({"min_chars": "16M"}, "min_chars = '16M', expected a whole number from 0 on"),
    ({"profiles": 7}, "profiles = 7, expected a list of tables"),
]


@pytest.mark.parametrize(("given", "said"), WRONG)
def test_what_it_does_not_take(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as fault:
        clean("渡口的灯亮了一夜。", config=given)
    assert said in str(fault.value)


def test_a_configuration_made_by_hand_is_held_to_the_same() -> None:
    with pytest.raises(ConfigError, match="script = 'latin'"):
        clean("渡口的灯亮了一夜。", config=Config(script="latin"))  # type: ignore[arg-type]  # what a caller without types may do


def test_a_reader_that_is_not_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config, "has_turbo", lambda: False)
    with pytest.raises(ConfigError, match="turbohtml is not installed"):
        clean("渡口的灯亮了一夜。", config={"reader": "turbo"})
