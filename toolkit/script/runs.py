"""Where two texts of the same length differ."""

from __future__ import annotations

import re

_RUN = re.compile("[^\0]+")


def runs(old: str, new: str) -> list[tuple[int, int]]:
    """The runs of places at which two texts of the same length differ: [start, end) code points."""
    if old == new:
        return []
    return [m.span() for m in _RUN.finditer(_difference(old, new))]


def _difference(old: str, new: str) -> str:
    """A text that holds U+0000 where `old` and `new` agree, something else where they don't.

    Done on the whole at once, as numbers: one 32-bit lane a character, exclusive or, and the result read as characters
    again (each lane folded into 15 bits, so that none becomes a surrogate or too large).
    """
    a, b = (int.from_bytes(text.encode("utf-32-le", "surrogatepass"), "little") for text in (old, new))
    x = a ^ b
    low = int.from_bytes(b"\xff\x7f\0\0" * len(old), "little")
    return ((x | x >> 1 | x >> 15) & low).to_bytes(4 * len(old), "little").decode("utf-32-le")
