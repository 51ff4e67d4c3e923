"""An encoding with what speaks for it: what each kind of evidence gives."""

from __future__ import annotations

from typing import NamedTuple

READS_WELL = 13.0  # bits a character; Chinese text costs 7 to 11 in its encoding, and 14 and more in another


class Guess(NamedTuple):
    """An encoding (Python's codec name), a confidence from 0 to 1, and what speaks for it, strongest first."""

    codec: str
    confidence: float
    evidence: tuple[str, ...]
    also: tuple[str, ...] = ()  # encodings some lines are in
    cut: int = 0  # bytes at the start that are the end of a character
