"""Compressed streams, read to their end: one that breaks off or is damaged says so, and none takes more memory than it should."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from typing import IO, Any, BinaryIO, cast

import zstandard

# What reading such a stream raises: EOFError where it breaks off, the others on damage and on what can't be read at all.
BROKEN = (EOFError, OSError, zlib.error, zstandard.ZstdError)
_PACKINGS = {".gz": "gz", ".zst": "zst"}
_BUFFER = 1 << 16  # bytes
_FEED = 1 << 10  # packed bytes at a time: four of them may stand for 128 KB (RFC 8878, 3.1.1.2), so that 32 MB come out at most


def words_of(fault: Exception) -> str:
    """What keeps something from being read, without the path that an OSError repeats; the kind of an exception that says nothing (EOFError)."""
    return (isinstance(fault, OSError) and fault.strerror) or str(fault) or type(fault).__name__


def packing_of(name: str) -> str:
    """The compression that a file name speaks for: "gz", "zst", or "" for none."""
    return _PACKINGS.get(os.path.splitext(name)[1].lower(), "")


def unpacked(stream: IO[bytes], packing: str) -> BinaryIO:
    """The stream without its compression ("gz", "zst", or "" for none); members and frames are read as one. Reading raises BROKEN."""
    if packing == "gz":
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream))
    if packing == "zst":
        return cast(BinaryIO, io.BufferedReader(_Frames(stream), _BUFFER))
    # Files behind URLs (fsspec's) know no readline(size).
    return cast(BinaryIO, stream if isinstance(stream, io.BufferedIOBase) else io.BufferedReader(cast(Any, stream), _BUFFER))


class _Frames(io.RawIOBase):
    """The bytes of all frames of a Zstandard stream. The library's own reader is silent where the last one breaks off."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._frame = zstandard.ZstdDecompressor().decompressobj()
        self._begun = False  # the frame
        self._left = memoryview(b"")  # unpacked, not yet read

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            packed = self._frame.unused_data if self._frame.eof else b""
            if self._frame.eof:
                self._frame, self._begun = zstandard.ZstdDecompressor().decompressobj(), False
            packed = packed or self._stream.read(_FEED)
            if not packed:
                if self._begun:
                    raise EOFError("the last frame breaks off")
                return 0
            self._begun = True
            self._left = memoryview(self._frame.decompress(packed))
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size
