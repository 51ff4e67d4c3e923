"""Where each character of a decoding starts in the bytes, for codecs whose own bytes can't be counted by coding back."""

from __future__ import annotations

import codecs


def units_of(raw: bytes, codec: str) -> list[int]:
    """The offset in `raw` at which each code point of its decoding starts.

    Shift sequences belong to the character after them, at the end to the last one. Of several code points read from one
    character only the first has bytes of its own.
    """
    decoder = codecs.getincrementaldecoder(codec)("replace")
    starts: list[int] = []
    begin = 0
    for i in range(len(raw)):
        out = decoder.decode(raw[i : i + 1])
        if out:
            starts += [begin] + [i + 1] * (len(out) - 1)
            begin = i + 1
    return starts + [begin] * len(decoder.decode(b"", True))
