"""Rows on disk: JSON Lines, plain or compressed, read one at a time; and written so that the same rows give the same bytes."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, NamedTuple, cast

import orjson
import zstandard

ROW_LIMIT = 1 << 28  # bytes: a longer line is no row of ours, and must not fill the memory
SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst")
_BROKEN = (OSError, EOFError, zlib.error, zstandard.ZstdError)


class RowError(ValueError):
    """A line that is no row, or a file that can't be read on. `line` counts from 1."""

    def __init__(self, line: int, expected: str, found: str) -> None:
        super().__init__(f"line {line}: expected {expected}, found {found}")
        self.line, self.expected, self.found = line, expected, found


class Line(NamedTuple):
    """One line of a file of rows: its number from 1, its bytes with the newline, and the object it holds."""

    number: int
    raw: bytes
    row: dict[str, Any]


def unpacked(stream: IO[bytes], name: str) -> BinaryIO:
    """The uncompressed bytes of a file of rows, told by its name (.gz, .zst, or neither)."""
    if name.endswith(".gz"):
        return io.BufferedReader(gzip.GzipFile(fileobj=stream, mode="rb"))
    if name.endswith(".zst"):
        return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(stream, read_across_frames=True))
    return cast(BinaryIO, stream)


def read_rows(stream: IO[bytes], name: str) -> Iterator[Line]:
    """The rows of an open file, in order. Raises RowError at the first line that is none, and where the file breaks off."""
    number = 0
    try:
        with unpacked(stream, name) as lines:
            while line := lines.readline(ROW_LIMIT):
                number += 1
                yield Line(number, line, _parsed(line, number))
    except _BROKEN as fault:
        raise RowError(number + 1, "a readable line", str(fault) or type(fault).__name__) from fault


def _parsed(line: bytes, number: int) -> dict[str, Any]:
    if not line.endswith(b"\n"):
        raise RowError(number, "a line that ends with a newline", f"{len(line)} bytes without one")
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as fault:
        raise RowError(number, "a JSON object", str(fault)) from fault
    if not isinstance(row, dict):
        raise RowError(number, "a JSON object", type(row).__name__)
    return row


class RowWriter:
    """Writes rows as gzip with nothing of the day in it: no name, mtime 0, level 6. Knows rows and sha256 of the plain bytes."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=out, mtime=0)
        self._sha256 = hashlib.sha256()
        self.rows = 0

    def write(self, row: dict[str, Any]) -> None:
        """Append one row."""
        line = orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE)
        self._zip.write(line)
        self._sha256.update(line)
        self.rows += 1

    def close(self) -> str:
        """End the file; gives the sha256 (hex) of the uncompressed rows."""
        self._zip.close()
        return self._sha256.hexdigest()
