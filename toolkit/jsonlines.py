"""Files of rows (JSON Lines, plain or packed), read one row at a time; a file that breaks off says at which line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any, NamedTuple

import orjson

from toolkit.packing import BROKEN, packing_of, unpacked, words_of

SUFFIXES = (".jsonl", ".jsonl.gz", ".jsonl.zst")
ROW_LIMIT = 1 << 28  # bytes: a longer line is no row of ours, and must not fill the memory


class RowError(ValueError):
    """A line that is no row, or a file that can't be read on. `line` counts from 1."""

    def __init__(self, line: int, expected: str, found: str) -> None:
        super().__init__(f"line {line}: expected {expected}, found {found}")
        self.line, self.expected, self.found = line, expected, found


class Row(NamedTuple):
    """One row of a file: the number of its line from 1, the bytes of that with the newline, and the object it holds."""

    number: int
    raw: bytes
    row: dict[str, Any]


def read_lines(stream: IO[bytes], name: str) -> Iterator[bytes]:
    """The lines of an open file, unpacked as its name asks for. Raises RowError where it breaks off or is damaged."""
    number = 0
    try:
        lines = unpacked(stream, packing_of(name))
        while line := lines.readline(ROW_LIMIT):
            number += 1
            yield line
    except BROKEN as fault:
        raise RowError(number + 1, "a file that can be read to its end", words_of(fault)) from fault


def read_rows(stream: IO[bytes], name: str, *, ours: bool = False) -> Iterator[Row]:
    """The rows of an open file, in order. Raises RowError at the first line that is none, and where the file breaks off.

    ours: the toolkit wrote the file, so that a last line without a newline is none.
    """
    for number, line in enumerate(read_lines(stream, name), 1):
        yield Row(number, line, _parsed(line, number, ours))


def _parsed(line: bytes, number: int, ours: bool) -> dict[str, Any]:
    if ours and not line.endswith(b"\n"):
        raise RowError(number, "a line that ends with a newline", f"{len(line)} bytes without one")
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError as fault:
        raise RowError(number, "a JSON object", str(fault)) from fault
    if not isinstance(row, dict):
        raise RowError(number, "a JSON object", type(row).__name__)
    return row
