"""What becomes of single characters, one for one, looked up for a whole text at once."""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from toolkit.script.dictionaries import Words

_WORTH = 128  # code points from which numpy is the faster of the two


@cache
def _characters() -> tuple[str, ...]:
    """The Basic Multilingual Plane."""
    return tuple(map(chr, range(0x10000)))


class Table:
    """A character of the Basic Multilingual Plane for each of its characters; those beyond it stay as they are.

    The list serves str.translate, for which it is faster than a dictionary. Where the program has numpy loaded, that
    looks long texts up, several times as fast; it is not loaded for this, since that takes longer than most programs convert.
    """

    __slots__ = ("_array", "characters")

    def __init__(self, singles: Words) -> None:
        self.characters = list(_characters())
        self._array: Any = None
        for c, new in singles.items():
            if c <= "\uffff" and len(new) == 1:
                self.characters[ord(c)] = new

    def convert(self, text: str) -> str:
        """`text` with each character looked up."""
        if len(text) >= _WORTH and "numpy" in sys.modules:
            codes = text.encode("utf-16-le", "surrogatepass")
            if len(codes) == 2 * len(text):  # none is beyond the Basic Multilingual Plane
                return self._by_numpy(codes, sys.modules["numpy"])
        return text.translate(self.characters)

    def _by_numpy(self, codes: bytes, numpy: Any) -> str:
        """The same for the UTF-16 of a text; a lone surrogate is a character as any other."""
        if self._array is None:  # two threads may both do this, with the same result
            self._array = numpy.frombuffer("".join(self.characters).encode("utf-32-le", "surrogatepass"), "<u4")
        return str(self._array[numpy.frombuffer(codes, "<u2")].tobytes(), "utf-32-le", "surrogatepass")
