"""How ordinary a Chinese character is: what tells prose from the debris of a wrong decoding."""

from __future__ import annotations

from functools import lru_cache

from toolkit.fold import fold


@lru_cache(maxsize=1)
def level_one() -> frozenset[str]:
    """The 3,755 characters of everyday use: level 1 of GB 2312-80 (rows 16 to 55)."""
    return frozenset(bytes((row, cell)).decode("gb2312") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) if (row, cell) <= (0xD7, 0xF9))


def is_hanzi(char: str) -> bool:
    """Whether `char` lies in the CJK Unified Ideographs block or its extensions."""
    return "一" <= char <= "鿿" or "㐀" <= char <= "䶿" or "\U00020000" <= char <= "\U0003ffff"


def common_share(text: str) -> float:
    """The share of everyday characters among the hanzi of `text` (0 to 1; 1 where there are none)."""
    hanzi = [c for c in fold(text) if is_hanzi(c)]
    return sum(c in level_one() for c in hanzi) / len(hanzi) if hanzi else 1.0
