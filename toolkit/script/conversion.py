"""Converting a text, and the edits that a conversion consists of."""

from __future__ import annotations

import re

from toolkit.edits import Edit
from toolkit.script.converter import converter

_RUN = re.compile("[^\0]+")


def convert(text: str, config: str = "t2s", corrections: bool = False, dictionaries: str | None = None) -> str:
    """`text` in the script that `config` leads to: an OpenCC configuration such as "t2s", "s2tw", "tw2sp"."""
    return converter(config, dictionaries).convert(text)


def changes(text: str, config: str = "t2s", corrections: bool = False, dictionaries: str | None = None, *, offset: int = 0) -> list[Edit]:
    """What `convert` changes: one edit for each run of changed characters. `offset` is added to every place."""
    new = convert(text, config, corrections, dictionaries)
    rule = f"script.{config}"
    return [Edit(start + offset, end + offset, new[start:end], rule) for start, end in runs(text, new)]


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
    size = 4 * len(old)
    x = int.from_bytes(old.encode("utf-32-le", "surrogatepass"), "little") ^ int.from_bytes(new.encode("utf-32-le", "surrogatepass"), "little")
    low = int.from_bytes(b"\xff\x7f\0\0" * len(old), "little")
    return ((x | x >> 1 | x >> 15) & low).to_bytes(size, "little").decode("utf-32-le")
