"""Reading bytes whose encoding is known, but not all of which are in it: damage, lost bytes, lines in another encoding.

What a strict codec can't read is read run by run. A run starts at a byte above 0x7F and ends where a byte can be no part
of a character of two bytes. In it the cheapest path (statistics.pair_weights) decides which bytes make characters and
which are lost, so that one lost byte does not garble the rest of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from toolkit.decode.decoded import Damage, Piece
from toolkit.decode.path import best_path
from toolkit.decode.statistics import cost, garbled
from toolkit.decode.strict import strict
from toolkit.decode.utf8 import faults
from toolkit.decode.utf16 import is_shifted, segments

DOUBLE_BYTE = frozenset({"gb18030", "big5hkscs"})
_START = rb"(?:[\x81-\xfe][0-9][\x81-\xfe][0-9]|[\x80-\xff])"
_MORE = rb"(?:[\x81-\xfe][0-9][\x81-\xfe][0-9]|[\x40-\xff])"
RUN = re.compile(_START + _MORE + b"*")
RUN_HEAD = re.compile(_START + _MORE + b"{0,600}")  # a run, or enough of it to look at

# What a pair or byte that the codec lacks may stand for: leftovers of the encoding's relatives.
# 0x80 is the euro sign of Windows code page 936; C1 bytes of Windows code pages are controls (WHATWG).
_RELATIVES = {"gb18030": (), "big5hkscs": ("cp950", "big5"), "cp932": ("shift_jis", "euc_jis_2004"), "euc_jp": ("euc_jis_2004",), "cp949": ("johab",)}
_EURO = "cp1252"
_C1 = "latin-1"

_DOUBTFUL = 12.0  # bits by which a line must read better in the other of two double-byte encodings
_LONG_LINE = 1024  # bytes; in lines from that on the runs alone are searched for what is garbled, not the ASCII between
_NEAR, _HOP = 64, 4096  # bytes looked through for the next run, and bytes of ASCII passed at once
_NO_ASCII = re.compile(rb"[\x80-\xff]")
_WINDOW = 4096  # bytes of a run looked at together
_OVERLAP = 64  # bytes at a window's end whose path may still change
_CHUNK = 1 << 16


@dataclass(slots=True)
class Reading:
    """The text as it grows, with the pieces and the losses that lead back to the bytes."""

    data: bytes
    parts: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    losses: list[tuple[int, int, int]] = field(default_factory=list)  # from byte, to byte, code point
    points: int = 0
    last: str | None = None

    def add(self, text: str, codec: str, offset: int) -> None:
        """`text` was read in `codec` from the bytes at `offset`."""
        if codec != self.last:
            self.pieces.append(Piece(offset, self.points, codec))
            self.last = codec
        self.parts.append(text)
        self.points += len(text)

    def lose(self, offset: int, end: int) -> None:
        """The bytes [offset, end) can't be read; neighbours become one loss."""
        if self.last == "":
            self.losses[-1] = (self.losses[-1][0], end, self.losses[-1][2])
            return
        self.losses.append((offset, end, self.points))
        self.add("\ufffd", "", offset)

    @property
    def damage(self) -> tuple[Damage, ...]:
        """What was lost, with its bytes."""
        return tuple(Damage(start, self.data[start:end], at) for start, end, at in self.losses)

    @property
    def text(self) -> str:
        """What has been read."""
        return "".join(self.parts)


def read_careful(data: bytes, start: int, codec: str, also: tuple[str, ...] = (), cut: int = 0) -> Reading:
    """Read `data` from byte `start` on: `codec` where it fits, one of `also` on lines where that fits better.

    `cut` bytes at the start are the end of a character that was cut.
    """
    out = Reading(data)
    if cut:
        out.lose(start, start + cut)
        start += cut
    if codec.startswith("utf-16") and is_shifted(data, start, codec):
        for begin, end, good in segments(data, start, codec):
            if good:
                _read_chunks(out, data[begin:end], 0, codec, begin)
            else:
                out.lose(begin, end)
        return out
    if codec == "utf-8" and not also:
        _read_utf8(out, data, start)
        return out
    if codec not in DOUBLE_BYTE and codec != "utf-8":
        _read_chunks(out, data, start, codec)
        return out
    size = len(data)
    while start < size:
        stop = data.find(b"\n", start) + 1 or size
        _read_line(out, data[start:stop], start, codec, also, ends=stop == size)
        start = stop
    return out


def _read_line(out: Reading, line: bytes, offset: int, codec: str, also: tuple[str, ...], *, ends: bool) -> None:
    text = strict(line, codec)
    for other in also if not line.isascii() else ():
        if (found := strict(line, other)) is not None and _reads_better(found, other, line, text, codec):
            text, codec = found, other
    if text is not None and (codec not in DOUBLE_BYTE or line.isascii() or (len(line) < _LONG_LINE and not garbled().search(text))):
        out.add(text, codec, offset)
    else:
        _read_runs(out, line, offset, codec, also, ends=ends)


