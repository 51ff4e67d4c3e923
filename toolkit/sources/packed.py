"""Compressed streams: whole, and member by member with the place of each, past damage where there is some.

A WARC is compressed record by record, so that each can be read from its offset alone. No library at hand goes on behind a
damaged member, or says that there was one; archives of years are full of them.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, BinaryIO, NamedTuple, cast

import zstandard

from toolkit.sources.document import CHUNK, Fault, Readable, read_fully

GZIP_MAGIC = b"\x1f\x8b\x08"
ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_SKIPPABLE = range(0x184D2A50, 0x184D2A60)  # RFC 8878, 3.1.2
_DICTIONARY = 0x184D2A5D  # WARC Zstandard 1.0: a dictionary for all records stands first in a frame of this kind


class Member(NamedTuple):
    """One member of a packed file: where it begins (bytes of the file), and its unpacked bytes, or why there are none.

    end: says, once the stream has been read to its end, where the member ends; -1 before.
    """

    offset: int
    stream: io.BufferedReader
    fault: Fault | None = None
    end: Callable[[], int] = lambda: -1


def _buffered(raw: Any) -> io.BufferedReader:
    """A raw stream with `readline`; the library's are raw streams in all but their type."""
    return io.BufferedReader(raw, CHUNK)


class Feed:
    """A stream read forward, to which bytes can be given back. `at` is the offset of the next byte."""

    def __init__(self, stream: Readable, at: int) -> None:
        self._stream, self.at, self._back = stream, at, b""

    def take(self) -> bytes:
        """The next bytes, some or many; b"" at the end."""
        data, self._back = self._back or self._stream.read(CHUNK), b""
        self.at += len(data)
        return data

    def give_back(self, data: bytes) -> None:
        """Put `data`, which was taken last, before what comes next."""
        self._back = data + self._back
        self.at -= len(data)

    def exactly(self, size: int) -> bytes:
        """`size` bytes, fewer only at the end."""
        out = b""
        while len(out) < size and (data := self.take()):
            out += data
        self.give_back(out[size:])
        return out[:size]

    def seek_mark(self, mark: bytes) -> bool:
        """Go to the next place where `mark` stands; False where there is none."""
        held = b""
        while data := self.take():
            held += data
            found = held.find(mark)
            if found >= 0:
                self.give_back(held[found:])
                return True
            held = held[-len(mark) :]
        return False


class _Inflating(io.RawIOBase):
    """The unpacked bytes of the gzip member at which `feed` stands; what lies behind it goes back to the feed."""

    def __init__(self, feed: Feed) -> None:
        self._feed, self._engine, self.given = feed, zlib.decompressobj(31), 0

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed asks for its private Buffer
        want = len(into)
        while not self._engine.eof:
            data = self._engine.unconsumed_tail or self._feed.take()
            if not data:
                raise EOFError("the file ends in mid-member")
            out = self._engine.decompress(data, want)
            if self._engine.eof:
                self._feed.give_back(self._engine.unused_data)
            if out:
                into[: len(out)] = out
                self.given += len(out)
                return len(out)
        return 0

    def tell(self) -> int:
        return self.given

    def end(self) -> int:
        """Where the member ends (bytes of the file), once it has been read; -1 before."""
        return self._feed.at if self._engine.eof else -1

    def finish(self, limit: int) -> bool:
        """Read to the end of the member; False where more than `limit` bytes are left or they are damaged."""
        waste, left = bytearray(CHUNK), limit
        try:
            while got := self.readinto(waste):
                left -= got
                if left < 0:
                    break
        except (zlib.error, EOFError):
            return False
        return self._engine.eof


def gzip_members(stream: Readable, start: int, end: int, mark: bytes, limit: int) -> Iterator[Member]:
    """The members that begin in [start, end) of the file (end -1: all); `stream` stands at `start`, where one begins.

    A member is read before the next is asked for. Behind damage, or a member with more than `limit` bytes left unread,
    the next place counts where a member begins whose unpacked bytes start with `mark`.
    """
    feed = Feed(stream, start)
    while end < 0 or feed.at < end:
        offset = feed.at
        head = feed.exactly(3)
        if not head.strip(b"\0"):
            return  # the end, or padding
        feed.give_back(head)
        if head != GZIP_MAGIC:
            yield Member(offset, _buffered(io.BytesIO()), Fault("input.damaged", "no gzip member begins where one should"))
            if not _resync(feed, mark):
                return
            continue
        raw = _Inflating(feed)
        yield Member(offset, io.BufferedReader(raw, CHUNK), end=raw.end)
        if not raw.finish(limit) and not _resync(feed, mark):
            return


