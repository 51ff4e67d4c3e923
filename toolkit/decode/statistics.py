"""How much like text a decoding reads: the cost of each character in bits, from the counts of a Chinese word list.

The cost of a character is minus the binary logarithm of its share of running text. The costs of two decodings of the
same bytes can be compared as sums; the mean per character says whether a decoding reads as Chinese at all.
The table hanzi.txt is built by benchmarks/hanzi_table.py from the word list of jieba (MIT licence).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files

UNIT = 4  # steps a bit
RARE = 17.0  # bits; what stands in text once in some hundred thousand characters
UNUSUAL = 12.5  # bits
STRANGE = 22.0  # bits; what no text holds: unassigned code points, replacement characters, C1 controls

_CLASSES: tuple[tuple[float, tuple[tuple[int, int], ...]], ...] = (
    # bits, ranges of code points (inclusive); later lines win
    (17, ((0x80, 0x24FF), (0x2C00, 0x2DFF), (0x1E00, 0x1FFF))),  # letters of other scripts, symbols
    (STRANGE, ((0x80, 0x9F), (0x200, 0x24F), (0x300, 0x36F), (0x483, 0x58F), (0xE00, 0x1DFF))),
    (11, ((0x2010, 0x2027), (0x2460, 0x24FF), (0x25A0, 0x2605), (0xB7, 0xB7))),  # dashes, dots, quotes, circled figures
    (13, ((0x2500, 0x257F), (0x3000, 0x303F), (0x3200, 0x33FF), (0x2160, 0x2179))),
    (11, ((0x3041, 0x30FF),)),  # kana
    (15, ((0x3105, 0x3129),)),  # bopomofo
    (20, ((0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))),  # ideographs the word list lacks
    (14, ((0xAC00, 0xD7A3),)),  # hangul
    (19, ((0xD800, 0xDFFF),)),  # halves of code points beyond the BMP
    (11, ((0xFF01, 0xFF5E),)),  # full-width forms
    (14, ((0xFF61, 0xFF9F),)),  # half-width kana
)
_CHARS: tuple[tuple[float, str], ...] = (
    (5, "，。"),
    (6.5, "的、"),
    (8, "“”：（）「」　"),
    (9, "；！？《》…—·．１２３０"),
    (10, "『』〈〉【】‘’～－／４５６７８９"),
    (9, "你我他她是了不在有这這么麼嘅咗喺佢哋冇啲嚟唔嘢咁係"),  # spoken words that word lists of edited prose count low
    (8, "이다에의는로하을가고지서한은기으년대사시를리도인스일"),
    (8.5, "のにはをたがでてとしれさいるなりこうかもあらまっんー"),
)


@lru_cache(maxsize=1)
def weights() -> bytes:
    """The cost of each UTF-16 code unit, in steps of 1/UNIT bit (65,536 bytes)."""
    table = bytearray([round(STRANGE * UNIT)]) * 0x10000
    table[0:0x80] = bytes(round(bits * UNIT) for bits in _ascii())
    for bits, ranges in _CLASSES:
        for first, last in ranges:
            table[first : last + 1] = bytes([round(bits * UNIT)]) * (last + 1 - first)
    for line in files(__package__).joinpath("hanzi.txt").read_text("utf-8").splitlines():
        bits_, chars = line.split(" ")
        for char in chars:
            table[ord(char)] = round(min(float(bits_), 19) * UNIT)
    for bits, chars in _CHARS:
        for char in chars:
            table[ord(char)] = round(bits * UNIT)
    return bytes(table)


def _ascii() -> list[float]:
    """ASCII between characters of Chinese: blanks and line ends tell nothing, letters little, controls speak against."""
    return [0.0 if c in (0x09, 0x0A, 0x0D, 0x20) else 7.0 if 0x20 < c < 0x7F else STRANGE for c in range(0x80)]


def cost(text: str) -> float:
    """The sum of the costs of the characters of `text`, in bits."""
    units = memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")
    return sum(map(weights().__getitem__, units)) / UNIT


def costs(text: str) -> tuple[float, float]:
    """The cost of `text`, and the mean of its characters above U+007F that are no replacement characters.

    The mean is STRANGE where replacement characters are a third of them or more.
    """
    bits = cost(text)
    plain = text.encode("ascii", "ignore")
    lost = text.count("\ufffd")
    seen = len(text) - len(plain) - lost
    if seen <= 2 * lost:
        return bits, STRANGE
    return bits, (bits - sum(map(weights().__getitem__, plain)) / UNIT - lost * STRANGE) / seen


def non_ascii(text: str) -> str:
    """The characters of `text` that are above U+007F."""
    return "".join([c for c in text if c > "\x7f"])


def beyond_ascii(text: str) -> int:
    """How many characters of `text` are above U+007F."""
    return len(text) - len(text.encode("ascii", "ignore"))


@lru_cache(maxsize=1)
def garbled() -> re.Pattern[str]:
    """What a stretch read out of step looks like: rare characters hardly apart, an unusual one before a lone letter, private use."""
    of = weights()
    signs = [*range(0x2010, 0x2600), *range(0x3000, 0x3400), *range(0xFE30, 0xFF00)]
    rare, unusual = (
        "[" + "".join(_ranges([chr(c) for c in (*more, *range(0x3400, 0xA000), *range(0xE000, 0xF900)) if of[c] >= bits * UNIT])) + "]"
        for bits, more in ((RARE, []), (UNUSUAL, signs))
    )
    return re.compile(f"{rare}[^\\n]{{0,2}}{rare}|{unusual}[@-~][\u3400-\u9fff\uff0c]|[\ue000-\uf8ff]")


def _ranges(chars: list[str]) -> Iterator[str]:
    """Sorted characters as the ranges of a character class."""
    start = last = chars[0]
    for char in [*chars[1:], "\0"]:
        if ord(char) != ord(last) + 1:
            yield f"{start}-{last}"
            start = char
        last = char


@lru_cache(maxsize=4)
def pair_weights(codec: str) -> bytes:
    """The cost of each two-byte character of `codec` at index lead * 256 + trail; 0 where the pair is none."""
    table = bytearray(0x10000)
    of = weights()
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                text = bytes((lead, trail)).decode(codec)
            except UnicodeDecodeError:
                continue
            if ord(text[0]) >= 0x80:
                table[lead << 8 | trail] = max(1, min(255, of[ord(text[0])] if ord(text[0]) < 0x10000 else 20 * UNIT))
    return bytes(table)
