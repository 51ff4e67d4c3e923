"""UTF-8 that is damaged: where the bytes do not fit, and whether it is UTF-8 all the same. Sound text is passed at the codec's own speed."""

from __future__ import annotations

from codecs import utf_8_decode
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

_FIRST, _CHUNK = 256, 4096  # bytes read together after a fault, and where there was none; a fault costs a copy of so much
_MOST = 512  # faults looked at
_AROUND, _LONG = 32, 1024  # bytes
_ASCII = bytes(range(0x80))
_CONTINUED, _NO_START = range(0x80, 0xC0), range(0x80, 0xC2)
_MOSTLY, _NEARLY = 0.8, 0.9  # shares of the bytes above 0x7F that must fit
_FEW = 12  # bytes that fit: four characters of Chinese
_PER_LONE = 0.75  # bytes that fit for each lone one that does not; of accented letters in a text of Latin letters hardly a tenth fits by chance


def utf8_share(sample: bytes) -> float:
    """The share of the bytes above 0x7F that make UTF-8 sequences (of text in GBK about a third)."""
    high = len(sample.translate(None, _ASCII))
    kept = sample.decode("utf-8", "ignore").encode("utf-8")
    return 1 - (len(sample) - len(kept)) / high if high else 0.0


class Fit(NamedTuple):
    """How many of the bytes above 0x7F are UTF-8; those that are not and stand alone between ASCII are counted apart."""

    good: int
    bad: int
    lone: int

    @property
    def damaged(self) -> bool:
        """Whether it is UTF-8 in which single bytes changed. A lone byte is as likely a changed one of ASCII, and tells nothing."""
        return self.good >= max(_FEW, _PER_LONE * self.lone) and self.good > _NEARLY * (self.good + self.bad)


def faults(data: bytes, start: int = 0) -> Iterator[tuple[int, int]]:
    """The stretches [start, end) of bytes from `start` on that are no UTF-8; neighbours are one."""
    view, size = memoryview(data), len(data)
    begin = at = start
    chunk = _FIRST
    while at < size:
        try:
            good, bad = utf_8_decode(view[at : at + chunk], "strict", at + chunk >= size)[1], 0
            chunk = _CHUNK
        except UnicodeDecodeError as fault:
            good, bad = fault.start, fault.end - fault.start
            chunk = _FIRST
        if good and begin < at:
            yield begin, at
        if good:
            begin = at + good
        at += good + bad
        while bad and at < size and data[at] in _NO_START:
            at += 1
    if begin < at:
        yield begin, at


def has_lone(sample: bytes) -> bool:
    """Say whether some line of a sample has but one byte above 0x7F."""
    return any(len(line.translate(None, _ASCII)) == 1 for line in sample.split(b"\n"))


def fit(data: bytes, start: int) -> Fit:
    """How well the bytes from `start` on fit, up to some hundreds that don't."""
    found = list(islice(faults(data, start), _MOST))
    stop = found[-1][1] if len(found) == _MOST else len(data)
    lone = sum(_is_lone(data, begin, end) for begin, end in found)
    bad = sum(end - begin for begin, end in found)
    return Fit(len(data[start:stop].translate(None, _ASCII)) - bad, bad - lone, lone)


def _is_lone(data: bytes, begin: int, end: int) -> bool:
    """Say whether [begin, end) is a single byte above 0x7F between ASCII."""
    return end - begin == 1 and data[max(0, begin - 1) : begin] < b"\x80" and data[end : end + 1] < b"\x80"


def spots(data: bytes) -> Iterator[tuple[int, int]]:
    """Where more than lone bytes are no UTF-8, with some sound characters before and after, no further than the line goes.

    Half open. Neighbours are one, up to a length; where nearly all fits, it is UTF-8 that was damaged, and left out.
    """
    begin = end = 0
    for start, stop in faults(data):
        if _is_lone(data, start, stop):
            continue
        if start >= end + _AROUND or end > begin + _LONG:
            if end and utf8_share(data[begin:end]) <= _MOSTLY:
                yield begin, end
            begin = max(end, start - _AROUND, data.rfind(b"\n", max(0, start - _AROUND), start) + 1)
            while begin < start and data[begin] in _CONTINUED:
                begin += 1
        newline = data.find(b"\n", stop, stop + _AROUND)
        end = min(len(data), stop + _AROUND) if newline < 0 else newline + 1
    if end and utf8_share(data[begin:end]) <= _MOSTLY:
        yield begin, end