def _reads_better(found: str, other: str, line: bytes, text: str | None, codec: str) -> bool:
    """Say whether a line reads better as `found`, in `other`, than as `text` in `codec` (None where that fails)."""
    if text is None and other == "utf-8":
        return True  # UTF-8 hardly ever fits by chance
    handicap = 0 if "utf-8" in (codec, other) else _DOUBTFUL
    return cost(found) + handicap < cost(line.decode(codec, "replace") if text is None else text)


def _read_runs(out: Reading, line: bytes, offset: int, codec: str, also: tuple[str, ...], *, ends: bool) -> None:
    """A line that no codec reads whole: run by run, and the ASCII between."""
    at = 0
    double = next(name for name in (codec, *also) if name in DOUBLE_BYTE)
    utf8 = "utf-8" in (codec, *also)
    for match in runs_of(line, RUN):
        if match.start() > at:
            _add_ascii(out, line[at : match.start()], offset + at, codec)
        run = match.group()
        text = strict(run, codec) if codec == "utf-8" or not utf8 else None
        if text is not None and (max(text) > "\u07ff" if utf8 else not garbled().search(text)):
            out.add(text, codec, offset + match.start())
        else:
            _read_path(out, run, offset + match.start(), double, utf8=utf8, first=codec, ends=ends and match.end() == len(line))
        at = match.end()
    if at < len(line):
        _add_ascii(out, line[at:], offset + at, codec)


def runs_of(data: bytes, run: re.Pattern[bytes], at: int = 0, stop: int | None = None) -> Iterator[re.Match[bytes]]:
    """The matches of RUN or RUN_HEAD in [at, stop). ASCII is passed by its codec: a pattern takes ten times as long."""
    stop = len(data) if stop is None else stop
    while at < stop:
        near = _NO_ASCII.search(data, at, min(at + _NEAR, stop))
        try:
            if near is None:
                data[at : min(at + _HOP, stop)].decode("ascii")
                at += _HOP
                continue
            at = near.start()
        except UnicodeDecodeError as high:
            at += high.start
        match = run.match(data, at, stop)
        if match:
            yield match
        at = match.end() if match else at + 1


def _add_ascii(out: Reading, raw: bytes, offset: int, codec: str) -> None:
    """ASCII, in whatever codec came before, so that it makes no piece of its own."""
    out.add(raw.decode("ascii"), out.last or codec, offset)


def _read_path(out: Reading, run: bytes, offset: int, double: str, *, utf8: bool, first: str, ends: bool) -> None:
    """One run along its cheapest path, window by window."""
    at = 0
    while at < len(run):
        window = run[at : at + _WINDOW]
        last = at + len(window) == len(run)
        steps = best_path(window, double, utf8=utf8, first=first, ends=ends and last).steps
        keep = len(window) if last else len(window) - _OVERLAP
        for begin, end, codec in steps:
            if begin >= keep:
                break
            _add_step(out, run[at + begin : at + end], offset + at + begin, codec)
            stop = end
        at += stop


def _add_step(out: Reading, raw: bytes, offset: int, codec: str) -> None:
    if codec:
        out.add(raw.decode(codec), codec, offset)
        return
    relatives = _RELATIVES.get(out.last or "", ())
    for relative in relatives if len(raw) == 2 else ():
        if (text := strict(raw, relative)) is not None:
            out.add(text, relative, offset)
            return
    if raw == b"\x80":
        out.add("€", _EURO, offset)
    else:
        out.lose(offset, offset + len(raw))


def _read_utf8(out: Reading, data: bytes, at: int) -> None:
    """UTF-8 from `at` on, and nothing else."""
    for begin, end in faults(data, at):
        if begin > at:
            out.add(data[at:begin].decode(), "utf-8", at)
        out.lose(begin, end)
        at = end
    if at < len(data):
        out.add(data[at:].decode(), "utf-8", at)


def _read_chunks(out: Reading, data: bytes, start: int, codec: str, base: int = 0) -> None:
    """The codec over the data in chunks; what it can't read is put on record and skipped. `base` is the offset of data[0]."""
    size = len(data)
    while start < size:
        chunk = data[start : start + _CHUNK]
        try:
            out.add(chunk.decode(codec), codec, base + start)
            start += len(chunk)
            continue
        except UnicodeDecodeError as fault:
            good, bad = fault.start, max(fault.end, fault.start + 1)
        if good:
            out.add(chunk[:good].decode(codec), codec, base + start)
        if start + len(chunk) < size and len(chunk) - good < 8 and good:
            start += good  # perhaps only cut by the chunk's end
            continue
        _add_bad(out, chunk[good:bad], base + start + good, codec)
        start += bad


def _add_bad(out: Reading, raw: bytes, offset: int, codec: str) -> None:
    if codec.startswith("cp125") and len(raw) == 1 and raw < b"\xa0":
        out.add(raw.decode(_C1), _C1, offset)
        return
    out.lose(offset, offset + len(raw))
