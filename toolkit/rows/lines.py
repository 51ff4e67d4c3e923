"""The lines of row files, whatever their compression: each a row, or the fault that keeps it from being one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import nullcontext
from typing import Any, NamedTuple

import orjson

from toolkit.decode.binary import binary_kind
from toolkit.jsonlines import RowError, read_lines
from toolkit.stdin import stdin
from toolkit.validation import Fault, shown


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
    with nullcontext(stdin()) if path == "-" else open(path, "rb") as stream:
        try:
            for number, raw in enumerate([stream.read()] if path.endswith(".json") else read_lines(stream, path), 1):
                if number == 1 and (other := _other(raw)):
                    yield Line(number, None, Fault("$", other, "rows: JSON Lines, as they are or packed (.jsonl, .jsonl.gz, .jsonl.zst), or a folder of them"))
                    return
                if digest is not None:
                    digest.update(raw)
                yield _line(number, raw)
        except RowError as fault:
            yield Line(fault.line, None, Fault("$", fault.found, fault.expected))


def _other(head: bytes) -> str:
    """What a file is that is no text, by its first line; "" for one that may hold rows. Its other lines are not worth a word each."""
    if head[257:262] == b"ustar":
        return "a tar archive (`jiaokan verify` proves a package)"
    kind = binary_kind(head)
    if kind.startswith("ZIP"):
        return "a ZIP archive (`jiaokan verify` proves a package)"
    return kind or ("binary data" if b"\0" in head else "")


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
