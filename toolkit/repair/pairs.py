"""How likely one character follows another: pairs inside words (pairs.txt), else the character's share of running text."""

from __future__ import annotations

import math
import re
from functools import lru_cache
from importlib.resources import files

from toolkit.decode.statistics import UNIT, weights
from toolkit.hanzi import is_hanzi

_IN_WORD = 0.8  # weight of what words say against what the character alone says
_CLASS = re.compile(r"([0-9a-f])([^0-9a-f]+)")


@lru_cache(maxsize=1)
def _table() -> dict[str, float]:
    """Each pair of Simplified characters to the share of the first one's places that the second one follows."""
    out: dict[str, float] = {}
    for line in files("toolkit.repair").joinpath("pairs.txt").read_text("utf-8").splitlines():
        for bits, chars in _CLASS.findall(line[1:]):
            for char in chars:
                out[line[0] + char] = 0.5 ** int(bits, 16)
    return out


def share(char: str) -> float:
    """The share of a character (of the Basic Multilingual Plane) in running text."""
    return math.exp2(-weights()[min(ord(char), 0xFFFF)] / UNIT)


def in_words(first: str, second: str) -> float:
    """The share of the places of `first` inside words that `second` follows."""
    return _table().get(first + second, 0.0)


def follows(first: str, second: str) -> float:
    """The probability that `second` stands behind `first` (both Simplified)."""
    alone = share(second)
    if not (is_hanzi(first) and is_hanzi(second)):
        return alone
    return _IN_WORD * in_words(first, second) + (1 - _IN_WORD) * alone


@lru_cache(maxsize=1)
def _inner() -> dict[str, float]:
    out: dict[str, float] = {}
    for pair, part in _table().items():
        out[pair[0]] = out.get(pair[0], 0.0) + part
    return out


def ends_word(char: str) -> float:
    """The share of the places of `char` (Simplified) in the word list where a word ends, at least a little."""
    return max(0.05, 1 - _inner().get(char, 0.0))
