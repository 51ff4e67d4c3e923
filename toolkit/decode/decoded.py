"""What decoding gives: the text, how the encoding was found, and the table that leads back to the raw bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Damage(NamedTuple):
    """Bytes that could not be decoded: where they lie, what they are, and the code point that stands for them."""

    offset: int  # bytes
    raw: bytes
    at: int  # code points of the text


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a drop. `encoding` is Python's codec name; `confidence` is 0 to 1; `evidence` says what spoke for it.

    `bom` is the length in bytes of a byte order mark that is not part of the text.
    """

    text: str
    encoding: str
    confidence: float
    evidence: tuple[str, ...]
    damage: tuple[Damage, ...] = ()
    bom: bytes = b""

    def to_bytes(self) -> bytes:
        """The raw bytes again, exactly."""
        out = [self.bom]
        at = 0
        for d in self.damage:
            out += (self.text[at : d.at].encode(self.encoding), d.raw)
            at = d.at + 1
        out.append(self.text[at:].encode(self.encoding))
        return b"".join(out)

    def byte_span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of raw bytes (offsets) that the code points [start, end) of the text were read from."""
        first = len(self._bytes_of(0, start)) + len(self.bom)
        return first, first + len(self._bytes_of(start, end))

    def _bytes_of(self, start: int, end: int) -> bytes:
        out: list[bytes] = []
        at = start
        for d in self.damage:
            if start <= d.at < end:
                out += (self.text[at : d.at].encode(self.encoding), d.raw)
                at = d.at + 1
        out.append(self.text[at:end].encode(self.encoding))
        return b"".join(out)
