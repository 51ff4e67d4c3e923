"""The runs of places at which two texts of the same length differ, found on the whole at once."""

from __future__ import annotations

from itertools import compress

_MARK = bytes(1) + b"\x01" * 255
_PLACES = tuple(range(1 << 14))  # numbers that need not be made anew for each text


def runs_of(old: str, new: str, at: int = 0) -> tuple[list[int], list[int]]:
    """Where the runs start and where they end (code points). `at` is the place of the first character of the two texts."""
    size = len(old)
    edges = _edges(old, new).to_bytes(size + 1, "little")
    places = list(compress(_PLACES[at : at + size + 1] if at + size < len(_PLACES) else range(at, at + size + 1), edges))
    return places[::2], places[1::2]


def count_runs(old: str, new: str) -> int:
    """How many runs there are."""
    return _edges(old, new).bit_count() // 2


def _edges(old: str, new: str) -> int:
    """A number with a byte for each place of the two texts and one more: 1 where a run starts or ends, else 0.

    A lane of 16 or 32 bits a character, exclusive or, the bytes of each lane folded into one.
    """
    size = len(old)
    a, b = (text.encode("utf-16-le", "surrogatepass") for text in (old, new))
    if len(a) == len(b) == 2 * size:
        lanes = int.from_bytes(a, "little") ^ int.from_bytes(b, "little")
        differ = (lanes | lanes >> 8).to_bytes(2 * size, "little")[::2]
    else:
        a, b = (text.encode("utf-32-le", "surrogatepass") for text in (old, new))
        lanes = int.from_bytes(a, "little") ^ int.from_bytes(b, "little")
        differ = (lanes | lanes >> 8 | lanes >> 16).to_bytes(4 * size, "little")[::4]
    marks = int.from_bytes(differ.translate(_MARK), "little")
    return marks ^ marks << 8