def _resync(feed: Feed, mark: bytes) -> bool:
    """Go to the next gzip member whose unpacked bytes start with `mark`."""
    while feed.seek_mark(GZIP_MAGIC):
        head = feed.exactly(1024)
        feed.give_back(head)
        try:
            if zlib.decompressobj(31).decompress(head, len(mark)) == mark:
                return True
        except zlib.error:
            pass
        feed.exactly(1)
    return False


def zstd_frames(stream: BinaryIO, start: int, end: int) -> Iterator[Member]:
    """The Zstandard frames that begin in [start, end) of the file (end -1: all); frames are found without unpacking them.

    Behind a damaged frame nothing more is read: frames carry no mark to look for that damage could not imitate.
    """
    size = stream.seek(0, io.SEEK_END)
    unpacker = zstandard.ZstdDecompressor(dict_data=_dictionary(stream))
    at = start
    while at < size and (end < 0 or at < end):
        try:
            is_data, stop = _frame_end(stream, at)
        except (EOFError, ValueError) as fault:
            stop, is_data, cut = size + 1, False, str(fault)
        else:
            cut = "the file ends in mid-frame"
        if stop > size:
            yield Member(at, _buffered(io.BytesIO()), Fault("input.damaged", cut))
            return
        if is_data:
            raw = unpacker.stream_reader(cast(BinaryIO, Window(stream, at, stop)))
            yield Member(at, _buffered(raw), end=partial(int, stop))
        at = stop


class Window(io.RawIOBase):
    """The bytes [start, end) of a stream, read forward by a place of its own."""

    def __init__(self, stream: BinaryIO, start: int, end: int) -> None:
        self._stream, self._at, self._end = stream, start, end

    def readable(self) -> bool:
        return True

    def readinto(self, into: bytearray | memoryview) -> int:  # type: ignore[override]  # typeshed asks for its private Buffer
        self._stream.seek(self._at)
        data = self._stream.read(min(len(into), self._end - self._at))
        into[: len(data)] = data
        self._at += len(data)
        return len(data)


def _dictionary(stream: BinaryIO) -> zstandard.ZstdCompressionDict | None:
    stream.seek(0)
    head = stream.read(8)
    if len(head) < 8 or int.from_bytes(head[:4], "little") != _DICTIONARY:
        return None
    data = read_fully(stream, int.from_bytes(head[4:], "little"))
    if data.startswith(ZSTD_MAGIC):
        data = zstandard.ZstdDecompressor().decompress(data, max_output_size=1 << 26)
    return zstandard.ZstdCompressionDict(data)


def _frame_end(stream: BinaryIO, at: int) -> tuple[bool, int]:
    """Whether the frame at `at` holds data, and where it ends (RFC 8878, 3.1). Raises EOFError in mid-frame, ValueError on none."""
    stream.seek(at)
    magic = _some(stream, 4)
    if int.from_bytes(magic, "little") in _SKIPPABLE:
        return False, at + 8 + int.from_bytes(_some(stream, 4), "little")
    if magic != ZSTD_MAGIC:
        raise ValueError("no Zstandard frame begins where one should")
    flags = _some(stream, 1)[0]
    single, checked = flags >> 5 & 1, flags >> 2 & 1
    stream.seek((1 - single) + (0, 1, 2, 4)[flags & 3] + (single, 2, 4, 8)[flags >> 6], io.SEEK_CUR)
    last = False
    while not last:
        value = int.from_bytes(_some(stream, 3), "little")
        last = bool(value & 1)
        stream.seek(1 if value >> 1 & 3 == 1 else value >> 3, io.SEEK_CUR)
    return True, stream.tell() + 4 * checked


def _some(stream: Readable, size: int) -> bytes:
    data = read_fully(stream, size)
    if len(data) < size:
        raise EOFError("the file ends in mid-frame")
    return data
