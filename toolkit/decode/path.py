"""The cheapest way through a run of bytes: which of them make characters, in which encoding, and which are lost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from toolkit.decode.statistics import UNIT, pair_weights, weights
from toolkit.decode.strict import strict

# Costs in steps of 1/UNIT bit. A lost byte must cost more than a rare character, and two lost bytes (the way to the
# other alignment and back) less than a stretch of some ten characters read wrongly.
_LOST = 20 * UNIT
_LOST_AT_END = 8 * UNIT  # drops are cut in the middle of a character more often than bytes get lost
_PAIR = 22 * UNIT  # two bytes of one character, one of them wrong
_LETTER = 13 * UNIT  # an ASCII letter inside a run
_EURO = 14 * UNIT  # a lone 0x80, the euro sign of Windows code page 936
_LONG = 16 * UNIT  # a character of four bytes
_SWITCH = 40 * UNIT  # another encoding from here on
_FAR = 1 << 40

_DOUBLE, _UTF8 = 0, 1


class Step(NamedTuple):
    """Bytes [start, end) of a run, read in `codec`; "" where they make no character."""

    start: int
    end: int
    codec: str


class Path(NamedTuple):
    """The way through a run and what it costs in bits."""

    steps: list[Step]
    bits: float


def best_path(run: bytes, double: str, *, utf8: bool = False, first: str = "", ends: bool = False) -> Path:
    """The cheapest way through `run` in the double-byte encoding `double`, with `utf8` in UTF-8 as well.

    `first` is the encoding it starts in at no cost; "" leaves that open. `ends`: the drop
    ends with the run. Time and memory are linear in the run.
    """
    size = len(run)
    rows = (_DOUBLE, _UTF8) if utf8 else (_DOUBLE,)
    best = [[_FAR] * (size + 4) for _ in (0, 1)]
    back = [[(0, False)] * (size + 4) for _ in (0, 1)]  # length of the step, whether it makes a character; length 0: a switch
    for row in rows:
        if first in ("", "utf-8" if row == _UTF8 else double):
            best[row][0] = 0
    options = (_Double(double), _utf8_options)
    for i in range(size):
        if utf8:
            _switch(best, back, i)
        for row in rows:
            here = best[row][i]
            for length, weight, good in options[row](run, i):
                if here + weight < best[row][i + length]:
                    best[row][i + length] = here + weight
                    back[row][i + length] = (length, good)
    if ends and best[_DOUBLE][size - 1] + _LOST_AT_END < best[_DOUBLE][size]:
        best[_DOUBLE][size] = best[_DOUBLE][size - 1] + _LOST_AT_END
        back[_DOUBLE][size] = (1, False)
    row = _DOUBLE if best[_DOUBLE][size] <= best[_UTF8][size] else _UTF8
    return Path(_walk(back, row, size, double), best[row][size] / UNIT)


class _Double:
    """The ways on from a byte in a double-byte encoding: (length, cost, whether it is a character)."""

    def __init__(self, codec: str) -> None:
        self.pairs = pair_weights(codec)
        self.long = codec == "gb18030"

    def __call__(self, run: bytes, i: int) -> Iterator[tuple[int, int, bool]]:
        byte = run[i]
        if byte < 0x80:
            yield 1, _LETTER, True
            return
        yield 1, _EURO if byte == 0x80 else _LOST, False
        if i + 1 < len(run):
            yield 2, _PAIR, False
            if weight := self.pairs[byte << 8 | run[i + 1]]:
                yield 2, weight, True
            elif self.long and 0x30 <= run[i + 1] <= 0x39 and strict(run[i : i + 4], "gb18030"):
                yield 4, _LONG, True


def _utf8_options(run: bytes, i: int) -> Iterator[tuple[int, int, bool]]:
    byte = run[i]
    yield (1, _LETTER, True) if byte < 0x80 else (1, _LOST, False)
    if byte >= 0xC2:
        length = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
        if text := strict(run[i : i + length], "utf-8"):
            yield length, weights()[ord(text)] if length < 4 else _LONG, True


def _switch(best: list[list[int]], back: list[list[tuple[int, bool]]], i: int) -> None:
    for row in (_DOUBLE, _UTF8):
        if best[1 - row][i] + _SWITCH < best[row][i]:
            best[row][i] = best[1 - row][i] + _SWITCH
            back[row][i] = (0, False)


def _walk(back: list[list[tuple[int, bool]]], row: int, size: int, double: str) -> list[Step]:
    """The steps from the end back to the start; neighbours in one encoding joined."""
    at = size
    out: list[Step] = []
    while at > 0:
        length, good = back[row][at]
        if length == 0:
            row = 1 - row
            continue
        codec = ("utf-8" if row == _UTF8 else double) if good else ""
        if codec and out and out[-1].codec == codec:
            out[-1] = Step(at - length, out[-1].end, codec)
        else:
            out.append(Step(at - length, at, codec))
        at -= length
    return out[::-1]
