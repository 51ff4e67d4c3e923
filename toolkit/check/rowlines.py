"""The lines of row files, whatever their compression: each a row, or the fault that keeps it from being one."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any, BinaryIO, NamedTuple

import orjson
import zstandard

from toolkit.validation import Fault, shown


def _opened(path: str) -> BinaryIO:
    if path.endswith(".gz"):
        return io.BufferedReader(gzip.open(path, "rb"))
    if path.endswith(".zst"):
        return io.BufferedReader(_Frames(path), 1 << 17)
    return open(path, "rb")


class _Frames(io.RawIOBase):
    """The bytes of a zstandard file, all its frames; EOFError where the last one breaks off (the library's reader is silent on both)."""

    def __init__(self, path: str) -> None:
        self.stream = open(path, "rb")  # noqa: SIM115  # closed by close()
        self.frame = zstandard.ZstdDecompressor().decompressobj()
        self.begun = False
        self.out = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.out:
            packed = self.frame.unused_data if self.frame.eof else b""
            packed = packed or self.stream.read(1 << 16)
            if not packed:
                if self.begun and not self.frame.eof:
                    raise EOFError("the last frame breaks off")
                return 0
            if self.frame.eof:
                self.frame = zstandard.ZstdDecompressor().decompressobj()
            self.begun = True
            self.out = self.frame.decompress(packed)
        n = min(len(buffer), len(self.out))
        buffer[:n], self.out = self.out[:n], self.out[n:]
        return n

    def close(self) -> None:
        self.stream.close()
        super().close()


class Line(NamedTuple):
    """A line of a row file: its number from 1 on, the row, or the fault that kept it from being read."""

    number: int
    row: Any
    fault: Fault | None


def lines(path: str, digest: Any = None) -> Iterator[Line]:
    """The rows of a file, or of stdin for "-"; a file whose name ends in .json is one row, as line 1.

    Raises OSError where the file can't be opened; what is broken inside is a Line with a fault. digest: a hash that is
    fed the uncompressed bytes.
    """
    number = 0
    with nullcontext(sys.stdin.buffer) if path == "-" else _opened(path) as stream:
        try:
            for number, raw in enumerate([stream.read()] if path.endswith(".json") else stream, 1):
                if digest is not None:
                    digest.update(raw)
                yield _line(number, raw)
        except (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as fault:
            yield Line(number + 1, None, Fault("$", f"broken compression ({fault})", "a file that can be read to its end"))


def _line(number: int, raw: bytes) -> Line:
    try:
        row = orjson.loads(raw)
    except orjson.JSONDecodeError as fault:
        found = "an empty line" if not raw.strip() else f"no JSON: {fault.msg} (column {fault.colno})"
        return Line(number, None, Fault("$", found, "one JSON object a line, in UTF-8"))
    try:
        # A line of our own writing comes out of the writer again as it was; only others can name a key twice.
        if orjson.dumps(row) != raw.rstrip() and (key := _twice(raw)) is not None:
            return Line(number, None, Fault("$", f"the key {shown(key)} twice in one object", "each key once"))
    except (TypeError, RecursionError):  # the one from orjson, the other from json
        return Line(number, None, Fault("$", "lists or objects nested some hundreds deep", "a flat row"))
    return Line(number, row, None)


def _twice(raw: bytes) -> str | None:
    """A key that stands twice in one object: readers disagree on which value holds."""
    twice: list[str] = []

    def look(pairs: list[tuple[str, Any]]) -> None:
        keys = [k for k, _ in pairs]
        if len(set(keys)) < len(keys):
            twice.extend(k for k in keys if keys.count(k) > 1)

    json.loads(raw, object_pairs_hook=look)
    return twice[0] if twice else None
