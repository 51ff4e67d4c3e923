"""JSONL files: a document a line, its text or HTML under one of the names asked for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from toolkit.record import Origin
from toolkit.sources.document import CHUNK, Document, Fault, Reading, too_large

_DIGITS = 640  # of a number that Python always turns into one (sys.int_info.str_digits_check_threshold)


def read_jsonl(stream: BinaryIO, where: Origin, packing: str, start: int, end: int, reading: Reading) -> Iterator[Document]:
    """The documents of the lines that begin in [start, end) of the stream (end -1: all); `stream` stands at `start`.

    The raw bytes of a document are the UTF-8 bytes of its text or HTML. In a packed file the place of a line is one of the
    unpacked stream, and stands in the path, behind an @.
    """
    at = start
    while end < 0 or at < end:
        line, size, digest = _line(stream, reading.limit)
        if not size:
            return
        place = where._replace(path=f"{where.path}@{at}") if packing else where._replace(offset=at, length=size)
        at += size
        if digest:
            yield too_large(place, reading.limit, digest, size)
        elif line.strip():
            yield _document(line, place, reading)


def _line(stream: BinaryIO, limit: int) -> tuple[bytes, int, str]:
    """The next line, its length with its newline, and ""; of a line longer than twice the limit (escapes take room) not the bytes but their sha256."""
    most = 2 * limit + 2
    line = stream.readline(most)
    size = len(line)
    if size < most or line.endswith(b"\n"):
        return line, size, ""
    digest = hashlib.sha256(line)
    while more := stream.readline(CHUNK):
        digest.update(more)
        size += len(more)
        if more.endswith(b"\n"):
            break
    return b"", size, digest.hexdigest()


def _document(line: bytes, place: Origin, reading: Reading) -> Document:
    row = _row(line)
    if row is None:
        return Document(line, place, fault=Fault("input.bad-row", f"no JSON object: {line[:60].decode('utf-8', 'replace')!r}"))
    names = reading.names
    url = _whole(_first(row, names.url) or "") or None
    place = place._replace(record_id=_whole(_first(row, names.id) or ""))
    for wanted, media_type in ((names.html, "text/html"), (names.text, None)):
        body = _first(row, wanted)
        if body is not None:
            data = body.encode("utf-8", "surrogatepass")
            if len(data) > reading.limit:
                return too_large(place, reading.limit, hashlib.sha256(data).hexdigest(), len(data), url)
            return Document(data, place, url=url, media_type=media_type, charset="utf-8")
    looked = ", ".join((*names.html, *names.text))
    return Document(line, place, url=url, fault=Fault("input.bad-row", _whole(f"no text under {looked}; the row has {', '.join(row)}"[:300])))


def _whole(text: str) -> str:
    """Text that UTF-8 can hold: an escape stands for half a surrogate pair, which JSON can write."""
    return text.encode("utf-8", "backslashreplace").decode()


def _row(line: bytes) -> dict[str, Any] | None:
    try:
        row = orjson.loads(line)
    except orjson.JSONDecodeError:
        try:
            row = json.loads(line, parse_int=_int)  # takes lone surrogates, NaN and large numbers, which others write
        except (ValueError, RecursionError):
            return None
    return row if isinstance(row, dict) else None


def _int(digits: str) -> int | str:
    """A number, as its digits where it has more than Python counts to: it is none of the text."""
    return digits if len(digits) > _DIGITS else int(digits)


def _first(row: dict[str, Any], names: tuple[str, ...]) -> str | None:
    for name in names:
        value = row.get(name)
        if isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return None


def line_starts(stream: BinaryIO, every: int) -> Iterator[int]:
    """Offsets (bytes) at which lines begin: for each multiple of `every` the first one at or behind it."""
    at, due = 0, every
    while chunk := stream.read(CHUNK):
        while due <= at + len(chunk):
            newline = chunk.find(b"\n", max(0, due - 1 - at))
            if newline < 0:
                break
            start = at + newline + 1
            yield start
            due += every * max(1, (start - due) // every + 1)
        at += len(chunk)
