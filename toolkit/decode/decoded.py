"""What decoding gives: the text, how the encoding was found, and the table that leads back to the raw bytes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from toolkit.decode.units import units_of

MAIN = frozenset({"utf-8", "gb18030", "big5hkscs"})  # encodings that lines of one drop may be mixed of


class Damage(NamedTuple):
    """Bytes that could not be decoded: where they lie, what they are, and the place of the U+FFFD that stands for them."""

    offset: int  # bytes
    raw: bytes
    at: int  # code points of the text


def bytes_lost(damage: Iterable[Damage]) -> int:
    """How many bytes could not be decoded."""
    return sum(len(d.raw) for d in damage)


class Piece(NamedTuple):
    """A stretch of a drop in one codec, from `offset` (bytes) and `at` (code points) to where the next piece starts.

    `codec` is "" for bytes that could not be decoded: one U+FFFD stands for the whole piece.
    """

    offset: int
    at: int
    codec: str


class Detour(NamedTuple):
    """A stretch of the text whose raw bytes are not what its codec would write: they are kept as they were."""

    at: int
    end: int
    raw: bytes


@dataclass(frozen=True)
class Decoded:
    """The text of a drop. `encoding` is Python's codec name; `confidence` is 0 to 1; `evidence` says what spoke for it.

    `damage` lists the bytes that could not be decoded, `bom` is a byte order mark, which is not part of the text.
    `binary` names the format where the drop is no text at all ("PNG image"), else it is "". `pieces` is empty where
    the whole drop is in `encoding`. Text, `pieces`, `damage` and `detours` lead back to the raw bytes; `raw` is only
    looked at to find the detours, and only when somebody asks.
    """

    text: str
    encoding: str
    confidence: float
    evidence: tuple[str, ...]
    damage: tuple[Damage, ...] = ()
    bom: bytes = b""
    pieces: tuple[Piece, ...] = ()
    binary: str = ""
    raw: bytes | None = field(default=None, repr=False, compare=False)

    def to_bytes(self) -> bytes:
        """The raw bytes again, exactly."""
        out = [self.bom]
        at = 0
        for detour in self.detours:
            out += (self._plain_bytes(at, detour.at), detour.raw)
            at = detour.end
        out.append(self._plain_bytes(at, len(self.text)))
        return b"".join(out)

    def byte_span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of raw bytes (offsets) that the code points [start, end) of the text were read from."""
        start = max(0, min(start, len(self.text)))
        end = max(start, min(end, len(self.text)))
        first = self._byte_at(start)
        return first, self._byte_at(end) if end > start else first

    def codec_at(self, point: int) -> str:
        """The codec that the code point at `point` was read in; "" where its bytes could not be decoded."""
        return self._pieces[max(0, bisect_right(self._starts, point) - 1)].codec

    @property
    def second(self) -> Piece | None:
        """The first piece in another Unicode or double-byte encoding than `encoding`; None where all is in one."""
        return next((p for p in self.pieces if p.codec in MAIN and p.codec != self.encoding), None)

    @cached_property
    def detours(self) -> tuple[Detour, ...]:
        """Where the raw bytes are not what the codec writes for the text: second codings, shift sequences, tails."""
        if self.raw is None:
            return ()
        out: list[Detour] = []
        ends = [(p.offset, p.at) for p in self._pieces[1:]] + [(len(self.raw), len(self.text))]
        for piece, (stop, end) in zip(self._pieces, ends, strict=True):
            raw = self.raw[piece.offset : stop]
            if piece.codec and encode(self.text[piece.at : end], piece.codec) != raw:
                out += _detours(raw, self.text[piece.at : end], piece)
        return tuple(out)

    @cached_property
    def _pieces(self) -> tuple[Piece, ...]:
        return self.pieces or (Piece(len(self.bom), 0, self.encoding),)

    @cached_property
    def _ends(self) -> list[int]:
        return [p.at for p in self._pieces[1:]] + [len(self.text)]

    @cached_property
    def _starts(self) -> list[int]:
        return [p.at for p in self._pieces]

    @cached_property
    def _lost(self) -> dict[int, bytes]:
        return {d.at: d.raw for d in self.damage}

    def _plain_bytes(self, start: int, end: int) -> bytes:
        """What the codecs write for [start, end), which no detour cuts."""
        out: list[bytes] = []
        i = max(0, bisect_right(self._starts, start) - 1)
        while start < end:
            stop = min(end, self._ends[i])
            if stop > start:
                codec = self._pieces[i].codec
                out.append(encode(self.text[start:stop], codec) if codec else self._lost[start])
                start = stop
            i += 1
        return b"".join(out)

    def _byte_at(self, point: int) -> int:
        """The offset of the byte where the code point at `point` starts; inside a detour, found by reading it again."""
        i = max(0, bisect_right(self._starts, point) - 1)
        piece = self._pieces[i]
        if point == len(self.text):
            return len(self.raw) if self.raw is not None else len(self.bom) + len(self._plain_bytes(0, point))
        if not piece.codec or point == piece.at:
            return piece.offset
        if stateful(piece.codec) and not self.detours:
            return piece.offset + units_of(encode(self.text[piece.at : self._ends[i]], piece.codec), piece.codec)[point - piece.at]
        offset, at = piece.offset, piece.at
        detours = self.detours
        for detour in detours[bisect_right(detours, (at,)) :]:
            if detour.at > point:
                break
            offset += len(encode(self.text[at : detour.at], piece.codec))
            if detour.end > point:
                return offset + units_of(detour.raw, piece.codec)[point - detour.at]
            offset += len(detour.raw)
            at = detour.end
        return offset + len(encode(self.text[at:point], piece.codec))


def encode(text: str, codec: str) -> bytes:
    """`text` in `codec`; what the codec has no bytes for is "?" (a detour then holds the raw bytes)."""
    return text.encode(codec, "surrogatepass" if codec.startswith("utf-") else "replace")


def stateful(codec: str) -> bool:
    """Say whether the bytes of a character depend on shift sequences before it."""
    return codec == "hz" or codec.startswith("iso2022")


def _detours(raw: bytes, text: str, piece: Piece) -> list[Detour]:
    """The detours of one piece: the stretches of characters whose own bytes are not what the codec writes for them."""
    whole = [Detour(piece.at, piece.at + len(text), raw)]
    starts = [*units_of(raw, piece.codec), len(raw)]
    if len(starts) != len(text) + 1 or stateful(piece.codec):
        return whole
    odd = [i for i in range(len(text)) if encode(text[i], piece.codec) != raw[starts[i] : starts[i + 1]]]
    out: list[Detour] = []
    rebuilt: list[bytes] = []
    at = 0
    for start, stop in _stretches(odd):
        own = raw[starts[start] : starts[stop]]
        rebuilt += (encode(text[at:start], piece.codec), own)
        out.append(Detour(piece.at + start, piece.at + stop, own))
        at = stop
    return out if b"".join((*rebuilt, encode(text[at:], piece.codec))) == raw else whole


def _stretches(numbers: list[int]) -> list[tuple[int, int]]:
    """Runs of neighbours in a sorted list, half open."""
    cuts = [0, *(i for i in range(1, len(numbers)) if numbers[i] != numbers[i - 1] + 1), len(numbers)]
    return [(numbers[a], numbers[b - 1] + 1) for a, b in pairwise(cuts) if b > a]
